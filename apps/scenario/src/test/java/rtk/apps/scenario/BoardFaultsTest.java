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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.apps.scenario.Simulation.Options;
import rtk.board.sim.Ns;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.analysis.RunAnalysis;

class BoardFaultsTest {
    private static final String BOARD = """
            duration: 1s
            board: { can: { can0: }, uart: { ser1: }, parts: { rtc: { part: rtc } } }
            processes:
              - { name: dev-can, program: dev-can, priority: 21, args: [can0] }
              - { name: devc-ser, program: devc-ser, priority: 19, args: [ser1] }
            tasks: [ { name: t, period: 10ms, wcet: 2ms, priority: 20 } ]
            messages: [ { name: m, bus: can0, id: 0x100, period: 10ms } ]
            stimuli: [ { uart-feed: ser1, file: text } ]
            paths: [ { name: irq, from: irq can0, to: run dev-can } ]
            faults:
            """;

    @TempDir
    Path directory;
    private final List<String> notes = new ArrayList<>();
    private int errors;

    private RunAnalysis run(String fault) throws Exception {
        Files.writeString(directory.resolve("text"), "The quick brown fox. ".repeat(100));
        var scenario = ScenarioFile.parse("s.yaml", BOARD + "  - " + fault + "\n", new SourceRoot.Directory(directory),
                List.of());
        var analysis = scenario.newAnalysis();
        try (var simulation = new Simulation(scenario, analysis.and(new TraceSink() {
            private final List<String> texts = new ArrayList<>();

            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.DEVICE_NOTE) notes.add(timeNs / 1000 + " us " + texts.get((int) b - 1));
                if (kind == EventKind.SERIAL_CHAR && d != 0) errors++;
            }

            @Override
            public void text(int id, String text) { texts.add(text); }
        }), Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
        }
        return analysis;
    }

    private static long worst(RunAnalysis analysis) { return analysis.latencies().getFirst().max(); }

    @Test
    void withoutAFaultTheDriverRunsAtOnce() throws Exception {
        assertEquals(0, worst(run("{ kind: interrupt-spurious, part: ser1, at: 999ms }")));
    }

    @Test
    void aLateInterruptIsLateByWhatWasSaid() throws Exception {
        assertEquals(Ns.us(250), worst(run("{ kind: interrupt-late, part: can0, at: 100ms, by: 250us, count: 3 }")));
        assertEquals(3, notes.stream().filter(note -> note.endsWith("interrupt late")).count());
    }

    /// The line stays up: without a fall there is no other rise, and the driver sleeps for ever.
    @Test
    void aLostInterruptHangsADriverThatKnowsNoTimeout() throws Exception {
        RunAnalysis analysis = run("{ kind: interrupt-lost, part: can0, at: 100ms }");

        assertEquals(1, notes.stream().filter(note -> note.endsWith("interrupt lost")).count());
        assertTrue(analysis.latencies().getFirst().count() < 15, analysis.latencies()::toString);
    }

    @Test
    void aStormComesAtItsRateAndEnds() throws Exception {
        run("{ kind: interrupt-storm, part: can0, at: 100ms, each: 1ms, for: 50ms }");

        assertEquals(50, notes.stream().filter(note -> note.endsWith("spurious interrupt")).count());
    }

    @Test
    void aSlowCoreDoublesTheResponseWhileItLasts() throws Exception {
        var task = run("{ kind: slow-core, speed: 50%, at: 500ms, for: 100ms }").tasks().getFirst();

        assertEquals(Ns.ms(2), task.responseMin());
        assertEquals(Ns.ms(4), task.responseMax());
    }

    @Test
    void noiseDisturbsCharactersAndEndsWithItsTime() throws Exception {
        run("{ kind: serial-noise, part: ser1, one-in: 10, at: 0s, for: 100ms }");

        assertTrue(errors > 5 && errors < 40,
                () -> errors + " framing errors in about 1152 characters, one in ten disturbed, in one of 9 bits");
    }

    @Test
    void clocksDriftAndJumpWithoutHarmToTheRun() throws Exception {
        run("{ kind: clock-jump, part: rtc, seconds: -5, at: 10ms }");
        run("{ kind: clock-drift, drift: -100ppm, at: 10ms }");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { kind: slow-core, speed: 100% }               | found 100.0%, expected a speed from 0.1% to 99.9%
            { kind: slow-core, core: 1 }                   | found 1, expected a whole number from 0 to 0
            { kind: interrupt-lost, part: can1 }           | found unknown can1, expected a name from the parts of the board
            { kind: clock-jump, part: can0 }               | found unknown can0
            { kind: serial-noise, bus: can0, part: ser1 }  | found bus with serial-noise, expected no bus
            { kind: memory-failure, offset: 67108000, bytes: 5000 } | found 5000, expected a whole number from 1 to 864
            { kind: interupt-lost }                        | did you mean interrupt-lost?
            """)
    void whatIsWrongIsNamed(String fault, String message) {
        var problem = assertThrows(ScenarioException.class, () -> run(fault));

        assertTrue(problem.getMessage().contains(message), problem.getMessage());
    }
}
