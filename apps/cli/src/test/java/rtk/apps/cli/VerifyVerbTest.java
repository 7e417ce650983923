package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class VerifyVerbTest {
    /// By hand: t2 takes 4, is preempted by 3 once, and waits for 2 of t3's section: 9 ms at most.
    private static final String MODEL = """
            scenario: small
            duration: 400ms
            tasks:
              - { name: t1, period: 10ms, wcet: 3ms, priority: 30 }
              - { name: t2, period: 20ms, wcet: 4ms, priority: 20, locks: [ { mutex: m, for: 1ms } ] }
              - { name: t3, period: 40ms, wcet: 5ms, priority: 10, locks: [ { mutex: m, for: 2ms } ] }
            mutexes: [ { name: m } ]
            require:
              - task t2 response max <= LIMIT
              - task t3 misses <= 0
            """;

    @TempDir
    private Path folder;

    private Path model(String limit) throws Exception {
        return Files.writeString(folder.resolve("small.yaml"), MODEL.replace("LIMIT", limit));
    }

    private static JsonNode json(Shell shell) { return JsonMapper.shared().readTree(shell.out()); }

    @Test
    void whatHoldsInAllRunsPassesWithItsMarginAndWhetherItIsProven() throws Exception {
        Shell shell = Shell.rtk("verify", model("9ms").toString(), "--runs", "20", "--json");

        assertEquals(0, shell.exitCode(), shell.err());
        JsonNode t2 = json(shell).get("verdicts").get(0);
        assertEquals("passed", t2.get("verdict").stringValue());
        assertEquals(9_000_000, t2.get("bound").longValue());
        assertTrue(t2.get("proven").booleanValue());
        assertEquals(9_000_000 - t2.get("observed").longValue(), t2.get("margin").longValue());
    }

    @Test
    void aWorstCaseThatTheScenarioItselfDoesNotShowIsFoundAndRunsAgainToTheSameNanosecond() throws Exception {
        String file = model("8500us").toString();
        Shell plain = Shell.rtk("run", file);
        Path out = folder.resolve("deeper/out");
        Shell verified = Shell.rtk("verify", file, "--runs", "40", "--json", "--out", out.toString());
        JsonNode t2 = json(verified).get("verdicts").get(0);
        Shell again = Shell.rtk("run", out.resolve("worst.yaml").toString(), "--json");

        assertEquals(0, plain.exitCode());
        assertEquals(1, verified.exitCode());
        assertEquals("failed", t2.get("verdict").stringValue());
        assertTrue(t2.get("blame").toString().contains("t3"), t2.toString());
        assertEquals(1, again.exitCode(), again.err());
        assertTrue(Files.readString(out.resolve("summary.md")).contains("| failed | task t2 response max"));
        assertEquals(t2.get("observed").longValue(), json(again).get("verdicts").get(0).get("observed").longValue());
    }

    @Test
    void theAnswerIsTheSameForAnyNumberOfJobs() throws Exception {
        String file = model("8500us").toString();
        Shell one = Shell.rtk("verify", file, "--runs", "40", "--jobs", "1", "--json");
        Shell three = Shell.rtk("verify", file, "--runs", "40", "--jobs", "3", "--json");

        assertEquals(one.out(), three.out());
    }

    @Test
    void offsetsThatTheScenarioGivesAreKept() throws Exception {
        Path file = Files.writeString(folder.resolve("offsets.yaml"),
                MODEL.replace("LIMIT", "7ms").replace("name: t3,", "name: t3, offset: 10ms,"));
        Shell fixed = Shell.rtk("verify", file.toString(), "--runs", "40", "--json");
        Shell free = Shell.rtk("verify", file.toString(), "--runs", "40", "--phases", "free", "--json");

        assertEquals(0, fixed.exitCode(), fixed.err());
        assertEquals("fixed", json(fixed).get("search").get("phases").stringValue());
        assertEquals(1, free.exitCode());
    }

    @Test
    void whatNeverHappensIsNeverExercised() throws Exception {
        Path file = Files.writeString(folder.resolve("never.yaml"), MODEL.replace("LIMIT", "9ms")
                + "  - nothing max <= 1ms\npaths: [ { name: nothing, from: user a, to: user b } ]\n");
        JsonNode verdict = json(Shell.rtk("verify", file.toString(), "--runs", "0", "--json")).get("verdicts").get(2);

        assertEquals("never-exercised", verdict.get("verdict").stringValue());
        assertTrue(verdict.get("observed").isNull());
    }

    @Test
    void junitHasACasePerVerdictAndWhatFailedInIt() throws Exception {
        Path xml = folder.resolve("verdicts.xml");
        Shell.rtk("verify", model("6ms").toString(), "--runs", "0", "--junit", xml.toString());
        String text = Files.readString(xml);

        var document = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        assertEquals(5, document.getElementsByTagName("testcase").getLength(), text);
        assertEquals(1, document.getElementsByTagName("failure").getLength(), text);
        assertTrue(text.contains("task t2 response max &lt;= 6ms"), text);
    }

    @Test
    void aDeadlockOfAChosenPhaseEndsWithTheRunThatShowsIt() throws Exception {
        Path file = Files.writeString(folder.resolve("crossed.yaml"), """
                duration: 200ms
                tasks:
                  - { name: a, period: 20ms, wcet: 5ms, priority: 20,
                      locks: [ { mutex: m, for: 4ms }, { mutex: n, after: 1ms, for: 2ms } ] }
                  - { name: b, period: 20ms, wcet: 5ms, priority: 10,
                      locks: [ { mutex: n, for: 4ms }, { mutex: m, after: 1ms, for: 2ms } ] }
                mutexes: [ { name: m }, { name: n } ]
                """);
        Shell shell = Shell.rtk("verify", file.toString(), "--runs", "60", "--json");

        assertEquals(0, Shell.rtk("run", file.toString()).exitCode());
        assertEquals(3, shell.exitCode(), shell.out());
        assertTrue(json(shell).get("failure").stringValue().contains("deadlock"), shell.out());
        assertTrue(json(shell).get("failureReplay").stringValue().contains("offset"), shell.out());
    }

    @Test
    void aSearchThatGoesOnFindsWhatOneInOneGoFinds() throws Exception {
        String file = model("8500us").toString();
        String state = folder.resolve("state").toString();
        Shell.rtk("verify", file, "--runs", "17", "--resume", state);
        Shell rest = Shell.rtk("verify", file, "--runs", "49", "--resume", state, "--json");
        Shell once = Shell.rtk("verify", file, "--runs", "49", "--json");
        Shell other = Shell.rtk("verify", file, "--runs", "49", "--resume", state, "--search-seed", "2");

        assertEquals(once.out(), rest.out());
        assertEquals(2, other.exitCode());
        assertTrue(other.err().contains("another"), other.err());
    }

    @Test
    void whatIsWorseThanTheBaselineFails() throws Exception {
        String file = model("9ms").toString();
        Path before = Files.writeString(folder.resolve("before.json"),
                Shell.rtk("verify", file, "--runs", "0", "--json").out());
        Shell same = Shell.rtk("verify", file, "--runs", "0", "--baseline", before.toString());
        String[] slower = {"verify", file, "--runs", "0", "--set", "tasks.t1.wcet=3100us", "--set", "require=[]", "--baseline",
            before.toString(), "--tolerance"};
        var strict = new java.util.ArrayList<>(java.util.List.of(slower));
        strict.add("0%");
        var lenient = new java.util.ArrayList<>(java.util.List.of(slower));
        lenient.add("5%");
        Shell worse = Shell.rtk(strict.toArray(String[]::new));

        assertEquals(0, same.exitCode(), same.err());
        assertEquals(1, worse.exitCode(), worse.err());
        assertTrue(worse.err().contains("bounds t1 bound was 3000000, is 3100000 (+3.33%)"), worse.err());
        assertEquals(0, Shell.rtk(lenient.toArray(String[]::new)).exitCode());
    }

    /// t2 has its 9 ms: 4 of its own, 3 of t1, 2 of t3's section. 10 ms leave 1 ms: 33% of t1, 25% of t2.
    @Test
    void sensitivitySaysHowMuchMayGrowBeforeARequirementBreaks() throws Exception {
        Shell shell = Shell.rtk("verify", model("10ms").toString(), "--runs", "0", "--sensitivity", "--json");
        JsonNode slacks = json(shell).get("sensitivity");

        assertEquals("wcet of task t1", slacks.get(0).get("what").stringValue());
        assertEquals(33, slacks.get(0).get("percent").intValue());
        assertTrue(slacks.get(0).get("breaks").stringValue().startsWith("task t2 response max <= 10ms"));
        assertEquals(25, slacks.get(2).get("percent").intValue(), slacks.toString());
    }

    @Test
    void wrongOptionsAreTold() throws Exception {
        Shell budget = Shell.rtk("verify", model("6ms").toString(), "--budget", "30");

        assertEquals(2, budget.exitCode());
        assertTrue(budget.err().contains("--budget"), budget.err());
        assertFalse(budget.err().contains("internal"), budget.err());
    }
}
