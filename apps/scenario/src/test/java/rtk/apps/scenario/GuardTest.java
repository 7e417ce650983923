package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// The list `ha` of a scenario.
class GuardTest {
    private static final String CAN = """
            duration: 30ms
            board: { can: { can0: { bitrate: 500k } } }
            processes:
              - { name: dev-can, priority: 21, args: [can0] }
            """;

    /// Processes as they begin, and what programs trace, with the time in ms.
    private final List<String> seen = new ArrayList<>();

    private static Scenario parse(String text) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", text, new SourceRoot.Resources("none/"), List.of());
    }

    private void run(String text) throws Exception {
        Map<Integer, String> texts = new HashMap<>();
        var sink = new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                String name = switch (kind) {
                    case PROCESS_CREATED -> texts.get((int) d);
                    case USER -> texts.get((int) b);
                    default -> null;
                };
                if (name != null) seen.add(timeNs / 1_000_000 + " " + name);
            }

            @Override
            public void text(int id, String name) { texts.put(id, name); }
        };
        try (var simulation = new Simulation(parse(text), sink, Simulation.Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
        }
    }

    @Test
    void aDriverThatDiesIsRestartedAsItWasStartedAndItsPathWaitedFor() throws Exception {
        run(CAN + """
                ha:
                  - watch: dev-can
                    do: [ restart, waitfor /dev/can0/rx0 1s, log there ]
                faults: [ { kind: kill, process: dev-can, at: 10ms } ]
                """);

        assertEquals(List.of("0 path-manager", "0 ham", "0 dev-can", "0 guardian", "10 slay", "10 ham-died-dev-can", "10 dev-can",
                "10 ham-restarted-dev-can", "11 ham: there", "11 ham-done-dev-can"), seen);
    }

    @Test
    void whatABootScriptStartsCanBeWatchedAndAFailureHasActionsOfItsOwn() throws Exception {
        run("""
                duration: 30ms
                board: { can: { can0: { bitrate: 500k } } }
                boot: |
                  [pri=21] dev-can can0 &
                processes: [ { name: ham, priority: 30 } ]
                ha:
                  - watch: dev-can
                    on: abnormal-death
                    do: [ restart, { do: waitfor /dev/never 2ms, else: [ log it did not come ] } ]
                faults:
                  - { kind: kill, process: dev-can, at: 10ms, signal: SIGSEGV }
                  - { kind: kill, process: dev-can, at: 20ms }
                """);

        assertEquals(List.of("0 path-manager", "0 ham", "0 launcher", "0 guardian", "0 boot-line", "0 dev-can", "0 boot-done",
                "10 slay",
                "10 ham-died-dev-can", "10 dev-can", "10 ham-restarted-dev-can", "12 ham-failed-dev-can",
                "12 ham: it did not come",
                "12 ham-done-dev-can", "20 slay", "20 ham-died-dev-can"), seen);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { watch: dev-cam, do: [ restart ] }                        | 6:14: found unknown dev-cam, expected a name from processes or boot; did you mean dev-can?
            { do: [ restart ] }                                        | 6:5: found an item without watch, expected watch: a process; write for example watch: dev-can
            { watch: dev-can }                                         | 6:5: found an item without do, expected do: [ restart ]
            { watch: dev-can, on: deth, do: [ restart ] }              | 6:27: found deth, expected a condition; did you mean death?
            { watch: dev-can, on: restart, do: [ restart ] }           | 6:42: found restart on restart, expected on: death or abnormal-death; kill it first: notify-signal NAME SIGKILL
            { watch: dev-can, do: [ restart, restart dev-can can0 ] }  | 6:38: found another restart of dev-can, expected one for each process
            { watch: dev-can, do: [ waitfor /dev/can0/rx0 1 ] }        | 6:51: found 1, expected a duration with a unit (ns, us, ms, s); write 1s or 1ms
            { watch: dev-can, do: [ waitfor dev 1s ] }                 | 6:37: found dev, expected a duration, or a path that begins with /
            { watch: dev-can, do: [ "notify-pulse gateway" ] }         | 6:50: found the end of the line, expected a code
            { watch: dev-can, do: [ restrat ] }                        | 6:29: found restrat, expected an action; did you mean restart?
            { watch: dev-can, do: [ { do: restart, else: [ restart x ] } ] } | 6:52: found restart after a failure, expected another action; execute starts a program too
            { watch: dev-can, do: [ restart ], rearm: 1 }              | 6:40: found unknown key rearm, expected a key of an item of ha
            """)
    void whatIsWrongIsNamedWithItsPlace(String item, String message) {
        var wrong = assertThrows(ScenarioException.class, () -> parse(CAN + "ha:\n  - " + item + "\n"));

        assertTrue(wrong.getMessage().contains("s.yaml:" + message), wrong.getMessage());
    }

    @Test
    void ofABootScriptThatIsWrongNothingIsSaidTwice() {
        var wrong = assertThrows(ScenarioException.class, () -> parse("""
                boot: |
                  [pri=0] dev-can can0 &
                ha: [ { watch: dev-can, do: [ restart ] } ]
                """));

        assertEquals("s.yaml:2:8: found 0, expected a priority from 1 to 255 and f, r or o; write for example pri=21f",
                wrong.getMessage());
    }

    @Test
    void eachBoardHasAManagerOfItsOwn() throws Exception {
        run("""
                duration: 30ms
                boards:
                  a: { can: { can0: { bitrate: 500k } } }
                  b: { can: { can0: { bitrate: 500k } } }
                processes:
                  - { name: dev-can, priority: 21, args: [can0], board: a }
                  - { name: dev-can, priority: 21, args: [can0], board: b }
                ha: [ { watch: dev-can, board: b, do: [ restart ] } ]
                faults:
                  - { kind: kill, process: dev-can, board: a, at: 10ms }
                  - { kind: kill, process: dev-can, board: b, at: 20ms }
                """);

        assertEquals(
                List.of("0 a.path-manager", "0 b.path-manager", "0 b.ham", "0 a.dev-can", "0 b.dev-can", "0 b.guardian",
                        "10 a.slay",
                        "20 b.slay", "20 ham-died-dev-can", "20 b.dev-can", "20 ham-restarted-dev-can", "20 ham-done-dev-can"),
                seen);
    }
}
