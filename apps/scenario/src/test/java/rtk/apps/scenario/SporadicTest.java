package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.Ns;
import rtk.kernel.Scheduling;
import rtk.kernel.SporadicMode;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;
import rtk.trace.Timeline;

/// Policy sporadic of processes and tasks, and what the kernel section says about scheduling.
class SporadicTest {
    private static Scenario parse(String text) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", text, new SourceRoot.Directory(Path.of("")), List.of());
    }

    @Test
    void theKernelSectionSaysHowBudgetsComeBackAndWhichPrioritiesAreFree() throws Exception {
        Scheduling said = parse(
                "kernel: { sporadic: corrected, sporadic-check: tick, privileged-from: 100, above-range: saturate }")
                .kernel().scheduling();

        assertEquals(new Scheduling(4, 100, true, SporadicMode.CORRECTED, true), said);
        assertEquals(Scheduling.DEFAULT, parse("").kernel().scheduling());
    }

    @Test
    void processesAndTasksHaveBudgets() throws Exception {
        Scenario scenario = parse(
                """
                        processes:
                          - { name: p, program: rtk.apps.scenario.IdleProgram, priority: 12, policy: sporadic, low-priority: 3, budget: 2ms,
                              replenish: 10ms, max-replenishments: 7 }
                        tasks:
                          - { priority: 20, policy: sporadic, budget: 1ms, replenish: 5ms }
                          - { policy: rr }
                        """);

        assertEquals(SchedPolicy.SPORADIC, scenario.processes().getFirst().policy());
        assertEquals(new SporadicParam(3, Ns.ms(2), Ns.ms(10), 7), scenario.processes().getFirst().sporadic());
        assertEquals(new SporadicParam(1, Ns.ms(1), Ns.ms(5), 4), scenario.tasks().getFirst().sporadic());
        assertEquals(SchedPolicy.RR, scenario.tasks().getLast().policy());
    }

    /// At 20 the second job comes on top of what is left of the first: 1 ms of each fits into the budget.
    @ParameterizedTest
    @ValueSource(strings = {"posix", "corrected"})
    void aTaskRunsAtItsPriorityForItsBudgetInEachPeriod(String mode) throws Exception {
        var timeline = new Timeline();
        Scenario scenario = parse(
                """
                        duration: 24ms
                        kernel: { sporadic: %s }
                        tasks:
                          - { name: s, priority: 20, period: 20ms, wcet: 5ms, policy: sporadic, low-priority: 5, budget: 2ms, replenish: 10ms }
                          - { name: b, priority: 10, period: 40ms, wcet: 20ms }
                        """
                        .formatted(mode));
        for (TaskSpec task : scenario.tasks()) timeline.row(task.name(), task.priority());

        try (var simulation = new Simulation(scenario, timeline, Simulation.Options.DEFAULT)) {
            assertTrue(simulation.run());
        }

        assertEquals("""
                s      20 |##--------##--------##--
                b      10 |--########--########--##
                """, timeline.draw(0, scenario.durationNs(), Ns.ms(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kernel: { sporadic: good }                     | s.yaml:1:21: found good, expected posix or corrected
            kernel: { privileged-from: 1 }                 | s.yaml:1:28: found 1, expected a whole number from 2 to 256
            kernel: { above-range: saturat }               | s.yaml:1:24: found saturat, expected refuse or saturate; did you mean saturate?
            tasks: [ { policy: sporadi } ]                 | s.yaml:1:20: found sporadi, expected fifo or rr or sporadic; did you mean sporadic?
            tasks: [ { policy: sporadic } ]                | s.yaml:1:20: found policy sporadic without budget, expected budget and replenish
            tasks: [ { policy: sporadic, budget: 1ms } ]   | s.yaml:1:20: found policy sporadic without replenish
            tasks: [ { budget: 1ms } ]                     | s.yaml:1:20: found budget without policy: sporadic, expected no budget
            tasks: [ { policy: sporadic, budget: 9ms, replenish: 5ms } ]  | s.yaml:1:38: found 9 ms, expected at most replenish, 5 ms
            tasks: [ { policy: sporadic, budget: 1ms, replenish: 5ms, low-priority: 10 } ]  | s.yaml:1:73: found low-priority 10, expected less than the priority, 10
            tasks: [ { policy: sporadic, budget: 1ms, replenish: 5ms, max-replenishments: 65 } ]  | s.yaml:1:79: found 65, expected a whole number from 1 to 64
            """)
    void eachProblemIsSaidWithItsPlaceAndAHint(String text, String expected) {
        String message = assertThrows(ScenarioException.class, () -> parse(text)).getMessage();

        assertTrue(message.contains(expected), message);
    }
}
