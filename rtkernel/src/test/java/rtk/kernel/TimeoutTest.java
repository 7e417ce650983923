package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.ThreadState;

/// Timeouts of kernel calls (TimerTimeout).
class TimeoutTest {
    private static final SigEvent UNBLOCK = new SigEvent.Unblock();
    private static final byte[] BYTES = new byte[64];

    private static void timeout(KernelCalls k, long ns, ThreadState... states) {
        k.timerTimeout(ClockId.MONOTONIC, UNBLOCK, ns, false, states);
    }

    private static Errno receive(KernelCalls k, int chid) { return errnoOf(() -> k.msgReceive(chid, BYTES, null)); }

    /// Gives a pulse after a time.
    private static void pulseAfter(KernelCalls k, int chid, long ns) {
        int timer = k.timerCreate(new SigEvent.Pulse(k.connectAttach(0, chid, 0), 10, 1, 0));
        k.timerSettime(timer, ns, 0, false);
    }

    @ParameterizedTest
    @EnumSource
    @Rule("T1")
    void t1ATimeoutIsForTheNextBlockingCallAlone(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                timeout(k, Ns.ms(2), ThreadState.RECEIVE);
                run.say(receive(k, chid).toString());
                pulseAfter(k, chid, Ns.ms(5));
                run.say(receive(k, chid).toString());
            });
            run.run(20);

            assertEquals(List.of("2 ETIMEDOUT", "7 EOK"), run.log);
            assertEquals("app    10 |rrrrrrr\n", run.timeline(0, 8));
        }
    }

    /// A call that does not block, and one that fails, clear it too.
    @Test
    @Rule("T1")
    void t1AnyCallThatReturnsClearsIt() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                List<Runnable> calls = List.of(k::schedYield, () -> errnoOf(() -> k.msgSend(99, BYTES, BYTES)));
                for (Runnable call : calls) {
                    pulseAfter(k, chid, Ns.ms(3));
                    timeout(k, Ns.ms(1), ThreadState.RECEIVE);
                    call.run();
                    run.say(receive(k, chid).toString());
                }
            });
            run.run(20);

            assertEquals(List.of("3 EOK", "6 EOK"), run.log);
        }
    }

    @Test
    @Rule({"T2", "14.26"})
    void rule26NoTimePollsOnceAndTheNextReceiveBlocks() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                timeout(k, 0, ThreadState.RECEIVE);
                run.say(receive(k, chid).toString());
                pulseAfter(k, chid, Ns.ms(3));
                run.say(receive(k, chid).toString());
                pulseAfter(k, chid, Ns.ms(1));
                k.compute(Ns.ms(2));
                timeout(k, 0, ThreadState.RECEIVE);
                run.say(receive(k, chid).toString());
            });
            run.at(0, "peer", 10, k -> run.say("peer"));
            run.run(20);

            // A poll does not let a peer go first.
            assertEquals(List.of("0 ETIMEDOUT", "0 peer", "3 EOK", "5 EOK"), run.log);
        }
    }

    @Test
    @Rule("T3")
    void t3TheDateMayBeAbsoluteAndBeforeNow() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                k.compute(Ns.ms(2));
                for (long dateMs : new long[]{5, 1}) {
                    k.timerTimeout(ClockId.MONOTONIC, UNBLOCK, Ns.ms(dateMs), true, ThreadState.RECEIVE);
                    run.say(receive(k, chid).toString());
                }
                k.clockSettime(ClockId.REALTIME, Ns.s(1));
                k.timerTimeout(ClockId.REALTIME, UNBLOCK, Ns.ms(1_003), true, ThreadState.RECEIVE);
                run.say(receive(k, chid).toString());
            });
            run.run(20);

            assertEquals(List.of("5 ETIMEDOUT", "5 ETIMEDOUT", "8 ETIMEDOUT"), run.log);
        }
    }

    @Test
    @Rule("T3")
    void t3AnotherEventIsDeliveredAndTheThreadWaitsOn() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                int sem = k.semCreate("told", 0);
                k.threadCreate(ThreadAttr.named("other"), () -> {
                    k.semWait(sem);
                    run.say("told");
                });
                k.timerTimeout(ClockId.MONOTONIC, new SigEvent.Sem(sem), Ns.ms(2), false, ThreadState.RECEIVE);
                pulseAfter(k, chid, Ns.ms(5));
                k.timerTimeout(ClockId.MONOTONIC, new SigEvent.Sem(sem), Ns.ms(2), false, ThreadState.RECEIVE);
                run.say(receive(k, chid).toString());
            });
            run.run(20);

            assertEquals(List.of("2 told", "5 EOK"), run.log);
        }
    }

    /// Preempted for 3 ms between asking and receiving, it waits its 2 ms nevertheless.
    @Test
    @Rule("T4")
    void t4ARelativeTimeoutStartsWhenTheStateIsEntered() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                timeout(k, Ns.ms(2), ThreadState.RECEIVE);
                k.compute(Ns.ms(2));
                run.say(receive(k, chid).toString());
            });
            run.at(1, "high", 20, k -> k.compute(Ns.ms(3)));
            run.run(20);

            assertEquals(List.of("7 ETIMEDOUT"), run.log);
            assertEquals("""
                    app    10 |#---#rr
                    high   20 | ###
                    """, run.timeline(0, 8));
        }
    }

    /// One call for each state. Channel 1 has no receiver, channel 2 a server that never replies, thread 2 has mutex 1.
    private static Map<ThreadState, Consumer<KernelCalls>> calls() {
        var calls = new TreeMap<ThreadState, Consumer<KernelCalls>>();
        calls.put(ThreadState.JOIN, k -> k.threadJoin(2));
        calls.put(ThreadState.INTR, k -> k.interruptWait());
        calls.put(ThreadState.MUTEX, k -> k.mutexLock(1));
        calls.put(ThreadState.CONDVAR, k -> k.condvarWait(1, 2));
        calls.put(ThreadState.SEM, k -> k.semWait(1));
        calls.put(ThreadState.SEND, k -> k.msgSend(0, BYTES, BYTES));
        calls.put(ThreadState.REPLY, k -> k.msgSend(1, BYTES, BYTES));
        calls.put(ThreadState.RECEIVE, k -> k.msgReceive(1, BYTES, null));
        calls.put(ThreadState.NANOSLEEP, k -> k.sleep(Ns.s(1)));
        calls.put(ThreadState.SIGSUSPEND, k -> k.signalSuspend(SignalSet.NONE));
        calls.put(ThreadState.SIGWAITINFO, k -> k.signalWaitinfo(SignalSet.of(Signal.SIGUSR1)));
        return calls;
    }

    /// What the thread does after 1 ms in `state` with a timeout of 1 ms for `listed`.
    private static List<String> outcome(ThreadState state, ThreadState... listed) {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                k.mutexCreate("taken", MutexProtocol.INHERIT, 0);
                k.mutexCreate("own", MutexProtocol.INHERIT, 0);
                k.condvarCreate("c");
                k.semCreate("s", 0);
                for (int i = 0; i < 2; i++) k.connectAttach(0, k.channelCreate(), 0);
                k.threadCreate(ThreadAttr.named("owner").priority(20), () -> {
                    k.mutexLock(1);
                    k.sleep(Ns.s(1));
                });
                k.threadCreate(ThreadAttr.named("server").priority(20), () -> {
                    k.msgReceive(2, BYTES, null);
                    k.sleep(Ns.s(1));
                });
                k.mutexLock(2);
                timeout(k, Ns.ms(1), listed);
                run.say(errnoOf(() -> calls().get(state).accept(k)).toString());
            });
            run.run(20);
            return run.log;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"JOIN", "INTR", "MUTEX", "CONDVAR", "SEM", "SEND", "REPLY", "RECEIVE",
        "NANOSLEEP", "SIGSUSPEND", "SIGWAITINFO"})
    @Rule("T5")
    void t5EachStateCanBeChosenByItself(ThreadState state) {
        ThreadState[] others = calls().keySet().stream().filter(other -> other != state).toArray(ThreadState[]::new);

        assertEquals(List.of("1 ETIMEDOUT"), outcome(state, state));
        assertEquals(List.of(), outcome(state, others));
    }

    @Test
    @Rule("T5")
    void t5OtherStatesCannotBeChosen() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                run.say(errnoOf(() -> timeout(k, Ns.ms(1), ThreadState.RUNNING)).toString());
                run.say(errnoOf(() -> timeout(k, -1, ThreadState.RECEIVE)).toString());
            });
            run.run(1);

            assertEquals(List.of("0 EINVAL", "0 EINVAL"), run.log);
        }
    }

    /// Received after 2 ms: the timeout of 4 ms goes on if it is for REPLY too, and is no more if it is for SEND alone.
    @ParameterizedTest
    @EnumSource
    @Rule("T5")
    void t5ATimeoutRunsOnFromSendToReplyIfItIsForBoth(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                k.sleep(Ns.ms(2));
                for (;;) k.msgReceive(chid, BYTES, null);
            });
            for (boolean both : new boolean[]{true, false}) {
                run.at(0, both ? "both" : "send", 10, k -> {
                    int coid = k.connectAttach(1, 1, 0);
                    if (both) timeout(k, Ns.ms(4), ThreadState.SEND, ThreadState.REPLY);
                    else timeout(k, Ns.ms(4), ThreadState.SEND);
                    run.say(errnoOf(() -> k.msgSend(coid, BYTES, BYTES)).toString());
                    k.sleep(Ns.s(1));
                });
            }
            run.run(20);

            assertEquals(List.of("4 ETIMEDOUT"), run.log);
            assertEquals("""
                    srv    20 |zzrrrrrr
                    both   10 |sspp""" + "zzzz\n" + """
                    send   10 |sspppppp
                    """, run.timeline(0, 8));
        }
    }

    /// Signalled at 2 ms, while the mutex is taken until 6 ms.
    @Test
    @Rule("T5")
    void t5ATimeoutForCondvarAloneIsNoMoreInMutex() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int mutex = k.mutexCreate("m", MutexProtocol.INHERIT, 0);
                int condvar = k.condvarCreate("c");
                run.row("other", 20);
                k.threadCreate(ThreadAttr.named("other").priority(20), () -> {
                    k.sleep(Ns.ms(2));
                    k.mutexLock(mutex);
                    k.condvarSignal(condvar);
                    k.compute(Ns.ms(4));
                    k.mutexUnlock(mutex);
                });
                k.mutexLock(mutex);
                timeout(k, Ns.ms(4), ThreadState.CONDVAR);
                run.say(errnoOf(() -> k.condvarWait(condvar, mutex)).toString());
            });
            run.run(20);

            assertEquals(List.of("6 EOK"), run.log);
            assertEquals("""
                    app    10 |ccmmmm
                    other  20 |zz####
                    """, run.timeline(0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("T6")
    void t6AtAServerThatWantsToBeAskedTheClientWaitsLonger(CoroutineKind kind) {
        List<String> asked = timeoutInReply(kind, ChannelFlag.UNBLOCK);
        List<String> notAsked = timeoutInReply(kind);

        assertEquals(List.of("3 pulse -32", "5 reply EOK", "5 client EOK"), asked);
        assertEquals(List.of("3 client ETIMEDOUT", "6 no pulse", "8 reply ESRCH"), notAsked);
    }

    /// A client with a timeout of 3 ms, and a server that replies 2 ms after a pulse, which it awaits for 6 ms.
    private static List<String> timeoutInReply(CoroutineKind kind, ChannelFlag... flags) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(flags);
                var buffer = new byte[64];
                int rcvid = k.msgReceive(chid, buffer, null);
                timeout(k, Ns.ms(6), ThreadState.RECEIVE);
                Errno errno = errnoOf(() -> k.msgReceive(chid, buffer, null));
                run.say(errno == Errno.EOK ? "pulse " + Pulse.in(buffer).code() : "no pulse");
                k.compute(Ns.ms(2));
                run.say("reply " + errnoOf(() -> k.msgReply(rcvid, 0)));
            });
            run.at(0, "cli", 10, k -> {
                int coid = k.connectAttach(1, 1, 0);
                timeout(k, Ns.ms(3), ThreadState.REPLY);
                run.say("client " + errnoOf(() -> k.msgSend(coid, new byte[4], new byte[4])));
            });
            run.run(20);
            return run.log;
        }
    }
}
