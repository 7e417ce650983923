package rtk.board.can.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.SimRandom;

class LogFormatsTest {
    private final List<LogProblem> problems = new ArrayList<>();

    private static Path shared(String file) {
        Path path = Path.of(System.getProperty("rtk.shared", ""), "data/can-logs", file);
        assumeTrue(Files.exists(path), "no shared data here: " + file);
        return path;
    }

    private CanLog text(String text) throws IOException {
        return new CanLog("log", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), CanLog.Mode.STRICT,
                problems::add);
    }

    private List<String> frames(CanLog log) throws IOException {
        try (log) {
            var frames = new ArrayList<String>();
            while (log.next()) frames.add(log.timeNs() + " " + log.interfaceName() + " " + log.frame());
            return frames;
        }
    }

    private List<String> frames(String text) throws IOException { return frames(text(text)); }

    private List<String> recorded(String file) throws IOException {
        return frames(CanLog.open(shared(file), CanLog.Mode.STRICT, problems::add));
    }

    @Test
    void vectorsAscHasStandardExtendedRemoteAndFdFramesAndMuchThatIsNone() throws IOException {
        assertEquals(
                List.of("0 can0 123#1234", "1000000 can1 12345678#", "2500000 can0 123#R3",
                        "3000000 can0 321##1" + "0102".repeat(6)),
                frames("""
                        date Mon Nov 2 10:00:00.000 am 2026
                        base hex  timestamps absolute
                        internal events logged
                        // version 9.0.0
                        Begin Triggerblock Mon Nov 2 10:00:00.000 am 2026
                           0.000000 Start of measurement
                           0.100000 1  123             Rx   d 2 12 34  Length = 230000 BitCount = 59 ID = 291
                           0.101000 2  12345678x       Tx   d 0
                           0.102000 1  Statistic: D 3 R 0 XD 1 XR 0 E 0 O 0 B 0.4%
                           0.102200 1  ErrorFrame
                           0.102500 1  123             Rx   r 3
                           0.103000 CANFD   1 Rx        321  Speed                  1 0 9 12 01 02 01 02 01 02 01 02 01 02 01 02  130000 100
                        End TriggerBlock
                        """));
    }

    @Test
    void anAscLogMayBeDecimalWithTimesFromLineToLine() throws IOException {
        assertEquals(List.of("0 can0 07B#0A", "500000000 can0 07B#0B", "1000000000 can0 07B#0C"), frames("""
                base dec  timestamps relative
                1.0 1 123 Rx d 1 10
                0.5 1 123 Rx d 1 11
                0.5 1 123 Rx d 1 12
                """));
    }

    @Test
    void peaksTraceIsReadInItsVersions() throws IOException {
        assertEquals(List.of("0 can0 123#1122", "1200000 can0 1234567A#", "2000000 can0 123#R4"), frames("""
                ;##########################################################################
                ;   PCAN-Explorer trace
                     1)      10.0  Rx         0123  2  11 22
                     2)      11.2  Tx     1234567A  0
                     3)      11.5  Warng  FFFFFFFF  4  00 00 00 08  BUSLIGHT
                     4)      12.0  Rx         0123  4  RTR
                """.replace(";##", ";$FILEVERSION=1.1\n;##")));
        assertEquals(List.of("0 can1 123#11", "500000 can0 321##3AABBCCDDEEFF001122334455", "1000000 can0 123#R2"), frames("""
                ;$FILEVERSION=2.1
                ;$STARTTIME=43874.3730111290
                ;$COLUMNS=N,O,T,B,I,d,R,L,D
                      1         5.000 DT 2     0123 Rx - 1    11
                      2         5.100 ST 1        - Rx - 4    00 00 00 00
                      3         5.500 BI 1     0321 Rx - 9    AA BB CC DD EE FF 00 11 22 33 44 55
                      4         6.000 RR 1     0123 Rx - 2
                """));
    }

    @Test
    void candumpsScreenIsReadWithStampsAndWithout() throws IOException {
        assertEquals(List.of("0 can0 123#1122", "500000000 can1 1234567A#R4", "1000000000 can0 321##0" + "00".repeat(12)),
                frames("""
                         (001.000000)  can0  123   [2]  11 22
                         (001.500000)  can1  1234567A   [4]  remote request
                         (002.000000)  can0  321  [12]  00 00 00 00 00 00 00 00 00 00 00 00
                        """));
        assertEquals(List.of("0 can0 18EEFF01#05A0", "0 can0 123#"), frames("""
                # of an ancestor
                interface = can0, family = 29, type = 3, proto = 1
                <0x18eeff01> [2] 05 a0
                <0x123> [0]
                """));
    }

    @Test
    void tablesAreReadByTheNamesOfTheirColumns() throws IOException {
        assertEquals(List.of("0 can0 21A#FE36", "1000 can1 0000021A#"), frames("""
                Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8
                166064000,0000021A,false,Rx,0,2,FE,36,00,00,00,00,00,00,
                166064001,0000021A,true,Rx,1,0,
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "base hex timestamps absolute;1.0 1 999 Rx d 1 00|log:2:7: found '999', expected an identifier of 11 bits",
        "base hex timestamps absolute;1.0 1 123 Rx d 2 00|log:2:20: found the end, expected data byte 2 of 2",
        ";$FILEVERSION=1.1;1) 1.0 Rx 0123 9 00|log:2:16: found '9', expected the number of data bytes 0 to 8",
        "Time Stamp,ID,Extended,Bus,LEN;1,12G,false,0,0|log:2:3: found '12G', expected an identifier of 11 bits",
        "can0  123  [9]  00|log:1:12: found '[9]', expected the number of data bytes as [8]"})
    void malformedLinesAreToldWithTheirPlace(String text, String expected) {
        var problem = assertThrows(MalformedLogException.class, () -> frames(text.replace(";", "\n").replace("\n$", ";$")));
        assertEquals(expected, problem.getMessage().replace("bytes, ", "bytes "));
    }

    /// The converter that wrote these files was given the same recording for each.
    @ParameterizedTest
    @ValueSource(strings = {"csv", "trc", "pcap"})
    void theSameRecordingInFiveFormatsHasTheSameFrames(String format) throws IOException {
        List<String> expected = recorded("format-fixtures-css/multiple_CAN.log");
        assertEquals(164, expected.size());

        List<String> frames = recorded("format-fixtures-css/multiple_CAN." + format);
        List<String> names = List.of("CAN_1", "CAN_2");
        if (format.equals("pcap")) {
            frames.replaceAll(frame -> frame.replace(names.get(0), "can0").replace(names.get(1), "can1"));
        }
        assertEquals(expected, frames);
        assertEquals(List.of(), problems);
    }

    /// This converter's ASC does not say which frames are CAN FD, and drops BRS.
    @Test
    void theSameRecordingAsAscHasTheSameTimesIdentifiersAndData() throws IOException {
        List<String> expected = recorded("format-fixtures-css/multiple_CAN.log");
        List<String> frames = recorded("format-fixtures-css/multiple_CAN.asc");
        expected.replaceAll(frame -> frame.replaceFirst("##.", "#"));
        frames.replaceAll(frame -> frame.replaceFirst("##.", "#"));

        assertEquals(expected, frames);
    }

    /// The stamps of its candump version have been cut to seconds; identifiers and data are the same.
    @Test
    void theTeslaRecordingHasTheSameFramesAsTableAndAsCandump() throws IOException {
        List<String> table = recorded("tesla-model-s-savvycan/GVRET_Log.csv");
        List<String> candump = recorded("tesla-model-s-savvycan/candump.log");
        table.replaceAll(frame -> frame.replaceFirst(".* ", ""));
        candump.replaceAll(frame -> frame.replaceFirst(".* ", ""));

        assertEquals(12_974, table.size());
        assertEquals(candump, table);
    }

    @ParameterizedTest
    @CsvSource({"nmea2000-canboat/candump-fast.txt, 23", "nmea2000-canboat/candumpSample1.txt, 6026",
        "nmea2000-canboat/candumpSample2.txt, 402", "nmea2000-canboat/candumpSample3.txt, 2368",
        "nmea2000-canboat/sample3_PCAN-View.trc, 12274", "nmea2000-canboat/actisense-522.candump.log, 106",
        "nmea2000-canboat/can0-1.pcap, 49928", "kona-compressor/250105-1-2020-comp-can-heating.csv, 27982"})
    void everyDialectOfTheRealLogsIsReadWhole(String file, int count) throws IOException {
        List<String> frames = frames(CanLog.open(shared(file), CanLog.Mode.LENIENT, problems::add));

        assertEquals(count, frames.size(), () -> problems.stream().limit(3).toList().toString());
    }

    /// 431 frames are stamped 13.9 days before their neighbours (the data's own manifest).
    @Test
    void theClockOfTheBoatsRecorderThatWasSetTwiceIsReported() throws IOException {
        List<String> frames = frames(CanLog.open(shared("nmea2000-canboat/can0-1.pcap"), CanLog.Mode.STRICT, problems::add));

        assertTrue(problems.get(0).toString().contains("can0-1.pcap:974:1: found a stamp 1197906.557 s before"),
                problems::toString);
        assertTrue(problems.get(1).toString().contains("can0-1.pcap:1405:1: found a stamp 1197905.571 s after"),
                problems::toString);
        assertEquals(49_497 + 431, frames.size());
    }

    /// What is written by hand and broken by chance: a value or an error, never anything else.
    @Test
    void brokenLogsOfEveryFormatAreReadOrRefused() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of("(1.5) can0 123#1122\n(2.5) can0 12345678##1AA\n",
                "base hex timestamps absolute\n1.0 1 123 Rx d 1 00\n",
                ";$FILEVERSION=2.1\n;$COLUMNS=N,O,T,B,I,d,L,D\n 0 0.000 DT 1 0123 Rx 02 11 22\n", "  can0  123   [2]  11 22\n",
                "Time Stamp,ID,Extended,Bus,LEN,D1\n1,21A,false,0,1,FE,\n")) {
            seeds.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        seeds.add(pcap());
        var random = new SimRandom(11, "logs");
        for (int round = 0; round < 4_000; round++) {
            byte[] bytes = seeds.get(round % seeds.size()).clone();
            for (int change = 0; change <= round % 7; change++) {
                bytes[(int) random.between(0, bytes.length - 1)] = (byte) random.nextLong();
            }
            if (round % 5 == 0) bytes = java.util.Arrays.copyOf(bytes, (int) random.between(0, bytes.length));
            try (var log = new CanLog("log", new ByteArrayInputStream(bytes), CanLog.Mode.LENIENT, problem -> {})) {
                while (log.next()) assertTrue(log.frame().length() <= 64);
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith("log:"), e.toString());
            }
        }
    }

    private static byte[] pcap() {
        var file = java.nio.ByteBuffer.allocate(24 + 16 + 16).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65_535).putInt(227);
        file.putInt(1).putInt(500_000).putInt(16).putInt(16);
        file.order(java.nio.ByteOrder.BIG_ENDIAN).putInt(0x123).put((byte) 8).put(new byte[3]).putLong(0x1122334455667788L);
        return file.array();
    }
}
