package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.board.sim.Ns;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

final class ExtensionTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws Exception { return Files.writeString(folder.resolve(name), text); }

    private static String problem(Path file) {
        return assertThrows(ScenarioException.class, () -> ScenarioFile.load(file, List.of())).getMessage();
    }

    @Test
    void aScenarioThatExtendsAnotherIsThatWithWhatItSets() throws Exception {
        Path base = file("base.yaml", "seed: 3\ntasks: [ { name: a, period: 20ms } ]\n");
        Path worst = file("worst.yaml", "extends: base.yaml\nset:\n  - tasks.a.offset=3ms\n  - duration=80ms\n");
        Scenario scenario = ScenarioFile.load(worst, List.of("duration=40ms"));

        assertEquals(Ns.ms(3), scenario.tasks().getFirst().offsetNs());
        assertEquals(Ns.ms(40), scenario.durationNs());
        assertEquals(3, scenario.seed());
        assertEquals(
                ScenarioFile.load(base, List.of("tasks.a.offset=3ms", "duration=80ms", "duration=40ms")).source().overrides(),
                scenario.source().overrides());
    }

    @Test
    void otherKeysAreNamedAndSoIsAChain() throws Exception {
        Path more = file("more.yaml", "extends: builtin:cockpit\nduration: 1s\n");
        file("ring.yaml", "extends: ring.yaml\n");
        Path missing = file("missing.yaml", "extends: nowhere.yaml\n");

        assertTrue(problem(more).contains("more.yaml:2:1") && problem(more).contains("duration"), problem(more));
        assertTrue(problem(folder.resolve("ring.yaml")).contains("extends another"), problem(folder.resolve("ring.yaml")));
        assertTrue(problem(missing).contains("no such file"), problem(missing));
    }

    @Test
    void delaysSayWhenEachJobIsReleased() throws Exception {
        Path file = file("late.yaml", """
                duration: 35ms
                tasks: [ { name: a, period: 10ms, jitter: 4ms, delays: [4ms, 1ms, 0ms], wcet: 1ms } ]
                """);
        var releasedNs = new ArrayList<Long>();
        var releases = new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.JOB_RELEASED) releasedNs.add(timeNs);
            }

            @Override
            public void text(int id, String text) {}
        };
        try (var simulation = new Simulation(ScenarioFile.load(file, List.of()), releases, Simulation.Options.DEFAULT)) {
            simulation.run();
        }

        assertEquals(List.of(Ns.ms(4), Ns.ms(11), Ns.ms(20), Ns.ms(30)), releasedNs);
        assertTrue(problem(file("later.yaml", "tasks: [ { jitter: 1ms, delays: [2ms] } ]")).contains("at most the jitter"));
    }
}
