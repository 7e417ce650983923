package rtk.board.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.serial.SerialFormat.Parity;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// The cases of register behaviour are those of shared vector C04a, in its order and with its values.
class UartTest {
    private final Recorder trace = new Recorder();
    private final World world = new World(1, trace);
    private final Board board = new Board(world, "b", 1);
    private final Uart uart = new Uart(board, "ser1", 115200, 16);
    private final int irq = board.systemPage().getFirst().irq();
    private SerialFormat far = SerialFormat.of8N1(115200);

    private static final class Recorder implements TraceSink {
        private final List<String> events = new ArrayList<>();
        private final List<Long> receivedNs = new ArrayList<>();
        private final List<Long> sentNs = new ArrayList<>();

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            events.add(kind.label() + " " + a + " " + b + " " + c + " " + d);
            if (kind == EventKind.SERIAL_CHAR) (b == 0 ? receivedNs : sentNs).add(timeNs);
        }

        @Override
        public void text(int id, String text) {}
    }

    private void check(int expected, int offset) {
        assertEquals(Integer.toHexString(expected), Integer.toHexString(uart.read(offset)));
    }

    private void set8N1() { uart.write(Uart.LCR, 3); }

    private void receive(int... values) {
        for (int value : values) uart.receive(value, far);
    }

    private void passTicks(long ticks) { world.engine().runUntil(world.nowNs() + Ns.edge(ticks, 115200 * 16)); }

    private boolean irqUp() {
        return trace.events.lastIndexOf("irq.asserted " + irq + " " + uart.number() + " 0 0") > trace.events
                .lastIndexOf("irq.deasserted " + irq + " " + uart.number() + " 0 0");
    }

    @Test
    void registersHaveTheResetValuesOfTheTableInTheClassComment() throws IOException {
        var row = Pattern.compile("^/// \\| 0x(..) \\| [0–]\\S* *\\| (\\w+) \\| (?:read|both) \\| 0x(..) \\|");
        int rows = 0;
        for (String text : Files
                .readAllLines(Path.of(System.getProperty("rtk.root"), "board/src/main/java/rtk/board/serial/Uart.java"))) {
            Matcher matcher = row.matcher(text);
            if (!matcher.find()) continue;
            rows++;
            int offset = Integer.parseInt(matcher.group(1), 16);
            assertEquals(Integer.parseInt(matcher.group(3), 16), new Uart(board, "u" + rows, 115200, 16).read(offset),
                    matcher.group(2));
        }
        assertEquals(8, rows, "rows of the table that are readable with DLAB 0");
    }

    @Test
    void driverProbeFindsA16550A() {
        uart.write(Uart.IER_DLM, 0x0f);
        check(0x0f, Uart.IER_DLM);
        uart.write(Uart.IER_DLM, 0xf0);
        check(0x00, Uart.IER_DLM);
        uart.write(Uart.SCR, 0x55);
        check(0x55, Uart.SCR);
        uart.write(Uart.MCR, 0x1a);
        assertEquals(0x90, uart.read(Uart.MSR) & 0xf0);
        uart.write(Uart.IIR_FCR, 1);
        assertEquals(3, uart.read(Uart.IIR_FCR) >> 6);
        uart.write(Uart.IIR_FCR, 0);
        assertEquals(0, uart.read(Uart.IIR_FCR) >> 6);
        uart.write(Uart.IER_DLM, 2);
        assertEquals(2, uart.read(Uart.IIR_FCR) & 15);
        assertEquals(1, uart.read(Uart.IIR_FCR) & 15);
        uart.write(Uart.IER_DLM, 0);
        uart.write(Uart.IER_DLM, 2);
        assertEquals(2, uart.read(Uart.IIR_FCR) & 15);
    }

    @Test
    void divisorLatchIsBehindDlab() {
        uart.write(Uart.IER_DLM, 0x05);
        uart.write(Uart.LCR, 0x83);
        uart.write(Uart.RBR_THR_DLL, 0x34);
        uart.write(Uart.IER_DLM, 0x12);
        check(0x34, Uart.RBR_THR_DLL);
        check(0x12, Uart.IER_DLM);
        uart.write(Uart.LCR, 0x03);
        check(0x05, Uart.IER_DLM);
        check(0x60, Uart.LSR);
    }

    @Test
    void fullFifoKeepsTheOldAndLosesTheNewAndSaysSo() {
        set8N1();
        uart.write(Uart.IIR_FCR, 0x07);
        for (int value = 0x30; value <= 0x41; value++) receive(value);

        check(0x63, Uart.LSR);
        for (int value = 0x30; value <= 0x3f; value++) check(value, Uart.RBR_THR_DLL);
        check(0x60, Uart.LSR);
        assertEquals(2, uart.overruns());
        assertEquals(2, trace.events.stream().filter(event -> event.startsWith("device.note")).count());
    }

    @Test
    void transmitFifoHoldsSixteenAndDropsTheSeventeenth() {
        var heard = new ArrayList<Integer>();
        uart.connect((value, sent) -> heard.add(value));
        uart.write(Uart.IIR_FCR, 0x07);
        uart.write(Uart.LCR, 0x83);
        uart.write(Uart.RBR_THR_DLL, 0);
        uart.write(Uart.LCR, 0x03);
        for (int value = 0x60; value <= 0x70; value++) uart.write(Uart.RBR_THR_DLL, value);
        assertTrue(heard.isEmpty());

        uart.write(Uart.LCR, 0x83);
        uart.write(Uart.RBR_THR_DLL, 1);
        uart.write(Uart.LCR, 0x03);
        world.engine().runUntil(Ns.ms(10));

        assertEquals(List.of(0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f),
                heard);
    }

    @Test
    void receiveInterruptComesAtTheTriggerLevel() {
        int[] levels = {1, 4, 8, 14};
        set8N1();
        uart.write(Uart.IER_DLM, Uart.IER_RECEIVED);
        for (int choice = 0; choice < 4; choice++) {
            uart.write(Uart.IIR_FCR, 0x07 | choice << 6);
            for (int count = 1; count < levels[choice]; count++) {
                receive(0x40);
                check(0xc1, Uart.IIR_FCR);
                assertFalse(irqUp());
            }
            receive(0x40);
            check(0xc4, Uart.IIR_FCR);
            assertTrue(irqUp());
        }
    }

    @Test
    void characterTimeoutComesFourCharactersAfterTheLast() {
        set8N1();
        uart.write(Uart.IIR_FCR, 0xc7);
        uart.write(Uart.IER_DLM, Uart.IER_RECEIVED);
        receive(0x99);
        passTicks(639);
        check(0xc1, Uart.IIR_FCR);
        passTicks(1);
        check(0xcc, Uart.IIR_FCR);
        assertTrue(irqUp());

        receive(0x98);
        check(0xcc, Uart.IIR_FCR);
        check(0x99, Uart.RBR_THR_DLL);
        check(0xc1, Uart.IIR_FCR);
        assertFalse(irqUp());
        passTicks(641);
        check(0xcc, Uart.IIR_FCR);
        check(0x98, Uart.RBR_THR_DLL);
        passTicks(2000);
        check(0xc1, Uart.IIR_FCR);
    }

    @Test
    void parityErrorIsShownWithItsCharacter() {
        uart.write(Uart.LCR, 0x1b);
        uart.write(Uart.IIR_FCR, 0x07);
        far = new SerialFormat(115200 * 16, 1, 8, Parity.ODD, 2);
        receive(0x5a);

        check(0xe5, Uart.LSR);
        check(0x5a, Uart.RBR_THR_DLL);
        check(0xe0, Uart.LSR);
        check(0x60, Uart.LSR);
    }

    @Test
    void breakIsAZeroWithBreakAndFramingError() {
        set8N1();
        uart.write(Uart.IIR_FCR, 0x07);
        uart.receiveBreak(true);
        passTicks(30 * 16);
        uart.receiveBreak(false);

        check(0xf9, Uart.LSR);
        check(0x00, Uart.RBR_THR_DLL);
        check(0xe0, Uart.LSR);
        check(0x60, Uart.LSR);
    }

    @Test
    void emptyTransmitterInterruptsOnceUntilTheNextByte() {
        set8N1();
        uart.write(Uart.IIR_FCR, 0x07);
        uart.write(Uart.IER_DLM, Uart.IER_THR_EMPTY);
        check(0xc2, Uart.IIR_FCR);
        check(0xc1, Uart.IIR_FCR);
        uart.write(Uart.RBR_THR_DLL, 0x41);
        uart.write(Uart.RBR_THR_DLL, 0x42);
        check(0xc1, Uart.IIR_FCR);
        passTicks(160);
        check(0xc2, Uart.IIR_FCR);
    }

    @Test
    void threePercentOfBaudAreToleratedAndTenAreNot() {
        set8N1();
        uart.write(Uart.IIR_FCR, 0x07);
        far = new SerialFormat(1_843_200L * 160, 155, 8, Parity.NONE, 2);
        receive(0xa5);
        far = new SerialFormat(1_843_200L * 160, 165, 8, Parity.NONE, 2);
        receive(0x5a);
        check(0xa5, Uart.RBR_THR_DLL);
        check(0x5a, Uart.RBR_THR_DLL);
        check(0x60, Uart.LSR);

        far = new SerialFormat(1_843_200L * 160, 190, 8, Parity.NONE, 2);
        receive(0x00);
        assertEquals(SerialFormat.FRAMING_ERROR, uart.read(Uart.LSR) & Uart.LSR_ERRORS);
    }

    @Test
    void transmitterSendsWithoutGapsAndWithoutDrift() {
        set8N1();
        uart.write(Uart.IIR_FCR, 0x01);
        for (int k = 0; k < 16; k++) uart.write(Uart.RBR_THR_DLL, k);
        uart.write(Uart.RBR_THR_DLL, 16);
        world.engine().runUntil(Ns.ms(2));

        // Ten bits at 115200 baud: 86805.5… ns, rounded up.
        for (int k = 0; k < 17; k++) assertEquals(((k + 1) * 10_000_000_000L + 115_199) / 115_200, trace.sentNs.get(k));
    }

    @Test
    void fiveBitsWithTwoStopBitsHaveOneAndAHalf() {
        uart.write(Uart.LCR, 0x04);
        assertEquals(15, uart.format().halfBits());
        uart.write(Uart.LCR, 0x07);
        assertEquals(22, uart.format().halfBits());
    }

    @Test
    void loopBringsBackWhatIsSent() {
        set8N1();
        uart.write(Uart.MCR, 0x10);
        uart.write(Uart.RBR_THR_DLL, 0xc3);
        world.engine().runUntil(Ns.ms(1));
        check(0xc3, Uart.RBR_THR_DLL);
    }

    @Test
    void presetDivisorGivesTheRateAskedFor() {
        for (long baud : new long[]{110, 300, 1200, 9600, 57600, 115200, 230400, 921600, 1_000_000, 3_000_000}) {
            var format = new Uart(board, "u" + baud, baud, 16).format();
            assertEquals(0, (format.clockHz() - 16L * format.divisor() * baud), baud + " baud");
        }
    }

    @Test
    void registerThatIsNotThereIsABusFault() {
        assertThrows(BusFault.class, () -> uart.read(0x20));
        assertThrows(BusFault.class, () -> uart.write(0x02, 0));
    }

    /// Shared vector C01: what a logic analyser measured on a real line; within its own error of 0.2 %.
    @Test
    void characterTimesAgreeWithCapturedTraffic() throws IOException {
        var row = Pattern.compile("\"data_bits\": (\\d),\\s+\"parity\": \"(.)\",\\s+\"stop_bits\": (\\d),\\s+\"baud\": (\\d+),"
                + "\\s+\"expected\": \\{\\s+\"bits_per_char\": (\\d+),\\s+\"char_time_us_ideal\": ([\\d.]+),"
                + ".*?\"mean_spacing_us\": ([\\d.]+)", Pattern.DOTALL);
        var matcher = row.matcher(vector("C01_uart_character_timing.json"));
        int rows = 0;
        while (matcher.find()) {
            rows++;
            long baud = Long.parseLong(matcher.group(4));
            var format = new SerialFormat(16 * baud, 1, Integer.parseInt(matcher.group(1)), parity(matcher.group(2)),
                    2 * Integer.parseInt(matcher.group(3)));
            assertEquals(2 * Integer.parseInt(matcher.group(5)), format.halfBits());
            double us = format.durationNs(1000) / 1e6;
            assertEquals(Double.parseDouble(matcher.group(6)), us, 0.0006, matcher.group());
            assertEquals(Double.parseDouble(matcher.group(7)), us, us * 0.002, matcher.group());

            var feedTrace = new Recorder();
            var feedWorld = new World(1, feedTrace);
            var receiver = new Uart(new Board(feedWorld, "b", 1), "ser1", baud, 16);
            new SerialFeed(feedWorld, receiver, format, new java.io.ByteArrayInputStream(new byte[1000])).start();
            feedWorld.engine().runUntil(Ns.s(10));
            assertEquals(format.durationNs(1000), feedTrace.receivedNs.get(999));
        }
        assertEquals(15, rows);
    }

    /// Shared vector C02: parity bits seen on a real line.
    @Test
    void parityBitsAgreeWithCapturedTraffic() throws IOException {
        var row = Pattern.compile("\"parity\": \"(even|odd)\",\\s+\"data_bits\": (\\d),\\s+\"expected\": \\{([^}]*)\\}");
        var bit = Pattern.compile("\"0x(..)\": ([01])");
        var matcher = row.matcher(vector("C02_uart_parity_bits.json"));
        int bits = 0;
        while (matcher.find()) {
            var format = new SerialFormat(1_843_200, 1, Integer.parseInt(matcher.group(2)), parity(matcher.group(1)), 2);
            var values = bit.matcher(matcher.group(3));
            while (values.find()) {
                bits++;
                assertEquals(Integer.parseInt(values.group(2)), format.parityBit(Integer.parseInt(values.group(1), 16)));
            }
        }
        assertEquals(44, bits);
    }

    private static Parity parity(String letter) {
        return switch (letter.charAt(0)) {
            case 'e' -> Parity.EVEN;
            case 'o' -> Parity.ODD;
            default -> Parity.NONE;
        };
    }

    private static String vector(String name) throws IOException {
        var path = Path.of(System.getProperty("rtk.shared", "")).resolve("vectors/C_uart").resolve(name);
        assumeTrue(Files.exists(path), "no shared vectors here: " + path);
        return Files.readString(path);
    }
}
