package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportVerbTest {
    private static final String SCENARIO = """
            scenario: two   # <script>alert(1)</script>
            duration: 100ms
            tasks:
              - { name: high, period: 10ms, wcet: 3ms, priority: 30 }
              - { name: low, period: 20ms, wcet: 4ms, priority: 20 }
            paths:
              - { name: seldom, from: release low, to: user nothing }
            require:
              - task high response max <= 3ms
              - task low response max <= 5ms
              - seldom max <= 1ms
            """;

    @TempDir
    private Path folder;

    @Test
    void aReportSaysWorstCaseBoundBlameAndWhatWasNeverExercised() throws IOException {
        String html = report();

        assertTrue(html.contains("✗ 1 failed, 1 of 3 requirements passed, 1 never exercised"), html.substring(0, 4_000));
        assertTrue(html.contains(
                "<td class=\"text\">task low</td><td>7 ms</td><td>7 ms</td><td>5 ms</td><td class=\"bad\">✗ 140 %</td>"));
        assertTrue(html.contains("<td>3 000 000</td><td>42.9 %</td><td class=\"text\">preempted by tasks/high</td>"));
        assertTrue(html.contains("<li>seldom: no sample</li>"));
        assertTrue(html.contains("rtk replay " + folder.resolve("out/trace.rtk")));
        assertTrue(html.contains("Gantt chart of the worst sample of task low"));
    }

    @Test
    void aReportNeedsNothingElseAndRunsNothing() throws IOException {
        String html = report();

        assertFalse(html.contains("<script"));
        assertTrue(html.contains("&lt;script&gt;alert(1)"));
        assertFalse(Pattern.compile("(src|href)=\"(?!#)").matcher(html.replace("xlink:href=\"#", "")).find());
        var ids = new TreeSet<String>();
        Pattern.compile(" id=\"([^\"]*)\"").matcher(html).results().map(found -> found.group(1))
                .forEach(id -> assertTrue(ids.add(id), "twice: " + id));
        assertEquals(html, report());
    }

    @Test
    void aWrongFileIsOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no trace");

        Shell none = Shell.rtk("report", folder.resolve("none").toString());
        Shell wrong = Shell.rtk("report", text.toString());
        Shell itself = Shell.rtk("report", text.toString(), "-o", text.toString());

        assertEquals(1, none.err().lines().count(), none.err());
        assertEquals(2, wrong.exitCode(), wrong.err());
        assertEquals(1, wrong.err().lines().count(), wrong.err());
        assertEquals(2, itself.exitCode(), itself.err());
        assertEquals("no trace", Files.readString(text));
    }

    private String report() throws IOException {
        Path scenario = Files.writeString(folder.resolve("two.yaml"), SCENARIO);
        Path out = folder.resolve("out");
        Shell run = Shell.rtk("run", scenario.toString(), "--out", out.toString());
        assertEquals(1, run.exitCode(), run.err());
        Shell report = Shell.rtk("report", out.resolve("trace.rtk").toString());
        assertEquals(0, report.exitCode(), report.err());
        return Files.readString(out.resolve("report.html"));
    }
}
