package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import rtk.kernel.api.Iov;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;

class MessageTest {
    private static final int SERVER = 1;

    /// A server that works `workMs` on each message; started first, so pid 1.
    private static void serve(KernelCalls k, long workMs, ChannelFlag... flags) {
        int chid = k.channelCreate(flags);
        var buffer = new byte[64];
        for (;;) {
            int rcvid = k.msgReceive(chid, buffer, null);
            if (rcvid == 0) continue;
            k.compute(Ns.ms(workMs));
            k.msgReply(rcvid, 7, buffer, 4);
        }
    }

    private static int send(KernelCalls k) {
        int coid = k.connectAttach(SERVER, 1, 0);
        return k.msgSend(coid, new byte[16], new byte[16]);
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"R1", "14.13"})
    void r1ClientGoesStraightToReplyWhenAServerWaits(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "srv", 20, k -> serve(k, 2));
            run.at(1, "cli", 10, k -> {
                send(k);
                k.compute(Ns.ms(1));
            });
            run.run(10);

            assertEquals("""
                    srv    20 |r##rrr
                    cli    10 | pp#
                    """, run.timeline(0, 6));
        }
    }

    @Test
    @Rule({"O1", "14.14"})
    void rule14WaitingClientsAreReceivedByPriorityThenByArrival() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 30, k -> {
                int chid = k.channelCreate();
                k.sleepUntil(Ns.ms(5));
                var info = new MsgInfo();
                for (int i = 0; i < 3; i++) {
                    int rcvid = k.msgReceive(chid, new byte[64], info);
                    run.say("received " + info.pid);
                    k.msgReply(rcvid, 0);
                }
            });
            run.at(1, "a", 10, MessageTest::send);
            run.at(2, "b", 20, MessageTest::send);
            run.at(3, "c", 10, MessageTest::send);
            run.run(10);

            assertEquals(List.of("5 received 3", "5 received 2", "5 received 4"), run.log);
        }
    }

    @Test
    @Rule({"R2", "14.15"})
    void rule15AMessageLongerThanTheBufferIsCutAndTheRestCanBeRead() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                var info = new MsgInfo();
                int rcvid = k.msgReceive(chid, new byte[60], info);
                var rest = new byte[64];
                int count = k.msgRead(rcvid, rest, 60);
                run.say(info.msgLength + " of " + info.srcMsgLength + ", then " + count + " from " + rest[0]);
                k.msgReply(rcvid, 0);
            });
            run.at(1, "cli", 10, k -> {
                var message = new byte[100];
                for (int i = 0; i < 100; i++) message[i] = (byte) i;
                k.msgSend(k.connectAttach(SERVER, 1, 0), message, new byte[0]);
            });
            run.run(5);

            assertEquals(List.of("1 60 of 100, then 40 from 60"), run.log);
        }
    }

    @Test
    @Rule({"R2", "R6", "R7", "14.16", "14.17", "14.18"})
    void rule16AReplyIsCutToTheClientsBufferAndCountsOnce() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.msgReply(rcvid, 7, new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 10);
                run.say("second reply " + errnoOf(() -> k.msgReply(rcvid, 0)));
                k.msgError(k.msgReceive(chid, new byte[64], null), Errno.ENOSYS);
            });
            run.at(1, "cli", 10, k -> {
                int coid = k.connectAttach(SERVER, 1, 0);
                var reply = new byte[4];
                run.say("status " + k.msgSend(coid, new byte[1], reply) + ", last byte " + reply[3]);
                run.say("then " + errnoOf(() -> k.msgSend(coid, new byte[1], reply)));
            });
            run.run(5);

            assertEquals(List.of("1 second reply ESRCH", "1 status 7, last byte 4", "1 then ENOSYS"), run.log);
        }
    }

    @Test
    @Rule({"X1", "14.19"})
    void rule19ClientsOfADeadServerGetEsrchAndThenEbadf() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                k.msgReceive(chid, new byte[64], null);
                k.sleepUntil(Ns.ms(3));
            });
            for (int i = 0; i < 2; i++) {
                run.at(1, "cli" + i, 10, k -> {
                    int coid = k.connectAttach(SERVER, 1, 0);
                    run.say(errnoOf(() -> k.msgSend(coid, new byte[1], new byte[1])).name());
                    run.say(errnoOf(() -> k.msgSend(coid, new byte[1], new byte[1])).name());
                });
            }
            run.run(5);

            assertEquals(List.of("3 ESRCH", "3 EBADF", "3 ESRCH", "3 EBADF"), run.log);
        }
    }

    @Test
    @Rule("R1")
    void r1NothingIsCopiedUntilAThreadReceives() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                k.sleepUntil(Ns.ms(3));
                var buffer = new byte[64];
                k.msgReply(k.msgReceive(chid, buffer, null), buffer[0]);
            });
            run.at(1, "cli", 10, k -> {
                var message = new byte[]{1};
                thread(k, "other", 10, () -> {
                    k.sleepUntil(Ns.ms(2));
                    message[0] = 2;
                });
                run.say("got " + k.msgSend(k.connectAttach(SERVER, 1, 0), message, null));
            });
            run.run(10);

            assertEquals(List.of("3 got 2"), run.log);
        }
    }

    /// A message in three parts, one of them empty, into two; the reply in two parts into two others.
    @Test
    @Rule("R3")
    void r3TheTwoSidesMayCutAMessageIntoDifferentParts() {
        var received = new byte[16];
        var replied = new byte[16];
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                var info = new MsgInfo();
                int rcvid = k.msgReceivev(chid, parts(Iov.of(received, 12, 4), Iov.of(received, 0, 5)), info);
                run.say(info.msgLength + " of " + info.srcMsgLength + ", room for " + info.dstMsgLength);
                run.say("read " + k.msgReadv(rcvid, parts(Iov.of(received, 5, 2), Iov.of(received, 8, 2)), 3));
                run.say("wrote " + k.msgWritev(rcvid, parts(Iov.of(new byte[]{21, 22, 23}), Iov.of(new byte[]{24})), 4));
                k.msgReplyv(rcvid, 7, parts(Iov.of(new byte[]{11}), Iov.of(new byte[]{12, 13})));
            });
            run.at(1, "cli", 10, k -> {
                var bytes = new byte[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
                var message = parts(Iov.of(bytes, 1, 3), Iov.of(bytes, 0, 0), Iov.of(bytes, 4, 6));
                int coid = k.connectAttach(SERVER, 1, 0);
                run.say("status " + k.msgSendv(coid, message, parts(Iov.of(replied, 8, 2), Iov.of(replied, 0, 5))));
            });
            run.run(5);

            assertEquals(List.of("1 9 of 9, room for 7", "1 read 4", "1 wrote 3", "1 status 7"), run.log);
            assertArrayEquals(new byte[]{5, 6, 7, 8, 9, 4, 5, 0, 6, 7, 0, 0, 1, 2, 3, 4}, received);
            assertArrayEquals(new byte[]{13, 0, 21, 22, 23, 0, 0, 0, 11, 12, 0, 0, 0, 0, 0, 0}, replied);
        }
    }

    private static Iov[] parts(Iov... parts) { return parts; }

    /// What the server reads is the client's memory as it is then.
    @Test
    @Rule("R4")
    void r4TheKernelKeepsNoCopyOfAMessage() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                var buffer = new byte[1];
                int rcvid = k.msgReceive(chid, buffer, null);
                k.sleepUntil(Ns.ms(3));
                k.msgRead(rcvid, buffer, 0);
                k.msgReply(rcvid, buffer[0]);
            });
            run.at(1, "cli", 10, k -> {
                var message = new byte[]{1};
                thread(k, "other", 10, () -> {
                    k.sleepUntil(Ns.ms(2));
                    message[0] = 2;
                });
                run.say("got " + k.msgSend(k.connectAttach(SERVER, 1, 0), message, null));
            });
            run.run(10);

            assertEquals(List.of("3 got 2"), run.log);
        }
    }

    @Test
    @Rule("R5")
    void r5ABadBufferOfTheSenderDoesNotDisturbTheReceiver() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> serve(k, 1));
            run.at(1, "cli", 10, k -> {
                int coid = k.connectAttach(SERVER, 1, 0);
                var bytes = new byte[4];
                run.say("" + errnoOf(() -> k.msgSend(coid, null, bytes)));
                run.say("" + errnoOf(() -> k.msgSend(coid, bytes, 5, bytes)));
                run.say("" + errnoOf(() -> k.msgSendv(coid, parts(Iov.of(bytes, 2, 3)), parts())));
                run.say("" + errnoOf(() -> k.msgSendv(coid, parts(Iov.of(bytes)), parts(Iov.of(bytes, -1, 2)))));
                k.sleepUntil(Ns.ms(3));
                k.msgSend(coid, bytes, bytes);
            });
            run.run(10);

            assertEquals(List.of("1 EFAULT", "1 EFAULT", "1 EFAULT", "1 EFAULT"), run.log);
            assertEquals("""
                    srv    20 |rrr#rr
                    cli    10 | zzp
                    """, run.timeline(0, 6));
        }
    }

    @Test
    void theServersOwnBadBuffersAreItsOwnFault() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                run.say("receive " + errnoOf(() -> k.msgReceive(chid, null, null)));
                int rcvid = k.msgReceive(chid, new byte[64], null);
                var bytes = new byte[4];
                run.say("read " + errnoOf(() -> k.msgRead(rcvid, null, 0)));
                run.say("write " + errnoOf(() -> k.msgWrite(rcvid, bytes, 5, 0)));
                run.say("reply " + errnoOf(() -> k.msgReplyv(rcvid, 0, parts(Iov.of(bytes, 1, 4)))));
                k.msgReply(rcvid, 0);
            });
            run.at(1, "cli", 10, k -> run.say("status " + send(k)));
            run.run(10);

            assertEquals(
                    List.of("0 receive EFAULT", "1 read ESRVRFAULT", "1 write ESRVRFAULT", "1 reply ESRVRFAULT", "1 status 0"),
                    run.log);
        }
    }

    /// The second message is answered first, and the first by the thread that received the second.
    @Test
    @Rule("R6")
    void r6AnyThreadOfTheServerRepliesInAnyOrder() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                var rcvids = new int[2];
                thread(k, "one", 20, () -> rcvids[0] = k.msgReceive(chid, new byte[64], null));
                thread(k, "two", 20, () -> {
                    rcvids[1] = k.msgReceive(chid, new byte[64], null);
                    k.sleepUntil(Ns.ms(4));
                    k.msgReply(rcvids[1], 2);
                    k.sleepUntil(Ns.ms(6));
                    k.msgReply(rcvids[0], 1);
                });
                k.sleep(Ns.ms(20));
            });
            run.at(1, "a", 10, k -> run.say("a " + send(k)));
            run.at(2, "b", 10, k -> run.say("b " + send(k)));
            run.run(10);

            assertEquals(List.of("4 b 2", "6 a 1"), run.log);
        }
    }

    @Test
    @Rule("R7")
    void r7MsgErrorOfEokIsSuccessWithoutDataAndErestartSendsAgain() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                var message = new byte[1];
                k.msgError(k.msgReceive(chid, message, null), Errno.EOK);
                for (int i = 0; i < 2; i++) {
                    int rcvid = k.msgReceive(chid, message, null);
                    run.say("received " + message[0]);
                    k.sleep(Ns.ms(1));
                    k.msgError(rcvid, Errno.ERESTART);
                }
                k.msgReply(k.msgReceive(chid, message, null), 5);
            });
            run.at(1, "cli", 10, k -> {
                int coid = k.connectAttach(SERVER, 1, 0);
                var reply = new byte[]{9};
                run.say("status " + k.msgSend(coid, new byte[]{1}, reply) + ", " + reply[0] + " untouched");
                run.say("status " + k.msgSend(coid, new byte[]{2}, reply));
            });
            run.run(10);

            assertEquals(List.of("1 status 0, 9 untouched", "1 received 2", "2 received 2", "3 status 5"), run.log);
        }
    }

    /// The client is ready at once and has the core when the server, which is above it, lets go.
    @Test
    @Rule("R8")
    void r8ReplyingNeverBlocksTheServer() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.FIXED_PRIORITY);
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.compute(Ns.ms(1));
                k.msgReply(rcvid, 0);
                k.compute(Ns.ms(2));
            });
            run.at(1, "cli", 10, k -> {
                send(k);
                k.compute(Ns.ms(1));
            });
            run.run(10);

            assertEquals("""
                    srv    20 |r###
                    cli    10 | p--#
                    """, run.timeline(0, 6));
        }
    }

    /// The driver tells its client by a pulse, and goes on at once, though the client cannot receive now.
    @Test
    @Rule("R9")
    void r9APulseNotifiesDownwardsWithoutBlocking() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "drv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.FIXED_PRIORITY);
                int rcvid = k.msgReceive(chid, new byte[64], null);
                k.msgSendPulse(k.connectAttach(2, 1, 0), 10, 1, 0);
                k.compute(Ns.ms(2));
                k.msgReply(rcvid, 0);
            });
            run.at(0, "cli", 10, k -> {
                int chid = k.channelCreate();
                k.sleepUntil(Ns.ms(1));
                send(k);
                run.say("replied");
                run.say("pulse " + k.msgReceive(chid, new byte[Pulse.BYTES], null));
            });
            run.run(10);

            assertEquals(List.of("3 replied", "3 pulse 0"), run.log);
            assertEquals(List.of(), run.kernel.diagnostics());
        }
    }

    @Test
    @Rule({"R10", "SENDER_LEN", "REPLY_LEN"})
    void r10TheInfoTellsAllOfAMessageAndNothingOfAPulse() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            var info = new MsgInfo();
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.SENDER_LEN, ChannelFlag.REPLY_LEN);
                k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[64], info);
                run.say(describe(info));
                run.say("pulse " + k.msgReceive(chid, new byte[64], info) + " " + describe(info));
                var fresh = new MsgInfo();
                k.msgInfo(rcvid, fresh);
                run.say("fresh " + describe(fresh));
                k.msgReply(rcvid, 0);
                run.say("" + errnoOf(() -> k.msgInfo(rcvid, fresh)));
                run.say("a pulse has no reply: " + errnoOf(() -> k.msgReply(0, 0)));
            });
            run.at(1, "cli", 10, k -> {
                int coid = k.connectAttach(SERVER, 1, 3);
                thread(k, "two", 12, () -> k.msgSend(coid, new byte[100], new byte[10]));
                k.msgSendPulse(coid, 30, 5, 0);
                k.sleep(Ns.ms(5));
            });
            run.run(10);

            String message = "pid 2 tid 2 chid 1 coid 3 scoid 536870912 bytes 64 of 100 room 10 priority 12";
            assertEquals(
                    List.of("1 " + message, "1 pulse 0 " + message, "1 fresh " + message, "1 ESRCH",
                            "1 a pulse has no reply: ESRCH"),
                    run.log);
        }
    }

    private static String describe(MsgInfo info) {
        return "pid " + info.pid + " tid " + info.tid + " chid " + info.chid + " coid " + info.coid + " scoid " + info.scoid
                + " bytes " + info.msgLength + " of " + info.srcMsgLength + " room " + info.dstMsgLength + " priority "
                + info.priority;
    }

    @Test
    void readingAndWritingBeyondTheEndsCopiesWhatThereIs() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                int rcvid = k.msgReceive(chid, new byte[4], null);
                run.say("read " + k.msgRead(rcvid, new byte[8], 6) + " and " + k.msgRead(rcvid, new byte[8], 99));
                run.say("wrote " + k.msgWrite(rcvid, new byte[]{1, 2, 3}, 3, 2) + " and " + k.msgWrite(rcvid, new byte[3], 3, 9));
                run.say("negative " + errnoOf(() -> k.msgRead(rcvid, new byte[8], -1)));
                k.msgReply(rcvid, 0);
            });
            run.at(1, "cli", 10, k -> {
                var reply = new byte[4];
                k.msgSend(k.connectAttach(SERVER, 1, 0), new byte[10], reply);
                run.say(reply[1] + " " + reply[2] + " " + reply[3]);
            });
            run.run(5);

            assertEquals(List.of("1 read 4 and 0", "1 wrote 2 and 0", "1 negative EFAULT", "1 0 1 2"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatThrowsDiesAloneAndIsReported(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "bad", 20, k -> {
                k.compute(Ns.ms(1));
                throw new IllegalStateException("oops");
            });
            run.at(0, "good", 10, k -> k.compute(Ns.ms(3)));
            run.run(10);

            assertEquals("""
                    bad    20 |#
                    good   10 |-###
                    """, run.timeline(0, 5));
            ProcessFailure failure = run.kernel.failures().getFirst();
            assertEquals("bad 1000000 java.lang.IllegalStateException: oops",
                    failure.process() + " " + failure.atNs() + " " + failure.message());
        }
    }
}
