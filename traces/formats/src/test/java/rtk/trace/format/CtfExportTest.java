package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.EventKind;
import rtk.trace.Texts;

/// Read back by babeltrace2, the reference reader.
class CtfExportTest {
    @TempDir
    Path folder;

    @Test
    void babeltraceReadsSwitchesInterruptsAndEveryEventOfTheTrace() throws IOException, InterruptedException {
        SampleTrace.export(new CtfExport(folder.resolve("ctf"), "sample"));

        List<String> lines = Tool.run(folder, "babeltrace2", "babeltrace2", "--clock-cycles", "ctf");

        int[] told = {0};
        SampleTrace.tell(new rtk.trace.TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) { told[0]++; }

            @Override
            public void text(int id, String text) {}
        });
        assertEquals(told[0], lines.stream().filter(line -> line.contains(" rtk_")).count());
        assertEquals(List.of(
                "0 swapper 0 -> tasks/1 100001", "0 swapper 0 -> client, \\\"x\\\"/1 300001", // both at the start
                "6000 client, \\\"x\\\"/1 1 -> swapper 0", "30000 tasks/1 0 -> dev-can/1 200001",
                "50000 dev-can/1 1 -> tasks/1 100001",
                "60000 swapper 0 -> client, \\\"x\\\"/1 300001", "90000 tasks/1 1 -> swapper 0",
                "100000 client, \\\"x\\\"/1 16 -> swapper 0"),
                lines.stream().filter(line -> line.contains("sched_switch")).map(
                        line -> line.replaceFirst("^\\[0*(\\d+)].*prev_comm = \"(.*?)\", prev_tid.*prev_state = (\\d+).*"
                                + "next_comm = \"(.*?)\", next_tid = (\\d+).*", "$1 $2 $3 -> $4 $5"))
                        .toList());
        assertTrue(lines.stream().anyMatch(line -> line.contains("irq_handler_entry: { cpu_id = 0 }, { irq = 32")),
                lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("rtk_thread_state") && line.contains("\"NANOSLEEP\"")),
                lines.toString());
    }

    @Test
    void packetsAreCutSoThatMemoryIsBounded() throws IOException, InterruptedException {
        var export = new CtfExport(folder.resolve("ctf"), "");
        var texts = new Texts(export);
        int name = texts.number("x".repeat(1_000));
        for (int index = 0; index < 2_000; index++) export.event(index, EventKind.USER, 0, name, index, 0, 0);
        export.finish();

        assertEquals(2_000, Tool.run(folder, "babeltrace2", "babeltrace2", "ctf").size());
        assertTrue(Files.size(folder.resolve("ctf/channel0_0")) > 2_000_000);
    }

    @Test
    void aFolderThatCannotBeIsOneException() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        var export = new CtfExport(folder.resolve("file"), "");

        SampleTrace.tell(export);

        assertThrows(IOException.class, export::finish);
    }
}
