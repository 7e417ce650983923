package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;
import static rtk.kernel.TestWorld.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;

/// Connections, their numbers, and what a channel tells its owner. Process 1 is left free, since all are connected to its channel.
class ChannelTest {
    private static final int SERVER = 2;

    private static TestWorld world() {
        return new TestWorld(KernelConfig.DEFAULT).at(0, "init", 30, k -> {});
    }

    private static void sayPulses(TestWorld run, KernelCalls k, int chid) {
        var buffer = new byte[Pulse.BYTES];
        for (;;) {
            k.msgReceive(chid, buffer, null);
            Pulse pulse = Pulse.in(buffer);
            run.say("code " + pulse.code() + " value " + pulse.value() + " scoid " + (pulse.scoid() - KernelCalls.SERVER_SIDE));
        }
    }

    @Test
    @Rule({"DISCONNECT", "14.23"})
    void rule23OnlyTheLastConnectionOfAProcessTellsTheServer() {
        try (var run = world()) {
            run.at(0, "srv", 20, k -> sayPulses(run, k, k.channelCreate(ChannelFlag.DISCONNECT)));
            run.at(1, "cli", 10, k -> {
                int first = k.connectAttach(SERVER, 1, 0);
                int second = k.connectAttach(SERVER, 1, 0);
                k.connectDetach(first);
                k.sleepUntil(Ns.ms(3));
                k.connectDetach(second);
                k.sleep(Ns.ms(9));
            });
            run.run(20);

            assertEquals(List.of("3 code -33 value 0 scoid 0"), run.log);
        }
    }

