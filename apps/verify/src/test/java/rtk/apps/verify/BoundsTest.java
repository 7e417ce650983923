package rtk.apps.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.SourceRoot;
import rtk.apps.verify.bound.Load;
import rtk.apps.verify.generate.SeedStream;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// What bounds say of scenarios besides numbers.
final class BoundsTest {
    private static Scenario scenario(String text) throws Exception {
        return ScenarioFile.parse("model.yaml", text, new SourceRoot.Directory(Path.of("")), List.of());
    }

    private static final String TWO_TASKS = "tasks: [ { name: a, period: 10ms, wcet: 1ms, priority: 9 }, { name: b, period: 20ms, wcet: 2ms, priority: 8, cpus: 0 } ]\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            board: { cpus: 2 }                                              | task a may run on several cores
            board: { clock-drift: 50ppm }                                   | a clock that drifts
            faults: [ { kind: slow-core, core: 0, speed: 50%, at: 1ms } ]   | faults of the board
            kernel: { partitions: [ { name: p, budget: 40% } ] }            | a partition without budget
            processes: [ { program: rtk.apps.infotainment.Navigation } ]    | what programs ask for
            """)
    void whatIsNotInTheAnalysisIsNotBoundedAndSaysSo(String more, String reason) throws Exception {
        Bound bound = Bounds.of(scenario(TWO_TASKS + more)).tasks().getFirst();

        assertFalse(bound.isBounded() || bound.isSchedulable());
        assertTrue(bound.reason().contains(reason), bound.reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stimuli: [ { drive-cycle: can0 } ]                               | drive cycle
            faults: [ { kind: babble, bus: can0, at: 1ms, id: 0x1 } ]        | nothing bounds the faults
            processes: [ { program: rtk.apps.infotainment.Navigation } ]     | programs of board send
            """)
    void trafficThatNobodyDeclaredLeavesMessagesWithoutBound(String more, String reason) throws Exception {
        String text = "board: { can: { can0: { bitrate: 500k } } }\nmessages: [ { name: m, id: 0x10, period: 10ms } ]\n";

        assertTrue(Bounds.of(scenario(text)).messages().getFirst().isBounded());
        Bound bound = Bounds.of(scenario(text + more)).messages().getFirst();
        assertFalse(bound.isBounded());
        assertTrue(bound.reason().contains(reason), bound.reason());
    }

    @Test
    void timesOfYearsAreRefusedInsteadOfSummed() throws Exception {
        Bounds bounds = Bounds
                .of(scenario("tasks: [ { name: a, period: 9000000000s, wcet: 1ms }, { name: b, period: 1ms, wcet: 1us } ]"));

        assertTrue(bounds.tasks().stream().noneMatch(Bound::isBounded));
        assertTrue(bounds.tasks().get(1).reason().contains("thirteen days"), bounds.toString());
    }

    /// 270 µs of a frame; its error frame of 31 bits and the frame again for each of two errors.
    @Test
    void bitErrorsOfTheScenarioAreInTheBound() throws Exception {
        Scenario two = scenario("""
                board: { can: { can0: { bitrate: 500k } } }
                messages: [ { name: m, id: 0x10, period: 10ms } ]
                faults: [ { kind: bit-error, bus: can0, at: 1ms }, { kind: bit-error, bus: can0, at: 2ms } ]
                """);

        assertEquals(270_000 + 2 * (62_000 + 270_000), Bounds.of(two).messages().getFirst().boundNs());
    }

    @Test
    void pathsOfATaskAndOfAMessageAreTheirBounds() throws Exception {
        Bounds bounds = Bounds.of(scenario("""
                board: { can: { can0: { bitrate: 500k } } }
                tasks: [ { name: a, period: 10ms, wcet: 1ms } ]
                messages: [ { name: m, id: 0x10, period: 10ms } ]
                paths:
                  - { name: job, from: release a, to: complete a }
                  - { name: way, from: queued can0 0x010, to: frame can0 0x010 }
                  - { name: other, from: release a, to: frame can0 }
                """));

        assertEquals(List.of(1_000_000L, 270_000L, -1L), bounds.paths().stream().map(Bound::boundNs).toList());
        assertEquals(5, bounds.all().size());
    }

    /// In every window between two activations there are as many jobs, and as much work, as came.
    @Test
    void whatIsObservedIsCovered() {
        var random = new SeedStream(4);
        for (int round = 0; round < 50; round++) {
            var observed = new Observed();
            observed.text(1, "p");
            observed.event(0, EventKind.PROCESS_CREATED, 1, 1, 0, 1, 0);
            observed.event(0, EventKind.THREAD_CREATED, 5, 1, 1, 10, 1);
            var instants = new ArrayList<Long>();
            var spans = new ArrayList<Long>();
            long now = 0;
            for (int i = 0; i < 30; i++) {
                now += random.chance(30) ? random.between(1_000, 9_000) : random.between(1, 20);
                instants.add(now);
                observed.event(now, EventKind.THREAD_STATE, 5, ThreadState.READY.ordinal(), 0, 0, 0);
                observed.event(now, EventKind.THREAD_STATE, 5, ThreadState.RUNNING.ordinal(), 1, 0, 0);
                spans.add(random.chance(10) ? random.between(500, 900) : random.between(1, 50));
                now += spans.getLast();
                observed.event(now, EventKind.THREAD_STATE, 5, ThreadState.RECEIVE.ordinal(), 1, 0, 0);
            }
            Observed.Demand demand = observed.demands(0).getFirst();

            assertEquals(spans.stream().mapToLong(ns -> ns).max().orElseThrow(), demand.jobs().wcetNs());
            for (int i = 0; i < instants.size(); i++) {
                long work = 0;
                for (int j = i; j < instants.size(); j++) {
                    work += spans.get(j);
                    long window = instants.get(j) - instants.get(i);
                    assertTrue(demand.jobs().releasesUpTo(window) >= j - i + 1, demand + " " + instants);
                    assertTrue(demand.work().releasesUpTo(window) * demand.work().wcetNs() >= work,
                            demand + " " + instants + spans);
                }
            }
        }
    }

    /// 100 of its own, 30 of which an interrupt took, 10 of that another one.
    @Test
    void interruptsAreNotTheWorkOfWhomTheyInterrupt() {
        var observed = new Observed();
        observed.event(0, EventKind.THREAD_CREATED, 5, 1, 1, 10, 1);
        observed.event(100, EventKind.THREAD_STATE, 5, ThreadState.RUNNING.ordinal(), 1, 0, 0);
        observed.event(150, EventKind.IRQ_ENTER, 1, 40, 5, 0, 0);
        observed.event(160, EventKind.IRQ_ENTER, 1, 41, 5, 0, 0);
        observed.event(170, EventKind.IRQ_EXIT, 1, 41, 0, 0, 0);
        observed.event(180, EventKind.IRQ_EXIT, 1, 40, 0, 0, 0);
        observed.event(230, EventKind.THREAD_STATE, 5, ThreadState.RECEIVE.ordinal(), 1, 0, 0);

        assertEquals(100, observed.demands(0).getFirst().jobs().wcetNs());
        assertEquals(List.of(20L, 10L), observed.interrupts().stream().map(Load::wcetNs).toList());
    }
}
