package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;

class SyncTest {
    private static void thread(KernelCalls k, String name, int priority, Runnable body) {
        k.threadCreate(new ThreadAttr(name, priority, SchedPolicy.FIFO), body);
    }

    /// Rule 31: L(5) owns m1, M(10) owns m2 and waits for m1, H(20) blocks on m2: L runs at 20, then back.
    @Test
    void inheritanceFollowsAChainOfMutexes() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m1 = k.mutexCreate("m1", MutexProtocol.INHERIT, 0);
                int m2 = k.mutexCreate("m2", MutexProtocol.INHERIT, 0);
                k.mutexLock(m1);
                thread(k, "m", 10, () -> {
                    k.mutexLock(m2);
                    k.mutexLock(m1);
                    run.say("m owns m1 at " + k.priority());
                    k.mutexUnlock(m1);
                    k.mutexUnlock(m2);
                    run.say("m at " + k.priority());
                });
                run.say("l at " + k.priority());
                thread(k, "h", 20, () -> {
                    k.mutexLock(m2);
                    run.say("h owns m2");
                });
                run.say("l at " + k.priority());
                k.mutexUnlock(m1);
                run.say("l at " + k.priority());
            });
            run.run(10);

            assertEquals(List.of("0 l at 10", "0 l at 20", "0 m owns m1 at 20", "0 h owns m2", "0 m at 10", "0 l at 5"), run.log);
        }
    }

    /// Rule 33.
    @Test
    void aSignalWakesTheMostUrgentWaiterThatWaitedLongest() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexProtocol.INHERIT, 0);
                int c = k.condvarCreate("c");
                for (String name : List.of("a10", "b20", "c20")) {
                    thread(k, name, Integer.parseInt(name.substring(1)), () -> {
                        k.mutexLock(m);
                        k.condvarWait(c, m);
                        run.say(name);
                        k.mutexUnlock(m);
                    });
                }
                k.condvarSignal(c);
                k.condvarBroadcast(c);
            });
            run.run(10);

            assertEquals(List.of("0 b20", "0 c20", "0 a10"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSemaphoreLetsThroughAsManyAsWerePosted(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "main", 5, k -> {
                int sem = k.semCreate("s", 1);
                thread(k, "t", 10, () -> {
                    for (int i = 0; i < 3; i++) {
                        k.semWait(sem);
                        run.say("through");
                    }
                });
                k.sleep(Ns.ms(2));
                k.semPost(sem);
                k.sleep(Ns.ms(2));
                k.semPost(sem);
            });
            run.run(10);

            assertEquals(List.of("0 through", "2 through", "4 through"), run.log);
        }
    }

    /// Rule 35: fires on the grid, however late the handler was.
    @Test
    void aRepeatingTimerDoesNotDrift() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int chid = k.channelCreate();
                int coid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
                int timer = k.timerCreate(new SigEvent.Pulse(coid, SigEvent.CALLER, 1, 0));
                k.timerSettime(timer, Ns.ms(10), Ns.ms(10), false);
                var buffer = new byte[Pulse.BYTES];
                for (int i = 0; i < 3; i++) {
                    k.msgReceive(chid, buffer, null);
                    run.say("tick");
                    k.compute(Ns.ms(3));
                }
            });
            run.run(50);

            assertEquals(List.of("10 tick", "20 tick", "30 tick"), run.log);
        }
    }

    /// Rule 34, with an exact tick of 1 ms: delay(1) takes two ticks.
    @Test
    void withTickTimersADelayOfOneTickTakesTwo() {
        try (var run = new TestWorld(KernelConfig.DEFAULT.tickTimers(Ns.ms(1)))) {
            run.at(0, "main", 5, k -> {
                for (int i = 0; i < 1000; i++) k.sleep(Ns.ms(1));
                run.say("done");
            });
            run.run(4_000);

            assertEquals(List.of("2000 done"), run.log);
        }
    }

    /// The PC clock of the QNX Programmer's Guide: 999,847 ns a tick, where 1,000 delays take about three seconds.
    @Test
    void withATickSlightlyTooShortADelayOfOneMillisecondTakesThree() {
        try (var run = new TestWorld(KernelConfig.DEFAULT.tickTimers(999_847))) {
            run.at(0, "main", 5, k -> {
                for (int i = 0; i < 1000; i++) k.sleep(Ns.ms(1));
                run.say("done");
            });
            run.run(4_000);

            assertEquals(List.of("2999.541 done"), run.log);
        }
    }

    @Test
    void joinWaitsForTheEndOfAThreadAndWaitpidForThatOfAProcess() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int tid = k.threadCreate(ThreadAttr.named("t"), () -> k.compute(Ns.ms(3)));
                k.threadJoin(tid);
                run.say("joined");
                int pid = k.spawn("child", (child, args) -> {
                    child.compute(Ns.ms(2));
                    return args.size();
                }, List.of("x", "y"), ThreadAttr.named(null));
                run.say("status " + k.waitpid(pid));
                try {
                    k.waitpid(-1);
                } catch (ErrnoException none) {
                    run.say(none.errno().name());
                }
            });
            run.run(10);

            assertEquals(List.of("3 joined", "5 status 2", "5 ECHILD"), run.log);
        }
    }
}
