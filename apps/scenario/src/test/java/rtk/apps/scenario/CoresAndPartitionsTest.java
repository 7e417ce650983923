package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.sim.Ns;
import rtk.kernel.Bankruptcy;
import rtk.kernel.Cluster;
import rtk.kernel.KernelVersion;
import rtk.kernel.Partitioning;
import rtk.trace.Timeline;

/// Keys of the kernel section, and `cpus` and `partition` of processes and tasks.
class CoresAndPartitionsTest {
    private static Scenario parse(String text) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", text, new SourceRoot.Directory(Path.of("")), List.of());
    }

    private static String run(String text) throws Exception {
        var timeline = new Timeline();
        Scenario scenario = parse(text);
        for (TaskSpec task : scenario.tasks()) timeline.row(task.name(), task.priority());
        try (var simulation = new Simulation(scenario, timeline, Simulation.Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
        }
        return timeline.draw(0, scenario.durationNs(), Ns.ms(1));
    }

    @Test
    void theKernelSectionSaysVersionClustersAndPartitions() throws Exception {
        Scenario.KernelSpec eight = parse("board: { cpus: 4 }\nkernel: { version: 8, clusters: { pair: [0, 1], last: 3 } }")
                .kernel();
        Scenario.KernelSpec seven = parse("""
                kernel:
                  version: 7
                  window: 50ms
                  free-time: ratio
                  bankruptcy: reboot
                  partitions:
                    - { name: drivers, budget: 30%, max: 40%, critical: 5ms }
                    - { budget: 10% }
                """).kernel();

        assertEquals(KernelVersion.SDP_8, eight.version());
        assertEquals(List.of(new Cluster("pair", 0b0011), new Cluster("last", 0b1000)), eight.clusters());
        assertEquals(new Partitioning(50, true, true, Bankruptcy.REBOOT, List.of(
                new Partitioning.Budget("drivers", 30, 40, Ns.ms(5)), new Partitioning.Budget("partition2", 10, 0, 0))),
                seven.partitions());
    }

    @Test
    void tasksRunOnTheirCoresOnly() throws Exception {
        String picture = run("""
                duration: 8ms
                board: { cpus: 2 }
                tasks:
                  - { name: a, priority: 10, wcet: 2ms, period: 8ms, cpus: 1 }
                  - { name: b, priority: 9, wcet: 2ms, period: 8ms, cpus: [1] }
                  - { name: c, priority: 8, wcet: 3ms, period: 8ms, cpus: [0, 1] }
                """);

        assertEquals("""
                a      10 |11zzzzzz
                b       9 |--11zzzz
                c       8 |000zzzzz
                """, picture);
    }

    @Test
    void tasksShareTheProcessorByTheBudgetsOfTheirPartitions() throws Exception {
        String picture = run("""
                duration: 400ms
                kernel: { partitions: [ { name: a, budget: 20% }, { name: b, budget: 10% } ] }
                tasks:
                  - { name: sys, priority: 10, wcet: 500ms, period: 1s }
                  - { name: a, priority: 20, wcet: 500ms, period: 1s, partition: a }
                  - { name: b, priority: 30, wcet: 500ms, period: 1s, partition: b }
                """);

        List<Long> used = picture.lines().map(row -> row.chars().filter(c -> c == '#').count()).toList();
        assertEquals(List.of(280L, 80L, 40L), used);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kernel: { version: 9 }                        | s.yaml:1:20: found 9, expected 7 or 8
            kernel: { clusters: { a: 0 } }                | s.yaml:1:21: found clusters without version: 8, expected no clusters
            kernel: { version: 8, clusters: { a: 2 } }    | s.yaml:1:38: found 2, expected core 0; the board has one
            kernel: { version: 8, clusters: { a: [] } }   | s.yaml:1:38: found no cores, expected at least one core
            kernel: { version: 8, partitions: [] }        | s.yaml:1:35: found partitions with version: 8, expected no partitions
            kernel: { window: 50ms }                      | s.yaml:1:19: found window without partitions
            kernel: { window: 5ms, partitions: [] }       | s.yaml:1:19: found 5 ms, expected whole milliseconds and ticks, 8ms to 400ms
            kernel: { partitions: [ { budget: 101% } ] }  | s.yaml:1:35: found 101.0%, expected whole percent
            kernel: { partitions: [ { budget: 60% }, { budget: 60% } ] } | s.yaml:1:52: found 60%, expected at most 40%
            kernel: { partitions: [ { name: System } ] }  | s.yaml:1:33: found System again
            kernel: { partitions: [ { size: 3 } ] }       | s.yaml:1:27: found unknown key size, expected a key of a partition
            tasks: [ { partition: x } ]                   | s.yaml:1:23: found unknown partition x, expected a name from kernel.partitions; there are none
            tasks: [ { cpus: 1 } ]                        | s.yaml:1:18: found 1, expected core 0
            tasks: [ { cpus: [ 0, x ] } ]                 | s.yaml:1:23: found x, expected core 0
            """)
    void eachProblemIsSaidWithItsPlaceAndAHint(String text, String expected) {
        String message = assertThrows(ScenarioException.class, () -> parse(text)).getMessage();

        assertTrue(message.contains(expected), message);
    }

    @Test
    void withVersionEightCoresMustBeACluster() throws Exception {
        String head = "board: { cpus: 3 }\nkernel: { version: 8, clusters: { pair: [0, 1] } }\ntasks: ";

        assertEquals(0b011, parse(head + "[ { cpus: pair } ]").tasks().getFirst().place().runMask());
        assertEquals(0b011, parse(head + "[ { cpus: [1, 0] } ]").tasks().getFirst().place().runMask());
        assertEquals(0b100, parse(head + "[ { cpus: 2 } ]").tasks().getFirst().place().runMask());
        String message = assertThrows(ScenarioException.class, () -> parse(head + "[ { cpus: [1, 2] } ]")).getMessage();
        assertTrue(message.contains("s.yaml:3:18: found a list, expected a cluster"), message);
    }
}
