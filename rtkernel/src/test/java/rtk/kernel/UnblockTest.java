package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;
import static rtk.kernel.TestWorld.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MessageCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;

/// How a client leaves SEND and REPLY before the server replies (rules B), and what death does to both (rules X).
class UnblockTest {
    private static final int SERVER = 1;
    private static final int CLIENT = 2;

    private static void send(TestWorld run, KernelCalls k) { sendTo(run, k, SERVER); }

    /// Sends one message.
    private static void sendTo(TestWorld run, KernelCalls k, int pid) {
        int coid = k.connectAttach(pid, 1, 0);
        run.say("client " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8])));
    }

    /// Sends one message and gives up after `timeoutMs`.
    private static void sendFor(TestWorld run, KernelCalls k, long timeoutMs) {
        int coid = k.connectAttach(SERVER, 1, 0);
        k.timerTimeout(Ns.ms(timeoutMs));
        run.say("client " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8])));
    }

    /// Sends one message, and handles a signal.
    private static void sendHandling(TestWorld run, KernelCalls k) {
        k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> {}));
        send(run, k);
    }

    /// Receives one message, then says every pulse until `replyAtMs`, then replies.
    private static void serve(TestWorld run, KernelCalls k, long replyAtMs, ChannelFlag... flags) {
        int chid = k.channelCreate(flags);
        int message = k.msgReceive(chid, new byte[64], null);
        sayPulses(run, k, chid, message, replyAtMs);
        run.say("reply " + errnoOf(() -> k.msgReply(message, 0)));
        k.sleep(Ns.ms(50));
    }

    private static void sayPulses(TestWorld run, KernelCalls k, int chid, int message, long untilMs) {
        var buffer = new byte[64];
        for (;;) {
            k.timerTimeout(Ns.ms(untilMs) - k.nowNs());
            if (errnoOf(() -> k.msgReceive(chid, buffer, null)) == Errno.ETIMEDOUT) return;
            Pulse pulse = Pulse.in(buffer);
            run.say("pulse " + pulse.code() + (pulse.value() == message ? " for the message" : "") + " at " + k.priority());
        }
    }

    @Test
    @Rule({"B1", "14.22"})
    void rule22ASendBlockedClientLeavesAtOnceAndTheServerNeverKnows() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.UNBLOCK);
                k.sleepUntil(Ns.ms(5));
                sayPulses(run, k, chid, 0, 8);
            });
            run.at(1, "cli", 10, k -> sendFor(run, k, 2));
            run.at(1, "sig", 10, k -> sendHandling(run, k));
            run.at(4, "kill", 10, k -> k.kill(3, Signal.SIGUSR1));
            run.run(10);

            assertEquals(List.of("3 client ETIMEDOUT", "4 client EINTR"), run.log);
            assertEquals("""
                    srv    20 |zzzzzrrr
                    cli    10 | ss
                    sig    10 | sss
                    kill   10 |
                    """, run.timeline(0, 9));
        }
    }

    @Test
    @Rule({"B2", "14.20"})
    void rule20WithoutUnblockAReplyBlockedClientLeavesAtOnceAndTheReplyFindsNobody() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> serve(run, k, 6));
            run.at(1, "cli", 10, k -> sendHandling(run, k));
            run.at(3, "kill", 10, k -> k.kill(CLIENT, Signal.SIGUSR1));
            run.run(10);

            assertEquals(List.of("3 client EINTR", "6 reply ESRCH"), run.log);
        }
    }

    @Test
    @Rule("B2")
    void b2TheReplyToAMessageThatWasGivenUpHitsTheNextOfTheSameThread() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                int first = k.msgReceive(chid, new byte[64], null);
                int second = k.msgReceive(chid, new byte[64], null);
                run.say("same rcvid: " + (first == second));
                k.msgReply(first, 1);
                run.say("second reply " + errnoOf(() -> k.msgReply(second, 2)));
            });
            run.at(1, "cli", 10, k -> {
                sendFor(run, k, 2);
                run.say("status " + k.msgSend(k.connectAttach(SERVER, 1, 0), new byte[8], new byte[8]));
            });
            run.run(10);

            assertEquals(List.of("3 client ETIMEDOUT", "3 same rcvid: true", "3 second reply ESRCH", "3 status 1"), run.log);
        }
    }

    /// One pulse, however often the client is hit; at the client's priority, which the server takes over.
    @ParameterizedTest
    @EnumSource
    @Rule({"B3", "B5", "UNBLOCK"})
    void b3WithUnblockTheClientStaysAndTheServerIsAskedOnce(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "srv", 20, k -> serve(run, k, 7, ChannelFlag.UNBLOCK));
            run.at(1, "cli", 10, k -> sendHandling(run, k));
            run.at(3, "kill", 15, k -> {
                k.kill(CLIENT, Signal.SIGUSR1);
                k.sleep(Ns.ms(1));
                k.kill(CLIENT, Signal.SIGUSR1);
            });
            run.run(10);

            assertEquals(List.of("3 pulse -32 for the message at 10", "7 reply EOK", "7 client EOK"), run.log);
            assertEquals("""
                    srv    20 |rrrrrrrzz
                    cli    10 | pppppp
                    kill   15 |   z
                    """, run.timeline(0, 9));
        }
    }

    @Test
    @Rule({"B3", "R7"})
    void b3TheServerGivesTheClientTheReasonThatTheKernelKept() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.UNBLOCK);
                for (;;) {
                    var buffer = new byte[64];
                    if (k.msgReceive(chid, buffer, null) != 0) continue;
                    k.sleep(Ns.ms(2));
                    k.msgError((int) Pulse.in(buffer).value(), MessageCalls.UNBLOCK_REASON);
                }
            });
            run.at(1, "cli", 10, k -> {
                sendFor(run, k, 2);
                sendHandling(run, k);
            });
            run.at(6, "kill", 10, k -> k.kill(CLIENT, Signal.SIGUSR1));
            run.run(10);

            assertEquals(List.of("5 client ETIMEDOUT", "8 client EINTR"), run.log);
        }
    }

    @Test
    @Rule("T6")
    void t6WithUnblockATimeoutInReplyIsLongerThanAskedFor() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> serve(run, k, 6, ChannelFlag.UNBLOCK));
            run.at(1, "cli", 10, k -> sendFor(run, k, 2));
            run.run(10);

            assertEquals(List.of("3 pulse -32 for the message at 10", "6 reply EOK", "6 client EOK"), run.log);
        }
    }

    /// The server replies first and looks at the pulse later: that message is answered, and of the next nobody asked anything.
    @Test
    @Rule("B4")
    void b4MsgInfoTellsWhetherAnUnblockPulseIsStillTrue() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.UNBLOCK);
                var buffer = new byte[64];
                var info = new MsgInfo();
                int rcvid = k.msgReceive(chid, buffer, null);
                k.sleepUntil(Ns.ms(3));
                k.msgInfo(rcvid, info);
                run.say("asked " + info.unblockRequested);
                k.msgReply(rcvid, 0);
                run.say("pulse " + k.msgReceive(chid, buffer, null) + ", message " + errnoOf(() -> k.msgInfo(rcvid, info)));
                int next = k.msgReceive(chid, buffer, null);
                k.msgInfo(next, info);
                run.say("same rcvid " + (next == rcvid) + ", asked " + info.unblockRequested);
                k.msgReply(next, 0);
            });
            run.at(1, "cli", 10, k -> {
                sendFor(run, k, 1);
                send(run, k);
            });
            run.run(10);

            assertEquals(List.of("3 asked true", "3 pulse 0, message ESRCH", "3 client EOK", "3 same rcvid true, asked false",
                    "3 client EOK"), run.log);
        }
    }

    // Death.

    @ParameterizedTest
    @EnumSource
    @Rule({"B3", "X3", "14.21"})
    void rule21AKilledClientOfAnUnblockChannelDiesOnlyAfterTheReply(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "srv", 20, k -> serve(run, k, 6, ChannelFlag.UNBLOCK));
            run.at(1, "cli", 10, k -> {
                run.row("other", 10);
                thread(k, "other", 10, () -> k.sleep(Ns.ms(90)));
                send(run, k);
            });
            run.at(3, "kill", 10, k -> {
                k.kill(CLIENT, Signal.SIGKILL);
                k.kill(CLIENT, Signal.SIGKILL);
            });
            run.run(10);

            assertEquals(List.of("3 pulse -32 for the message at 10", "6 reply EOK"), run.log);
            assertEquals("""
                    srv    20 |rrrrrrzz
                    cli    10 | ppppp
                    kill   10 |
                    other  10 | zz
                    """, run.timeline(0, 8));
            assertEquals(1, run.kernel.processCount());
        }
    }

    /// It leaves by itself, and by an exception, while another thread of it waits for a reply: gone only when that comes.
    @Test
    @Rule("X3")
    void x3AProcessThatEndsByItselfWaitsForTheReplyToo() {
        for (boolean throwsUp : new boolean[]{false, true}) {
            try (var run = new TestWorld(KernelConfig.DEFAULT)) {
                run.at(0, "srv", 20, k -> serve(run, k, 6, ChannelFlag.UNBLOCK));
                run.at(1, "cli", 10, k -> {
                    run.row("send", 12);
                    thread(k, "send", 12, () -> send(run, k));
                    k.sleepUntil(Ns.ms(3));
                    if (throwsUp) throw new IllegalStateException("up");
                });
                run.run(10);

                assertEquals(List.of("3 pulse -32 for the message at 12", "6 reply EOK"), run.log);
                assertEquals("""
                        srv    20 |rrrrrrzz
                        cli    10 | zz
                        send   12 | ppppp
                        """, run.timeline(0, 8));
                assertEquals(1, run.kernel.processCount());
            }
        }
    }

    @Test
    @Rule("X1")
    void x1ADeadServerIsToldToWhoeverWantsToKnow() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "init", 30, k -> {});
            run.at(0, "srv", 20, k -> {
                k.channelCreate(ChannelFlag.UNBLOCK);
                k.msgReceive(1, new byte[64], null);
                k.sleepUntil(Ns.ms(3));
            });
            run.at(1, "cli", 10, k -> {
                int chid = k.channelCreate(ChannelFlag.COID_DISCONNECT);
                int coid = k.connectAttach(2, 1, 7);
                thread(k, "waits", 15, () -> sayPulses(run, k, chid, coid, 5));
                run.say("first " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8])));
                run.say("then " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8])));
                run.say("pulse " + errnoOf(() -> k.msgSendPulse(coid, 10, 1, 0)));
                run.say("dead " + k.connectServerInfo(coid).dead());
                k.sleepUntil(Ns.ms(6));
            });
            run.run(10);

            assertEquals(
                    List.of("3 first ESRCH", "3 then EBADF", "3 pulse EBADF", "3 dead true", "3 pulse -35 for the message at 10"),
                    run.log);
            assertEquals("cli/1 was received by srv(2) on channel 1 at 1000000 ns and not replied to",
                    run.kernel.diagnostics().getFirst().text());
        }
    }

    @Test
    @Rule("X2")
    void x2ADestroyedChannelLetsEverybodyGo() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.UNBLOCK);
                k.msgReceive(chid, new byte[64], null);
                k.sleepUntil(Ns.ms(3));
                k.channelDestroy(chid);
                run.say("reply " + errnoOf(() -> k.msgReply(1, 0)));
                int next = k.channelCreate();
                thread(k, "rcv", 20, () -> run.say("receive " + errnoOf(() -> k.msgReceive(next, new byte[64], null))));
                k.sleepUntil(Ns.ms(5));
                k.channelDestroy(next);
                k.sleep(Ns.ms(5));
            });
            run.at(1, "reply", 10, k -> {
                send(run, k);
                run.say("then " + errnoOf(() -> k.msgSend(0, new byte[8], new byte[8])));
            });
            run.at(2, "send", 10, k -> send(run, k));
            run.run(20);

            assertEquals(List.of("3 reply ESRCH", "3 client ESRCH", "3 client ESRCH", "3 then EBADF", "5 receive ESRCH"),
                    run.log);
        }
    }

    @Test
    @Rule("X3")
    void x3OfADeadClientNothingIsLeftButThePulse() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "init", 30, k -> {});
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.DISCONNECT);
                int message = k.msgReceive(chid, new byte[64], null);
                k.sleepUntil(Ns.ms(4));
                sayPulses(run, k, chid, message, 6);
                run.say("reply " + errnoOf(() -> k.msgReply(message, 0)));
            });
            run.at(1, "cli", 10, k -> {
                thread(k, "send", 10, () -> sendTo(run, k, 2));
                sendTo(run, k, 2);
            });
            run.at(3, "kill", 10, k -> k.kill(3, Signal.SIGKILL));
            run.run(10);

            assertEquals(List.of("4 pulse -33 at 10", "6 reply ESRCH"), run.log);
        }
    }

    @Test
    @Rule("X4")
    void x4AServerThreadThatDiesLeavesItsClientToTheOthers() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                var rcvid = new int[1];
                thread(k, "dies", 20, () -> rcvid[0] = k.msgReceive(chid, new byte[64], null));
                k.sleepUntil(Ns.ms(4));
                k.msgReply(rcvid[0], 0);
            });
            run.at(1, "cli", 10, k -> send(run, k));
            run.run(10);

            assertEquals(List.of("4 client EOK"), run.log);
        }
    }

    @Test
    void detachingAConnectionFreesASendBlockedThreadAndAsksForAReplyBlockedOne() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> serve(run, k, 6, ChannelFlag.UNBLOCK));
            run.at(1, "cli", 10, k -> {
                int coid = k.connectAttach(SERVER, 1, 0);
                thread(k, "reply", 12, () -> run.say("reply " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8]))));
                k.sleepUntil(Ns.ms(3));
                k.connectDetach(coid);
                k.sleep(Ns.ms(9));
            });
            run.at(1, "busy", 10, k -> {
                k.channelCreate();
                int coid = k.connectAttach(0, 1, 0);
                thread(k, "send", 12, () -> run.say("send " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8]))));
                k.sleepUntil(Ns.ms(4));
                k.connectDetach(coid);
                k.sleep(Ns.ms(9));
            });
            run.run(20);

            assertEquals(List.of("3 pulse -32 for the message at 12", "4 send EBADF", "6 reply EOK", "6 reply EOK"), run.log);
        }
    }
}
