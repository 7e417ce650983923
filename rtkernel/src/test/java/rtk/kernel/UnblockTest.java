package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.Signal;

/// How a client leaves SEND and REPLY before the server replies (rules B, X3).
class UnblockTest {
    private static final int SERVER = 1;

    static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException failed) {
            return failed.errno();
        }
    }

    /// Sends one message and gives up after `timeoutMs`.
    private static void sendFor(TestWorld run, KernelCalls k, long timeoutMs) {
        int coid = k.connectAttach(SERVER, 1, 0);
        k.timerTimeout(Ns.ms(timeoutMs));
        run.say("client " + errnoOf(() -> k.msgSend(coid, new byte[8], new byte[8])));
    }

    /// Receives one message, then says every pulse until `replyAtMs`, then replies.
    private static void serve(TestWorld run, KernelCalls k, long replyAtMs, ChannelFlag... flags) {
        int chid = k.channelCreate(flags);
        var buffer = new byte[64];
        int message = k.msgReceive(chid, buffer, null);
        for (;;) {
            k.timerTimeout(Ns.ms(replyAtMs) - k.nowNs());
            if (errnoOf(() -> k.msgReceive(chid, buffer, null)) == Errno.ETIMEDOUT) break;
            Pulse pulse = Pulse.in(buffer);
            run.say("pulse " + pulse.code() + (pulse.value() == message ? " for the message" : ""));
        }
        run.say("reply " + errnoOf(() -> k.msgReply(message, 0)));
        k.sleep(Ns.ms(50));
    }

    @Test
    @Rule({"B3", "X3", "14.21"})
    void rule21KilledClientOfAnUnblockChannelDiesOnlyAfterTheReply() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> serve(run, k, 6, ChannelFlag.UNBLOCK));
            run.at(1, "cli", 10, k -> sendFor(run, k, 90));
            run.at(3, "kill", 10, k -> {
                k.kill(2, Signal.SIGKILL);
                k.kill(2, Signal.SIGKILL);
            });
            run.run(10);

            assertEquals(List.of("3 pulse -32 for the message", "6 reply EOK"), run.log);
            assertEquals("""
                    srv    20 |rrrrrrzz
                    cli    10 | ppppp
                    kill   10 |
                    """, run.timeline(0, 8));
        }
    }
}
