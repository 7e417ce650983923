package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.CondvarAttr;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexType;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;

/// Condvars: rule C1, the 33rd of the testable forty, timeouts, clocks and errors.
class CondvarTest {
    /// Waiters by the names, priority in the name; each says when it has woken.
    private static void waiters(TestWorld run, KernelCalls k, int condvar, int mutex, String... names) {
        for (String name : names) {
            thread(run, k, name, Integer.parseInt(name.substring(1)), () -> {
                k.mutexLock(mutex);
                k.condvarWait(condvar, mutex);
                run.say(name);
                k.mutexUnlock(mutex);
            });
        }
    }

    @Test
    @Rule("C1")
    void c1SignalWakesTheHighestLongestWaitingFirstAndBroadcastWakesAll() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                waiters(run, k, c, m, "a10", "b20", "c20", "d15");
                k.condvarSignal(c);
                run.say("--");
                k.condvarBroadcast(c);
                run.say("--");
                k.condvarSignal(c);
                k.condvarBroadcast(c);
            });
            run.run(10);

            assertEquals(List.of("0 b20", "0 --", "0 c20", "0 d15", "0 a10", "0 --"), run.log);
        }
    }

    /// Three are woken at 1 ms while `main` has the mutex: they wait for it, and lift `main` over `mid`.
    @ParameterizedTest
    @EnumSource
    @Rule("C1")
    void c1EachWokenThreadNeedsTheMutexAgain(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                for (int priority : new int[]{20, 10}) {
                    thread(run, k, "w" + priority, priority, () -> {
                        k.mutexLock(m);
                        k.condvarWait(c, m);
                        k.compute(Ns.ms(1));
                        k.mutexUnlock(m);
                    });
                }
                thread(run, k, "mid", 15, () -> {
                    k.sleepUntil(Ns.ms(2));
                    k.compute(Ns.ms(1));
                });
                k.mutexLock(m);
                k.compute(Ns.ms(1));
                k.condvarBroadcast(c);
                k.compute(Ns.ms(2));
                k.mutexUnlock(m);
                k.sleepUntil(Ns.ms(8));
            });
            run.run(20);

            assertEquals("""
                    main    5 |###---zz
                    w20    20 |cmm#
                    w10    10 |cmmm-#
                    mid    15 |zz--#
                    """, run.timeline(0, 8));
        }
    }

    @Test
    @Rule("14.33")
    void rule33OneSignalWakesThe20ThatWaitedLongestAndItGoesToMutexIfThatIsHeld() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                waiters(run, k, c, m, "w10", "x20", "y20");
                k.mutexLock(m);
                k.compute(Ns.ms(1));
                k.condvarSignal(c);
                k.compute(Ns.ms(1));
                k.mutexUnlock(m);
                k.sleep(Ns.ms(2));
            });
            run.run(20);

            assertEquals("""
                    main    5 |##zz
                    w10    10 |cccc
                    x20    20 |cm
                    y20    20 |cccc
                    """, run.timeline(0, 4));
            assertEquals(List.of("2 x20"), run.log);
        }
    }

    /// Whatever ends the wait, the mutex is the caller's: also if it must wait for it longer than it would have waited.
    @Test
    void aTimedWaitEndsWithTheMutexHoweverLongThatTakes() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                thread(run, k, "timed", 20, () -> {
                    k.mutexLock(m);
                    run.say("timed " + errnoOf(() -> k.condvarTimedwait(c, m, Ns.ms(2))) + ", unlock "
                            + errnoOf(() -> k.mutexUnlock(m)));
                    k.mutexLock(m);
                    run.say("past " + errnoOf(() -> k.condvarTimedwait(c, m, Ns.ms(2))) + ", unlock "
                            + errnoOf(() -> k.mutexUnlock(m)));
                });
                thread(run, k, "both", 19, () -> {
                    k.mutexLock(m);
                    k.timerTimeout(Ns.ms(3));
                    run.say("both " + errnoOf(() -> k.condvarWait(c, m)) + ", unlock " + errnoOf(() -> k.mutexUnlock(m)));
                });
                k.mutexLock(m);
                k.compute(Ns.ms(5));
                k.mutexUnlock(m);
            });
            run.run(20);

            assertEquals(List.of("5 timed ETIMEDOUT, unlock EOK", "5 past ETIMEDOUT, unlock EOK", "5 both ETIMEDOUT, unlock EOK"),
                    run.log);
        }
    }

    @Test
    void aSignalledWaitDoesNotTimeOutWhileItWaitsForTheMutex() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                thread(run, k, "timed", 20, () -> {
                    k.mutexLock(m);
                    run.say("timed " + errnoOf(() -> k.condvarTimedwait(c, m, Ns.ms(2))));
                });
                k.mutexLock(m);
                k.compute(Ns.ms(1));
                k.condvarSignal(c);
                k.compute(Ns.ms(3));
                k.mutexUnlock(m);
            });
            run.run(20);

            assertEquals(List.of("4 timed EOK"), run.log);
        }
    }

    /// At 1 ms the time of day becomes 10 ms: the date 5 ms is past then.
    @Test
    void aCondvarGoesByTheClockThatItWasMadeFor() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 30, k -> {
                for (ClockId clock : List.of(ClockId.REALTIME, ClockId.MONOTONIC)) {
                    int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                    int c = k.condvarCreate("c", CondvarAttr.DEFAULT.clock(clock));
                    thread(run, k, clock.name(), 20, () -> {
                        k.mutexLock(m);
                        run.say(clock + " " + errnoOf(() -> k.condvarTimedwait(c, m, Ns.ms(5))));
                    });
                }
                k.sleep(Ns.ms(1));
                k.clockSettime(ClockId.REALTIME, Ns.ms(10));
                k.sleep(Ns.ms(10));
            });
            run.run(20);

            assertEquals(List.of("1 REALTIME ETIMEDOUT", "5 MONOTONIC ETIMEDOUT"), run.log);
        }
    }

    /// POSIX: a handler may make it wake as if signalled; it never fails with EINTR. In MUTEX, after that, the wait goes on.
    @Test
    void aSignalHandlerEndsTheWaitAsIfSignalledAndWithTheMutex() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> run.say("handler")));
                int tid = thread(run, k, "waits", 20, () -> {
                    k.mutexLock(m);
                    run.say("woken " + errnoOf(() -> k.condvarWait(c, m)) + ", unlock " + errnoOf(() -> k.mutexUnlock(m)));
                    k.mutexLock(m);
                    run.say("woken " + errnoOf(() -> k.condvarTimedwait(c, m, Ns.ms(3))) + ", unlock "
                            + errnoOf(() -> k.mutexUnlock(m)));
                });
                k.compute(Ns.ms(1));
                k.threadKill(tid, Signal.SIGUSR1);
                k.mutexLock(m);
                k.compute(Ns.ms(3));
                k.threadKill(tid, Signal.SIGUSR1);
                k.compute(Ns.ms(1));
                k.mutexUnlock(m);
            });
            run.run(20);

            assertEquals(List.of("1 handler", "1 woken EOK, unlock EOK", "4 handler", "5 woken ETIMEDOUT, unlock EOK"), run.log);
        }
    }

    /// POSIX: what cleans up after a cancelled wait has the mutex.
    @Test
    void aCancelledWaiterHasTheMutexWhileItCleansUp() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                int tid = thread(run, k, "waits", 20, () -> {
                    k.mutexLock(m);
                    try {
                        k.condvarWait(c, m);
                    } finally {
                        run.say("unlock " + errnoOf(() -> k.mutexUnlock(m)));
                    }
                });
                k.mutexLock(m);
                k.threadCancel(tid);
                k.compute(Ns.ms(2));
                k.mutexUnlock(m);
                run.say("main " + errnoOf(() -> k.mutexLock(m)));
            });
            run.run(20);

            assertEquals(List.of("2 unlock EOK", "2 main EOK"), run.log);
        }
    }

    @Test
    void theRobustMutexOfAWaiterMayComeFromADeadOwner() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT.asRobust());
                int c = k.condvarCreate("c");
                thread(run, k, "waits", 20, () -> {
                    k.mutexLock(m);
                    run.say("waits " + errnoOf(() -> k.condvarWait(c, m)) + ", unlock " + errnoOf(() -> k.mutexUnlock(m)));
                });
                thread(run, k, "dies", 10, () -> {
                    k.mutexLock(m);
                    k.condvarSignal(c);
                });
                run.say("main " + errnoOf(() -> k.mutexLock(m)));
            });
            run.run(20);

            assertEquals(List.of("0 waits EOWNERDEAD, unlock EOK", "0 main ENOTRECOVERABLE"), run.log);
        }
    }

    /// POSIX rationale: one that was locked twice is not released by waiting.
    @Test
    void waitingReleasesARecursiveMutexOnce() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT.type(MutexType.RECURSIVE));
                int c = k.condvarCreate("c");
                thread(run, k, "other", 20, () -> {
                    k.sleep(Ns.ms(1));
                    run.say("free " + k.mutexTrylock(m));
                });
                k.mutexLock(m);
                k.mutexLock(m);
                run.say("wait " + errnoOf(() -> k.condvarTimedwait(c, m, Ns.ms(2))));
                k.mutexUnlock(m);
                k.mutexUnlock(m);
                run.say("unlock " + errnoOf(() -> k.mutexUnlock(m)));
            });
            run.run(20);

            assertEquals(List.of("1 free false", "2 wait ETIMEDOUT", "2 unlock EPERM"), run.log);
        }
    }

    @Test
    void misuseIsRefused() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int other = k.mutexCreate("o", MutexAttr.DEFAULT);
                int c = k.condvarCreate("c");
                thread(run, k, "waits", 20, () -> {
                    k.mutexLock(m);
                    k.condvarWait(c, m);
                    k.mutexUnlock(m);
                });
                run.say("not owned " + errnoOf(() -> k.condvarWait(c, m)));
                k.mutexLock(other);
                run.say("another mutex " + errnoOf(() -> k.condvarWait(c, other)));
                run.say("none " + errnoOf(() -> k.condvarWait(9, other)) + " " + errnoOf(() -> k.condvarWait(c, 9)));
                run.say("in use " + errnoOf(() -> k.condvarDestroy(c)));
                k.condvarSignal(c);
                run.say("free " + errnoOf(() -> k.condvarDestroy(c)) + ", gone " + errnoOf(() -> k.condvarSignal(c)));
            });
            run.run(20);

            assertEquals(List.of("0 not owned EPERM", "0 another mutex EINVAL", "0 none EINVAL EINVAL", "0 in use EBUSY",
                    "0 free EOK, gone EINVAL"), run.log);
        }
    }

    @Test
    void aSharedCondvarWakesThreadsOfAnotherProcess() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "maker", 10, k -> {
                int m = k.mutexCreate("/m", MutexAttr.DEFAULT.asShared());
                int c = k.condvarCreate("/c", CondvarAttr.DEFAULT.asShared());
                k.mutexLock(m);
                k.condvarWait(c, m);
                run.say("woken");
            });
            run.at(2, "other", 5, k -> {
                k.condvarSignal(k.condvarOpen("/c"));
                run.say("twice " + errnoOf(() -> k.condvarCreate("/c", CondvarAttr.DEFAULT.asShared())) + ", none "
                        + errnoOf(() -> k.condvarOpen("/d")));
            });
            run.run(20);

            assertEquals(List.of("2 woken", "2 twice EEXIST, none ENOENT"), run.log);
        }
    }
}
