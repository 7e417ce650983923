package rtk.apps.infotainment.isotp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.can.CanFrame;
import rtk.board.can.CanNode;
import rtk.board.can.Transmission;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathManager;
import rtk.resmgr.dev.CanManager;
import rtk.trace.TraceSink;

/// Two programs that speak over a bus: two controllers, two drivers, all of it in simulated time.
class IsoTpSocketTest {
    private record Seen(long timeNs, CanFrame frame) {}

    private final World world = new World(1, TraceSink.NONE);
    private final List<Seen> wire = new ArrayList<>();
    private final Board board = new Board(world, "bench", 1);
    private final Kernel kernel;

    IsoTpSocketTest() {
        var bus = new CanBus(world, "bus", 500_000, 0);
        new CanController(board, "can0", bus);
        new CanController(board, "can1", bus);
        bus.attach(new CanNode() {
            @Override
            public int number() { return 0; }

            @Override
            public Transmission offer() { return null; }

            @Override
            public void sent(Transmission transmission) {}

            @Override
            public boolean listens() { return true; }

            @Override
            public void received(CanFrame frame) { wire.add(new Seen(world.nowNs(), frame)); }
        });
        kernel = new Kernel(board, KernelConfig.DEFAULT);
        spawn("procnto", 254, k -> new PathManager().main(k, List.of()));
        spawn("dev-can0", 21, k -> new CanManager().main(k, List.of("can0")));
        spawn("dev-can1", 21, k -> new CanManager().main(k, List.of("can1")));
    }

    private void spawn(String name, int priority, Consumer<KernelCalls> body) {
        kernel.spawn(name, (k, args) -> {
            body.accept(k);
            return 0;
        }, List.of(), new ThreadAttr("main", priority, SchedPolicy.RR));
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        for (int n = 0; n < length; n++) bytes[n] = (byte) (n * 13);
        return bytes;
    }

    private static IsoTpLink link(boolean tester, IsoTpSettings settings) {
        return new IsoTpLink(tester ? IsoTpAddress.normal(0x7e0, 0x7e8) : IsoTpAddress.normal(0x7e8, 0x7e0), settings);
    }

    @Test
    void longMessagesGoThereAndBackWithTheSeparationThatIsAskedFor() {
        var results = new ArrayList<Object>();
        spawn("ecu", 15, k -> {
            var socket = new IsoTpSocket(k, "/dev/can0", link(false, IsoTpSettings.DEFAULT.blocks(5, 0xf5)));
            byte[] request = socket.await(Ns.NEVER).bytes();
            results.add(socket.send(request));
        });
        spawn("tester", 12, k -> {
            var socket = new IsoTpSocket(k, "/dev/can1", link(true, IsoTpSettings.DEFAULT.blocks(0, 1)));
            results.add(socket.send(bytes(300)));
            results.add(socket.await(k.nowNs() + Ns.s(1)).bytes());
        });

        assertTrue(kernel.run(Ns.s(2)));

        assertEquals(List.of(), kernel.failures());
        assertEquals(IsoTpResult.OK, results.get(0));
        assertEquals(IsoTpResult.OK, results.get(1));
        assertArrayEquals(bytes(300), (byte[]) results.get(2));
        // 42 consecutive frames each way; start to start of two in one block: the frame itself and STmin at least.
        assertEquals(42, wire.stream().filter(seen -> isConsecutive(seen, 0x7e0)).count());
        assertGap(0x7e0, Ns.us(500), Ns.us(700));
        assertGap(0x7e8, Ns.ms(1), Ns.us(1_200));
    }

    private static boolean isConsecutive(Seen seen, int id) {
        return seen.frame.identifier() == id && seen.frame.dataByte(0) >> 4 == 2;
    }

    /// From the end of a frame to the start of the next one: at least what was asked for, and not much more than a frame longer.
    private void assertGap(int id, long leastNs, long mostNs) {
        for (int n = 1; n < wire.size(); n++) {
            if (!isConsecutive(wire.get(n - 1), id) || !isConsecutive(wire.get(n), id)) continue;
            long bits = 44L + 8L * wire.get(n).frame.length(); // without stuff bits, which make the start earlier
            long gapNs = wire.get(n).timeNs - bits * 2_000 - wire.get(n - 1).timeNs;
            assertTrue(gapNs >= leastNs && gapNs <= mostNs + Ns.us(100), gapNs + " ns before " + wire.get(n).frame);
        }
    }

    @Test
    void nobodyAtTheOtherEndIsNoticedInTime() {
        var results = new ArrayList<Object>();
        spawn("tester", 12, k -> {
            var socket = new IsoTpSocket(k, "/dev/can1", link(true, IsoTpSettings.LEGISLATED));
            long startNs = k.nowNs();
            results.add(socket.send(bytes(20)));
            results.add((k.nowNs() - startNs) / 1_000_000);
            results.add(Arrays.asList(socket.await(k.nowNs() + Ns.ms(30))));
            results.add((k.nowNs() - startNs) / 1_000_000);
        });

        assertTrue(kernel.run(Ns.s(1)));

        assertEquals(IsoTpResult.TIMEOUT_BS, results.get(0));
        assertEquals(75L, results.get(1));
        assertNull(((List<?>) results.get(2)).getFirst());
        assertEquals(105L, results.get(3));
    }
}
