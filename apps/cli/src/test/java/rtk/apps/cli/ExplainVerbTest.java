package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two tasks on one core, free of cost: slow computes 4 ms of every 20, and is preempted by quick for 1 of every 5.
class ExplainVerbTest {
    private static final String SCENARIO = """
            scenario: two
            duration: 100ms
            tasks:
              - { name: quick, period: 5ms, offset: 1ms, wcet: 1ms, priority: 30 }
              - { name: slow, period: 20ms, wcet: 4ms, priority: 20 }
            paths:
              - { name: never, from: user nothing, to: user nothing }
            """;

    @TempDir
    private static Path folder;

    private static String trace;

    @BeforeAll
    static void run() throws Exception {
        Path scenario = Files.writeString(folder.resolve("two.yaml"), SCENARIO);
        Shell run = Shell.rtk("run", scenario.toString(), "--out", folder.toString());
        assertEquals(0, run.exitCode(), run.err());
        trace = folder.resolve("trace.rtk").toString();
    }

    @Test
    void theWorstSampleIsToldInJson() {
        Shell explain = Shell.rtk("explain", trace, "--path", "task slow", "--worst", "--json");

        JsonNode result = JsonMapper.shared().readTree(explain.out());
        JsonNode sample = result.get("sample");
        assertEquals(1, result.get("contract").intValue());
        assertEquals(5_000_000, sample.get("ns").longValue());
        assertEquals("computation 4000000 preempted tasks/quick 1000000",
                sample.get("shares").get(0).get("cause").stringValue() + " "
                        + sample.get("shares").get(0).get("ns") + " " + sample.get("shares").get(1).get("cause").stringValue()
                        + " "
                        + sample.get("shares").get(1).get("culprit").stringValue() + " " + sample.get("shares").get(1).get("ns"));
        assertEquals(3, result.get("steps").size());
        assertEquals(5, result.get("all").get("exact").intValue());
    }

    @Test
    void theReportSaysWhatWhenAndWho() {
        Shell explain = Shell.rtk("explain", trace, "--path", "slow", "--at", "41ms");

        assertEquals(0, explain.exitCode(), explain.err());
        assertTrue(explain.out().startsWith("task slow: sample at 41ms, 5000.000 us, from 40.000000 ms to 45.000000 ms"),
                explain.out());
        assertTrue(explain.out().contains("1000.000 us  20.0 %  preempted by tasks/quick"), explain.out());
        assertTrue(explain.out().lines().anyMatch(line -> line.matches("tasks/slow +20 \\|.*#+-+#+")), explain.out());
    }

    @Test
    void withoutAPathTheyAreListed() {
        Shell list = Shell.rtk("explain", trace);

        assertTrue(list.out().contains("25 of 25 samples add up to the nanosecond"), list.out());
        assertTrue(list.out().contains("never                no sample"), list.out());
        assertTrue(list.out().contains("rtk explain " + trace + " --path \"task "), list.out());
    }

    @Test
    void theSummaryHasTheLedger() throws Exception {
        JsonNode blame = JsonMapper.shared().readTree(Files.readString(folder.resolve("summary.json"))).get("blame");

        assertEquals(25, blame.get("exact").intValue());
        assertEquals(0, blame.get("unexplainedNs").intValue());
        assertEquals("task", blame.get("series").get(0).get("kind").stringValue());
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        assertEquals("rtk: --path: found task slwo, expected a path, task or message of two; did you mean task slow?",
                error("--path", "task slwo"));
        assertEquals("rtk: --path: never has no sample in this trace", error("--path", "never"));
        assertEquals("rtk: --p: found 0, expected a percentage above 0 and up to 100, such as 99.9",
                error("--path", "slow", "--p", "0"));
        assertEquals("rtk: found more than one of --worst, --p and --at, expected one",
                error("--path", "slow", "--worst", "--at", "1ms"));
        assertTrue(error("--worst").startsWith("rtk: found no --path, expected one"), error("--worst"));
        assertTrue(error("--path", "slow", "--at", "7s").contains("after which no sample of task slow ends"));
        assertTrue(error("--path", "slow", "--at", "7").startsWith("rtk: --at: "));
    }

    private static String error(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "explain";
        args[1] = trace;
        System.arraycopy(options, 0, args, 2, options.length);
        Shell shell = Shell.rtk(args);
        assertEquals(2, shell.exitCode(), shell.out());
        assertEquals(1, shell.err().strip().lines().count(), shell.err());
        return shell.err().strip();
    }
}
