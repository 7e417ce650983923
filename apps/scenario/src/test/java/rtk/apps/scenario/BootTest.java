package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A boot script in a scenario.
class BootTest {
    @TempDir
    Path directory;

    private Scenario load(String text) throws Exception {
        Files.writeString(directory.resolve("s.yaml"), text);
        return ScenarioFile.load(directory.resolve("s.yaml"), List.of());
    }

    private static List<String> processes(Scenario scenario) throws Exception {
        Map<Integer, String> texts = new HashMap<>();
        var processes = new ArrayList<String>();
        var sink = new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.PROCESS_CREATED) processes.add(timeNs / 1_000_000 + " " + texts.get((int) d));
            }

            @Override
            public void text(int id, String text) { texts.put(id, text); }
        };
        try (var simulation = new Simulation(scenario, sink, Simulation.Options.DEFAULT)) {
            simulation.run();
            assertEquals(List.of(), simulation.failures());
        }
        return processes;
    }

    @Test
    void theLinesOfABootScriptStartProcesses() throws Exception {
        var scenario = load("""
                duration: 20ms
                board: { can: { can0: { bitrate: 500k } } }
                boot: |
                  waitfor /dev/never 5ms
                  [pri=21f] dev-can can0 &
                  waitfor /dev/can0/rx0 1s
                  [argv0=late] rtk.apps.scenario.IdleProgram
                """);

        assertEquals(List.of("0 path-manager", "0 launcher", "5 dev-can", "5 late"), processes(scenario));
    }

    @Test
    void theScriptMayBeAFileOfItsOwnWhichTheScenarioLeansOn() throws Exception {
        Files.writeString(directory.resolve("car.boot"), "rtk.apps.scenario.IdleProgram");
        var scenario = load("{ duration: 1ms, boot: car.boot }");

        assertEquals(List.of("0 path-manager", "0 launcher", "0 IdleProgram"), processes(scenario));
        assertEquals("car.boot", scenario.source().files().getFirst().path());
    }

    @Test
    void whatIsWrongIsNamedWithItsPlaceInTheScenario() {
        var wrong = assertThrows(ScenarioException.class, () -> load("""
                duration: 1ms
                boot: |
                  # comment

                  waitfor /dev/can0 5
                    dev-cam can0 &
                """));

        assertEquals(
                directory.resolve("s.yaml") + ":5:21: found 5, expected a duration with a unit (ns, us, ms, s); write 5s or 5ms",
                wrong.getMessage());
    }

    @Test
    void whatIsWrongInAFileIsNamedWithItsPlaceThere() throws Exception {
        Files.writeString(directory.resolve("car.boot"), "\n dev-cam can0 &\n");

        var wrong = assertThrows(ScenarioException.class, () -> load("boot: car.boot"));

        assertEquals("car.boot:2:2: found dev-cam, expected a program or an internal command; did you mean dev-can?",
                wrong.getMessage());
    }

    @Test
    void aFileOfJavaIsCompiled() throws Exception {
        Files.writeString(directory.resolve("hello.java"), """
                import rtk.kernel.api.*;
                public final class hello implements Program {
                    public int main(KernelCalls k, java.util.List<String> args) { return 0; }
                }
                """);
        var scenario = load("duration: 1ms\nboot: |\n  hello.java a b\n");

        assertEquals(List.of("0 path-manager", "0 launcher", "0 hello"), processes(scenario));
    }

    @Test
    void whatIsNoScriptIsSaid() {
        var wrong = assertThrows(ScenarioException.class, () -> load("boot: [ dev-can ]"));

        assertEquals(directory.resolve("s.yaml")
                + ":1:7: found a list, expected a boot script; write boot: | and the lines of the script below, or a file",
                wrong.getMessage());
    }
}
