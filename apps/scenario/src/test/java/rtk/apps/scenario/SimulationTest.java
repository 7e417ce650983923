package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.apps.scenario.Simulation.Options;
import rtk.board.sim.Ns;
import rtk.kernel.CoroutineKind;
import rtk.kernel.SpinningException;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFileWriter;

class SimulationTest {
    private static final String BUSY = """
            duration: 300ms
            board: { costs: cortex-a9-1ghz, can: { can0: { bitrate: 500k } }, uart: { ser1: } }
            processes:
              - { name: dev-can, program: dev-can, priority: 21, args: [can0] }
              - { name: devc-ser, program: devc-ser, priority: 20, args: [ser1] }
            tasks:
              - { name: t1, period: 3ms, jitter: 1ms, bcet: 100us, wcet: 1ms, priority: 15, locks: [ { mutex: m, after: 50us, for: 300us } ] }
              - { name: t2, period: 7ms, wcet: 2ms, priority: 12, locks: [ { mutex: m, after: 1ms, for: 500us } ] }
            mutexes: [ { name: m } ]
            messages:
              - { name: engine, bus: can0, id: 0x100, period: 1ms, jitter: 200us }
              - { name: door, bus: can0, id: 0x3ff, period: 7ms }
            """;
    @TempDir
    Path directory;

