package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.trace.EventKind;

class CanControllerTest {
    private final Recorder trace = new Recorder(EventKind.FRAME_START, EventKind.FRAME_DROPPED, EventKind.DEVICE_NOTE,
            EventKind.IRQ_ASSERTED,
            EventKind.IRQ_DEASSERTED);
    private final World world = new World(1, trace);
    private final Board board = new Board(world, "ecu", 1);
    private final CanBus bus = new CanBus(world, "can0", 500_000, 2_000_000);
    private final CanController part = new CanController(board, "flexcan0", bus, 4);
    private final QueueingNode other = new QueueingNode(bus, "other", "can-message", false);

    private void send(String... frames) {
        trace.take();
        for (String frame : frames) other.send(CanFrame.parse(frame));
        run();
    }

    private void run() { world.engine().runUntil(world.nowNs() + Ns.ms(5)); }

    private void mailbox(int n, int id, int length) {
        part.write(CanController.TX_ID + n * CanController.TX_STRIDE, id);
        part.write(CanController.TX_CTRL + n * CanController.TX_STRIDE, length | CanController.SEND);
    }

    private static final Pattern ROW = Pattern.compile(
            "^/// \\| 0x([0-9A-F]+)(?: \\+ (\\d+) n)? *\\| (\\w+) *\\| (rw1c|rw|r|w) *\\| (\\d+|–) *\\|.*?(?:n to (\\d+).*)?\\|$");

    /// Offsets and reset values as the table in the comment of the class has them; −1 for a reset value that depends.
    private static Map<Integer, Long> table() throws IOException {
        String root = System.getProperty("rtk.root");
        assumeTrue(root != null, "rtk.root, the root of the sources, is not set");
        var table = new TreeMap<Integer, Long>();
        for (String line : Files.readAllLines(Path.of(root, "board/src/main/java/rtk/board/can/CanController.java"))) {
            Matcher row = ROW.matcher(line);
            if (!row.find()) continue;
            int offset = Integer.parseInt(row.group(1), 16);
            int stride = row.group(2) == null ? 0 : Integer.parseInt(row.group(2));
            int last = row.group(6) != null ? Integer.parseInt(row.group(6)) : stride == 16 ? 7 : stride == 8 ? 15 : 0;
            for (int n = 0; n <= last; n++)
                table.put(offset + stride * n, row.group(5).equals("–") ? -1 : Long.parseLong(row.group(5)));
        }
        return table;
    }

    @Test
    void registersHaveTheResetValuesOfTheTableAndThereAreNoOthers() throws IOException {
        var table = table();
        assertEquals(26 + 8 * 4 + 16 * 2 + 16 + 128, table.size());
        for (int offset = -4; offset <= part.size(); offset++) {
            int at = offset;
            Long reset = table.get(offset);
            if (reset == null) {
                assertThrows(BusFault.class, () -> part.read(at), () -> "offset " + at);
                assertThrows(BusFault.class, () -> part.write(at, 0), () -> "offset " + at);
            } else if (reset >= 0) {
                assertEquals(reset, part.read(offset), "offset " + offset);
            }
        }
        assertEquals(4 | 8 << 16 | 16 << 24, part.read(CanController.CONFIG));
        // 80 MHz: 500 kbit/s in 160 quanta sampled at 87.5 %, 2 Mbit/s in 40 quanta sampled at 75 %.
        assertEquals((10 - 1) << 25 | 0 << 16 | (139 - 1) << 8 | (20 - 1), part.read(CanController.BIT_TIMING));
        assertEquals((5 - 1) << 25 | 0 << 16 | (29 - 1) << 8 | (10 - 1), part.read(CanController.DATA_TIMING));
    }

