package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;
import static rtk.kernel.TestWorld.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// Priorities that come with messages (rules I).
class BoostTest {
    private static final int SERVER = 1;

    private static void send(KernelCalls k) { sendTo(k, SERVER); }

    private static void sendTo(KernelCalls k, int pid) { k.msgSend(k.connectAttach(pid, 1, 0), new byte[8], new byte[8]); }

    /// Works `workMs` on each message.
    private static void serve(KernelCalls k, long workMs, ChannelFlag... flags) { serveOn(k, k.channelCreate(flags), workMs); }

    private static void serveOn(KernelCalls k, int chid, long workMs) {
        for (;;) {
            int rcvid = k.msgReceive(chid, new byte[64], null);
            k.compute(Ns.ms(workMs));
            if (rcvid != 0) k.msgReply(rcvid, 0);
        }
    }

    /// The documented example: server 22, clients 10 and 13, a bystander at 11.
    @ParameterizedTest
    @EnumSource
    @Rule({"I1", "I2", "I3", "14.28"})
    void rule28AServerRunsAtItsClientsPriorityAndIsBoostedWhenAnUrgentOneMustWait(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "srv", 22, k -> serve(k, 4));
            run.at(1, "t2", 10, BoostTest::send);
            run.at(2, "by", 11, k -> k.compute(Ns.ms(2)));
            run.at(3, "t1", 13, BoostTest::send);
            run.run(30);

