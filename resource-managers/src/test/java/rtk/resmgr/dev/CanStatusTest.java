package rtk.resmgr.dev;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.can.CanFaults;
import rtk.board.can.CanFrame;
import rtk.board.can.ErrorState;
import rtk.board.can.OutsideNode;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

/// What `canctl` shows of a CAN driver, and CAN FD frames.
class CanStatusTest {
    private final PathWorld world = new PathWorld();
    private final List<CanFrame> heard = new ArrayList<>();
    private CanBus bus;
    private OutsideNode far;

    @AfterEach
    void close() { world.close(); }

    private void board(long dataBitrateHz) {
        bus = new CanBus(world.world, "can0", 500_000, dataBitrateHz);
        new CanController(world.board, "can0", bus);
        far = new OutsideNode(bus, "far", heard::add);
        world.start("dev-can", 21, new CanManager(), "can0");
    }

    private void client(long atMs, PathWorld.Code code) {
        world.start("client", 10, k -> {
            k.sleepUntil(Ns.ms(atMs));
            code.run(k);
        });
    }

    private void farSends(long atMs, CanFrame frame) {
        world.world.engine().at(SimEvent.of(Rank.DEVICE, () -> far.send(frame)), Ns.ms(atMs));
    }

    private static CanStatus status(Posix posix) {
        var bytes = new byte[CanStatus.BYTES];
        assertEquals(CanStatus.BYTES, posix.devctl(posix.open("/dev/can0/rx0", Posix.O_RDONLY), CanManager.DCMD_STATUS, bytes));
        return CanStatus.in(bytes);
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private static byte[] count(int length) {
        var bytes = new byte[length];
        for (int at = 0; at < length; at++) bytes[at] = (byte) (at + 1);
        return bytes;
    }

    @Test
    void anUndisturbedControllerIsErrorActiveAndTellsItsSizes() {
        board(0);
        client(1, k -> {
            var is = status(new Posix(k));
            assertEquals(ErrorState.ERROR_ACTIVE, is.state());
            assertEquals(List.of(0, 0, 0, 0, 0, 0),
                    List.of(is.lastError(), is.transmitErrors(), is.receiveErrors(), is.warnings(),
                            is.busOffs(), is.overflows()));
            assertEquals(List.of(256, 64, 8, 16, 64), List.of(is.rxQueueMax(), is.txQueueMax(), is.mailboxes(), is.filters(),
                    is.fifoDepth()));
            assertEquals(0, is.dataTiming());
            int fd = new Posix(k).open("/dev/can0/tx0", Posix.O_WRONLY);
            assertEquals(Errno.EINVAL, failure(() -> new Posix(k).devctl(fd, CanManager.DCMD_STATUS, new byte[63])));
            world.say("done");
        });
        world.run(2);

        assertEquals(1, world.log.size());
    }

    /// The sender's dominant bits read recessive: each is a bit error and costs it 8, error flags too (ISO 11898-1, fault confinement), so
    /// that it is bus-off within one frame. It comes back after 128 times 11 recessive bits: 2.8 ms.
    @Test
    void aShortedBusTakesTheDriverToBusOffAndAFreeOneBack() {
        board(0);
        bus.faults().stuck(CanFaults.Level.RECESSIVE, new CanFaults.Window(Ns.ms(2), Ns.ms(4)));
        client(1, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/can0/tx0", Posix.O_WRONLY);
            var bytes = new byte[CanRecord.BYTES];
            for (int number = 0; number < 60; number++) {
                new CanRecord(0x200 + number, 8, 0, 0).into(bytes, 0);
                posix.write(fd, bytes, bytes.length);
            }
            k.sleepUntil(Ns.ms(3));
            var is = status(posix);
            world.log.add(is.state() + ", bus-off " + is.busOffs() + ", last error " + is.lastError());
            k.sleepUntil(Ns.ms(100));
            is = status(posix);
            world.log.add(is.state() + ", bus-off " + is.busOffs() + ", errors " + is.transmitErrors());
        });
        world.run(101);

        assertEquals(List.of("RECOVERING, bus-off 1, last error 1", "ERROR_ACTIVE, bus-off 1, errors 0"), world.log);
        assertEquals(60, heard.size(), "what waited was sent");
    }

    @Test
    void framesWithManyBytesComeAndGoOnABusWithADataBitRate() {
        board(2_000_000);
        farSends(5, CanFrame.fd(0x123, false, true, false, count(64)));
        farSends(6, CanFrame.classic(0x124, false, count(8)));
        farSends(7, CanFrame.fd(0x18daf110, true, false, false, count(12)));
        client(1, k -> {
            var posix = new Posix(k);
            int rx = posix.open("/dev/can0/rxfd0", Posix.O_RDONLY);
            var buffer = new byte[4 * CanFdRecord.BYTES];
            for (int round = 0; round < 2; round++) {
                assertEquals(CanFdRecord.BYTES, posix.read(rx, buffer));
                var record = CanFdRecord.in(buffer, 0);
                world.log.add(Integer.toHexString(record.identifier()) + (record.isExtended() ? " extended " : " ")
                        + record.data().length + (record.bitRateSwitch() ? " fast" : " slow"));
                assertArrayEquals(count(record.data().length), record.data());
            }
            int classic = posix.open("/dev/can0/rx0", Posix.O_RDONLY);
            assertEquals(CanRecord.BYTES, posix.read(classic, buffer));
            assertEquals(0x124, CanRecord.in(buffer, 0).identifier());
            int tx = posix.open("/dev/can0/txfd0", Posix.O_WRONLY);
            new CanFdRecord(0x321, true, false, 0, count(48)).into(buffer, 0);
            new CanFdRecord(0x322, false, false, 0, count(3)).into(buffer, CanFdRecord.BYTES);
            assertEquals(160, posix.write(tx, buffer, 160));
        });
        world.run(20);

        assertEquals(List.of("123 64 fast", "18daf110 extended 12 slow"), world.log);
        assertEquals(2, heard.size());
        assertTrue(heard.get(0).isFd() && heard.get(0).identifier() == 0x321 && heard.get(0).length() == 48);
        assertTrue(heard.get(1).isFd() && heard.get(1).identifier() == 0x322 && heard.get(1).length() == 3);
        assertFalse(CanFdRecord.isValid(lengthened(9), 0));
    }

    private static byte[] lengthened(int length) {
        var bytes = new byte[CanFdRecord.BYTES];
        new CanFdRecord(0x100, false, false, 0, count(0)).into(bytes, 0);
        bytes[4] = (byte) length;
        return bytes;
    }

    @Test
    void aBusWithoutDataBitRateHasNoNamesForThem() {
        board(0);
        client(1, k -> world.log.add(failure(() -> new Posix(k).open("/dev/can0/rxfd0", Posix.O_RDONLY)).name()));
        world.run(2);

        assertEquals(List.of("ENOENT"), world.log);
    }
}
