package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Faults of a scenario file, in a run.
class FaultsTest {
    private static final String BUS = """
            duration: 100ms
            board: { can: { can0: { bitrate: 500k } } }
            messages:
              - { name: a, id: 0x100, period: 1ms, data: 01 }
              - { name: b, id: 0x200, period: 1ms, data: 02 }
            faults:
            """;

    @TempDir
    Path directory;

    /// How often each kind of event came.
    private TreeMap<EventKind, Integer> run(String fault) throws Exception {
        Files.writeString(directory.resolve("s.yaml"), BUS + "  - " + fault + "\n");
        Scenario scenario = ScenarioFile.load(directory.resolve("s.yaml"), List.of());
        var counts = new TreeMap<EventKind, Integer>();
        var sink = new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                counts.merge(kind, 1, Integer::sum);
            }

            @Override
            public void text(int id, String text) {}
        };
        try (var simulation = new Simulation(scenario, sink, Simulation.Options.DEFAULT)) {
            assertTrue(simulation.run());
        }
        return counts;
    }

    @Test
    void aBitErrorInAFrameIsOneRepetition() throws Exception {
        var counts = run("{ kind: bit-error, frame: 17 }");

        assertEquals(1, counts.get(EventKind.FRAME_RETRY));
    }

    @Test
    void aWireStuckDominantIsBusOff() throws Exception {
        var counts = run("{ kind: stuck-dominant, at: 10.06ms, for: 5ms }");

        assertTrue(counts.get(EventKind.BUS_NODE_STATE) >= 3, counts::toString);
    }

    @Test
    void bitErrorsByChanceAreTheSameForASeed() throws Exception {
        var counts = run("{ kind: bit-errors, one-in: 500 }");

        assertTrue(counts.get(EventKind.FRAME_RETRY) > 5, counts::toString);
        assertEquals(counts, run("{ kind: bit-errors, one-in: 500 }"));
    }

    @Test
    void aBabblingNodeFillsTheBus() throws Exception {
        var counts = run("{ kind: babble, at: 50ms, for: 10ms }");

        assertTrue(counts.get(EventKind.FRAME_END) > 200 + 80, counts::toString);
    }

    @Test
    void aMessageWhoseNodeIsOffTheWireIsNotSent() throws Exception {
        // It reads what it sends itself, the acknowledge of its own company included: it goes on alone, beside the others.
        var counts = run("{ kind: disconnect, node: a, at: 50ms }");

        assertEquals(200, counts.get(EventKind.FRAME_END), counts::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { kind: bit-error }                           | s.yaml:7:5: found neither at nor frame, expected one of them
            { kind: bit-error, at: 1ms, frame: 2 }        | s.yaml:7:5: found at and frame, expected one of them
            { kind: bit-error, frame: 2, node: a }        | s.yaml:7:40: found node with frame, expected no node
            { kind: bit-errors, one-in: 10 }              | s.yaml:7:33: found 10, expected a whole number from 200
            { kind: disconnect, node: c }                 | s.yaml:7:31: found unknown c, expected a name from the boards and messages on can0
            { kind: stuck-dominant, id: 3 }               | s.yaml:7:33: found id with stuck-dominant, expected no id
            { kind: babble, id: 0x800 }                   | s.yaml:7:25: found 0x800, expected a whole number from 0 to 2047
            { kind: stuck-dominant, bus: can1 }           | s.yaml:7:34: found unknown can1, expected a name from board.can
            """)
    void whatIsWrongIsNamedWithItsPlace(String fault, String message) throws Exception {
        Files.writeString(directory.resolve("s.yaml"), BUS + "  - " + fault + "\n");

        var problem = assertThrows(ScenarioException.class, () -> ScenarioFile.load(directory.resolve("s.yaml"), List.of()));
        assertTrue(problem.getMessage().contains(message), problem.getMessage());
    }
}
