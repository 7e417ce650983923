package rtk.apps.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;

/// The example of the README, as it stands there; [ReadmeTest] compares.
class ReadmeExampleTest {
    // README
    @RtkTest
    void theServerWorksAtItsClientsPriority(RtkWorld world) {
        world.at(0, "server", 20, ReadmeExampleTest::serve);
        world.at(Ns.ms(1), "client", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4], new byte[4]));
        world.at(Ns.ms(2), "other", 15, k -> k.compute(Ns.ms(1)));
        world.run(Ns.ms(6));

        assertEquals("""
                server  20 |r#-#rr
                client  10 | ppp
                other   15 |  #
                """, world.timeline(Ns.ms(1)));
    }
    // README

    private static void serve(KernelCalls k) {
        int chid = k.channelCreate();
        for (;;) {
            int rcvid = k.msgReceive(chid, new byte[16], null);
            k.compute(Ns.ms(2));
            k.msgReply(rcvid, 0);
        }
    }
}
