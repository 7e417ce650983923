package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.thread;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexType;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// The ways in which priority inheritance goes wrong. The first twelve are those that Zephyr tests its mutexes for
/// (`tests/kernel/mutex/mutex_api/src/priority_inheritance_enhanced.c`, Apache-2.0; the list, not the code).
class InheritanceTest {
    private static int mutex(Cast cast) { return cast.k.mutexCreate("m", MutexAttr.DEFAULT); }

    /// low has a; mid has b and waits for a; high waits for b.
    @Test
    @Rule({"M2", "14.31"})
    void way1ABoostGoesAlongAChain() {
        Cast.play(cast -> {
            int a = mutex(cast);
            int b = mutex(cast);
            cast.add("low", 5);
            cast.add("mid", 10);
            cast.add("high", 20);
            cast.lock("low", a);
            cast.lock("mid", b);
            cast.lock("mid", a);
            cast.expectPriorities("low 10", "mid 10");
            cast.lock("high", b);

            cast.expectPriorities("low 20", "mid 20", "high 20");
        });
    }

    @Test
    @Rule("M2")
    void way2UnlockingOneOfTwoLeavesWhatTheOtherLends() {
        Cast.play(cast -> {
            int a = mutex(cast);
            int b = mutex(cast);
            cast.add("owner", 5);
            cast.add("high", 20);
            cast.add("mid", 10);
            cast.lock("owner", a);
            cast.lock("owner", b);
            cast.lock("high", a);
            cast.lock("mid", b);
            cast.expectPriorities("owner 20");

            cast.unlock("owner", a);
            cast.expectPriorities("owner 10");
            cast.unlock("owner", b);
            cast.expectPriorities("owner 5");
        });
    }

    /// A waiter that was served, or gave up, no longer counts: not in priorities, not in circles.
    @Test
    @Rule("M4")
    void way3WhoNoLongerWaitsIsForgottenAsAWaiter() {
        Cast.play(cast -> {
            int a = mutex(cast);
            int b = mutex(cast);
            cast.add("owner", 5);
            cast.add("waiter", 10);
            cast.lock("owner", a);
            cast.lock("waiter", a, 2);
            cast.k.sleep(Ns.ms(3));
            cast.setPriority("waiter", 20);
            cast.expectPriorities("owner 5");
            cast.lock("waiter", a);
            cast.unlock("owner", a);
            cast.setPriority("waiter", 30);
            cast.expectPriorities("owner 5", "waiter 30");
            cast.lock("waiter", b);

            cast.expect("owner lock", "waiter lock ETIMEDOUT", "waiter lock", "owner unlock", "waiter lock");
        });
    }

    @Test
    @Rule("M2")
    void way4WhatWasHandedOverLendsToItsNewOwner() {
        Cast.play(cast -> {
            int a = mutex(cast);
            cast.add("first", 5);
            cast.add("second", 10);
            cast.add("third", 8);
            cast.lock("first", a);
            cast.lock("third", a);
            cast.lock("second", a);
            cast.unlock("first", a);
            cast.expectPriorities("first 5", "second 10", "third 8");
            cast.setPriority("third", 30);
            cast.expectPriorities("first 5", "second 30", "third 30");
            cast.unlock("second", a);

            cast.expectPriorities("second 10", "third 30");
        });
    }

    @Test
    @Rule("M6")
    void way5ARecursiveMutexIsHeldOnceHoweverOftenItIsLocked() {
        Cast.play(cast -> {
            int a = cast.k.mutexCreate("a", MutexAttr.DEFAULT.type(MutexType.RECURSIVE));
            cast.add("owner", 5);
            cast.add("high", 20);
            cast.lock("owner", a);
            cast.lock("owner", a);
            cast.lock("high", a);
            cast.expectPriorities("owner 20");
            cast.unlock("owner", a);
            cast.expectPriorities("owner 20");
            cast.unlock("owner", a);
            cast.expectPriorities("owner 5");

            cast.expect("owner lock", "owner lock", "owner unlock", "high lock", "owner unlock");
        });
    }

    @Test
    @Rule("M4")
    void way6ATimeoutLeavesWhatAllOtherMutexesLend() {
        Cast.play(cast -> {
            int a = mutex(cast);
            int b = mutex(cast);
            cast.add("owner", 5);
            cast.add("high", 20);
            cast.add("mid", 10);
            cast.lock("owner", a);
            cast.lock("owner", b);
            cast.lock("high", a, 3);
            cast.lock("mid", b);
            cast.expectPriorities("owner 20");
            cast.k.sleep(Ns.ms(2));
            cast.expectPriorities("owner 10");
            cast.unlock("owner", b);

            cast.expectPriorities("owner 5");
        });
    }

