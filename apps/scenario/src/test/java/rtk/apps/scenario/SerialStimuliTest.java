package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.apps.scenario.Simulation.Options;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class SerialStimuliTest {
    @TempDir
    Path directory;
    private final List<String> warnings = new ArrayList<>();

    /// Characters received, each with the ms in which its last bit came, and those before it in the same ms.
    private String heard(String stimulus, String file) throws Exception {
        var heard = new StringBuilder();
        long[] lastMs = {-1};
        try (var simulation = simulation(stimulus, file, new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind != EventKind.SERIAL_CHAR || b != 0) return;
                if (timeNs / 1_000_000 != lastMs[0])
                    heard.append(heard.isEmpty() ? "" : " ").append(timeNs / 1_000_000).append(':');
                lastMs[0] = timeNs / 1_000_000;
                heard.append((char) c);
            }

            @Override
            public void text(int id, String text) {}
        })) {
            simulation.run();
            if (simulation.inputFailure() != null) throw simulation.inputFailure();
        }
        return heard.toString();
    }

    private Simulation simulation(String stimulus, String file, TraceSink trace) throws Exception {
        Files.writeString(directory.resolve("f"), file);
        var scenario = ScenarioFile.parse("s.yaml", """
                duration: 5s
                board: { uart: { ser1: { baud: 115200 } } }
                processes: [ { name: devc-ser, program: devc-ser, priority: 20, args: [ser1] } ]
                stimuli: [ { %s, file: f } ]
                """.formatted(stimulus), new SourceRoot.Directory(directory), List.of());
        return new Simulation(scenario, trace, Options.DEFAULT.warnings(warnings::add));
    }

    @Test
    void aRecordingComesWithItsTimesAfterTheDelay() throws Exception {
        String recording = "time_ms,line,bytes\n20,rx,\"abc\"\n25,tx,78\n30.5,rx,64\n";

        assertEquals("20:abc 25:x 30:d", heard("uart-feed: ser1", recording));
        assertEquals("120:abc 130:d", heard("uart-feed: ser1, interface: rx, delay: 100ms, format: csv", recording));
    }

    @Test
    void sentencesComeWithoutGapsOrWhenTheirTimesSay() throws Exception {
        String sentences = "$GPZDA,120000\n$GPZDA,120001.5\n";

        assertEquals(1, heard("uart-feed: ser1", sentences).split("\\n").length - 1);
        assertEquals("1500", heard("uart-feed: ser1, timing: sentence-time", sentences).split("\n ")[1].split(":")[0]);
    }

    @Test
    void whatIsWrongInAFileIsToldWithItsPlace() throws Exception {
        var inCsv = assertThrows(IOException.class, () -> heard("uart-feed: ser1", "time,bytes\n5,41\n6,4x\n"));
        var inScript = assertThrows(IOException.class, () -> heard("uart-dialogue: ser1", "> AT\nwait 5\n"));

        assertEquals("f:3:3: found '4x', expected pairs of hexadecimal digits, or a text in quotes", inCsv.getMessage());
        assertEquals("f:2:6: found '5', expected a time with a unit (ns, us, ms, s)", inScript.getMessage());
    }

    @Test
    void aModemSpeaksByItself() throws Exception {
        assertEquals("40:\r\nHI\r\n", heard("uart-dialogue: ser1", "at 40ms < HI\n"));
        assertFalse(warnings.stream().anyMatch(warning -> warning.contains("dialogue")), warnings::toString);
    }

    @Test
    void framesThatABusCannotCarryAreNotLeftOutSilently() throws Exception {
        Files.writeString(directory.resolve("f"), "(1.0) can0 123##111\n(1.1) can0 123##111\n");
        var scenario = ScenarioFile.parse("s.yaml", "board: { can: { can0: } }\nstimuli: [ { can-replay: can0, file: f } ]\n",
                new SourceRoot.Directory(directory), List.of());

        try (var simulation = new Simulation(scenario, TraceSink.NONE, Options.DEFAULT.warnings(warnings::add))) {
            simulation.run();
        }

        assertEquals(List.of("f: 2 CAN FD frames are left out: the bus has no data bit rate; give it a data-bitrate"), warnings);
    }
}