    private Scenario scenario(String text, String... overrides) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", text, new SourceRoot.Directory(directory), List.of(overrides));
    }

    private static String digest(Scenario scenario, Options options) throws Exception {
        try (var writer = new TraceFileWriter(null, scenario.manifestJson("test"));
                var simulation = new Simulation(scenario, writer, options)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
            assertEquals(scenario.durationNs(), simulation.world().nowNs());
            return writer.digest();
        }
    }

    @Test
    void theRunDependsOnTheSeedAndOnNothingElse() throws Exception {
        String digest = digest(scenario(BUSY), Options.DEFAULT);

        assertEquals(digest, digest(scenario(BUSY), Options.DEFAULT));
        assertEquals(digest, digest(scenario(BUSY), Options.DEFAULT.sliceNs(Ns.us(137))));
        assertEquals(digest, digest(scenario(BUSY), Options.DEFAULT.coroutines(CoroutineKind.VIRTUAL_THREAD)));
        assertEquals(digest, digest(scenario(BUSY), Options.DEFAULT.pace(4)));
        assertFalse(digest.equals(digest(scenario(BUSY, "seed=2"), Options.DEFAULT)));
    }

    @Test
    void aStoppedRunEndsBetweenSteps() throws Exception {
        try (var simulation = new Simulation(scenario(BUSY), TraceSink.NONE, Options.DEFAULT)) {
            boolean finished = simulation.run((nowNs, endNs) -> {
                if (nowNs >= Ns.ms(100)) simulation.stop();
            });

            assertFalse(finished);
            assertEquals(Ns.ms(100), simulation.world().nowNs());
        }
    }

    @Test
    void aProgramThatCrashesIsReportedAndTheOthersGoOn() throws Exception {
        Scenario scenario = scenario("duration: 10ms\ntasks: [ {} ]\n"
                + "processes: [ { name: c, program: rtk.apps.scenario.CrashProgram, args: [memory] } ]");
        try (var simulation = new Simulation(scenario, TraceSink.NONE, Options.DEFAULT)) {
            assertTrue(simulation.run());

            var failure = simulation.failures().getFirst();
            assertEquals(1, simulation.failures().size());
            assertEquals("c", failure.process());
            assertTrue(failure.message().contains("out of memory"), failure.message());
            assertEquals(Ns.ms(10), simulation.world().nowNs());
        }
    }

    @Test
    void aProgramThatSpinsEndsTheRunAndIsNamed() throws Exception {
        Scenario scenario = scenario("duration: 10ms\ntasks: [ {} ]\n"
                + "processes: [ { name: s, program: rtk.apps.scenario.SpinProgram } ]");
        try (var simulation = new Simulation(scenario, TraceSink.NONE, Options.DEFAULT.spinLimitMs(50))) {
            var spinning = assertThrows(SpinningException.class, simulation::run);

            assertTrue(spinning.getMessage().startsWith("s/1 spins at 1000000 ns"), spinning.getMessage());
            assertTrue(spinning.getMessage().contains("SpinProgram.java:"), spinning.getMessage());
        } finally {
            SpinProgram.enough = true;
        }
    }

    @Test
    void aMalformedLogLineEndsAStrictRunAndIsReportedInALenientOne() throws Exception {
        Files.writeString(directory.resolve("x.log"), "(0.000000) can0 123#00\nrubbish\n(0.001000) can0 124#00\n");
        Scenario scenario = scenario("duration: 10ms\nboard: { can: { can0: } }\nstimuli: [ { can-replay: can0, file: x.log } ]");

        try (var strict = new Simulation(scenario, TraceSink.NONE, Options.DEFAULT)) {
            assertFalse(strict.run());
            assertNotNull(strict.inputFailure());
            assertTrue(strict.inputFailure().getMessage().contains("x.log:2"), strict.inputFailure().getMessage());
        }
        var warnings = new ArrayList<String>();
        try (var lenient = new Simulation(scenario, TraceSink.NONE, Options.DEFAULT.lenient(true).warnings(warnings::add))) {
            assertTrue(lenient.run());
        }
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith("x.log:2:"), warnings.getFirst());
    }

    @Test
    void theShippedScenarioRunsAndMeasuresItsPaths() throws Exception {
        Scenario cockpit = ScenarioFile.load("builtin:cockpit", List.of("duration=2s"));
        var analysis = cockpit.newAnalysis();

        try (var simulation = new Simulation(cockpit, analysis, Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
        }
        analysis.finish(cockpit.durationNs());

        for (var path : cockpit.paths()) assertTrue(analysis.latency(path.name()).count() > 10, path.name());
        assertEquals(cockpit, ScenarioFile.fromManifest(cockpit.manifestJson("x"), null));
    }

    @Test
    void aRecordedDriveIsReplayedWhole() throws Exception {
        Path log = Path.of(System.getProperty("rtk.shared", "shared"), "data/can-logs/rav4-comma2k19/rav4_bus0.log");
        assumeTrue(Files.exists(log), "the recorded drive is not here: rav4_bus0.log");
        Scenario scenario = scenario("""
                duration: 61s
                board: { costs: cortex-a9-1ghz, can: { can0: { bitrate: 500k } } }
                processes: [ { program: dev-can, priority: 21, args: [can0] } ]
                stimuli: [ { can-replay: can0, file: %s } ]
                paths: [ { name: can-rx, from: irq can0, to: run dev-can } ]
                """.formatted(log));
        var analysis = scenario.newAnalysis();

        try (var simulation = new Simulation(scenario, analysis, Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
        }

        assertEquals(66_234, analysis.buses().getFirst().frames());
        assertTrue(analysis.latency("can-rx").count() > 60_000, analysis.latency("can-rx").toString());
    }

    @Test
    void anArgumentThatNamesAFileReachesTheProgramAsAPath() throws Exception {
        Files.writeString(directory.resolve("data.txt"), "x");
        Scenario scenario = scenario(
                "duration: 10ms\nprocesses: [ { program: rtk.apps.scenario.CrashProgram, args: [data.txt] } ]");

        try (var simulation = new Simulation(scenario, TraceSink.NONE, Options.DEFAULT)) {
            simulation.run();

            assertTrue(simulation.failures().getFirst().message().endsWith(directory.resolve("data.txt").toString()));
        }
        assertEquals("data.txt", scenario.source().files().getFirst().path());
    }

    @Test
    void aPaceIsANumberOfTimes() {
        assertEquals(0.5, Options.parsePace("0.5x"));
        assertThrows(IllegalArgumentException.class, () -> Options.parsePace("2"));
        assertThrows(IllegalArgumentException.class, () -> Options.parsePace("0x"));
    }

    @Test
    void pacedTimePassesNoFasterThanAsked() throws Exception {
        long startNs = System.nanoTime();

        digest(scenario("duration: 200ms"), Options.DEFAULT.pace(1));

        assertTrue(System.nanoTime() - startNs >= Ns.ms(190));
    }
}