    @Test
    @Rule("M1")
    void way7WhoDoesNotWaitBoostsNobody() {
        Cast.play(cast -> {
            int a = mutex(cast);
            cast.add("owner", 5);
            cast.add("high", 20);
            cast.lock("owner", a);
            cast.tell("high", "trylock", () -> assertEquals(false, cast.k.mutexTrylock(a)));
            cast.tell("high", "poll", () -> {
                cast.k.timerTimeout(0);
                cast.k.mutexLock(a);
            });
            cast.expectPriorities("owner 5");
            cast.unlock("owner", a);

            cast.expect("owner lock", "high trylock", "high poll ETIMEDOUT", "owner unlock");
        });
    }

    /// Even a circle that closes gets away: nothing is refused because of one, and the timeout opens it.
    @Test
    @Rule("M4")
    void way8AWaitWithATimeoutIsNoTrap() {
        Cast.play(cast -> {
            int a = mutex(cast);
            int b = mutex(cast);
            cast.add("one", 5);
            cast.add("two", 10);
            cast.lock("one", a);
            cast.lock("two", b);
            cast.lock("one", b, 5);
            cast.lock("two", a);
            cast.expectPriorities("one 10", "two 10");
            cast.k.sleep(Ns.ms(5));
            cast.expectPriorities("one 10", "two 10");
            cast.unlock("one", a);

            cast.expectPriorities("one 5", "two 10");
            cast.expect("one lock", "two lock", "one lock ETIMEDOUT", "two lock", "one unlock");
        });
    }

    /// No number of links is too many, and nothing happens in a chain of equals.
    @Test
    @Rule("M2")
    void way9AChainMayBeOfAnyLength() {
        int links = 3_000;
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 40, k -> {
                var mutexes = new int[links];
                for (int i = 0; i < links; i++) mutexes[i] = k.mutexCreate("m" + i, MutexAttr.DEFAULT);
                int first = link(k, mutexes, 0);
                for (int i = 1; i < links; i++) link(k, mutexes, i);
                k.sleep(Ns.ms(1));
                run.say("equals " + k.schedGet(first).curPriority());
                thread(run, k, "high", 30, () -> k.mutexLock(mutexes[links - 1]));
                k.sleep(Ns.ms(1));
                run.say("first " + k.schedGet(first).curPriority());
            });
            run.run(10);

