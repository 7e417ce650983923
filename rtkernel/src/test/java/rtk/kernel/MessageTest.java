package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
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

    private static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException failed) {
            return failed.errno();
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientGoesStraightToReplyWhenAServerWaits(CoroutineKind kind) {
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

    /// Rule 14: received by priority, then by arrival.
    @Test
    void waitingClientsAreReceivedByPriorityThenByArrival() {
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

    /// Rules 27 and 28, and the documented example: server 22, clients 10 and 13, a bystander at 11.
    @Test
    void serverRunsAtItsClientsPriorityAndIsBoostedWhenAnUrgentOneMustWait() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 22, k -> serve(k, 4));
            run.at(1, "t2", 10, MessageTest::send);
            run.at(2, "by", 11, k -> k.compute(Ns.ms(2)));
            run.at(3, "t1", 13, MessageTest::send);
            run.run(30);

            assertEquals("""
                    srv    22 |r#-#######rrrrr
                    t2     10 | ppppp-----
                    by     11 |  #-------#
                    t1     13 |   ssspppp
                    """, run.timeline(0, 15));
        }
    }

    /// Rule 15.
    @Test
    void aMessageLongerThanTheBufferIsCutAndTheRestCanBeRead() {
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

    /// Rules 16, 17 and 18.
    @Test
    void aReplyIsCutToTheClientsBufferAndCountsOnce() {
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

    /// Rule 19.
    @Test
    void clientsOfADeadServerGetEsrchAndThenEbadf() {
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

    /// Rule 24: one entry with a count, three receives.
    @Test
    void equalPulsesAreReceivedOneByOne() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                int coid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
                for (int i = 0; i < 3; i++) k.msgSendPulse(coid, 20, 5, 77);
                var buffer = new byte[Pulse.BYTES];
                for (int i = 0; i < 3; i++) {
                    int rcvid = k.msgReceive(chid, buffer, null);
                    run.say(rcvid + " " + Pulse.in(buffer).code() + " " + Pulse.in(buffer).value());
                }
                k.timerTimeout(0);
                run.say(errnoOf(() -> k.msgReceive(chid, buffer, null)).name());
                k.msgSendPulse(coid, 20, 5, 77);
                run.say(errnoOf(() -> k.msgReceive(chid, new byte[4], null)).name());
            });
            run.run(5);

            assertEquals(List.of("0 0 5 77", "0 0 5 77", "0 0 5 77", "0 ETIMEDOUT", "0 EFAULT"), run.log);
        }
    }

    @Test
    void aTimeoutEndsTheWaitOfAClient() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                k.channelCreate();
                k.sleepUntil(Ns.ms(50));
            });
            run.at(1, "cli", 10, k -> {
                int coid = k.connectAttach(SERVER, 1, 0);
                k.timerTimeout(Ns.ms(3));
                run.say(errnoOf(() -> k.msgSend(coid, new byte[1], new byte[1])).name());
            });
            run.run(60);

            assertEquals(List.of("4 ETIMEDOUT"), run.log);
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
