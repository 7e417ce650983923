package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFile;
import rtk.trace.file.TraceFileWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TraceVerbsTest {
    private static final String DRIVE = """
            scenario: drive
            duration: 50ms
            board: { can: { can0: { bitrate: 500k } } }
            processes:
              - { name: dev-can, program: rtk.resmgr.dev.CanManager, priority: 21, args: [can0] }
            tasks:
              - { name: load, period: 10ms, wcet: 1ms, priority: 5 }
            stimuli: [ { can-replay: can0, file: drive.log } ]
            paths: [ { name: can-rx, from: irq can0, to: run dev-can } ]
            """;

    @TempDir
    private Path folder;

    @Test
    void aTraceIsChartedAndExportedThoughItsLogIsGoneButNotReplayed() throws IOException {
        String trace = drive();
        Files.delete(folder.resolve("drive.log"));

        Shell chart = Shell.rtk("chart", trace, "--format", "svg", "--json");
        Shell export = Shell.rtk("trace", "export", "--format", "hgrm", trace);
        Shell replay = Shell.rtk("replay", trace);

        assertEquals(0, chart.exitCode(), chart.err());
        assertEquals(1, JsonMapper.shared().readTree(chart.out()).get("contract").intValue());
        assertEquals(0, export.exitCode(), export.err());
        assertTrue(export.out().contains("can-rx"), export.out());
        assertEquals(2, replay.exitCode(), replay.err());
        assertTrue(replay.err().contains("drive.log") && replay.err().contains("--root"), replay.err());
    }

    @Test
    void everyFormatIsWrittenAndNamedInTheHelp() throws IOException {
        String trace = drive();
        String help = Shell.rtk("trace", "export", "--help").out();

        for (ExportFormat format : ExportFormat.values()) {
            Path out = folder.resolve("export." + format.label());
            Shell export = Shell.rtk("trace", "export", "--format", format.label(), "-o", out.toString(), trace);
            assertEquals(0, export.exitCode(), export.err());
            assertTrue(Files.size(format.isFolder() ? out.resolve("metadata") : out) > 0, format.label());
            assertTrue(help.contains(format.label()), help);
        }
        Shell unknown = Shell.rtk("trace", "export", "--format", "perfeto", trace);
        Shell nowhere = Shell.rtk("trace", "export", "--format", "ctf", trace);

        assertEquals(2, unknown.exitCode());
        assertEquals("rtk: --format: found perfeto, expected one of " + ExportFormat.labels() + "\n", unknown.err());
        assertEquals(2, nowhere.exitCode());
        assertTrue(nowhere.err().contains("-o DIR"), nowhere.err());
    }

    @Test
    void aRingHasTheMomentsBeforeItsTriggerAndIsReplayedAsOne() throws IOException {
        Path scenario = Files.writeString(folder.resolve("miss.yaml"), """
                scenario: miss
                duration: 1s
                tasks:
                  - { name: a, period: 10ms, wcet: 6ms, priority: 30 }
                  - { name: b, period: 40ms, wcet: 8ms, priority: 20, deadline: 18ms, offset: 100ms }
                """);
        String out = folder.resolve("ring").toString();
        Shell whole = Shell.rtk("run", scenario.toString(), "--json");
        Shell run = Shell.rtk("run", scenario.toString(), "--record", "ring:30ms", "--trigger", "miss b", "--out", out, "--json");
        String trace = out + "/trace.rtk";
        JsonNode recorded = JsonMapper.shared().readTree(run.out()).get("recorded");
        List<String> lines = Shell.rtk("trace", "print", trace).out().lines().map(String::strip).toList();

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(118_000_000, recorded.get("triggeredNs").longValue());
        assertEquals(JsonMapper.shared().readTree(whole.out()).get("digest"),
                JsonMapper.shared().readTree(run.out()).get("digest"));
        assertTrue(lines.contains("118.000000 ms  job.missed       tasks/3 job 1"), lines.toString());
        assertTrue(lines.getLast().contains("trace.skipped"), lines.getLast());
        assertTrue(lines.stream().filter(line -> !line.startsWith("0.")).skip(4).limit(lines.size()).noneMatch(
                line -> line.startsWith("7")), lines.toString());
        assertEquals(0, Shell.rtk("replay", trace).exitCode());
        assertTrue(Shell.rtk("trace", "info", trace).out().contains("\"trigger\":\"miss b\""));
    }

    @Test
    void aWindowShowsNamesOfThingsCreatedBeforeItAndNoOtherEvents() throws IOException {
        Shell print = Shell.rtk("trace", "print", "--from", "20ms", "--to", "21ms", drive());

        assertEquals(0, print.exitCode(), print.err());
        assertTrue(print.out().contains("tasks/2"), print.out());
        for (String line : print.out().lines().toList()) assertTrue(line.strip().matches("2[01]\\.\\d{6} ms .*"), line);
    }

    @Test
    void aReplayThatDiffersNamesTheFirstEventThatDoes() throws IOException {
        Path changed = folder.resolve("changed.rtk");
        try (TraceFile trace = TraceFile.open(Path.of(drive()));
                FileChannel channel = FileChannel.open(changed, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                TraceFileWriter writer = new TraceFileWriter(channel, trace.manifest())) {
            trace.replay(new LaterFrames(writer));
        }

        Shell replay = Shell.rtk("replay", changed.toString());
        Shell json = Shell.rtk("replay", changed.toString(), "--json");

        assertEquals(4, replay.exitCode(), replay.err() + replay.out());
        assertTrue(replay.out().contains("frame.start"), replay.out());
        JsonNode result = JsonMapper.shared().readTree(json.out());
        assertFalse(result.get("same").booleanValue());
        assertEquals(1, result.get("contract").intValue());
    }

    @Test
    void aReaderThatHasEnoughIsNoError() throws IOException {
        OutputStream closed = new PipeOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException { throw new IOException("Broken pipe"); }
        });

        closed.write("enough".getBytes(StandardCharsets.UTF_8));
        closed.flush();

        ByteArrayOutputStream open = new ByteArrayOutputStream();
        try (PipeOutput output = new PipeOutput(open)) {
            output.write("more".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("more", open.toString(StandardCharsets.UTF_8));
    }

    private String drive() throws IOException {
        Files.write(folder.resolve("drive.log"), List.of("(1.000000) can0 123#00", "(1.010000) can0 123#01"));
        Path scenario = Files.writeString(folder.resolve("drive.yaml"), DRIVE);
        Shell run = Shell.rtk("run", scenario.toString(), "--out", folder.resolve("out").toString());
        assertEquals(0, run.exitCode(), run.err());
        return folder.resolve("out/trace.rtk").toString();
    }

    /// Passes events on, and starts of frames with another last field.
    private record LaterFrames(TraceSink next) implements TraceSink {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            next.event(timeNs, kind, a, b, c, d, kind == EventKind.FRAME_START ? e + 1 : e);
        }

        @Override
        public void text(int id, String text) { next.text(id, text); }
    }
}