            assertEquals(List.of("1 equals 5", "2 first 30"), run.log);
        }
    }

    private static int link(KernelCalls k, int[] mutexes, int at) {
        return k.threadCreate(new ThreadAttr("t" + at, 5, SchedPolicy.FIFO), () -> {
            k.mutexLock(mutexes[at]);
            if (at > 0) k.mutexLock(mutexes[at - 1]);
            else k.sleep(Ns.ms(100));
        });
    }

    @Test
    @Rule("M2")
    void way10OfSeveralMutexesWithWaitersTheHighestCounts() {
        Cast.play(cast -> {
            int[] mutexes = {mutex(cast), mutex(cast), mutex(cast)};
            cast.add("owner", 5);
            for (int mutex : mutexes) cast.lock("owner", mutex);
            for (int i = 0; i < 3; i++) {
                cast.add("w" + i, new int[]{10, 20, 15}[i]);
                cast.lock("w" + i, mutexes[i]);
            }
            cast.expectPriorities("owner 20");
            cast.unlock("owner", mutexes[1]);
            cast.expectPriorities("owner 15");
            cast.unlock("owner", mutexes[0]);
            cast.expectPriorities("owner 15");
            cast.unlock("owner", mutexes[2]);

            cast.expectPriorities("owner 5");
        });
    }

    /// The new owner gets a with its waiter at 15, and keeps what b brings.
    @Test
    @Rule("M2")
    void way11TheNewOwnerMayHaveAnotherAlready() {
        Cast.play(cast -> {
            int a = mutex(cast);
            int b = mutex(cast);
            cast.add("owner", 5);
            cast.add("next", 10);
            cast.add("a15", 15);
            cast.add("b30", 30);
            cast.lock("owner", a);
            cast.lock("next", b);
            cast.lock("next", a);
            cast.lock("b30", b);
            cast.lock("a15", a);
            cast.expectPriorities("owner 30", "next 30");
            cast.unlock("owner", a);
            cast.expectPriorities("owner 5", "next 30");
            cast.unlock("next", b);
            cast.expectPriorities("next 15", "b30 30");
            cast.unlock("next", a);

            cast.expectPriorities("next 10");
        });
    }

    @Test
    @Rule({"M2", "M4"})
    void way12ThreeHopsUpAndDownAgain() {
        Cast.play(cast -> {
            int[] mutexes = {mutex(cast), mutex(cast), mutex(cast)};
            String[] names = {"t0", "t1", "t2"};
            for (int i = 0; i < 3; i++) {
                cast.add(names[i], 5 + i);
                cast.lock(names[i], mutexes[i]);
                if (i > 0) cast.lock(names[i], mutexes[i - 1]);
            }
            cast.expectPriorities("t0 7", "t1 7", "t2 7");
            cast.add("high", 30);
            cast.lock("high", mutexes[2], 3);
            cast.expectPriorities("t0 30", "t1 30", "t2 30");
            cast.k.sleep(Ns.ms(3));
            cast.expectPriorities("t0 7", "t1 7", "t2 7");
            cast.unlock("t0", mutexes[0]);

            cast.expectPriorities("t0 5", "t1 7", "t2 7");
        });
    }

    /// What counts is the owner's own priority, not the one it had when it locked.
    @Test
    @Rule("M2")
    void lockingWhileBoostedAndUnlockingInAnyOrderEndsAtTheOwnPriority() {
        Cast.play(cast -> {
            int a = mutex(cast);
            int b = mutex(cast);
            cast.add("owner", 5);
            cast.add("w10", 10);
            cast.add("w20", 20);
            cast.lock("owner", a);
            cast.lock("w10", a);
            cast.lock("owner", b);
            cast.lock("w20", b);
            cast.unlock("owner", a);
            cast.expectPriorities("owner 20");
            cast.unlock("owner", b);

            cast.expectPriorities("owner 5");
        });
    }

    /// A change of the waiter's own priority moves it in the queue and along the chain.
    @Test
    @Rule({"M2", "M3"})
    void aWaiterWhosePriorityIsSetIsServedByTheNewOne() {
        Cast.play(cast -> {
            int a = mutex(cast);
            cast.add("owner", 5);
            cast.add("x", 10);
            cast.add("y", 12);
            cast.lock("owner", a);
            cast.lock("x", a);
            cast.lock("y", a);
            cast.setPriority("x", 20);
            cast.expectPriorities("owner 20");
            cast.setPriority("x", 12);
            cast.expectPriorities("owner 12");
            cast.unlock("owner", a);

            cast.expect("owner lock", "y lock", "owner unlock");
        });
    }

    /// The owner is SEND-blocked: it queues anew at its new priority, and the server of that channel hurries up.
    @Test
    @Rule({"O3", "I10"})
    void aBoostReachesTheServerThatTheOwnerWaitsFor() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            var order = new ArrayList<String>();
            run.at(0, "serv", 12, k -> {
                int chid = k.channelCreate();
                int coid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                int slow = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
                thread(run, k, "first", 9, () -> k.msgSend(slow, new byte[1], null));
                thread(run, k, "other", 8, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.msgSend(coid, new byte[]{8}, null);
                });
                thread(run, k, "owner", 5, () -> {
                    k.mutexLock(m);
                    k.sleepUntil(Ns.ms(1));
                    k.msgSend(coid, new byte[]{5}, null);
                    k.mutexUnlock(m);
                });
                thread(run, k, "high", 30, () -> {
                    k.sleepUntil(Ns.ms(4));
                    k.mutexLock(m);
                });
                k.sleepUntil(Ns.us(500));
                var buffer = new byte[16];
                int rcvid = k.msgReceive(chid, buffer, null);
                k.sleepUntil(Ns.ms(2));
                order.add("working at " + k.priority());
                k.sleepUntil(Ns.ms(5));
                order.add("working at " + k.priority());
                k.msgReply(rcvid, 0);
                for (int i = 0; i < 2; i++) {
                    rcvid = k.msgReceive(chid, buffer, null);
                    order.add("received " + buffer[0] + " at " + k.priority());
                    k.msgReply(rcvid, 0);
                }
            });
            run.run(20);

            assertEquals(List.of("working at 9", "working at 30", "received 5 at 30", "received 8 at 8"), order);
        }
    }
}