    /// The number of a client that is gone stays until the server gives it back; the same process, back again, gets another.
    @Test
    @Rule("DISCONNECT")
    void disconnectKeepsTheScoidUntilTheServerGivesItBack() {
        try (var run = world()) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.DISCONNECT);
                var info = new MsgInfo();
                for (int i = 0; i < 3; i++) {
                    k.msgReply(k.msgReceive(chid, new byte[64], info), 0);
                    run.say("scoid " + (info.scoid - KernelCalls.SERVER_SIDE) + " of " + k.connectClientInfo(info.scoid));
                    run.say("back early: " + errnoOf(() -> k.connectDetach(info.scoid)));
                    k.msgReceive(chid, new byte[64], null);
                    run.say("gone: " + k.connectClientInfo(info.scoid).connections());
                    if (i == 0) continue;
                    k.connectDetach(info.scoid);
                    run.say("twice: " + errnoOf(() -> k.connectDetach(info.scoid)));
                }
            });
            run.at(1, "cli", 10, k -> {
                for (int i = 0; i < 3; i++) {
                    int coid = k.connectAttach(SERVER, 1, 0);
                    k.msgSend(coid, new byte[1], null);
                    k.connectDetach(coid);
                    k.sleep(Ns.ms(1));
                }
            });
            run.run(20);

            String entry = " of ClientInfo[pid=3, connections=1]";
            assertEquals(List.of("1 scoid 0" + entry, "1 back early: EINVAL", "1 gone: 0", "2 scoid 1" + entry,
                    "2 back early: EINVAL",
                    "2 gone: 0", "2 twice: EINVAL", "3 scoid 1" + entry, "3 back early: EINVAL", "3 gone: 0", "3 twice: EINVAL"),
                    run.log);
        }
    }

    /// Two connections to a channel, which goes while its process lives, and one to a process that dies.
    @Test
    @Rule("COID_DISCONNECT")
    void coidDisconnectTellsOfEachConnectionThatLostItsChannel() {
        try (var run = world()) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                k.channelCreate();
                k.sleepUntil(Ns.ms(3));
                k.channelDestroy(chid);
                k.sleepUntil(Ns.ms(5));
            });
            run.at(1, "cli", 10, k -> {
                int chid = k.channelCreate(ChannelFlag.COID_DISCONNECT);
                k.connectAttach(SERVER, 1, 4);
                k.connectAttach(SERVER, 1, 4);
                k.connectAttach(SERVER, 2, 9);
                k.connectDetach(k.connectAttach(SERVER, 2, 9));
                sayPulses(run, k, chid);
            });
            run.run(20);

            int none = -KernelCalls.SERVER_SIDE;
            assertEquals(List.of("3 code -35 value 4 scoid " + none, "3 code -35 value 5 scoid " + none,
                    "5 code -35 value 9 scoid " + none), run.log);
        }
    }

    @Test
    @Rule("THREAD_DEATH")
    void threadDeathTellsOfEachThreadOfTheOwnProcessThatDies() {
        try (var run = world()) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.THREAD_DEATH);
                thread(k, "two", 20, () -> k.sleepUntil(Ns.ms(3)));
                thread(k, "three", 20, () -> k.sleepUntil(Ns.ms(2)));
                sayPulses(run, k, chid);
            });
            run.at(1, "other", 10, k -> k.sleep(Ns.ms(1)));
            run.run(20);

            int none = -KernelCalls.SERVER_SIDE;
            assertEquals(List.of("2 code -34 value 3 scoid " + none, "3 code -34 value 2 scoid " + none), run.log);
        }
    }

    @Test
    @Rule("PRIVATE")
    void privateChannelsTakeConnectionsOfTheirOwnProcessOnly() {
        try (var run = world()) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.PRIVATE);
                run.say("own " + errnoOf(() -> k.connectAttach(0, chid, 0)));
                k.sleep(Ns.ms(5));
            });
            run.at(1, "cli", 10, k -> run.say("other " + errnoOf(() -> k.connectAttach(SERVER, 1, 0))));
            run.run(20);

            assertEquals(List.of("0 own EOK", "1 other EPERM"), run.log);
        }
    }

    /// The wish to be told lengths changes nothing: they are always told.
    @Test
    @Rule({"SENDER_LEN", "REPLY_LEN"})
    void senderLenAndReplyLenAreAlwaysFilled() {
        for (ChannelFlag[] flags : new ChannelFlag[][]{{}, {ChannelFlag.SENDER_LEN, ChannelFlag.REPLY_LEN}}) {
            try (var run = world()) {
                run.at(0, "srv", 20, k -> {
                    var info = new MsgInfo();
                    k.msgReply(k.msgReceive(k.channelCreate(flags), new byte[16], info), 0);
                    run.say(info.srcMsgLength + " " + info.dstMsgLength);
                });
                run.at(1, "cli", 10, k -> k.msgSend(k.connectAttach(SERVER, 1, 0), new byte[40], new byte[30]));
                run.run(20);

                assertEquals(List.of("1 40 30"), run.log);
            }
        }
    }

    @Test
    void coidsAreTheLowestFreeOnesOfTheirSpaceAndNoScoidIsOneOfThem() {
        try (var run = world()) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                int side = KernelCalls.SIDE_CHANNEL;
                int[] coids = {k.connectAttach(0, chid, 0), k.connectAttach(0, chid, 0), k.connectAttach(0, chid, 5),
                    k.connectAttach(0, chid, side), k.connectAttach(0, chid, side)};
                k.connectDetach(0);
                run.say(coids[0] + " " + coids[1] + " " + coids[2] + " " + (coids[3] - side) + " " + (coids[4] - side) + ", then "
                        + k.connectAttach(0, chid, 0) + " " + k.connectDuplicate(coids[2], 0));
                run.say("" + k.connectServerInfo(coids[2]));
                run.say("scoid " + errnoOf(() -> k.connectServerInfo(KernelCalls.SERVER_SIDE)));
                run.say("full " + errnoOf(() -> k.connectAttach(0, chid, KernelCalls.CONNECTIONS_MAX)));
                run.say("full " + errnoOf(() -> k.connectAttach(0, chid, side + KernelCalls.CONNECTIONS_MAX)));
                run.say("nobody " + errnoOf(() -> k.connectAttach(77, chid, 0)) + " " + errnoOf(() -> k.connectAttach(0, 77, 0)));
                run.say("none " + errnoOf(() -> k.connectDetach(77)) + " " + errnoOf(() -> k.connectDuplicate(77, 0)));
            });
            run.run(20);

            assertEquals(
                    List.of("0 0 1 5 1 2, then 0 2", "0 ServerInfo[pid=2, chid=1, scoid=536870912, dead=false]", "0 scoid EINVAL",
                            "0 full EAGAIN", "0 full EAGAIN", "0 nobody ESRCH ESRCH", "0 none EINVAL EBADF"),
                    run.log);
        }
    }
}