            assertEquals("""
                    srv    22 |r#-#######rrrrr
                    t2     10 | ppppp-----
                    by     11 |  #-------#
                    t1     13 |   ssspppp
                    """, run.timeline(0, 15));
        }
    }

    /// Up and down, from clients that wait and from one that finds the server waiting, and from a pulse.
    @Test
    @Rule({"I1", "I2"})
    void i1AReceiverTakesThePriorityOfWhatItReceivesUpOrDown() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                for (int i = 0; i < 4; i++) {
                    int rcvid = k.msgReceive(chid, new byte[64], null);
                    run.say((rcvid == 0 ? "pulse" : "message") + " at " + k.priority());
                    k.sleep(Ns.ms(2));
                    if (rcvid != 0) k.msgReply(rcvid, 0);
                }
            });
            run.at(1, "low", 10, BoostTest::send);
            run.at(2, "high", 30, BoostTest::send);
            run.at(4, "pulse", 5, k -> {
                k.msgSendPulse(k.connectAttach(SERVER, 1, 0), 7, 1, 0);
                k.sleep(Ns.ms(20));
            });
            run.at(9, "again", 15, BoostTest::send);
            run.run(20);

            assertEquals(List.of("1 message at 10", "3 message at 30", "5 pulse at 7", "9 message at 15"), run.log);
        }
    }

    @Test
    @Rule({"I6", "14.27"})
    void rule27AReplyChangesNoPriority() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 22, k -> {
                int chid = k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.compute(Ns.ms(1));
                k.msgReply(rcvid, 0);
                run.say("after the reply at " + k.priority());
                k.compute(Ns.ms(2));
                run.say("still at " + k.priority());
                k.msgReply(k.msgReceive(chid, new byte[64], null), 0);
                run.say("after the next at " + k.priority());
                k.setSchedPrio(0, 22);
                run.say("by its own will at " + k.priority());
            });
            run.at(1, "low", 10, BoostTest::send);
            run.at(5, "more", 15, BoostTest::send);
            run.run(20);

            assertEquals(List.of("2 after the reply at 10", "4 still at 10", "5 after the next at 15", "5 by its own will at 22"),
                    run.log);
        }
    }

    /// All that received on the channel last: a waits for something else, b has never received, c has gone to another channel.
    @Test
    @Rule({"I3", "I5"})
    void i3AllThreadsThatReceivedOnTheChannelLastAreRaised() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 40, k -> {
                int chid = k.channelCreate();
                int other = k.channelCreate();
                thread(k, "a", 12, () -> {
                    k.msgReceive(chid, new byte[64], null);
                    k.sleepUntil(Ns.ms(9));
                });
                thread(k, "b", 13, () -> k.sleepUntil(Ns.ms(9)));
                thread(k, "c", 14, () -> {
                    k.msgReceive(chid, new byte[64], null);
                    k.msgReceive(other, new byte[64], null);
                });
                thread(k, "d", 15, () -> {
                    k.msgReceive(chid, new byte[64], null);
                    k.sleepUntil(Ns.ms(9));
                });
                k.sleepUntil(Ns.ms(5));
                run.say(priorities(run, SERVER));
                k.sleepUntil(Ns.ms(7));
                run.say(priorities(run, SERVER));
            });
            for (int i = 0; i < 3; i++) run.at(1, "cli" + i, 10, BoostTest::send);
            run.at(6, "high", 30, BoostTest::send);
            run.run(20);

            assertEquals(List.of("5 a 10 b 13 c 10 d 10", "7 a 30 b 13 c 10 d 30"), run.log);
        }
    }

    private static String priorities(TestWorld run, int pid) {
        var text = new StringBuilder();
        for (Tcb thread : run.kernel.threads.all()) {
            if (thread.process.pid == pid && thread.tid > 1)
                text.append(text.isEmpty() ? "" : " ").append(thread.name).append(' ')
                        .append(thread.priority);
        }
        return text.toString();
    }

    @Test
    @Rule("I3")
    void i3APulseThatMustWaitBoostsToo() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 22, k -> serve(k, 3));
            run.at(1, "low", 10, BoostTest::send);
            run.at(2, "by", 11, k -> {
                k.msgSendPulse(k.connectAttach(SERVER, 1, 0), 12, 1, 0);
                k.compute(Ns.ms(1));
            });
            run.run(20);

            assertEquals("""
                    srv    22 |r######rrr
                    low    10 | ppp----
                    by     11 |  -----#
                    """, run.timeline(0, 10));
        }
    }

    /// Two servers of one channel at 5, busy for a client of 10 each; boosted to 30 and 40, each receive takes back some of it.
    @Test
    @Rule({"I4", "14.29"})
    void rule29EachReceiveLeavesOfTheBoostWhatStillWaits() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 60, k -> {
                int chid = k.channelCreate();
                for (String name : List.of("a", "b")) {
                    thread(k, name, 5, () -> {
                        k.msgReceive(chid, new byte[64], null);
                        k.sleepUntil(Ns.ms(99));
                    });
                }
                k.sleepUntil(Ns.ms(2));
                thread(k, "c", 50, () -> {
                    for (int ms = 6; ms < 9; ms++) {
                        k.sleepUntil(Ns.ms(ms));
                        k.msgReceive(chid, new byte[64], null);
                    }
                });
                for (int ms = 3; ms < 9; ms++) {
                    k.sleepUntil(Ns.ms(ms) + 1);
                    run.log.add(ms + " " + priorities(run, SERVER));
                }
            });
            for (int i = 0; i < 2; i++) run.at(1, "cli" + i, 10, BoostTest::send);
            run.at(3, "thirty", 30, BoostTest::send);
            run.at(4, "forty", 40, BoostTest::send);
            run.at(5, "twenty", 8, BoostTest::send);
            run.run(20);

            assertEquals(
                    List.of("3 a 30 b 30 c 50", "4 a 40 b 40 c 50", "5 a 40 b 40 c 50", "6 a 30 b 30 c 40", "7 a 10 b 10 c 30",
                            "8 a 10 b 10"),
                    run.log);
        }
    }

    @Test
    @Rule("I5")
    void i5AThreadThatLeavesItsChannelIsBoostedNoMore() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 22, k -> {
                int chid = k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.compute(Ns.ms(2));
                run.say("boosted to " + k.priority());
                run.say("" + errnoOf(() -> k.msgReceive(KernelCalls.NO_CHANNEL, new byte[64], null)));
                run.say("back at " + k.priority());
                k.compute(Ns.ms(2));
                run.say("still at " + k.priority());
                k.msgReply(rcvid, 0);
            });
            run.at(1, "low", 10, BoostTest::send);
            run.at(2, "mid", 12, BoostTest::send);
            run.at(4, "high", 30, BoostTest::send);
            run.run(20);

            assertEquals(List.of("3 boosted to 12", "3 ESRCH", "3 back at 10", "5 still at 10"), run.log);
        }
    }

    /// A driver of 70 sends to a server that may use 63 at most: at the receive, and by boost.
    @Test
    @Rule("I7")
    void i7AServerWithoutTheAbilityIsNotLiftedIntoThePrivilegedRange() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                k.channelCreate();
                k.procmgrAbility(0, AbilityRule.deny(Ability.PRIORITY));
                int rcvid = k.msgReceive(1, new byte[64], null);
                run.say("received at " + k.priority());
                k.setSchedPrio(0, 10);
                k.compute(Ns.ms(2));
                run.say("boosted to " + k.priority());
                k.msgReply(rcvid, 0);
            });
            run.at(1, "drv1", 70, BoostTest::send);
            run.at(2, "drv2", 80, BoostTest::send);
            run.run(20);

            assertEquals(List.of("1 received at 63", "3 boosted to 63"), run.log);
        }
    }

    @Test
    @Rule({"I8", "FIXED_PRIORITY", "14.30"})
    void rule30WithFixedPriorityServersKeepTheirOwn() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.FIXED_PRIORITY);
                for (int i = 0; i < 3; i++) {
                    int rcvid = k.msgReceive(chid, new byte[64], null);
                    run.say("received at " + k.priority());
                    k.compute(Ns.ms(2));
                    run.say("worked at " + k.priority());
                    k.msgReply(rcvid, 0);
                }
            });
            run.at(1, "low", 10, BoostTest::send);
            run.at(2, "high", 30, BoostTest::send);
            run.at(9, "mid", 15, BoostTest::send);
            run.run(20);

            assertEquals(List.of("1 received at 20", "3 worked at 20", "3 received at 20", "5 worked at 20", "9 received at 20",
                    "11 worked at 20"), run.log);
        }
    }

    /// A client of 12, through a server of 22 and another of 30: a bystander of 11 delays neither.
    @Test
    @Rule("I9")
    void i9AChainOfSendsPassesThePriorityOn() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "back", 30, k -> serve(k, 3));
            run.at(0, "front", 22, k -> {
                int chid = k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[64], null);
                sendTo(k, 1);
                k.compute(Ns.ms(1));
                k.msgReply(rcvid, 0);
            });
            run.at(1, "cli", 12, k -> sendTo(k, 2));
            run.at(2, "by", 11, k -> k.compute(Ns.ms(1)));
            run.run(20);

            assertEquals("""
                    back   30 |r###rrrr
                    front  22 |rppp#
                    cli    12 | pppp
                    by     11 |  ---#
                    """, run.timeline(0, 8));
        }
    }

    /// `front` is REPLY-blocked at `back`, which works at 10: the boost of `front` stays with it.
    @Test
    @Rule("I10")
    void i10ABoostIsNotPassedOnByAServerThatIsReplyBlocked() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "back", 22, k -> {
                int chid = k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.compute(Ns.ms(4));
                run.say("back at " + k.priority());
                k.msgReply(rcvid, 0);
            });
            run.at(0, "front", 22, k -> {
                int chid = k.channelCreate();
                k.msgReceive(chid, new byte[64], null);
                sendTo(k, 1);
                run.say("front at " + k.priority());
            });
            run.at(1, "low", 10, k -> sendTo(k, 2));
            run.at(2, "high", 30, k -> sendTo(k, 2));
            run.run(20);

            assertEquals(List.of("5 back at 10", "5 front at 30"), run.log);
        }
    }

    /// `front` is SEND-blocked at `back`: it queues anew at its boosted priority, and boosts `back` in turn.
    @Test
    @Rule({"I10", "O3"})
    void i10AServerThatIsSendBlockedQueuesAnewAndBoostsInTurn() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "back", 22, k -> {
                int chid = k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.compute(Ns.ms(4));
                run.say("back at " + k.priority());
                k.msgReply(rcvid, 0);
                rcvid = k.msgReceive(chid, new byte[64], null);
                run.say("then at " + k.priority());
            });
            run.at(0, "front", 22, k -> {
                int chid = k.channelCreate();
                k.msgReceive(chid, new byte[64], null);
                sendTo(k, 1);
            });
            run.at(1, "other", 10, k -> sendTo(k, 1));
            run.at(2, "low", 11, k -> sendTo(k, 2));
            run.at(3, "high", 30, k -> sendTo(k, 2));
            run.run(20);

            assertEquals(List.of("5 back at 30", "5 then at 30"), run.log);
        }
    }

    /// A mutex held and a message served: the higher of the two, and either taken away leaves the other.
    @Test
    void messagesAndMutexesAddUp() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                int mutex = k.mutexCreate("m", MutexProtocol.INHERIT, 0);
                k.threadCreate(new ThreadAttr("wait", 25, SchedPolicy.FIFO), () -> {
                    k.sleepUntil(Ns.ms(2));
                    k.mutexLock(mutex);
                });
                k.mutexLock(mutex);
                int rcvid = k.msgReceive(chid, new byte[64], null);
                run.say("message " + k.priority());
                k.compute(Ns.ms(2));
                run.say("mutex " + k.priority());
                k.compute(Ns.ms(2));
                run.say("boost " + k.priority());
                k.msgReply(rcvid, 0);
                k.msgReceive(chid, new byte[64], null);
                run.say("next " + k.priority());
                k.mutexUnlock(mutex);
                run.say("unlocked " + k.priority());
            });
            run.at(1, "low", 10, BoostTest::send);
            run.at(4, "high", 30, BoostTest::send);
            run.at(4, "more", 28, BoostTest::send);
            run.run(20);

            assertEquals(List.of("1 message 10", "3 mutex 25", "5 boost 30", "5 next 30", "5 unlocked 30"), run.log);
        }
    }
}
