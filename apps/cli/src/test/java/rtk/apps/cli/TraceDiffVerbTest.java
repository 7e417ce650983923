package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two tasks on one core, free of cost: slow computes 4 ms of every 20; quick comes each 5 ms, first at 1, and takes 1 ms, or 500 us in the
/// other trace.
class TraceDiffVerbTest {
    private static final String SCENARIO = """
            scenario: two
            duration: 100ms
            tasks:
              - { name: quick, period: 5ms, offset: 1ms, wcet: 1ms, priority: 30 }
              - { name: slow, period: 20ms, wcet: 4ms, priority: 20 }
            """;

    @TempDir
    private Path folder;

    private String trace(String name, String... set) throws Exception {
        Path scenario = Files.writeString(folder.resolve("two.yaml"), SCENARIO);
        String out = folder.resolve(name).toString();
        Shell run = set.length == 0
                ? Shell.rtk("run", scenario.toString(), "--out", out)
                : Shell.rtk("run", scenario.toString(), "--out", out, "--set", set[0]);
        assertEquals(0, run.exitCode(), run.err());
        return out + "/trace.rtk";
    }

    @Test
    void theFirstDifferenceAndWhatMovedAreTold() throws Exception {
        String a = trace("a");
        String b = trace("b", "tasks.quick.wcet=500us");

        Shell diff = Shell.rtk("trace", "diff", a, b);
        JsonNode json = JsonMapper.shared().readTree(Shell.rtk("trace", "diff", a, b, "--json").out());

        assertEquals(4, diff.exitCode(), diff.err());
        assertTrue(diff.out().contains("B  1.500000 ms  job.completed    tasks/"), diff.out());
        assertTrue(diff.out().contains("task slow: p99.9 5 ms → 4.5 ms, max 5 ms → 4.5 ms, 5 → 5 samples"), diff.out());
        assertTrue(diff.out().contains("on average          -500 us  preempted by tasks/quick"), diff.out());
        assertEquals(0, json.get("preemptions").size());
        JsonNode slow = json.get("latencies").get(1);
        assertEquals("task slow", slow.get("path").stringValue());
        assertEquals(1_000_000, slow.get("meanNsByReason").get(0).get("before").longValue());
        assertEquals(500_000, slow.get("meanNsByReason").get(0).get("after").longValue());
    }

    @Test
    void twoRunsOfOneScenarioAreTheSame() throws Exception {
        Shell diff = Shell.rtk("trace", "diff", trace("a"), trace("b"));

        assertEquals("the same: every event of one is in the other", diff.out().strip());
        assertEquals(0, diff.exitCode());
    }

    @Test
    void printingFiltersByProcessThreadAndCore() throws Exception {
        String a = trace("a");

        Shell slow = Shell.rtk("trace", "print", "--thread", "tasks/slow", "--kind", "job", a);
        Shell all = Shell.rtk("trace", "print", "--process", "tasks", "--core", "0", "--kind", "job", a);
        Shell none = Shell.rtk("trace", "print", "--process", "task", "--kind", "job", a);
        Shell other = Shell.rtk("trace", "print", "--core", "1", "--kind", "job", a);

        assertTrue(slow.out().lines().count() >= 15 && slow.out().lines().allMatch(line -> line.contains("tasks/3")), slow.out());
        assertTrue(all.out().contains("tasks/2") && all.out().contains("tasks/3"), all.out());
        assertEquals("", none.out());
        assertEquals("rtk: nobody in this trace is called task", none.err().strip());
        assertEquals("", other.out());
    }
}
