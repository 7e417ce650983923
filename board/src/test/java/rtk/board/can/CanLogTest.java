package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.can.log.CanLog;
import rtk.board.can.log.LogProblem;
import rtk.board.can.log.MalformedLogException;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class CanLogTest {
    private final List<LogProblem> problems = new ArrayList<>();

    private CanLog log(CanLog.Mode mode, byte[] bytes) {
        try {
            return new CanLog("drive.log", new ByteArrayInputStream(bytes), mode, problems::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CanLog log(CanLog.Mode mode, String text) { return log(mode, text.getBytes(StandardCharsets.ISO_8859_1)); }

    private static List<String> frames(CanLog log) throws IOException {
        List<String> frames = new ArrayList<>();
        while (log.next()) frames.add(log.timeNs() + " " + log.interfaceName() + " " + log.frame());
        return frames;
    }

    @Test
    void framesComeWithTimesSinceTheFirst() throws IOException {
        var log = log(CanLog.Mode.STRICT, """
                # recorded by hand

                (0000046408.584930) can0 260#08FFFB0000001884
                (0000046408.584943) can1 12345678#R2 R
                (46409.000000001)   vcan0  7DF##1AA  T
                """);

        assertEquals(List.of("0 can0 260#08FFFB0000001884", "13000 can1 12345678#R2", "415070001 vcan0 7DF##1AA"), frames(log));
        assertEquals(5, log.lineNumber());
        assertTrue(problems.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello                      | 1: found 'h', expected '(' and a time stamp
            (12.5 can0 123#            | 6: found a blank, expected ')' after the time stamp
            (x) can0 123#              | 2: found 'x', expected seconds
            (1.0000000001) can0 123#   | 13: found '1', expected at most 9 decimals
            (99999999999) can0 123#    | 11: found '9', expected fewer seconds than 9223372035
            (1.0)                      | 6: found the end, expected the name of an interface
            (1.0) can0                 | 11: found the end, expected a frame such as 123#DEADBEEF
            (1.0) can0 12#00           | 12: found 2 digits before '#', expected an identifier of 3 or 8 hexadecimal digits, then '#'
            (1.0) can0 123#0011zz      | 20: found 'z', expected two hexadecimal digits of a data byte
            (1.0) can0 123#00 X        | 19: found 'X', expected the end of the line
            """)
    void aMalformedLineIsToldWithItsPlace(String line, String expected) {
        var log = log(CanLog.Mode.STRICT, "(0.5) can0 001#\n" + line + "\n(2.0) can0 002#\n");

        var stopped = assertThrows(MalformedLogException.class, () -> frames(log));

        assertEquals("drive.log:2:" + expected, stopped.getMessage());
        assertEquals(1, log.malformedCount());
    }

    @Test
    void aLenientReaderReportsCountsAndGoesOn() throws IOException {
        var log = log(CanLog.Mode.LENIENT,
                "(1.0) can0 001#\ngarbage\n(1.1) can0 0\n(1.2) can0 002#\n" + "x".repeat(3_000) + "\n");

        assertEquals(List.of("0 can0 001#", "200000000 can0 002#"), frames(log));
        assertEquals(3, log.malformedCount());
        assertEquals(List.of(2L, 3L, 5L), problems.stream().map(LogProblem::line).toList());
        assertEquals("drive.log:5:1001: found a line of more than 1000 bytes, expected a frame", problems.get(2).toString());
    }

    @Test
    void stampsThatGoBackALittleAreTakenAtTheTimeBefore() throws IOException {
        var log = log(CanLog.Mode.STRICT, "(5.0) can0 001#\n(5.010) can0 002#\n(5.008) can0 003#\n(5.020) can0 004#\n");

        assertEquals(List.of("0 can0 001#", "10000000 can0 002#", "10000000 can0 003#", "20000000 can0 004#"), frames(log));
        assertEquals(1, log.unsortedCount());
        assertEquals("drive.log:3:1: found a stamp 2 ms before the one of the frame above, expected times in order; "
                + "the frame is taken at the time of the one above", problems.getFirst().toString());
    }

    @Test
    void aClockThatWasSetBackMovesWhatFollows() throws IOException {
        var log = log(CanLog.Mode.STRICT, "(5000.0) can0 001#\n(5000.5) can0 002#\n(17.0) can0 003#\n(17.25) can0 004#\n");

        assertEquals(List.of("0 can0 001#", "500000000 can0 002#", "500000000 can0 003#", "750000000 can0 004#"), frames(log));
        assertEquals(1, log.unsortedCount());
    }

    /// As in a recording of a boat whose logger had its clock set back for a second, by two weeks.
    @Test
    void aClockThatIsBackWhereItHadBeenGoesOnAsIfItHadNeverBeenSet() throws IOException {
        var log = log(CanLog.Mode.STRICT, """
                (90000.0) can0 001#
                (90001.0) can0 002#
                (17.0) can0 003#
                (17.5) can0 004#
                (90002.0) can0 005#
                (90003.0) can0 006#
                (180000.0) can0 007#
                """);

        assertEquals(List.of("0 can0 001#", "1000000000 can0 002#", "1000000000 can0 003#", "1500000000 can0 004#",
                "2000000000 can0 005#", "3000000000 can0 006#", "90000000000000 can0 007#"), frames(log));
        assertTrue(problems.get(1).toString().endsWith("the clock is back where it had been"), problems::toString);
        assertTrue(problems.get(2).toString().endsWith("the gap is kept"), problems::toString);
    }

    @Test
    void errorMessagesOfTheControllerAreNoFrames() throws IOException {
        var log = log(CanLog.Mode.STRICT, "(1.0) can0 20000004#0004000000000000\n(1.5) can0 001#\n");

        assertEquals(List.of("0 can0 001#"), frames(log));
        assertEquals(1, log.errorMessageCount());
    }

    @Test
    void aCompressedLogIsReadAsIfItWereNot() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write("(1.0) can0 001#\r\n(1.5) can0 002#".getBytes(StandardCharsets.US_ASCII));
        }

        assertEquals(List.of("0 can0 001#", "500000000 can0 002#"), frames(log(CanLog.Mode.STRICT, packed.toByteArray())));
    }

    @Test
    void aCompressedLogThatIsCutOffIsToldWithItsPlace() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write("(1.0) can0 001#\n(1.5) can0 002#\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
        }
        var log = log(CanLog.Mode.LENIENT, java.util.Arrays.copyOf(packed.toByteArray(), packed.size() / 2));

        var stopped = assertThrows(IOException.class, () -> frames(log));

        assertTrue(stopped.getMessage().matches("drive\\.log:\\d+: cannot be read on: .*"), stopped.getMessage());
    }

    @Test
    void aCompressedLogThatIsCutOffInItsHeaderIsToldByName() {
        byte[] header = {0x1f, (byte) 0x8b, 8, 0, 0};

        var e = assertThrows(IOException.class,
                () -> new CanLog("drive.log", new ByteArrayInputStream(header), CanLog.Mode.STRICT, problems::add));

        assertEquals("drive.log:1: cannot be unpacked: it is cut off", e.getMessage());
    }

    @Test
    void anEmptyLogHasNoFrames() throws IOException { assertFalse(log(CanLog.Mode.STRICT, "").next()); }

    @Test
    void noBytesMakeTheReaderFailInAnotherWay() throws IOException {
        var random = new SimRandom(11, "fuzz");
        byte[] good = "(1436509052.249713) can0 044#2A366C2BBA\n".repeat(40).getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = good.clone();
            for (long n = random.between(1, 60); n > 0; n--)
                bytes[(int) random.between(0, bytes.length - 1)] = (byte) random.between(0, 255);
            bytes[0] = '(';
            long last = 0;
            var log = log(CanLog.Mode.LENIENT, bytes);
            while (log.next()) {
                assertTrue(log.timeNs() >= last);
                last = log.timeNs();
            }
        }
    }

    @Test
    void aReplayPutsFramesOnTheBusAtTheirTimes() {
        var trace = new Recorder(EventKind.FRAME_QUEUED, EventKind.FRAME_START);
        var world = new World(1, trace);
        var bus = new CanBus(world, "can0", 500_000, 0);
        var replay = new CanReplay(bus, log(CanLog.Mode.STRICT, "(7.0) can0 123#\n(7.00001) can0 001#\n(7.001) can0 123#\n"));

        replay.start();
        world.engine().runUntil(Ns.ms(10));

        // The second comes while the first, 45 + 3 bits, is on the wire.
        assertEquals("""
                0 frame.queued 1 2 1 123 0
                0 frame.start 1 2 1 123 45
                10000 frame.queued 1 2 2 1 0
                96000 frame.start 1 2 2 1 %d
                1000000 frame.queued 1 2 3 123 0
                1000000 frame.start 1 2 3 123 45""".formatted(FrameBits.length(CanFrame.parse("001#"))), trace.take());
        assertNull(replay.failure());
    }

    @Test
    void aReplayStopsTheEngineAtAMalformedLineAndSaysWhy() {
        var world = new World(1, TraceSink.NONE);
        var bus = new CanBus(world, "can0", 500_000, 0);
        var replay = new CanReplay(bus, log(CanLog.Mode.STRICT, "(7.0) can0 123#\n(7.1) can0 nonsense\n"));

        replay.start();
        boolean whole = world.engine().runUntil(Ns.s(1));

        assertFalse(whole);
        assertEquals("drive.log:2:12: found 'n', expected an identifier of 3 or 8 hexadecimal digits, then '#'",
                replay.failure().getMessage());
    }

    /// The figures of the data folder's manifest, to their last digit.
    @ParameterizedTest
    @CsvSource({"rav4-comma2k19/rav4_bus0.log, 500000, 66234, 24.3, 110.0",
        "truck-j1939-css/truck_j1939_can1.log.gz, 250000, 139136, 19.8, 142.7",
        "truck-j1939-css/truck_j1939_can1.log.gz, 500000, 139136, 9.9, 142.7",
        "rav4-comma2k19/rav4_bus1.log.gz, 500000, 69234, 26.4, 114.2"})
    void realLogsLoadTheBusAsTheirStatisticsSay(String file, long bitrateHz, long frames, String loadPercent, String bitsPerFrame)
            throws IOException {
        Path path = Vectors.shared("data/can-logs/" + file);
        var world = new World(1, TraceSink.NONE);
        var bus = new CanBus(world, "can0", bitrateHz, 0);
        long durationNs;
        try (var log = CanLog.open(path, CanLog.Mode.STRICT, problems::add)) {
            var replay = new CanReplay(bus, log);

            replay.start();
            world.engine().runUntil(Ns.s(500));

            assertNull(replay.failure());
            durationNs = log.timeNs();
        }
        assertEquals(frames, bus.frameCount());
        assertEquals(loadPercent, String.format(Locale.ROOT, "%.1f", bus.loadPpm(durationNs) / 10_000.0));
        double bits = bus.busyNs() / 1e9 * bitrateHz / frames;
        assertEquals(bitsPerFrame, String.format(Locale.ROOT, "%.1f", bits));
    }

    @Test
    void aReplayMayBeFasterRepeatedDelayedAndWithOtherIdentifiers() throws IOException {
        var trace = new Recorder(EventKind.FRAME_START);
        var world = new World(1, trace);
        var bus = new CanBus(world, "can0", 1_000_000, 0);
        String text = "(5.0) can0 123#\n(5.01) can1 200#\n(5.02) can0 300#\n(5.03) can0 123#\n";
        var options = ReplayOptions.DEFAULT.interfaceName("can0").speedPermille(2_000).rounds(2).delayNs(Ns.ms(1))
                .identifiers(Map.of(0x123, 0x456, 0x300, -1));
        var replay = new CanReplay(bus, () -> log(CanLog.Mode.STRICT, text), options);
        replay.start();
        world.engine().runUntil(Ns.s(1));

        List<String> starts = trace.take().lines().map(line -> line.replaceAll("^(\\d+) .* (\\d+) \\d+$", "$1 $2")).toList();
        assertEquals(List.of("1000000", "16000000", "21000000", "36000000"),
                starts.stream().map(line -> line.split(" ", -1)[0]).toList());
        assertEquals(4, replay.skippedCount());
    }
}