    @Test
    void aReceivedFrameRaisesTheLineAndCanBeReadAndPopped() {
        part.write(CanController.CTRL, CanController.ENABLE);
        part.write(CanController.INT_ENABLE, CanController.INT_RX);

        send("18FEF100#0102030405060708", "123#R2");

        // Valid for receivers one bit, 2000 ns, before the last bit of EOF.
        long validNs = (FrameBits.length(CanFrame.parse("18FEF100#0102030405060708")) - 1) * 2_000L;
        assertTrue(trace.take().contains(validNs + " irq.asserted 32 2"));
        assertEquals(2, part.read(CanController.RX_COUNT));
        assertEquals(0x98fef100, part.read(CanController.RX_ID));
        assertEquals(8, part.read(CanController.RX_LEN));
        assertEquals(0x04030201, part.read(CanController.RX_DATA0));
        assertEquals(0x08070605, part.read(CanController.RX_DATA1));
        assertEquals((int) validNs, part.read(CanController.RX_TIME_LO));
        assertEquals(0, part.read(CanController.RX_TIME_HI));

        part.write(CanController.RX_POP, 1);
        assertEquals(0x4000_0123, part.read(CanController.RX_ID));
        assertEquals(2, part.read(CanController.RX_LEN));
        assertEquals("", trace.take());
        part.write(CanController.RX_POP, 1);
        assertEquals(world.nowNs() + " irq.deasserted 32 2", trace.take());
        assertEquals(0, part.read(CanController.INT_STATUS));
    }

    @Test
    void aDisabledControllerHearsNothing() {
        send("123#");

        assertEquals(0, part.read(CanController.RX_COUNT));
    }

    @Test
    void filtersPassWhatAgreesInTheMaskedBits() {
        part.write(CanController.CTRL, CanController.ENABLE);
        part.write(CanController.FILTER_MATCH + CanController.FILTER_STRIDE, 0x120);
        part.write(CanController.FILTER_MASK + CanController.FILTER_STRIDE, 0x7f0 | CanFrame.EXTENDED_FLAG);
        part.write(CanController.FILTER_MATCH + 5 * CanController.FILTER_STRIDE, 0x80000005);
        part.write(CanController.FILTER_MASK + 5 * CanController.FILTER_STRIDE, -1);
        part.write(CanController.FILTER_ENABLE, 1 << 1 | 1 << 5);

        send("123#", "133#", "00000123#", "00000005#", "12F#");

        assertEquals(3, part.read(CanController.RX_COUNT));
        assertEquals(0x123, part.read(CanController.RX_ID));
        part.write(CanController.RX_POP, 1);
        assertEquals(0x80000005, part.read(CanController.RX_ID));
        part.write(CanController.RX_POP, 1);
        assertEquals(0x12f, part.read(CanController.RX_ID));
    }

    @Test
    void aFullFifoLosesTheNewFrameAndSaysSo() {
        part.write(CanController.CTRL, CanController.ENABLE);
        part.write(CanController.INT_ENABLE, CanController.INT_OVERFLOW);

        send("001#", "002#", "003#", "004#", "005#", "006#");

        assertEquals(2, part.read(CanController.RX_LOST));
        assertEquals(1, part.read(CanController.RX_ID));
        assertEquals(CanController.STATUS_RX_PENDING | CanController.STATUS_RX_FULL | CanController.STATUS_TX_FREE,
                part.read(CanController.STATUS));
        assertTrue(trace.lines.stream().anyMatch(line -> line.endsWith("device.note 2 rx overflow 2")));
        assertEquals(CanController.INT_RX | CanController.INT_OVERFLOW, part.read(CanController.INT_STATUS));

        trace.take();
        part.write(CanController.INT_STATUS, CanController.INT_OVERFLOW);
        assertTrue(trace.take().endsWith("irq.deasserted 32 2"));
    }

