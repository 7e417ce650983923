package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.EventKind;
import rtk.trace.Texts;
import rtk.trace.TraceSink;

/// Frames in the log formats of CANalyzer, PCAN-View and Wireshark, as the formats' own documents say and as their readers read them.
class BusLogExportsTest {
    private static final long EXTENDED = 1L << 31;
    private static final long REMOTE = 1L << 30;
    private static final long FD = 1L << 32;
    private static final long BRS = 1L << 33;

    @TempDir
    Path folder;

    @Test
    void ascHasAChannelPerBusAndALinePerFrameAndError() throws IOException {
        var out = new StringBuilder();
        tell(new AscExport(out));
        assertEquals(
                """
                        date Thu Jan 1 12:00:00.000 am 1970
                        base hex  timestamps absolute
                        no internal events logged
                        // version 9.0.0
                        Begin TriggerBlock Thu Jan 1 12:00:00.000 am 1970
                           0.000000 Start of measurement
                        // channel 1 is can0
                           0.001234 1  123             Rx   d 4 DE AD BE EF
                        // channel 2 is can1
                           0.001500 2  12345678x       Rx   d 8 00 11 22 33 44 55 66 77
                           0.001800 1  ErrorFrame
                           0.002500 1  123             Rx   r 4
                           1.999999 CANFD 1 Rx 123                               1 0 2  2 AA BB 0 0 3000 0 0 0 0 0
                        1234567890.000001 CANFD 1 Rx 100x                              0 0 9 12 00 01 02 03 04 05 06 07 08 09 0A 0B 0 0 1000 0 0 0 0 0
                        End TriggerBlock
                        """,
                out.toString().lines()
                        .map(line -> line.startsWith(" 1234567890") ? line.strip() : line.replaceFirst("^ (?= {3}\\d)", ""))
                        .reduce("", (all, line) -> all + line + "\n"));
    }

    @Test
    void canUtilsReadAscAsTheyWouldReadOurCandump() throws IOException, InterruptedException {
        var candump = new StringBuilder();
        tell(new CandumpExport(candump));
        var asc = new StringBuilder();
        tell(new AscExport(asc));
        Files.writeString(folder.resolve("drive.asc"), asc);

        Tool.run(folder, "can-utils", "asc2log", "-I", "drive.asc", "-O", "drive.log");

        List<String> read = Files.readAllLines(folder.resolve("drive.log")).stream().map(line -> line.split(" ")).map(
                words -> words[1] + " " + words[2]).toList();
        List<String> ours = candump.toString().lines().map(line -> line.split(" ")).map(words -> words[1] + " " + words[2])
                .toList();
        // asc2log leaves the length of a remote frame out or not, by version.
        assertEquals(ours.stream().map(line -> line.replaceFirst("R4$", "R")).toList(),
                read.stream().filter(line -> !line.contains("20000")).map(line -> line.replaceFirst("R4$", "R")).toList());
    }

    @Test
    void trcSaysItsColumnsAndLengthCodes() throws IOException {
        var out = new StringBuilder();
        tell(new TrcExport(out));
        List<String> lines = out.toString().lines().filter(line -> !line.startsWith(";")).map(String::strip).toList();

        assertEquals(List.of("1         1.234 DT 1     0123 Rx -  4    DE AD BE EF",
                "2         1.500 DT 2 12345678 Rx -  8    00 11 22 33 44 55 66 77", "3         2.500 RR 1     0123 Rx -  4",
                "4      1999.999 FB 1     0123 Rx -  2    AA BB",
                "5 1234567890000.001 FD 1 00000100 Rx -  9    00 01 02 03 04 05 06 07 08 09 0A 0B"), lines);
    }

    @Test
    void tsharkReadsFramesBusesAndErrorsToTheNanosecond() throws IOException, InterruptedException {
        var out = new ByteArrayOutputStream();
        tell(new PcapngExport(out));
        Files.write(folder.resolve("drive.pcapng"), out.toByteArray());

        List<String> lines = Tool.run(folder, "tshark", "tshark", "-r", "drive.pcapng", "-T", "fields", "-E", "separator=;", "-e",
                "frame.time_epoch", "-e", "frame.interface_name", "-e", "can.id", "-e", "can.flags.xtd", "-e", "can.flags.rtr",
                "-e",
                "can.flags.err", "-e", "can.len");

        assertEquals(List.of("0.001234999;can0;291;0;0;0;4", "0.001500000;can1;305419896;1;0;0;8", "0.001800000;can0;;;;1;8",
                "0.002500000;can0;291;0;1;0;4", "1.999999999;can0;291;0;;;2", "1234567890.000001000;can0;256;1;;;12"), lines);
    }

    private static void tell(TraceExport export) throws IOException {
        TraceSink sink = export;
        var texts = new Texts(sink);
        sink.event(0, EventKind.DEVICE, 1, texts.number("can0"), texts.number("can-bus"), 0);
        sink.event(0, EventKind.DEVICE, 2, texts.number("can1"), texts.number("can-bus"), 0);
        sink.event(1_234_999, EventKind.FRAME_END, 1, 1, 0x123, 4, 0xdeadbeef_00000000L);
        sink.event(1_500_000, EventKind.FRAME_END, 2, 2, 0x12345678 | EXTENDED, 8, 0x0011223344556677L);
        sink.event(0, EventKind.DEVICE, 3, texts.number("engine"), texts.number("can-message"), 1);
        sink.event(1_700_000, EventKind.FRAME_START, 1, 3, 4, 0x123, 80);
        sink.event(1_800_000, EventKind.FRAME_ERROR, 1, 3, 4, texts.number("bit"), 20);
        sink.event(1_812_000, EventKind.FRAME_ERROR, 1, 5, 4, texts.number("stuff"), 26);
        sink.event(2_500_000, EventKind.FRAME_END, 1, 4, 0x123 | REMOTE, 4, 0);
        sink.event(1_999_999_999L, EventKind.FRAME_END, 1, 6, 0x123 | FD | BRS, 2, 0xaabb_0000_0000_0000L);
        sink.event(1_234_567_890_000_001_000L, EventKind.FRAME_DATA, 7, 8, 0x08090a0b_00000000L, 0, 0);
        sink.event(1_234_567_890_000_001_000L, EventKind.FRAME_END, 1, 7, 0x100 | EXTENDED | FD, 12, 0x0001020304050607L);
        export.finish();
    }
}
