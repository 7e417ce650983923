package rtk.resmgr.dev;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.SerialFeed.Burst;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;
import rtk.resmgr.Rule;

/// Drivers on a board, with clients in other processes.
class DriverTest {
    private final PathWorld world = new PathWorld();
    private final CanBus bus = new CanBus(world.world, "can0", 500_000, 0);
    private final CanController far = new CanController(new Board(world.world, "far", 1), "far0", bus);

    @AfterEach
    void close() { world.close(); }

    private void onBoard() { new CanController(world.board, "can0", bus); }

    /// The far end queues a frame with one data byte.
    private void farSends(long atUs, int id, int value) {
        world.world.engine().at(SimEvent.of(Rank.DEVICE, () -> {
            far.write(CanController.CTRL, CanController.ENABLE);
            int mailbox = Integer.numberOfTrailingZeros(~far.read(CanController.TX_PENDING)) * CanController.TX_STRIDE;
            far.write(mailbox + CanController.TX_ID, id);
            far.write(mailbox + CanController.TX_DATA0, value);
            far.write(mailbox + CanController.TX_CTRL, 1 | CanController.SEND);
        }), Ns.us(atUs));
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private static String text(CanRecord record) {
        return Integer.toHexString(record.idWithFlags()) + "#" + Integer.toHexString(record.dataByte(0)) + "/" + record.length();
    }

    @Test
    void fsyncWaitsUntilAllThatWasWrittenIsOnTheWire() {
        onBoard();
        farSends(0, 0x700, 1); // also there to acknowledge
        world.start("dev-can", 21, new CanManager(), "can0");
        world.start("writer", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/can0/tx0", Posix.O_WRONLY);
            posix.fsync(fd);
            world.say("nothing to wait for");
            var frames = new byte[3 * CanRecord.BYTES];
            // Of one identifier, so that two wait in the queue behind the first.
            for (int n = 0; n < 3; n++) new CanRecord(0x100, 8, 0, n).into(frames, n * CanRecord.BYTES);
            posix.write(fd, frames, frames.length);
            world.say("written");
            posix.fsync(fd);
            world.say("sent");
            new CanRecord(0x100, 8, 0, 9).into(frames, 0);
            posix.write(fd, frames, CanRecord.BYTES);
            posix.fsync(fd);
            world.say("sent");
        });
        world.run(10);

        // One byte at 0 us: 55 bits and stuff bits; then frames of 8 bytes, 111 bits and stuff bits, 2 us each, 3 bits between.
        assertEquals(List.of("nothing to wait for", "written", "sent", "sent"),
                world.log.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
        long threeSentUs = Long.parseLong(world.log.get(2).split(" ")[0]);
        long lastSentUs = Long.parseLong(world.log.get(3).split(" ")[0]);
        assertTrue(threeSentUs >= 3 * 222 + 110 && threeSentUs <= 3 * 270 + 140, world.log::toString);
        assertTrue(lastSentUs - threeSentUs >= 222 && lastSentUs - threeSentUs <= 280, world.log::toString);
    }

    @Test
    void whoWaitsInFsyncWithNobodyToAcknowledgeCanLeave() {
        onBoard();
        world.start("dev-can", 21, new CanManager(), "can0");
        world.start("writer", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/can0/tx0", Posix.O_WRONLY);
            var frame = new byte[CanRecord.BYTES];
            new CanRecord(0x100, 8, 0, 1).into(frame, 0);
            posix.write(fd, frame, frame.length);
            k.timerTimeout(Ns.ms(5));
            world.say(failure(() -> posix.fsync(fd)).toString());
        });
        world.run(20);

        assertEquals(List.of("5000 EINTR"), world.log);
    }

    @Test
    void aReaderGetsFramesFromTheBus() {
        onBoard();
        world.start("dev-can", 21, new CanManager(), "can0");
        world.start("reader", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/can0/rx0", Posix.O_RDONLY);
            var buffer = new byte[4 * CanRecord.BYTES];
            for (int round = 0; round < 2; round++) {
                int count = posix.read(fd, buffer);
                for (int at = 0; at < count; at += CanRecord.BYTES) {
                    var record = CanRecord.in(buffer, at);
                    world.say(text(record) + " stamped " + record.timeNs() / 1000);
                }
                k.sleep(Ns.ms(3));
            }
        });
        farSends(1100, 0x123, 0xab);
        farSends(2100, 0x80000456, 0xcd);
        farSends(2100, 0x124, 0xef);
        world.run(10);

