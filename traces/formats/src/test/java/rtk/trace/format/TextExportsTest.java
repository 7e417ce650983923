package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.analysis.PathSpec;

class TextExportsTest {
    @TempDir
    Path folder;

    @Test
    void gtkwavesToolsReadTheWaveforms() throws IOException, InterruptedException {
        var out = new StringBuilder();
        SampleTrace.export(new VcdExport(out));
        Files.writeString(folder.resolve("sample.vcd"), out);

        Tool.run(folder, "gtkwave", "vcd2fst", "sample.vcd", "sample.fst");
        List<String> read = Tool.run(folder, "gtkwave", "fst2vcd", "sample.fst");

        List<String> changes = out.toString().lines().toList();
        assertEquals(changes.stream().filter(line -> line.startsWith("#")).toList(),
                read.stream().filter(line -> line.startsWith("#")).distinct().toList());
        for (String value : List.of("sdev-can/1", "sidle", "sNANOSLEEP", "s0x123"))
            assertTrue(read.stream().anyMatch(line -> line.startsWith(value + " ")), value);
    }

    @Test
    void waveformsOfACoreAreWhoRunsThere() throws IOException {
        var out = new StringBuilder();
        SampleTrace.export(new VcdExport(out));
        String vcd = out.toString();
        String code = vcd.lines().filter(line -> line.contains(" running ")).findFirst().orElseThrow().split(" ")[3];

        var changes = new StringBuilder();
        String time = "";
        for (String line : vcd.lines().toList()) {
            if (line.startsWith("#")) time = line;
            if (line.startsWith("s") && line.endsWith(" " + code))
                changes.append(time).append(' ').append(line.split(" ")[0]).append('\n');
        }
        assertEquals(" s-\n#0 stasks/1\n#30000 sdev-can/1\n#50000 stasks/1\n#90000 sidle\n", changes.toString());
    }

    @Test
    void codesOfSignalsAreUniqueAndPrintable() {
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < 20_000; number++) {
            String code = VcdExport.code(number);
            assertTrue(seen.add(code), code);
            assertTrue(code.chars().allMatch(c -> c > 32 && c < 127), code);
        }
    }

    @Test
    void traceprinterHasQnxsClassesAndLabels() throws IOException {
        var out = new StringBuilder();
        SampleTrace.export(new TraceprinterExport(out));
        List<String> lines = out.toString().lines().toList();

        assertEquals("t:0x00000000 CPU:00 CONTROL :TIME          msb:0x00000000 lsb:0x00000000", lines.getFirst());
        for (String line : List.of("t:0x00001388 CPU:01 KER_CALL:MSG_SEND      arg0:0x00000003 arg1:0x00000008",
                "t:0x00001770 CPU:01 COMM    :SND_MESSAGE   rcvid:0x00000001 pid:2",
                "t:0x00001770 CPU:01 THREAD  :THSEND        pid:3 tid:1 priority:12",
                "t:0x00004e20 CPU:00 INT_ENTR:0x00000020 (32)",
                "t:0x00005dc0 CPU:00 THREAD  :THREADY       pid:2 tid:1 priority:21",
                "t:0x00007530 CPU:00 COMM    :REC_MESSAGE   rcvid:0x00000001 pid:2",
                "t:0x00009c40 CPU:00 COMM    :REPLY_MESSAGE rcvid:0x00000001 pid:2"))
            assertTrue(lines.contains(line), line + " in\n" + out);
    }

    @Test
    void cyclictestHasAColumnPerPathAndCountsAll() throws IOException {
        var paths = List.of(new PathSpec("rx", "irq can0", "run dev-can"));
        var out = new StringBuilder();
        SampleTrace.export(new CyclictestExport(paths, out));
        List<String> lines = out.toString().lines().toList();

        assertEquals(List.of("# rx", "# Histogram", "000000 000000"), lines.subList(0, 3));
        assertEquals(List.of("000010 000001", "# Total: 000000001", "# Min Latencies: 00010", "# Avg Latencies: 00010",
                "# Max Latencies: 00010", "# Histogram Overflows: 00000"), lines.subList(lines.size() - 6, lines.size()));
    }

    @Test
    void chromesJsonOpensAndClosesItsSlices() throws IOException {
        var out = new StringBuilder();
        SampleTrace.export(new ChromeJsonExport(out));
        String json = out.toString();

        assertTrue(json.startsWith("{\"traceEvents\":[\n{") && json.endsWith("}\n],\"displayTimeUnit\":\"ns\"}\n"), json);
        assertTrue(json.contains("\"args\":{\"name\":\"client, \\\"x\\\"\"}"), json);
        assertEquals(json.lines().filter(line -> line.contains("\"ph\":\"B\"")).count(),
                json.lines().filter(line -> line.contains("\"ph\":\"E\"")).count() + 1, "the last frame never ends");
        assertFalse(json.contains(",\n]"));
    }
}
