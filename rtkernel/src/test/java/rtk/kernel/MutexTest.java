package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.ThreadAttr;

/// Rules M1 to M5, M7 to M9 and Q8, and the two of the testable forty about mutexes.
class MutexTest {
    /// `lo` has the mutex for 6 ms of work, `hi` wants it at 3 ms, `mid` computes from 3 ms on.
    private static String inversion(CoroutineKind kind, MutexAttr attr, boolean trylock) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "lo", 10, k -> {
                int mutex = k.mutexCreate("m", attr);
                thread(run, k, "hi", 30, () -> {
                    k.sleepUntil(Ns.ms(2));
                    k.compute(Ns.ms(1));
                    if (trylock && !k.mutexTrylock(mutex)) return;
                    k.mutexLock(mutex);
                    k.compute(Ns.ms(2));
                    k.mutexUnlock(mutex);
                });
                thread(run, k, "mid", 20, () -> {
                    k.sleepUntil(Ns.ms(3));
                    k.compute(Ns.ms(4));
                });
                k.mutexLock(mutex);
                k.compute(Ns.ms(6));
                k.mutexUnlock(mutex);
                k.compute(Ns.ms(2));
            });
            return run.run(30).timeline(0, 15);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("M1")
    void m1TheDefaultMutexInherits(CoroutineKind kind) {
        assertEquals("""
                lo     10 |##-####------##
                hi     30 |zz#mmmm##
                mid    20 |zzz------####
                """, inversion(kind, MutexAttr.DEFAULT, false));
    }

    @ParameterizedTest
    @EnumSource
    @Rule("M1")
    void m1TrylockChangesNoPriority(CoroutineKind kind) {
        assertEquals("""
                lo     10 |##-----######
                hi     30 |zz#
                mid    20 |zzz####
                """, inversion(kind, MutexAttr.DEFAULT, true));
    }

    @Test
    @Rule("M2")
    void m2TheUnlockerKeepsWhatItStillInheritsChainsIncluded() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "l", 5, k -> {
                int a = k.mutexCreate("a", MutexAttr.DEFAULT);
                int b = k.mutexCreate("b", MutexAttr.DEFAULT);
                int c = k.mutexCreate("c", MutexAttr.DEFAULT);
                k.mutexLock(a);
                k.mutexLock(b);
                thread(run, k, "m", 10, () -> {
                    k.mutexLock(c);
                    k.mutexLock(a);
                    run.say("m owns a at " + k.priority());
                    k.mutexUnlock(a);
                    k.mutexUnlock(c);
                });
                thread(run, k, "k", 15, () -> k.mutexLock(b));
                thread(run, k, "h", 20, () -> k.mutexLock(c));
                run.say("l at " + k.priority());
                k.mutexUnlock(b);
                run.say("l without b at " + k.priority());
                k.mutexUnlock(a);
                run.say("l without a at " + k.priority());
            });
            run.run(10);

            assertEquals(List.of("0 l at 20", "0 l without b at 20", "0 m owns a at 20", "0 l without a at 5"), run.log);
        }
    }

    @Test
    @Rule("M2")
    void m2UnlockHandsOverToTheHighestWhichOwnsItBeforeItRuns() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 30, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(m);
                for (int priority : new int[]{10, 20}) {
                    thread(run, k, "t" + priority, priority, () -> {
                        k.mutexLock(m);
                        run.say("has it: " + priority);
                        k.mutexUnlock(m);
                    });
                }
                k.sleep(Ns.ms(1));
                k.mutexUnlock(m);
                run.say("free again: " + k.mutexTrylock(m));
                k.sleep(Ns.ms(1));
            });
            run.run(10);

            assertEquals(List.of("1 free again: false", "1 has it: 20", "1 has it: 10"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("14.32")
    void rule32TheWaiterAt20AlreadyOwnsItBeforeItRuns(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "owner", 30, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(m);
                for (int priority : new int[]{10, 20}) {
                    thread(run, k, "w" + priority, priority, () -> {
                        k.mutexLock(m);
                        k.compute(Ns.ms(2));
                        k.mutexUnlock(m);
                    });
                }
                k.sleep(Ns.ms(1));
                k.mutexUnlock(m);
                k.compute(Ns.ms(2));
                k.mutexLock(m);
                k.mutexUnlock(m);
                k.sleepUntil(Ns.ms(8));
            });
            run.run(20);

            assertEquals("""
                    owner  30 |z##mmzzz
                    w10    10 |mmmmm##
                    w20    20 |m--##
                    """, run.timeline(0, 8));
        }
    }

    @Test
    @Rule("M3")
    void m3AmongEqualsTheLongestWaitingIsFirst() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(m);
                for (String name : List.of("first", "second", "third")) {
                    thread(run, k, name, 20, () -> {
                        k.mutexLock(m);
                        run.say(name);
                        k.mutexUnlock(m);
                    });
                }
                k.mutexUnlock(m);
            });
            run.run(10);

            assertEquals(List.of("0 first", "0 second", "0 third"), run.log);
        }
    }

    /// `hi` gives up after 2 ms: from then on `mid` goes before `lo`.
    @ParameterizedTest
    @EnumSource
    @Rule("M4")
    void m4AWaiterThatTimesOutTakesItsBoostAlong(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "lo", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
                thread(run, k, "hi", 30, () -> {
                    k.sleepUntil(Ns.ms(2));
                    run.say("hi: " + errnoOf(() -> k.mutexTimedlock(mutex, Ns.ms(4))));
                });
                thread(run, k, "mid", 20, () -> {
                    k.sleepUntil(Ns.ms(3));
                    k.compute(Ns.ms(3));
                });
                k.mutexLock(mutex);
                k.compute(Ns.ms(6));
                k.mutexUnlock(mutex);
            });
            run.run(30);

            assertEquals("""
                    lo     10 |####---##
                    hi     30 |zzmm
                    mid    20 |zzz-###
                    """, run.timeline(0, 10));
            assertEquals(List.of("4 hi: ETIMEDOUT"), run.log);
        }
    }

    @Test
    @Rule("M4")
    void m4AWaiterThatDiesTakesItsBoostAlong() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "lo", 10, k -> {
                int mutex = k.mutexCreate("/m", MutexAttr.DEFAULT.asShared());
                k.mutexLock(mutex);
                k.compute(Ns.ms(3));
                run.say("at " + k.priority());
                k.compute(Ns.ms(3));
                run.say("at " + k.priority());
            });
            run.at(1, "hi", 30, k -> k.mutexLock(k.mutexOpen("/m")));
            run.at(4, "kill", 40, k -> k.kill(2, Signal.SIGKILL));
            run.run(30);

            assertEquals(List.of("3 at 30", "6 at 10"), run.log);
        }
    }

    /// A ceiling of 30, and nobody who waits: `mid` must wait all the same.
    @ParameterizedTest
    @EnumSource
    @Rule("M5")
    void m5AProtectMutexRunsItsOwnerAtTheCeilingWhetherOrNotSomebodyWaits(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "lo", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.protect(30));
                thread(run, k, "mid", 20, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.compute(Ns.ms(2));
                });
                k.mutexLock(mutex);
                k.compute(Ns.ms(3));
                k.mutexUnlock(mutex);
                k.compute(Ns.ms(1));
            });
            run.run(20);

            assertEquals("""
                    lo     10 |###--#
                    mid    20 |z--##
                    """, run.timeline(0, 8));
        }
    }

    @Test
    @Rule("M5")
    void m5LockingFromAboveTheCeilingFailsAndSeveralCeilingsGiveTheHighest() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int low = k.mutexCreate("low", MutexAttr.protect(20));
                int high = k.mutexCreate("high", MutexAttr.protect(30));
                k.mutexLock(high);
                k.mutexLock(low);
                run.say("both: " + k.priority());
                k.mutexUnlock(high);
                run.say("low: " + k.priority());
                k.mutexUnlock(low);
                run.say("none: " + k.priority());
                k.setSchedPrio(0, 21);
                run.say("from above: " + errnoOf(() -> k.mutexLock(low)) + " " + errnoOf(() -> k.mutexTrylock(low)));
            });
            run.run(10);

            assertEquals(List.of("0 both: 30", "0 low: 20", "0 none: 10", "0 from above: EINVAL EINVAL"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("M5")
    void m5ANoneMutexChangesNothing(CoroutineKind kind) {
        assertEquals("""
                lo     10 |##-----####--##
                hi     30 |zz#mmmmmmmm##
                mid    20 |zzz####
                """, inversion(kind, MutexAttr.of(MutexProtocol.NONE), false));
    }

    /// While the handler runs `hi` does not wait, so `lo` is not boosted.
    @Test
    @Rule("M7")
    void m7ASignalRunsTheHandlerThenTheWaitGoesOnWithItsTimeout() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "lo", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> {
                    run.say("handler");
                    k.compute(Ns.ms(1));
                }));
                int hi = thread(run, k, "hi", 30, () -> {
                    k.sleepUntil(Ns.ms(1));
                    run.say("hi: " + errnoOf(() -> k.mutexTimedlock(mutex, Ns.ms(5))));
                });
                thread(run, k, "sig", 40, () -> {
                    k.sleepUntil(Ns.ms(2));
                    k.threadKill(hi, Signal.SIGUSR1);
                });
                k.mutexLock(mutex);
                k.compute(Ns.ms(7));
            });
            run.run(30);

            assertEquals("""
                    lo     10 |##-#####
                    hi     30 |zm#mm
                    sig    40 |zz
                    """, run.timeline(0, 10));
            assertEquals(List.of("2 handler", "5 hi: ETIMEDOUT"), run.log);
        }
    }

    @Test
    @Rule("M8")
    void m8WhoWaitsWithoutATimeoutForAMutexOfADeadProcessGetsSigdeadlk() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "owner", 10, k -> {
                k.mutexLock(k.mutexCreate("/m", MutexAttr.DEFAULT.asShared()));
                k.compute(Ns.ms(3));
            });
            run.at(1, "waits", 20, k -> k.mutexLock(k.mutexOpen("/m")));
            run.at(1, "timed", 20, k -> {
                int m = k.mutexOpen("/m");
                run.say("timed: " + errnoOf(() -> k.mutexTimedlock(m, Ns.ms(5))));
            });
            run.at(6, "late", 20, k -> {
                int m = k.mutexOpen("/m");
                k.signalAction(Signal.SIGDEADLK, SignalAction.handler(info -> {
                    run.say("late: SIGDEADLK");
                }));
                run.say("late trylock: " + k.mutexTrylock(m));
                k.mutexLock(m);
            });
            run.at(7, "last", 20, k -> k.mutexLock(k.mutexOpen("/m")));
            run.run(30);

            assertEquals("""
                    owner  10 |###
                    waits  20 | mm
                    timed  20 | mmmm
                    late   20 |      mmmm
                    last   20 |
                    """, run.timeline(0, 10));
            assertEquals(List.of("5 timed: ETIMEDOUT", "6 late trylock: false", "6 late: SIGDEADLK"), run.log);
        }
    }

    /// Its owner ends first, as a thread among others: that alone tells nobody.
    @Test
    @Rule("M8")
    void m8ItIsTheEndOfTheOwnersProcessThatCounts() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "owner", 10, k -> {
                int m = k.mutexCreate("/m", MutexAttr.DEFAULT.asShared());
                thread(run, k, "ends", 20, () -> k.mutexLock(m));
                k.sleepUntil(Ns.ms(4));
            });
            run.at(1, "waits", 20, k -> k.mutexLock(k.mutexOpen("/m")));
            run.run(30);

            assertEquals("""
                    owner  10 |zzzz
                    waits  20 | mmm
                    ends   20 |
                    """, run.timeline(0, 10));
        }
    }

    /// The server works for a client at 15; what it holds lifts it further, and each part goes by itself.
    @Test
    @Rule("M9")
    void m9EffectiveIsTheHighestOfMessageWaitersAndCeilings() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "serv", 12, k -> {
                int chid = k.channelCreate();
                int protect = k.mutexCreate("p", MutexAttr.protect(25));
                int inherit = k.mutexCreate("i", MutexAttr.DEFAULT);
                int coid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
                k.threadCreate(new ThreadAttr("client", 15, SchedPolicy.FIFO), () -> {
                    k.sleep(Ns.ms(1));
                    k.msgSend(coid, new byte[1], new byte[1]);
                });
                int rcvid = k.msgReceive(chid, new byte[16], null);
                run.say("message: " + k.priority());
                k.mutexLock(inherit);
                k.mutexLock(protect);
                run.say("and ceiling: " + k.priority());
                k.threadCreate(new ThreadAttr("waiter", 40, SchedPolicy.FIFO),
                        () -> errnoOf(() -> k.mutexTimedlock(inherit, Ns.ms(2))));
                run.say("and waiter: " + k.priority());
                k.sleep(Ns.ms(2));
                run.say("waiter gone: " + k.priority());
                k.mutexUnlock(protect);
                run.say("ceiling gone: " + k.priority());
                k.msgReply(rcvid, 0);
                run.say("replied: " + k.priority());
                k.setSchedPrio(0, 12);
                run.say("own: " + k.priority());
            });
            run.run(10);

            assertEquals(List.of("1 message: 15", "1 and ceiling: 25", "1 and waiter: 40", "3 waiter gone: 25",
                    "3 ceiling gone: 15", "3 replied: 15", "3 own: 12"), run.log);
        }
    }

    /// `own` has the mutex and changes its own priority to what it is: without the mutex that sends it to the tail, behind `peer`.
    @ParameterizedTest
    @EnumSource(names = {"INHERIT", "NONE"})
    @Rule("Q8")
    void q8TheOwnerOfAnInheritMutexIsNotMovedToATailWhenItsPriorityIsSet(MutexProtocol protocol) {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "own", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.of(protocol));
                thread(run, k, "peer", 10, () -> k.compute(Ns.ms(2)));
                k.mutexLock(mutex);
                k.compute(Ns.ms(1));
                k.setSchedParam(0, 10, SchedPolicy.FIFO);
                k.compute(Ns.ms(1));
                k.mutexUnlock(mutex);
                k.compute(Ns.ms(1));
            });
            run.run(20);

            assertEquals(protocol == MutexProtocol.INHERIT
                    ? """
                            own    10 |###
                            peer   10 |---
                            """
                    : """
                            own    10 |#--
                            peer   10 |-##
                            """, run.timeline(0, 3));
        }
    }

    /// Another thread lowers the ready owner; it goes before its new peers.
    @Test
    @Rule("Q8")
    void q8AReadyOwnerKeepsItsPlaceAndABoostGivenBackLeavesItBeforeItsPeers() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "own", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
                int tid = k.gettid();
                thread(run, k, "peer", 10, () -> k.compute(Ns.ms(2)));
                thread(run, k, "boss", 30, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.setSchedParam(tid, 10, SchedPolicy.FIFO);
                    k.sleepUntil(Ns.ms(2));
                    k.mutexLock(mutex);
                    k.compute(Ns.ms(1));
                });
                k.mutexLock(mutex);
                k.compute(Ns.ms(3));
                k.mutexUnlock(mutex);
                k.compute(Ns.ms(1));
            });
            run.run(20);

            assertEquals("""
                    own    10 |###-#
                    peer   10 |-----
                    boss   30 |zzm#
                    """, run.timeline(0, 5));
        }
    }

    @Test
    @Rule("14.31")
    void rule31AChainOfMutexesPassesAPriorityOnAndTakesItBackLinkByLink() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "l", 5, k -> {
                int m1 = k.mutexCreate("m1", MutexAttr.DEFAULT);
                int m2 = k.mutexCreate("m2", MutexAttr.DEFAULT);
                k.mutexLock(m1);
                thread(run, k, "m", 10, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.mutexLock(m2);
                    k.compute(Ns.ms(1));
                    k.mutexLock(m1);
                    run.say("m with m1 at " + k.priority());
                    k.compute(Ns.ms(1));
                    k.mutexUnlock(m1);
                    k.mutexUnlock(m2);
                    run.say("m at " + k.priority());
                });
                thread(run, k, "h", 20, () -> {
                    k.sleepUntil(Ns.ms(3));
                    k.mutexLock(m2);
                    k.compute(Ns.ms(1));
                });
                thread(run, k, "x", 15, () -> {
                    k.sleepUntil(Ns.ms(3));
                    k.compute(Ns.ms(1));
                });
                k.compute(Ns.ms(3));
                run.say("l at " + k.priority());
                k.mutexUnlock(m1);
                run.say("l at " + k.priority());
            });
            run.run(20);

            assertEquals("""
                    l       5 |#-##---
                    m      10 |z#mm#--
                    h      20 |zzzmm#
                    x      15 |zzz---#
                    """, run.timeline(0, 8));
            assertEquals(List.of("4 l at 20", "4 m with m1 at 20", "7 m at 10", "7 l at 5"), run.log);
        }
    }
}
