package rtk.apps.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.analysis.Inversion;
import rtk.trace.analysis.Inversion.Kind;
import rtk.trace.analysis.StarvationMonitor.Starved;

/// The classic inversion, once as it must not be, once bounded: `lo` has the mutex when `hi` wants it, and `mid` comes between.
class InversionTest {
    @RtkTest
    void withoutInheritanceTheMediumThreadIsWhatTheHighOneWaitsFor(RtkWorld world) {
        world.at(0, "lo", 10, k -> inversion(k, MutexProtocol.NONE));
        world.run(Ns.ms(20));

        assertEquals("""
                lo     10 |##-----####--##
                hi     30 |zz#mmmmmmmm##
                mid    20 |zzz####
                """, world.timeline(0, Ns.ms(15), Ns.ms(1)));
        assertEquals(List.of(new Inversion("lo/2", Kind.DIRECT, "lo/1", Ns.ms(7), Ns.ms(4)),
                new Inversion("lo/2", Kind.INDIRECT, "lo/3", Ns.ms(3), Ns.ms(4))), world.inversions());
        assertEquals(List.of(new Starved("lo/1", Ns.ms(5), Ns.ms(2), 1)),
                world.starved(Ns.ms(4)));
    }

    @RtkTest
    void withInheritanceTheHighThreadWaitsForTheCriticalSectionAlone(RtkWorld world) {
        world.at(0, "lo", 10, k -> inversion(k, MutexProtocol.INHERIT));
        world.run(Ns.ms(20));

        assertEquals(List.of(new Inversion("lo/2", Kind.DIRECT, "lo/1", Ns.ms(3), Ns.ms(4)),
                new Inversion("lo/3", Kind.PUSH_THROUGH, "lo/1", Ns.ms(3), Ns.ms(4))), world.inversions());
    }

    @RtkTest
    void aServerThatForgetsItsReplyIsTold(RtkWorld world) {
        world.at(0, "server", 20, k -> {
            k.msgReceive(k.channelCreate(), new byte[16], null);
            k.sleep(Ns.ms(100));
        });
        world.at(Ns.ms(1), "client", 10, k -> k.msgSend(k.connectAttach(1, 1, 0), new byte[4], new byte[4]));
        world.run(Ns.ms(5));

        assertEquals("[Unreplied[client=client/1, channel=server:1, sentNs=1000000, receivedBy=server/1]]",
                world.unreplied().toString());
    }

    private static void inversion(KernelCalls k, MutexProtocol protocol) {
        int mutex = k.mutexCreate("m", protocol, 0);
        k.threadCreate(new ThreadAttr("hi", 30, SchedPolicy.FIFO), () -> {
            k.sleepUntil(Ns.ms(2));
            k.compute(Ns.ms(1));
            k.mutexLock(mutex);
            k.compute(Ns.ms(2));
            k.mutexUnlock(mutex);
        });
        k.threadCreate(new ThreadAttr("mid", 20, SchedPolicy.FIFO), () -> {
            k.sleepUntil(Ns.ms(3));
            k.compute(Ns.ms(4));
        });
        k.mutexLock(mutex);
        k.compute(Ns.ms(6));
        k.mutexUnlock(mutex);
        k.compute(Ns.ms(2));
    }
}
