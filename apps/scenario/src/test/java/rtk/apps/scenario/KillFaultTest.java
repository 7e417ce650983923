package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// The fault that kills a process.
class KillFaultTest {
    private final List<String> ends = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private static Scenario scenario(String fault) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", """
                duration: 20ms
                processes:
                  - { name: victim, program: rtk.apps.scenario.SpinlessProgram }
                faults: [ %s ]
                """.formatted(fault), new SourceRoot.Resources("none/"), List.of());
    }

    private void run(String fault) throws Exception {
        var sink = new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.PROCESS_EXITED) ends.add(timeNs / 1_000 + "us " + b);
            }

            @Override
            public void text(int id, String text) {}
        };
        try (var simulation = new Simulation(scenario(fault), sink, Simulation.Options.DEFAULT.warnings(warnings::add))) {
            assertTrue(simulation.run());
        }
    }

    @Test
    void theProcessDiesBySigkillAtThatInstantInTheMiddleOfItsWork() throws Exception {
        run("{ kind: kill, process: victim, at: 7.25ms }");

        assertEquals(List.of("7250us -9", "7250us 0"), ends);
        assertEquals(List.of(), warnings);
    }

    @Test
    void anotherSignalDoesWhatItDoes() throws Exception {
        run("{ kind: kill, process: victim, signal: SIGSEGV, at: 1ms }");

        assertEquals(List.of("1000us -11", "1000us 0"), ends);
    }

    @Test
    void aKillThatHitsNobodyIsSaid() throws Exception {
        run("{ kind: kill, process: victin, at: 1ms }");

        assertEquals(List.of("1000us 1"), ends);
        assertEquals(List.of("kill at 1 ms hits nobody: no process victin then; did you mean victim?"), warnings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { kind: kill, at: 1ms }                          | s.yaml:4:11: found kill without process, expected process: a name
            { kind: kill, process: a, signal: SIGKIL }       | s.yaml:4:45: found SIGKIL, expected SIGKILL or SIGTERM
            { kind: kill, process: a, node: b }              | s.yaml:4:43: found node with kill, expected no node
            { kind: kill, process: a, at: 1 }                | s.yaml:4:41: found 1, expected
            """)
    void whatIsWrongIsNamedWithItsPlace(String fault, String message) {
        var problem = assertThrows(ScenarioException.class, () -> scenario(fault));

        assertTrue(problem.getMessage().contains(message), problem.getMessage());
    }
}