    @Test
    void mailboxesSendInOrderOfIdentifier() {
        part.write(CanController.CTRL, CanController.ENABLE);
        part.write(CanController.INT_ENABLE, CanController.INT_TX);
        trace.take();

        mailbox(0, 0x300, 0);
        mailbox(1, 0x100, 0);
        mailbox(2, 0x200, 0);
        assertEquals(0b111, part.read(CanController.TX_PENDING));
        run();

        var order = trace.lines.stream().filter(line -> line.contains("start")).map(line -> line.split(" ")[5]).toList();
        assertEquals(java.util.List.of("100", "200", "300"), order);
        assertEquals(0, part.read(CanController.TX_PENDING));
        assertEquals(0b111, part.read(CanController.TX_DONE));
        assertEquals(0, part.read(CanController.RX_COUNT));
        part.write(CanController.TX_DONE, 0b011);
        assertEquals(CanController.INT_TX, part.read(CanController.INT_STATUS));
        part.write(CanController.INT_STATUS, CanController.INT_TX);
        assertEquals(0, part.read(CanController.INT_STATUS));
    }

    @Test
    void whatIsWrittenToAMailboxIsSent() {
        var second = new CanController(board, "flexcan1", bus);
        part.write(CanController.CTRL, CanController.ENABLE);
        second.write(CanController.CTRL, CanController.ENABLE);

        part.write(CanController.TX_DATA0, 0x44332211);
        part.write(CanController.TX_DATA1, 0x88776655);
        assertEquals(0x88776655, part.read(CanController.TX_DATA + 4));
        mailbox(0, CanFrame.EXTENDED_FLAG | 0x1234567, 7);
        run();

        assertEquals(0x81234567, second.read(CanController.RX_ID));
        assertEquals(7, second.read(CanController.RX_LEN));
        assertEquals(0x44332211, second.read(CanController.RX_DATA0));
        assertEquals(0x00776655, second.read(CanController.RX_DATA1));
    }

    @Test
    void aFrameOnTheWireIsNotTakenBackAndOthersAre() {
        part.write(CanController.CTRL, CanController.ENABLE);
        mailbox(0, 0x100, 0);
        mailbox(1, 0x200, 0);
        world.engine().runUntil(world.nowNs() + 10_000);
        trace.take();

        part.write(CanController.TX_ABORT, 0b11);
        run();

        assertEquals(1, bus.frameCount());
        assertEquals(0b01, part.read(CanController.TX_DONE));
        assertTrue(trace.take().contains("10000 frame.dropped 1 2 2 aborted"));
    }

    @Test
    void aBusyMailboxIgnoresWrites() {
        part.write(CanController.CTRL, CanController.ENABLE);
        mailbox(0, 0x100, 0);
        mailbox(0, 0x200, 0);
        run();

        assertEquals(1, bus.frameCount());
        assertTrue(trace.take().contains("device.note 2 mailbox busy 2"));
    }

    @Test
    void fdFramesAreCountedNotTaken() {
        part.write(CanController.CTRL, CanController.ENABLE);

        send("123##1AA");

        assertEquals(0, part.read(CanController.RX_COUNT));
        assertTrue(trace.take().contains("device.note 2 can fd frame ignored 1"));
    }

    @Test
    void noRegisterAccessBreaksThePart() {
        var random = new SimRandom(5, "fuzz");
        for (int i = 0; i < 100_000; i++) {
            int offset = (int) random.between(0, 0x190) * 4;
            int value = random.between(0, 1) == 0 ? (int) random.nextLong() : (int) random.between(0, 0x10f);
            try {
                if (random.between(0, 2) == 0) part.read(offset);
                else part.write(offset, value);
            } catch (BusFault e) {
                assertFalse(offset < 0x68);
            }
            if (random.between(0, 50) == 0) other.send(CanFrame.parse("123#"));
            if (random.between(0, 5) == 0) world.engine().runUntil(world.nowNs() + random.between(0, 300_000));
            assertEquals((part.read(CanController.INT_STATUS) & part.read(CanController.INT_ENABLE)) != 0, lineIsUp());
        }
        run();
    }

    private boolean lineIsUp() {
        for (int i = trace.lines.size() - 1; i >= 0; i--) {
            if (trace.lines.get(i).contains("irq.")) return trace.lines.get(i).contains("irq.asserted");
        }
        return false;
    }
}
