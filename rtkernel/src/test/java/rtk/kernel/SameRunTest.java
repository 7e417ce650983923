package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.channels.WritableByteChannel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.Board;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.file.TraceFileWriter;

/// A run is a function of scenario and seed: how threads are carried, and how often the engine is asked, has no part in it.
class SameRunTest {
    private static final CostProfile COSTS = costs();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sameSeedSameDigestHoweverItIsCarried(long seed) {
        String digest = digest(seed, CoroutineKind.CONTINUATION, Ns.ms(50), 1);

        assertEquals(digest, digest(seed, CoroutineKind.VIRTUAL_THREAD, Ns.ms(50), 1));
        assertEquals(digest, digest(seed, CoroutineKind.CONTINUATION, Ns.us(100), 1));
        assertEquals(digest(seed, CoroutineKind.CONTINUATION, Ns.ms(50), 3),
                digest(seed, CoroutineKind.VIRTUAL_THREAD, Ns.ms(10), 3));
    }

    @Test
    void anotherSeedAnotherRun() {
        assertNotEquals(digest(1, CoroutineKind.CONTINUATION, Ns.ms(50), 1), digest(2, CoroutineKind.CONTINUATION, Ns.ms(50), 1));
    }

    /// A server, clients, threads that share a mutex, a driver with interrupts at random times.
    private static String digest(long seed, CoroutineKind kind, long sliceNs, int cores) {
        var trace = new TraceFileWriter((WritableByteChannel) null, "{}");
        var world = new World(seed, trace);
        var board = new Board(world, "b", cores);
        IrqLine line = board.newLine(world.device("dev", "test", 0));
        SimRandom arrivals = world.random("arrivals");
        for (int i = 0; i < 40; i++) {
            world.engine().at(SimEvent.of(Rank.DEVICE, () -> line.set(true)), arrivals.between(0, Ns.ms(50)));
        }
        try (var kernel = new Kernel(board, KernelConfig.DEFAULT.costs(COSTS).coroutines(kind))) {
            kernel.spawn("server", (k, args) -> serve(k, world.random("server")), List.of(),
                    new ThreadAttr("server", 50, SchedPolicy.FIFO));
            kernel.spawn("driver", (k, args) -> drive(k, line), List.of(), new ThreadAttr("driver", 40, SchedPolicy.FIFO));
            for (int i = 0; i < 4; i++) {
                SimRandom random = world.random("client " + i);
                kernel.spawn("client" + i, (k, args) -> client(k, random), List.of(),
                        new ThreadAttr("c", 10 + 5 * i, SchedPolicy.RR));
            }
            for (long ns = 0; ns < Ns.ms(50); ns += sliceNs) kernel.run(ns + sliceNs);
            assertEquals(List.of(), kernel.failures());
        }
        return trace.digest();
    }

    private static int serve(KernelCalls k, SimRandom random) {
        int chid = k.channelCreate();
        var buffer = new byte[64];
        for (;;) {
            int rcvid = k.msgReceive(chid, buffer, null);
            k.compute(random.between(0, Ns.us(300)));
            if (rcvid != 0) k.msgReply(rcvid, 0);
        }
    }

    private static int drive(KernelCalls k, IrqLine line) {
        int coid = k.connectAttach(1, 1, 0);
        k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
        for (;;) {
            k.interruptWait();
            k.compute(Ns.us(20));
            line.set(false);
            k.interruptUnmask(line.irq());
            k.msgSendPulse(coid, 35, 1, 2);
        }
    }

    private static int client(KernelCalls k, SimRandom random) {
        int coid = k.connectAttach(1, 1, 0);
        int mutex = k.mutexCreate("m", MutexProtocol.INHERIT, 0);
        for (int t = 0; t < 2; t++) {
            k.threadCreate(new ThreadAttr("t" + t, 8 + 20 * t, null), () -> {
                for (;;) {
                    k.mutexLock(mutex);
                    k.compute(random.between(1, Ns.us(200)));
                    k.mutexUnlock(mutex);
                    k.sleep(random.between(1, Ns.ms(2)));
                }
            });
        }
        for (;;) {
            k.compute(random.between(0, Ns.us(500)));
            k.msgSend(coid, new byte[32], new byte[32]);
            k.sleep(random.between(1, Ns.ms(1)));
        }
    }

    private static CostProfile costs() {
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        for (CostItem item : CostItem.values()) ns.put(item, 100L + 37L * item.ordinal());
        return new CostProfile("test", "test", ns, Map.of());
    }
}
