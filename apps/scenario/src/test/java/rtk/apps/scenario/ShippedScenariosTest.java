package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.Verdict;

/// The scenarios that come with the program keep what they require, and do not when the thing that they guard is broken.
class ShippedScenariosTest {
    /// Names of the paths, tasks and messages of which some requirement does not hold; the numbers of samples count only in full length.
    private static List<String> failing(String name, boolean isWhole, String... overrides) throws ScenarioException, IOException {
        var scenario = ScenarioFile.load("builtin:" + name, List.of(overrides));
        var analysis = scenario.newAnalysis();
        try (var simulation = new Simulation(scenario, analysis, Simulation.Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
            analysis.finish(simulation.world().nowNs());
        }
        var failing = new ArrayList<String>();
        for (Requirement requirement : scenario.requirements()) {
            if (!isWhole && requirement.metric() == Requirement.Metric.COUNT) continue;
            boolean holds = requirement.evaluate(analysis).verdict() == Verdict.Outcome.PASSED;
            if (!holds && !failing.contains(requirement.name())) failing.add(requirement.name());
        }
        return failing;
    }

    @Test
    void eachHasOneLineAboutItAndAMissingOneIsNamedNearly() {
        for (String name : ScenarioFile.shipped()) assertTrue(ScenarioFile.about(name).matches("[A-Z].*\\."), name);

        var missing = assertThrows(ScenarioException.class, () -> ScenarioFile.load("builtin:rsh", List.of()));
        assertTrue(missing.getMessage().contains("did you mean builtin:rush?"), missing::getMessage);
        var bare = assertThrows(ScenarioException.class, () -> ScenarioFile.load("rush", List.of()));
        assertTrue(bare.getMessage().contains("did you mean builtin:rush?"), bare::getMessage);
    }

    @Test
    void shortenedTheyKeepWhatTheyRequire() throws Exception {
        assertEquals(List.of(), failing("cold-boot", false, "duration=900ms"));
        assertEquals(List.of(), failing("rush", false, "duration=1s", "messages.rush-high.offset=400ms",
                "messages.rush-middle.offset=400ms", "messages.rush-low.offset=400ms", "stimuli.1.at=700ms"));
        assertEquals(List.of(), failing("reverse", false, "duration=900ms", "messages.lever.offset=500ms"));
        assertEquals(List.of(), failing("bus-off", false, "duration=1s", "faults.0.at=500ms", "faults.0.for=200ms"));
        assertEquals(List.of(), failing("crash-in-call", false, "duration=3s", "faults.0.at=2500ms", "faults.1.at=2800ms"));
        assertEquals(List.of("flash"), failing("workshop", false, "duration=1s"));
    }

    @Test
    void aMixerBelowWhatDrawsIsLate() throws Exception {
        assertEquals(List.of("audio"), failing("reverse", false, "duration=900ms", "messages.lever.offset=500ms",
                "processes.mixer.priority=8"));
    }

    @EnabledIfSystemProperty(named = "rtk.nightly", matches = "true")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bus-off | seed=42 | []",
        "bus-off | faults.0.for=2s | [climate-outage, control]",
        "bus-off | processes.dev-can0.priority=7 | [can-signal]",
        "crash-in-call | seed=42 | []",
        "crash-in-call | ha=null | [rings, call-outage]",
        "crash-in-call | processes.mixer.priority=8 | [audio]",
        "workshop | seed=42 | []",
        "workshop | processes.diagnostics.priority=5 | [reading]",
        "workshop | processes.gateway.priority=7 | [can-signal]",
        "cold-boot | seed=42 | []",
        "cold-boot | tasks.check.priority=14 | [first-picture, first-needle, picture]",
        "resilient | seed=42 | []",
        "resilient | ha.0.do=[log gone] | [can-outage, restart]",
        "resilient | ha.2.do=[log gone] | [can-outage, gateway-outage]",
        "reverse | seed=42 | []",
        "reverse | processes.rear-camera.priority=6 | [picture, camera]",
        "reverse | processes.guidance.priority=11 | [frame]",
        "reverse | processes.mixer.priority=8 | [audio]",
        "rush | seed=42 | []",
        "rush | processes.mixer.args=[--lock, none] | [audio]",
        "rush | processes.mixer.priority=8 | [audio]",
        "rush | processes.hmi.priority=7 | [frame]"})
    void brokenTheyFailWhereTheyGuard(String name, String override, String failing) throws Exception {
        assertEquals(failing, failing(name, true, override).toString());
    }

    @EnabledIfSystemProperty(named = "rtk.nightly", matches = "true")
    @Test
    void theyKeepWhatTheyRequireWithOtherSeeds() throws Exception {
        for (String name : List.of("bus-off", "cold-boot", "crash-in-call", "resilient", "reverse", "rush", "workshop")) {
            for (int seed = 1; seed <= 10; seed++)
                assertEquals(List.of(), failing(name, true, "seed=" + seed), name + ", seed " + seed);
        }
    }
}