        assertEquals(3, world.log.size());
        assertTrue(world.log.get(0).startsWith("12") && world.log.get(0).contains(" 123#ab/1 stamped 12"), world.log.get(0));
        assertTrue(world.log.get(1).contains(" 80000456#cd/1 stamped 22"), world.log.get(1));
        assertTrue(world.log.get(2).contains(" 124#ef/1 stamped 23"), world.log.get(2));
    }

    @Test
    void framesWrittenGoOutInOrderAndTheWriterWaitsForRoom() {
        onBoard();
        var heard = new ArrayList<Integer>();
        world.start("dev-can", 21, new CanManager(), "can0");
        world.start("writer", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/can0/tx0", Posix.O_WRONLY);
            var buffer = new byte[CanRecord.BYTES];
            for (int value = 0; value < 100; value++) {
                new CanRecord(0x200, 1, 0, (long) value << 56).into(buffer, 0);
                assertEquals(CanRecord.BYTES, posix.write(fd, buffer, buffer.length));
            }
            world.say("written");
        });
        far.write(CanController.CTRL, CanController.ENABLE);
        for (int us = 0; us < 20_000; us += 50) {
            world.world.engine().at(SimEvent.of(Rank.OBSERVER, () -> {
                while (far.read(CanController.RX_COUNT) > 0) {
                    heard.add(far.read(CanController.RX_DATA0) & 0xff);
                    far.write(CanController.RX_POP, 0);
                }
            }), Ns.us(200 + us));
        }
        world.run(30);

        assertEquals(100, heard.size());
        for (int value = 0; value < 100; value++) assertEquals(value, heard.get(value));
        assertTrue(Integer.parseInt(world.log.getFirst().split(" ")[0]) > 3000, "the writer had to wait: " + world.log);
    }

    @Test
    void framesNobodyReadsAreBoundedAndCounted() {
        onBoard();
        world.start("dev-can", 21, new CanManager(), "can0");
        for (int k = 0; k < 300; k++) farSends(1000 + 150 * k, 0x100, k);
        world.run(60);
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/can0/rx0", Posix.O_RDONLY);
            var counters = new byte[32];
            assertEquals(32, posix.devctl(fd, CanManager.DCMD_COUNTERS, counters));
            var fields = ByteBuffer.wrap(counters).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
            world.log.add("received " + fields.get(0) + " dropped " + fields.get(1) + " lost " + fields.get(2) + " waiting "
                    + fields.get(4));
            world.log.add("available " + posix.fstat(fd).available());
            posix.read(fd, counters);
            world.log.add("oldest " + CanRecord.in(counters, 0).dataByte(0));
        });
        world.run(70);

        assertEquals(List.of("received 300 dropped 44 lost 0 waiting 256", "available 6144", "oldest 0"), world.log);
    }

    @Test
    void filtersKeepOtherFramesAway() {
        onBoard();
        world.start("dev-can", 21, new CanManager(), "can0");
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/can0/rx0", Posix.O_RDONLY);
            var filter = new byte[8];
            ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN).putInt(0x101).putInt(-1);
            assertEquals(0, posix.devctl(fd, CanManager.DCMD_FILTER_ADD, filter));
            var buffer = new byte[CanRecord.BYTES];
            posix.read(fd, buffer);
            world.log.add(text(CanRecord.in(buffer, 0)));
        });
        farSends(1000, 0x100, 1);
        farSends(2000, 0x101, 2);
        world.run(5);

        assertEquals(List.of("101#2/1"), world.log);
    }

    @Test
    void whatTheCanDriverCannotDoFailsWithItsErrno() {
        onBoard();
        world.start("dev-can", 21, new CanManager(), "can0");
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int rx = posix.open("/dev/can0/rx0", Posix.O_RDONLY | Posix.O_NONBLOCK);
            int tx = posix.open("/dev/can0/tx0", Posix.O_WRONLY);
            var bad = new byte[CanRecord.BYTES];
            new CanRecord(0x100, 9, 0, 0).into(bad, 0);
            world.log.add(failure(() -> posix.read(rx, new byte[CanRecord.BYTES])).name());
            world.log.add(failure(() -> posix.read(rx, new byte[8])).name());
            world.log.add(failure(() -> posix.write(tx, bad, bad.length)).name());
            world.log.add(failure(() -> posix.write(tx, bad, 5)).name());
            world.log.add(failure(() -> posix.devctl(tx, 99, bad)).name());
            world.log.add(failure(() -> posix.open("/dev/can0/rx0", Posix.O_WRONLY)).name());
            world.log.add(failure(() -> posix.open("/dev/can0/rx1", Posix.O_RDONLY)).name());
        });
        world.run(5);

        assertEquals(List.of("EAGAIN", "EMSGSIZE", "EINVAL", "EINVAL", "ENOTTY", "EACCES", "ENOENT"), world.log);
    }

    @Test
    void aDriverWithoutItsDeviceSaysWhatThereIs() {
        onBoard();
        world.start("dev-can", 21, new CanManager(), "can7");
        world.start("devc-ser", 21, new SerialManager(), "ser1");
        assertThrows(AssertionError.class, () -> world.run(1));

        var failures = world.kernel.failures().stream().map(Object::toString).toList();
        assertTrue(failures.get(0).contains("dev-can: no can-controller named 'can7'; this board has can0"), failures.get(0));
        assertTrue(failures.get(1).contains("devc-ser: no uart named 'ser1'; this board has none"), failures.get(1));
    }

    @Test
    void serialBytesAreReadAsTheyCome() {
        var uart = new Uart(world.board, "ser1", 115200, 16);
        world.start("devc-ser", 21, new SerialManager(), "ser1");
        world.start("reader", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/ser1", Posix.O_RDWR);
            var buffer = new byte[64];
            var line = new StringBuilder();
            while (line.length() < 20) {
                int count = posix.read(fd, buffer);
                line.append(new String(buffer, 0, count, US_ASCII));
                world.say(String.valueOf(count));
            }
            world.log.add(line.toString());
        });
        new SerialFeed(world.world, uart, List.of(new Burst(Ns.ms(1), "$GPRMC,1234,A,5050*2a".getBytes(US_ASCII)))).start();
        world.run(20);

        // A character takes 86.8 us: at 1000 us + 8, + 16 characters the trigger level, + 21 + 4 the timeout.
        assertEquals(List.of("1694 8", "2388 8", "3170 5", "$GPRMC,1234,A,5050*2a"), world.log);
    }

    @Test
    void serialBytesWrittenGoOutWithoutGaps() {
        var uart = new Uart(world.board, "ser1", 115200, 16);
        var heard = new StringBuilder();
        uart.connect((value, sent) -> {
            heard.append((char) value);
            if (heard.length() == 100) world.say("last");
        });
        world.start("devc-ser", 21, new SerialManager(), "ser1");
        world.start("writer", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/ser1", Posix.O_RDWR);
            var bytes = "0123456789".repeat(10).getBytes(US_ASCII);
            assertEquals(100, posix.write(fd, bytes, bytes.length));
        });
        world.run(20);

        assertEquals("0123456789".repeat(10), heard.toString());
        assertEquals(List.of(100 * 1_000_000 / 11_520 + " last"), world.log);
    }

    @Test
    @Rule("9.4")
    void serialInputNobodyReadsIsBoundedAndCounted() {
        var uart = new Uart(world.board, "ser1", 921600, 16);
        world.start("devc-ser", 21, new SerialManager(), "ser1");
        new SerialFeed(world.world, uart, List.of(new Burst(Ns.ms(1), new byte[2100]))).start();
        world.run(40);
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/ser1", Posix.O_RDONLY);
            var counters = new byte[32];
            posix.devctl(fd, SerialManager.DCMD_COUNTERS, counters);
            var fields = ByteBuffer.wrap(counters).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
            world.log.add("received " + fields.get(0) + " dropped " + fields.get(1) + " overruns " + fields.get(2));
            world.log.add("read " + posix.read(fd, new byte[4096]));
        });
        world.run(50);

        assertEquals(List.of("received 2100 dropped 52 overruns 0", "read 2048"), world.log);
    }
}
