package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.EventKind;
import rtk.trace.Texts;
import rtk.trace.TraceSink;

class CandumpExportTest {
    private static final long EXTENDED = 1L << 31;
    private static final long REMOTE = 1L << 30;
    private static final long FD = 1L << 32;
    private static final long BRS = 1L << 33;

    @TempDir
    Path folder;

    @Test
    void framesAreLoggedAsTheyEnd() throws IOException {
        assertEquals("""
                (0000000000.001234) can0 123#DEADBEEF
                (0000000000.001500) can1 12345678#0011223344556677
                (0000000000.002000) can0 7FF#
                (0000000000.002500) can0 123#R4
                (0000000001.000000) can0 001#R
                (0000000001.999999) can0 123##1AABB
                (1234567890.000001) can0 00000100##0000102030405060708090A0B
                """, export());
    }

    @Test
    void outputThatFailsEndsInOneException() {
        var export = new CandumpExport(new Appendable() {
            @Override
            public Appendable append(CharSequence text) throws IOException { throw new IOException("No space left on device"); }

            @Override
            public Appendable append(CharSequence text, int start, int end) throws IOException { throw new IOException(); }

            @Override
            public Appendable append(char c) throws IOException { throw new IOException(); }
        });
        tell(export);
        assertEquals("No space left on device", assertThrows(IOException.class, export::finish).getMessage());
    }

    /// The real tool reads what we write.
    @Test
    void canUtilsReadTheLog() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/log2asc")),
                "can-utils not installed (apt-get install can-utils): skipped");
        Path log = folder.resolve("drive.log");
        Files.writeString(log, export());
        Path asc = folder.resolve("drive.asc");
        Process process = new ProcessBuilder("log2asc", "-I", log.toString(), "-O", asc.toString(), "can0", "can1")
                .redirectErrorStream(true).redirectOutput(folder.resolve("messages").toFile()).start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve("messages")));

        List<String> lines = Files.readAllLines(asc, StandardCharsets.UTF_8);
        assertTrue(lines.stream().anyMatch(line -> line.matches(".*\\b1\\s+123\\s+Rx\\s+d 4 DE AD BE EF.*")), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches(".*\\b2\\s+12345678x\\s+Rx\\s+d 8 00 11 22 33 44 55 66 77.*")),
                lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches(".*\\b1\\s+123\\s+Rx\\s+r.*")), lines.toString());
    }

    private static String export() throws IOException {
        var out = new StringBuilder();
        var export = new CandumpExport(out);
        tell(export);
        export.finish();
        return out.toString();
    }

    private static void tell(TraceSink sink) {
        var texts = new Texts(sink);
        sink.event(0, EventKind.DEVICE, 1, texts.number("can0"), texts.number("can-bus"), 0);
        sink.event(0, EventKind.DEVICE, 2, texts.number("can1"), texts.number("can-bus"), 0);
        sink.event(1_000_000, EventKind.FRAME_START, 1, 3, 1, 0x123, 80);
        sink.event(1_234_999, EventKind.FRAME_END, 1, 1, 0x123, 4, 0xdeadbeef_00000000L);
        sink.event(1_500_000, EventKind.FRAME_END, 2, 2, 0x12345678 | EXTENDED, 8, 0x0011223344556677L);
        sink.event(2_000_000, EventKind.FRAME_END, 1, 3, 0x7ff, 0, 0);
        sink.event(2_500_000, EventKind.FRAME_END, 1, 4, 0x123 | REMOTE, 4, 0);
        sink.event(1_000_000_000L, EventKind.FRAME_END, 1, 5, 1 | REMOTE, 0, 0);
        sink.event(1_999_999_999L, EventKind.FRAME_END, 1, 6, 0x123 | FD | BRS, 2, 0xaabb_0000_0000_0000L);
        sink.event(1_234_567_890_000_001_000L, EventKind.FRAME_DATA, 7, 8, 0x08090a0b_00000000L, 0, 0);
        sink.event(1_234_567_890_000_001_000L, EventKind.FRAME_END, 1, 7, 0x100 | EXTENDED | FD, 12, 0x0001020304050607L);
    }
}
