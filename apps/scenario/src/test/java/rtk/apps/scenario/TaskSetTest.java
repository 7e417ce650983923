package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TaskSetTest {
    private static JobLog run(String text) throws Exception {
        var log = new JobLog();
        Scenario scenario = ScenarioFile.parse("s.yaml", text, new SourceRoot.Directory(Path.of("")), List.of());
        try (var simulation = new Simulation(scenario, log, Simulation.Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
        }
        return log;
    }

    private static JsonNode vector(String file) throws IOException {
        Path path = Path.of(System.getProperty("rtk.shared", "shared"), "vectors", "G_simulation", file);
        assumeTrue(Files.exists(path), "the published vectors are not here: " + file);
        return JsonMapper.builder().build().readTree(Files.readString(path));
    }

    /// One tick is 1 ms; a lower priority number wins in the vectors.
    private static String scenario(JsonNode tasks) {
        var text = new StringBuilder("duration: 60ms\ntasks:\n");
        for (JsonNode task : tasks) {
            text.append("  - { name: ").append(task.path("name").asString(""));
            text.append(", wcet: ").append(task.path("C").asInt()).append("ms, period: ").append(task.path("T").asInt())
                    .append("ms");
            if (task.has("D")) text.append(", deadline: ").append(task.path("D").asInt()).append("ms");
            if (task.path("kill_on_miss").asBoolean(false)) text.append(", on-miss: abort");
            text.append(", priority: ").append(100 - task.path("priority").asInt()).append(" }\n");
        }
        return text.toString();
    }

    private static void check(JsonNode executedAt, JobLog log) {
        for (var instant : executedAt.properties()) {
            for (var task : instant.getValue().properties()) {
                long executed = log.executedMs(task.getKey(), Long.parseLong(instant.getKey()));
                assertEquals(task.getValue().asInt(), executed, task.getKey() + " at " + instant.getKey());
            }
        }
    }

    @Test
    void fixedPrioritiesPreemptAsInTheVectorG02() throws Exception {
        JsonNode vector = vector("G02_rtsim_fp_preemptive.json");

        JobLog log = run(scenario(vector.path("inputs").path("tasks")));

        check(vector.path("expected").path("executed_at"), log);
        for (JsonNode completion : vector.path("derived_completions")) {
            String line = completion.path("finish").asInt() + " " + completion.path("task").asString("") + " completed "
                    + completion.path("job").asInt();
            assertTrue(log.lines().contains(line), line + " is not among " + log.lines());
        }
    }

    @Test
    void jobsAreKilledAtTheirDeadlineAsInTheVectorG04() throws Exception {
        JsonNode vector = vector("G04_rtsim_kill_on_miss.json");

        for (JsonNode example : vector.path("cases")) {
            JobLog log = run(scenario(example.path("inputs").path("tasks")));

            check(example.path("expected").path("executed_at"), log);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            inherit | 5 high completed 1, 8 middle completed 1, 9 low completed 1
            ceiling | 5 high completed 1, 8 middle completed 1, 9 low completed 1
            none    | 6 middle completed 1, 8 high completed 1, 9 low completed 1
            """)
    void theProtocolOfAMutexDecidesWhoWaitsForWhom(String protocol, String expected) throws Exception {
        JobLog log = run(
                """
                        duration: 20ms
                        tasks:
                          - { name: low, period: 100ms, wcet: 4ms, priority: 10, locks: [ { mutex: m, after: 1ms, for: 2ms } ] }
                          - { name: middle, period: 100ms, offset: 2ms, wcet: 3ms, priority: 20 }
                          - { name: high, period: 100ms, offset: 2ms, wcet: 2ms, priority: 30, locks: [ { mutex: m, after: 1ms, for: 1ms } ] }
                        mutexes: [ { name: m, protocol: %s } ]
                        """
                        .formatted(protocol));

        assertEquals(expected, String.join(", ", log.lines("completed")));
    }

    @Test
    void aLateJobRunsOnAndTheNextQueuesBehindIt() throws Exception {
        JobLog log = run("duration: 40ms\ntasks: [ { name: t, period: 10ms, wcet: 15ms } ]");

        assertEquals(List.of("15 t completed 1", "30 t completed 2"), log.lines("completed"));
        assertEquals(List.of("10 t missed 1", "20 t missed 2", "30 t missed 3", "40 t missed 4"), log.lines("missed"));
        assertEquals(List.of("0 t released 1", "10 t released 2", "20 t released 3", "30 t released 4", "40 t released 5"),
                log.lines("released"));
    }

    @Test
    void jobsThatFellDueDuringALateOneAreSkipped() throws Exception {
        JobLog log = run("duration: 40ms\ntasks: [ { name: t, period: 10ms, wcet: 15ms, on-miss: skip } ]");

        assertEquals(List.of("15 t completed 1", "35 t completed 3"), log.lines("completed"));
        assertEquals(List.of("15 t abandoned 2", "35 t abandoned 4"), log.lines("abandoned"));
        assertEquals(List.of("10 t missed 1", "20 t missed 2", "30 t missed 3", "40 t missed 4"), log.lines("missed"));
    }

    @Test
    void aJobThatEndsAtItsDeadlineHasNotMissedIt() throws Exception {
        JobLog log = run("duration: 40ms\ntasks: [ { name: t, period: 10ms, wcet: 10ms, on-miss: abort } ]");

        assertEquals(List.of(), log.lines("missed"));
        assertEquals(4, log.lines("completed").size());
    }

    @Test
    void anAbortedJobUnlocksWhatItHolds() throws Exception {
        JobLog log = run(
                """
                        duration: 30ms
                        tasks:
                          - { name: t, period: 20ms, deadline: 5ms, wcet: 9ms, on-miss: abort, priority: 9, locks: [ { mutex: m, for: 9ms } ] }
                          - { name: u, period: 20ms, offset: 2ms, wcet: 1ms, priority: 8, locks: [ { mutex: m, for: 1ms } ] }
                        mutexes: [ { name: m } ]
                        """);

        assertEquals(List.of("5 t missed 1", "25 t missed 2"), log.lines("missed"));
        assertEquals(List.of("5 t abandoned 1", "25 t abandoned 2"), log.lines("abandoned"));
        assertEquals(List.of("6 u completed 1", "26 u completed 2"), log.lines("completed"));
    }

    @Test
    void nestedSectionsUnlockInReverseAndAtTheJobsEnd() throws Exception {
        JobLog log = run("""
                duration: 10ms
                tasks:
                  - { name: t, period: 20ms, wcet: 4ms, priority: 9,
                      locks: [ { mutex: a, for: 4ms }, { mutex: b, after: 1ms, for: 1ms }, { mutex: b, after: 3ms, for: 1ms } ] }
                  - { name: u, period: 20ms, offset: 1ms, wcet: 1ms, priority: 12, locks: [ { mutex: b, for: 1ms } ] }
                mutexes: [ { name: a }, { name: b } ]
                """);

        assertEquals(List.of("2 u completed 1", "5 t completed 1"), log.lines("completed"));
    }

    /// `a` falls behind. Its second job was released before the first of `b`, its third after it.
    /// ```
    /// top  ████████████
    /// a    ▲    ▲    ▲ 1122 3344
    /// b          ▲         1    ▲
    /// ms   0    5    10   15   20
    /// ```
    @Test
    void jobsOfOnePriorityRunInOrderOfReleaseEvenIfATaskFellBehind() throws Exception {
        JobLog log = run("""
                duration: 22ms
                tasks:
                  - { name: top, period: 100ms, wcet: 12ms, priority: 30 }
                  - { name: a, period: 5ms, wcet: 2ms, priority: 20 }
                  - { name: b, period: 15ms, offset: 6ms, wcet: 1ms, priority: 20 }
                """);

        assertEquals(List.of("12 top completed 1", "14 a completed 1", "16 a completed 2", "17 b completed 1", "19 a completed 3",
                "21 a completed 4"), log.lines("completed"));
    }

    @Test
    void everyReleaseIsAnnouncedBeforeItsStart() throws Exception {
        JobLog log = run("""
                duration: 200ms
                tasks:
                  - { name: a, period: 5ms, jitter: 12ms, bcet: 1us, wcet: 2ms, priority: 20 }
                  - { name: b, period: 5ms, offset: 5ms, wcet: 1ms, priority: 30 }
                  - { name: c, period: 10ms, wcet: 3ms, priority: 10 }
                """);

        for (String started : log.lines("started")) {
            String[] words = started.split(" ");
            int released = -1;
            for (int i = 0; i < log.lines().size(); i++) {
                if (log.lines().get(i).endsWith(words[1] + " released " + words[3])) released = i;
            }
            assertTrue(released >= 0 && released < log.lines().indexOf(started), started);
        }
        assertTrue(log.lines("completed").size() > 80, log.lines("completed").size() + " jobs");
    }
}
