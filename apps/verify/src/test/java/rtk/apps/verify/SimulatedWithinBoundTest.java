package rtk.apps.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.Simulation;
import rtk.apps.scenario.SourceRoot;
import rtk.apps.verify.RandomSystem.Family;
import rtk.trace.analysis.MessageResult;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.TaskResult;

/// Two answers to one question: no simulated response exceeds its bound.
///
/// `-Drtk.systems=20000 -Drtk.systems.first=N` runs more of them, a ninth in each family; interrupts and messages, which scenarios do not have
/// without programs, have tests of their own.
final class SimulatedWithinBoundTest {
    private static final int SYSTEMS = Integer.getInteger("rtk.systems", 500);
    private static final long FIRST = Long.getLong("rtk.systems.first", 1);

    private static RunAnalysis simulate(Scenario scenario) throws Exception {
        RunAnalysis analysis = scenario.newAnalysis();
        try (var simulation = new Simulation(scenario, analysis, Simulation.Options.DEFAULT.spinLimitMs(0))) {
            assertTrue(simulation.run());
        }
        analysis.finish(scenario.durationNs());
        return analysis;
    }

    private static Scenario scenario(String text) throws Exception {
        return ScenarioFile.parse("random.yaml", text, new SourceRoot.Directory(Path.of("")), List.of());
    }

    private static long simulatedNs(Bound bound, RunAnalysis analysis) {
        if (bound.kind() == Bound.Kind.MESSAGE) {
            return analysis.messages().stream().filter(m -> m.name().equals(bound.name())).mapToLong(MessageResult::responseMax)
                    .sum();
        }
        return analysis.tasks().stream().filter(task -> task.name().equals(bound.name())).mapToLong(TaskResult::responseMax)
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void noResponseExceedsItsBound(Family family) throws Exception {
        int count = Math.max(1, SYSTEMS / 9);
        var gaps = new ArrayList<Double>();
        int unbounded = 0;
        for (long seed = FIRST; seed < FIRST + count; seed++) {
            String text = RandomSystem.of(family, seed);
            Scenario scenario = scenario(text);
            RunAnalysis analysis = simulate(scenario);
            for (Bound bound : Bounds.of(scenario).all()) {
                long simulatedNs = simulatedNs(bound, analysis);
                if (!bound.isBounded()) unbounded++;
                else if (simulatedNs > bound.withOffsetsNs()) {
                    fail(family + " seed " + seed + ": " + bound.name() + " took " + simulatedNs + " ns, bound " + bound.boundNs()
                            + ", with offsets " + bound.withOffsetsNs()
                            + "\n" + text);
                } else if (simulatedNs > 0) gaps.add(100.0 * simulatedNs / bound.withOffsetsNs());
            }
        }
        Collections.sort(gaps);
        System.out.printf(
                "%s: %d systems, %d bounds, %d unbounded; simulated of bound: median %.1f %%, p5 %.1f %%, largest %.1f %%%n",
                family,
                count, gaps.size(), unbounded, gaps.get(gaps.size() / 2), gaps.get(gaps.size() / 20), gaps.getLast());
        assertTrue(gaps.size() > count, "hardly anything was compared");
    }

    /// All are released together, their wcet is what they take: the first busy period of each level is the longest there is.
    @Test
    void independentTasksThatStartTogetherReachTheirBoundsExactly() throws Exception {
        int compared = 0;
        for (long seed = FIRST; seed < FIRST + 30; seed++) {
            String text = RandomSystem.of(Family.SYNCHRONOUS, seed);
            Scenario scenario = scenario(text);
            RunAnalysis analysis = simulate(scenario);
            for (Bound bound : Bounds.of(scenario).tasks()) {
                if (!bound.isBounded() || bound.busyPeriodNs() > scenario.durationNs()) continue;
                assertEquals(bound.boundNs(), simulatedNs(bound, analysis), () -> bound.name() + " in\n" + text);
                compared++;
            }
        }
        assertTrue(compared > 60, "only " + compared + " compared");
    }
}
