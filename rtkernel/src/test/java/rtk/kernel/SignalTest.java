package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.ThreadAttr;

/// Signals: rule Z3 in its parts, and what they do to threads that wait.
class SignalTest {
    private static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException failed) {
            return failed.errno();
        }
    }

    private static void thread(KernelCalls k, String name, int priority, Runnable body) {
        k.threadCreate(new ThreadAttr(name, priority, SchedPolicy.FIFO), body);
    }

    private static void onSignal(KernelCalls k, int signo, Consumer<SignalInfo> handler) {
        k.signalAction(signo, SignalAction.handler(handler::accept));
    }

    // Delivery.

    @ParameterizedTest
    @EnumSource
    @Rule("Z3")
    void z3AHandlerRunsInTheMiddleOfAComputeOnTheThreadsOwnStack(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "work", 10, k -> {
                onSignal(k, Signal.SIGUSR1, info -> {
                    run.say("handler in thread " + k.gettid() + " from " + info.pid());
                    k.compute(Ns.ms(2));
                });
                k.compute(Ns.ms(5));
                run.say("computed");
            });
            run.at(3, "kill", 20, k -> k.kill(1, Signal.SIGUSR1));
            run.run(20);

            assertEquals(List.of("3 handler in thread 1 from 2", "7 computed"), run.log);
        }
    }

    @Test
    @Rule("Z3")
    void z3AProcessSignalGoesToTheOneThreadThatHasItUnmasked() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                onSignal(k, Signal.SIGUSR1, info -> run.say("handled by " + k.gettid()));
                k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(Signal.SIGUSR1));
                thread(k, "masks", 10, () -> k.sleep(Ns.ms(20)));
                thread(k, "open", 10, () -> {
                    k.signalProcmask(SignalHow.SIG_UNBLOCK, SignalSet.of(Signal.SIGUSR1));
                    run.say("open: " + errnoOf(() -> k.sleep(Ns.ms(20))));
                });
                k.sleep(Ns.ms(20));
            });
            run.at(3, "kill", 20, k -> k.kill(1, Signal.SIGUSR1));
            run.run(30);

            assertEquals(List.of("3 handled by 3", "3 open: EINTR"), run.log);
        }
    }

    @Test
    @Rule("Z3")
    void z3AMaskedSignalStaysPendingOnceAndRealTimeSignalsQueueLowestNumberFirst() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                for (int signo : new int[]{Signal.SIGUSR2, 41, 42}) {
                    onSignal(k, signo, info -> run.say(info.signo() + ":" + info.value()));
                }
                var set = SignalSet.of(Signal.SIGUSR2, 41, 42);
                k.signalProcmask(SignalHow.SIG_BLOCK, set);
                for (int value = 1; value <= 2; value++) {
                    k.sigqueue(1, 42, value);
                    k.sigqueue(1, Signal.SIGUSR2, value);
                    k.sigqueue(1, 41, value);
                }
                assertEquals(set, k.signalProcmask(SignalHow.SIG_PENDING, SignalSet.NONE));
                k.signalProcmask(SignalHow.SIG_UNBLOCK, set);
                run.say("unmasked");
            });
            run.run(10);

            assertEquals(List.of("0 17:1", "0 41:1", "0 41:2", "0 42:1", "0 42:2", "0 unmasked"), run.log);
        }
    }

    @Test
    void aPendingSignalThatIsIgnoredFromNowOnIsGone() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(Signal.SIGUSR1));
                k.kill(1, Signal.SIGUSR1);
                k.signalAction(Signal.SIGUSR1, SignalAction.IGNORE);
                run.say(k.signalProcmask(SignalHow.SIG_PENDING, SignalSet.NONE).toString());
            });
            run.run(10);

            assertEquals(List.of("0 SignalSet[bits=0]"), run.log);
        }
    }

    @Test
    void signalsThatAreQueuedHaveALimit() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(41));
                for (int i = 0; i < KernelCalls.PENDING_MAX; i++) k.sigqueue(1, 41, i);
                run.say(errnoOf(() -> k.sigqueue(1, 41, 0)).name());
            });
            run.run(10);

            assertEquals(List.of("0 EAGAIN"), run.log);
        }
    }

    @Test
    @Rule("Z3")
    void z3KillAndStopCannotBeCaughtAndSpecialSignalsAreAlwaysMasked() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                run.say(errnoOf(() -> k.signalAction(Signal.SIGKILL, SignalAction.IGNORE)).name());
                run.say(errnoOf(() -> k.signalAction(Signal.SIGSTOP, SignalAction.IGNORE)).name());
                k.signalProcmask(SignalHow.SIG_SETMASK, SignalSet.of(Signal.SIGKILL));
                SignalSet mask = k.signalProcmask(SignalHow.SIG_SETMASK, SignalSet.NONE);
                run.say(mask.contains(Signal.SIGKILL) + " " + mask.contains(56) + " " + mask.contains(57));
                k.kill(1, 57);
                run.say("took " + k.signalWaitinfo(SignalSet.of(57)).signo());
                run.say(errnoOf(() -> k.kill(1, 65)) + " " + errnoOf(() -> k.kill(9, 1)) + " " + errnoOf(() -> k.kill(1, 0)));
            });
            run.run(10);

            assertEquals(List.of("0 EINVAL", "0 EINVAL", "0 false false true", "0 took 57", "0 EINVAL ESRCH EOK"), run.log);
        }
    }

    @Test
    void whileAHandlerRunsItsSignalAndItsMaskWait() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                onSignal(k, Signal.SIGUSR2, info -> run.say("second"));
                k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> {
                    k.kill(1, Signal.SIGUSR1);
                    k.kill(1, Signal.SIGUSR2);
                    k.compute(Ns.ms(1));
                    run.say("first");
                    k.signalAction(Signal.SIGUSR1, SignalAction.IGNORE);
                }).mask(SignalSet.of(Signal.SIGUSR2)));
                k.kill(1, Signal.SIGUSR1);
                run.say("end");
            });
            run.run(10);

            assertEquals(List.of("1 first", "1 second", "1 end"), run.log);
        }
    }

    @Test
    void whatAHandlerThrowsGoesThroughTheThreadAndItsMaskIsAsBefore() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                onSignal(k, Signal.SIGUSR1, info -> {
                    throw new IllegalStateException("longjmp");
                });
                for (int i = 0; i < 2; i++) {
                    try {
                        k.sleep(Ns.ms(10));
                    } catch (IllegalStateException jump) {
                        run.say(jump.getMessage());
                    }
                }
            });
            run.at(2, "kill", 20, k -> k.kill(1, Signal.SIGUSR1));
            run.at(4, "kill", 20, k -> k.kill(1, Signal.SIGUSR1));
            run.run(30);

            assertEquals(List.of("2 longjmp", "4 longjmp"), run.log);
        }
    }

    @Test
    void aTimersSignalInterruptsASleepOnAnotherCore() {
        try (var run = new TestWorld(KernelConfig.DEFAULT, 2)) {
            run.at(0, "main", 10, k -> {
                onSignal(k, Signal.SIGALRM, info -> run.say("alarm"));
                k.timerSettime(k.timerCreate(new SigEvent.Signal(Signal.SIGALRM)), Ns.ms(3), 0, false);
                thread(k, "busy", 20, () -> k.compute(Ns.ms(20)));
                k.compute(Ns.ms(10));
                run.say("computed");
            });
            run.run(30);

            assertEquals(List.of("3 alarm", "10 computed"), run.log);
        }
    }

    // Waiting for signals.

    @Test
    void aWaitingThreadTakesTheSignalInsteadOfItsHandler() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                onSignal(k, 41, info -> run.say("handler"));
                SignalInfo info = k.signalWaitinfo(SignalSet.of(41, 42));
                run.say(info.signo() + ":" + info.value() + " from " + info.pid());
                run.say(errnoOf(() -> k.sigtimedwait(SignalSet.NONE, Ns.ms(4))).name());
                k.timerTimeout(0);
                run.say(errnoOf(() -> k.signalWaitinfo(SignalSet.of(42))).name());
            });
            run.at(3, "kill", 20, k -> k.sigqueue(1, 41, 7));
            run.run(20);

            assertEquals(List.of("3 41:7 from 2", "7 EAGAIN", "7 ETIMEDOUT"), run.log);
        }
    }

    @Test
    void sigkillIsNotTakenByWhoWaitsForAllSignals() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                k.signalWaitinfo(SignalSet.ALL);
                run.say("not reached");
            });
            run.at(1, "kill", 20, k -> {
                k.kill(1, Signal.SIGKILL);
                run.say(errnoOf(() -> k.kill(1, 0)).name());
            });
            run.run(20);

            assertEquals(List.of("1 ESRCH"), run.log);
        }
    }

    @Test
    void sigsuspendHandlesWhatOnlyItsMaskLetsThrough() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                onSignal(k, Signal.SIGUSR1, info -> run.say("one"));
                onSignal(k, Signal.SIGUSR2, info -> run.say("two"));
                k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(Signal.SIGUSR1, Signal.SIGUSR2));
                run.say(errnoOf(() -> k.signalSuspend(SignalSet.of(Signal.SIGUSR1))).name());
                k.signalProcmask(SignalHow.SIG_SETMASK, SignalSet.NONE);
            });
            run.at(2, "kill", 20, k -> {
                k.kill(1, Signal.SIGUSR1);
                k.sleep(Ns.ms(2));
                k.kill(1, Signal.SIGUSR2);
            });
            run.run(20);

            assertEquals(List.of("4 two", "4 EINTR", "4 one"), run.log);
        }
    }

    // Waits of other kinds.

    @Test
    @Rule("14.20")
    void rule20WithoutUnblockASignalEndsTheWaitForAReply() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int rcvid = k.msgReceive(k.channelCreate(), new byte[16], null);
                k.sleep(Ns.ms(5));
                run.say("reply " + errnoOf(() -> k.msgReply(rcvid, 0)));
            });
            run.at(1, "cli", 10, k -> {
                onSignal(k, Signal.SIGUSR1, info -> run.say("handler"));
                int coid = k.connectAttach(1, 1, 0);
                run.say("send " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8])));
            });
            run.at(3, "kill", 10, k -> k.kill(2, Signal.SIGUSR1));
            run.run(20);

            assertEquals(List.of("3 handler", "3 send EINTR", "6 reply ESRCH"), run.log);
        }
    }

    @Test
    @Rule("B3")
    void b3WithUnblockTheHandlerRunsAfterTheReply() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.UNBLOCK);
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.msgReceive(chid, new byte[64], null);
                run.say("asked");
                k.sleep(Ns.ms(2));
                k.msgError(rcvid, Errno.EINTR);
            });
            run.at(1, "cli", 10, k -> {
                onSignal(k, Signal.SIGUSR1, info -> run.say("handler"));
                int coid = k.connectAttach(1, 1, 0);
                run.say("send " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8])));
            });
            run.at(3, "kill", 10, k -> k.kill(2, Signal.SIGUSR1));
            run.run(20);

            assertEquals(List.of("3 asked", "5 handler", "5 send EINTR"), run.log);
        }
    }

    @Test
    @Rule("M7")
    void m7ASignalToAThreadThatWaitsForAMutexRunsTheHandlerThenTheWaitGoesOn() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(mutex);
                run.row("wait", 20);
                thread(k, "wait", 20, () -> {
                    onSignal(k, Signal.SIGUSR1, info -> k.compute(Ns.ms(1)));
                    k.mutexLock(mutex);
                    k.compute(Ns.ms(1));
                    k.mutexUnlock(mutex);
                });
                k.compute(Ns.ms(2));
                k.threadKill(2, Signal.SIGUSR1);
                k.compute(Ns.ms(2));
                k.mutexUnlock(mutex);
            });
            run.run(20);

            assertEquals("""
                    main   10 |##-##-
                    wait   20 |mm#mm#
                    """, run.timeline(0, 10));
        }
    }

    @Test
    void theTimeoutOfAMutexGoesOnWhileAHandlerRuns() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(mutex);
                thread(k, "wait", 20, () -> {
                    onSignal(k, Signal.SIGUSR1, info -> k.sleep(Ns.ms(1)));
                    k.timerTimeout(Ns.ms(5));
                    run.say(errnoOf(() -> k.mutexLock(mutex)).name());
                });
                k.compute(Ns.ms(2));
                k.threadKill(2, Signal.SIGUSR1);
                k.compute(Ns.ms(20));
            });
            run.run(40);

            assertEquals(List.of("5 ETIMEDOUT"), run.log);
        }
    }

    @Test
    void aJoinGoesOnAfterAHandler() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                onSignal(k, Signal.SIGUSR1, info -> run.say("handler"));
                thread(k, "t", 5, () -> {
                    k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(Signal.SIGUSR1));
                    k.compute(Ns.ms(5));
                });
                k.threadJoin(2);
                run.say("joined");
            });
            run.at(2, "kill", 20, k -> k.kill(1, Signal.SIGUSR1));
            run.run(20);

            assertEquals(List.of("2 handler", "5 joined"), run.log);
        }
    }

    // Stopping.

    private static void stopAndContinue(TestWorld run) {
        run.at(0, "work", 10, k -> {
            run.row("slpr", 12);
            thread(k, "slpr", 12, () -> {
                k.sleep(Ns.ms(3));
                k.compute(Ns.ms(1));
            });
            k.compute(Ns.ms(4));
        });
        run.at(2, "kill", 20, k -> {
            k.kill(1, Signal.SIGSTOP);
            k.compute(Ns.ms(3));
            k.sleep(Ns.ms(1));
            k.kill(1, Signal.SIGCONT);
        });
        run.run(30);
    }

    @ParameterizedTest
    @EnumSource
    void aReadyThreadStopsAtOnceAndAWaitingOneWhenItsWaitIsOver(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            stopAndContinue(run);

            assertEquals("""
                    work   10 |##xxxx-##
                    kill   20 |  ###z
                    slpr   12 |zzzxxx#
                    """, run.timeline(0, 12));
        }
    }

    /// Ready until it has the core, then it stops itself.
    @Test
    void inVersion8AThreadOnlyStopsItself() {
        try (var run = new TestWorld(KernelConfig.DEFAULT.version(KernelVersion.SDP_8))) {
            stopAndContinue(run);

            assertEquals("""
                    work   10 |##---x-##
                    kill   20 |  ###z
                    slpr   12 |zzz--x#
                    """, run.timeline(0, 12));
        }
    }

    /// On two cores: stopped, continued and killed from the other one, each at the instant of the signal.
    @ParameterizedTest
    @EnumSource
    void aThreadThatRunsOnAnotherCoreHearsOfASignalAtOnce(KernelVersion version) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.version(version), 2)) {
            run.at(0, "work", 10, k -> k.compute(Ns.ms(30)));
            run.at(0, "kill", 20, k -> {
                for (int signo : new int[]{Signal.SIGSTOP, Signal.SIGCONT, Signal.SIGTERM}) {
                    k.compute(Ns.ms(2));
                    k.kill(1, signo);
                }
                k.compute(Ns.ms(2));
            });
            run.run(30);

            assertEquals("""
                    work   10 |11xx11
                    kill   20 |00000000
                    """, run.timeline(0, 12));
        }
    }

    @Test
    void aStoppedProcessCanBeKilled() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "work", 10, k -> k.compute(Ns.ms(9)));
            run.at(2, "kill", 20, k -> {
                k.kill(1, Signal.SIGSTOP);
                k.sleep(Ns.ms(2));
                k.kill(1, Signal.SIGTERM);
                run.say(errnoOf(() -> k.kill(1, 0)).name());
            });
            run.run(20);

            assertEquals(List.of("4 ESRCH"), run.log);
        }
    }
}
