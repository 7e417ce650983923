package rtk.resmgr.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.CoroutineKind;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

/// Drivers and clients where everything costs time, so that frames and characters come in the middle of everything: nothing may be
/// lost, stuck or out of order, on one core or three, and both kinds of coroutine must agree to the last event.
class CostlyWorldTest {
    private static final int FRAMES = 300;
    private static final int CHARACTERS = 4000;

    private static CostProfile costs(long callNs, long registerNs) {
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        for (CostItem item : CostItem.values()) ns.put(item, callNs);
        ns.put(CostItem.REGISTER_ACCESS, registerNs);
        return new CostProfile("test", "any", ns, Map.of());
    }

    /// @return digest of the run
    private static long run(KernelConfig config, int cores) {
        var received = new ArrayList<Integer>();
        var heard = new ArrayList<Integer>();
        var characters = new ArrayList<Byte>();
        try (var world = new PathWorld(config, cores)) {
            var bus = new CanBus(world.world, "can0", 1_000_000, 0);
            new CanController(world.board, "can0", bus);
            var uart = new Uart(world.board, "ser1", 115200, 16);
            var far = new CanController(new Board(world.world, "far", 1), "far0", bus);
            far.write(CanController.CTRL, CanController.ENABLE);
            world.start("dev-can", 21, new CanManager(), "can0");
            world.start("devc-ser", 22, new SerialManager(), "ser1");
            world.start("reader", 12, k -> {
                var posix = new Posix(k);
                int fd = posix.openWhenThere("/dev/can0/rx0", Posix.O_RDONLY, Ns.ms(10));
                var buffer = new byte[3 * CanRecord.BYTES];
                while (received.size() < FRAMES) {
                    int count = posix.read(fd, buffer);
                    for (int at = 0; at < count; at += CanRecord.BYTES) received.add(CanRecord.in(buffer, at).dataByte(0));
                }
            });
            world.start("writer", 11, k -> {
                var posix = new Posix(k);
                int fd = posix.openWhenThere("/dev/can0/tx0", Posix.O_WRONLY, Ns.ms(10));
                var buffer = new byte[CanRecord.BYTES];
                for (int value = 0; value < FRAMES; value++) {
                    new CanRecord(0x200, 1, 0, (long) value << 56).into(buffer, 0);
                    posix.write(fd, buffer, buffer.length);
                }
            });
            world.start("listener", 13, k -> {
                var posix = new Posix(k);
                int fd = posix.openWhenThere("/dev/ser1", Posix.O_RDONLY, Ns.ms(10));
                var buffer = new byte[100];
                while (characters.size() < CHARACTERS) {
                    int count = posix.read(fd, buffer);
                    for (int at = 0; at < count; at++) characters.add(buffer[at]);
                }
            });
            for (int k = 0; k < FRAMES; k++) {
                int value = k & 0xff;
                world.world.engine().at(SimEvent.of(Rank.DEVICE, () -> {
                    far.write(CanController.TX_ID, 0x100);
                    far.write(CanController.TX_DATA0, value);
                    far.write(CanController.TX_CTRL, 1 | CanController.SEND);
                }), Ns.ms(20) + k * 200_017L);
            }
            for (int k = 0; k < 2000; k++) {
                world.world.engine().at(SimEvent.of(Rank.OBSERVER, () -> {
                    while (far.read(CanController.RX_COUNT) > 0) {
                        heard.add(far.read(CanController.RX_DATA0) & 0xff);
                        far.write(CanController.RX_POP, 0);
                    }
                }), k * 100_000L);
            }
            var bytes = new byte[CHARACTERS];
            for (int k = 0; k < CHARACTERS; k++) bytes[k] = (byte) k;
            new SerialFeed(world.world, uart, List.of(new SerialFeed.Burst(Ns.ms(20), bytes))).start();
            world.run(600);

            assertEquals(FRAMES, received.size(), "frames received: " + received);
            assertEquals(FRAMES, heard.size(), "frames heard at the far end: " + heard);
            assertEquals(CHARACTERS, characters.size());
            for (int k = 0; k < FRAMES; k++) {
                assertEquals(k & 0xff, received.get(k));
                assertEquals(k & 0xff, heard.get(k));
            }
            for (int k = 0; k < CHARACTERS; k++) assertEquals(bytes[k], characters.get(k));
            return world.digest();
        }
    }

    @Test
    void nothingIsLostWhateverThingsCost() {
        for (long[] cost : new long[][]{{0, 0}, {300, 200}, {777, 333}, {1000, 1500}}) {
            var config = KernelConfig.DEFAULT.costs(costs(cost[0], cost[1]));
            run(config, 1);
            run(config, 3);
        }
    }

    @Test
    void bothKindsOfCoroutineAgree() {
        var config = KernelConfig.DEFAULT.costs(costs(250, 100));
        assertEquals(run(config.coroutines(CoroutineKind.CONTINUATION), 2),
                run(config.coroutines(CoroutineKind.VIRTUAL_THREAD), 2));
    }
}
