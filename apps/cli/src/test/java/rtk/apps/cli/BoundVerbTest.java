package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class BoundVerbTest {
    private static final String MODEL = """
            board: { can: { can0: { bitrate: 500k } } }
            tasks:
              - { name: t1, period: 10ms, wcet: 3ms, priority: 30 }
              - { name: t2, period: 20ms, jitter: 2ms, wcet: 4ms, priority: 20, locks: [ { mutex: m, for: 1ms } ] }
              - { name: t3, period: 40ms, wcet: 5ms, priority: 10, locks: [ { mutex: m, for: 2ms } ] }
            mutexes: [ { name: m } ]
            messages: [ { name: engine, bus: can0, id: 0x100, dlc: 8, period: 10ms } ]
            """;

    private static JsonNode bound(String model, String... more) {
        var args = new String[more.length + 3];
        args[0] = "bound";
        args[1] = "-";
        args[2] = "--json";
        System.arraycopy(more, 0, args, 3, more.length);
        Shell shell = Shell.rtkReading(model, args);
        assertEquals(0, shell.exitCode(), shell.err());
        return JsonMapper.shared().readTree(shell.out());
    }

    /// t2: 2 of its own jitter, 2 of t3's section, 4, and 3 of t1: 11 after the nominal release, 9 after the release. t3: 5 + 4 + 3, and another
    /// 3 as 12 is past the second release of t1.
    @Test
    void theDocumentHasWhatTheContractSays() {
        JsonNode document = bound(MODEL);

        assertEquals(1, document.get("contract").intValue());
        JsonNode t2 = document.get("tasks").get(1);
        assertEquals("t2", t2.get("name").stringValue());
        assertEquals(11_000_000, t2.get("bound").longValue());
        assertEquals(9_000_000, t2.get("busyPeriod").longValue());
        assertEquals(20_000_000, t2.get("deadline").longValue());
        assertEquals(2_000_000, t2.get("blocking").longValue());
        assertEquals(1, t2.get("jobs").longValue());
        assertTrue(t2.get("schedulable").booleanValue());
        assertEquals(15_000_000, document.get("tasks").get(2).get("bound").longValue());
        JsonNode engine = document.get("messages").get(0);
        assertEquals(270_000, engine.get("bound").longValue());
        assertEquals(270_000, engine.get("transmission").longValue());
        assertEquals(1, engine.get("instances").longValue());
        assertEquals(0.027, document.get("buses").get(0).get("utilisation").doubleValue(), 1e-9);
    }

    @Test
    void whatHasNoBoundIsNullAndNotSchedulableAndSaysWhy() {
        JsonNode none = bound(MODEL.replace("name: m }", "name: m, protocol: none }")).get("tasks").get(1);
        JsonNode full = bound(MODEL, "--set", "tasks.0.wcet=9ms").get("tasks").get(2);

        assertTrue(none.get("bound").isNull() && !none.get("schedulable").booleanValue());
        assertTrue(none.get("reason").stringValue().contains("mutex m has protocol none"), none.toString());
        assertTrue(full.get("bound").isNull() && full.get("busyPeriod").isNull() && !full.get("schedulable").booleanValue());
    }

    /// A job pays for two switches, going to sleep and waking; the first is 10 µs of this profile's parts, each named.
    @Test
    void whatTheKernelTakesIsNamedAndInTheBound() {
        JsonNode costly = bound(MODEL, "--set", "board.costs=cortex-a9-1ghz").get("tasks").get(0);

        assertTrue(costly.get("bound").longValue() > 3_000_000 && costly.get("bound").longValue() < 3_020_000, costly.toString());
        assertTrue(costly.get("terms").toString().contains("thread switch"), costly.toString());
        assertTrue(costly.get("assumptions").toString().contains("cortex-a9-1ghz"), costly.toString());
    }

    @Test
    void theShippedScenarioIsBoundedOnTopOfWhatItsProgramsWereSeenToDo() {
        Shell blind = Shell.rtk("bound", "builtin:cockpit", "--json");
        Shell seen = Shell.rtk("bound", "builtin:cockpit", "--json", "--observe", "--set", "duration=300ms");
        JsonNode path = JsonMapper.shared().readTree(seen.out()).get("paths").get(0);

        assertTrue(JsonMapper.shared().readTree(blind.out()).get("tasks").get(0).get("bound").isNull());
        assertEquals("can-rx", path.get("name").stringValue());
        assertTrue(path.get("bound").longValue() > 26_000 && path.get("bound").longValue() < 500_000, path.toString());
        assertTrue(path.get("assumptions").toString().contains("observed"), path.toString());
    }

    @Test
    void theTableIsForReading() {
        Shell shell = Shell.rtkReading(MODEL, "bound", "-");

        assertTrue(shell.out().lines().anyMatch(line -> line.startsWith("t2 ") && line.contains("11 ms") && line.endsWith("met")),
                shell.out());
        assertTrue(shell.out().contains("assuming"), shell.out());
    }

    @Test
    void aBadModelNamesItsPlace() {
        Shell shell = Shell.rtkReading("tasks: [ { name: a, perod: 10ms } ]", "bound", "-");

        assertEquals(2, shell.exitCode());
        assertTrue(shell.err().contains("-:1:") && shell.err().contains("period"), shell.err());
    }

    @Test
    void generatedTaskSetsAreModels() {
        Shell set = Shell.rtk("generate", "--tasks", "5", "--utilisation", "60%", "--method", "rand-fixed-sum", "--seed", "3");
        Shell wrong = Shell.rtk("generate", "--tasks", "2", "--utilisation", "2.5", "--method", "rand-fixed-sum");

        assertEquals(5, bound(set.out()).get("tasks").size());
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("2.5"), wrong.err());
    }
}
