package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `rtk run` says about systems that get stuck, or are close to it.
final class DiagnosticsTest {
    private static Shell run(String scenario) {
        return Shell.rtkReading("duration: 50ms\n" + scenario, "run", "-", "--json");
    }

    /// The lines about what was found.
    private static List<String> found(Shell shell) {
        return shell.err().lines().filter(line -> line.contains(" at ") && line.startsWith("rtk: ")).toList();
    }

    private static JsonNode summary(Shell shell) { return JsonMapper.shared().readTree(shell.out()); }

    @Test
    void twoProcessesThatSendToEachOtherAreADeadlock() {
        Shell shell = run("""
                processes:
                  - { name: left, program: rtk.apps.cli.StuckPrograms$Asker, args: [3] }
                  - { name: right, program: rtk.apps.cli.StuckPrograms$Asker, args: [2] }
                """);

        assertEquals(3, shell.exitCode(), shell.err());
        assertEquals(List.of("rtk: deadlock at 2 ms: right/1 sends to left(2), left/1 sends to right(3)"), found(shell));
        JsonNode diagnostic = summary(shell).get("diagnostics").get(0);
        assertEquals("deadlock", diagnostic.get("kind").stringValue());
        assertEquals(2_000_000, diagnostic.get("atNs").longValue());
        assertEquals("right/1 sends to left(2), left/1 sends to right(3)", diagnostic.get("text").stringValue());
    }

    /// Without a line of code.
    @Test
    void twoTasksThatLockInOppositeOrderAreADeadlock() {
        Shell shell = run("""
                mutexes: [ { name: a }, { name: b } ]
                tasks:
                  - { name: high, period: 50ms, offset: 1ms, wcet: 4ms, priority: 20,
                      locks: [ { mutex: a, for: 4ms }, { mutex: b, after: 2ms, for: 1ms } ] }
                  - { name: low, period: 50ms, wcet: 4ms, priority: 10,
                      locks: [ { mutex: b, for: 4ms }, { mutex: a, after: 2ms, for: 1ms } ] }
                """);

        assertEquals(3, shell.exitCode(), shell.err());
        assertEquals(List.of("rtk: deadlock at 4 ms: tasks/3 (low) waits for mutex a of tasks/2 (high), "
                + "tasks/2 (high) waits for mutex b of tasks/3 (low)"), found(shell));
    }

    @Test
    void aMutexHeldAcrossASendIsADeadlockWhenTheServerAsksBack() {
        Shell shell = run("""
                processes:
                  - { name: client, program: rtk.apps.cli.StuckPrograms$LockingClient, args: [3] }
                  - { name: server, program: rtk.apps.cli.StuckPrograms$AskingServer, args: [2] }
                """);

        assertEquals(3, shell.exitCode(), shell.err());
        assertEquals(List.of("rtk: deadlock at 3 ms: client/2 (answers) waits for mutex state of client/1, "
                + "client/1 waits for the reply of server(3), server/1 waits for the reply of client(2)"), found(shell));
    }

    @Test
    void aCircleThatATimeoutOpensIsSaidAndFailsNothing() {
        Shell shell = run("processes: [ { name: p, program: rtk.apps.cli.StuckPrograms$Patient } ]");

        assertEquals(0, shell.exitCode(), shell.err());
        assertEquals(List.of("rtk: circle of waits, not a lasting one, at 1 ms: p/3 (two) waits for mutex left of p/2 (one), "
                + "p/2 (one) waits for mutex right of p/3 (two)"), found(shell));
        assertEquals("circle", summary(shell).get("diagnostics").get(0).get("kind").stringValue());
    }

    /// `low` has the mutex, and `mid` keeps it from unlocking: 3 ms from the lock of `high` at 1 ms.
    @Test
    void anUnboundedInversionIsSaidAndABoundedOneIsInTheSummary() {
        String tasks = """
                tasks:
                  - { name: high, period: 50ms, offset: 1ms, wcet: 1ms, priority: 30, locks: [ { mutex: m, for: 1ms } ] }
                  - { name: mid, period: 50ms, offset: 1ms, wcet: 3ms, priority: 20 }
                  - { name: low, period: 50ms, wcet: 4ms, priority: 10, locks: [ { mutex: m, for: 2ms } ] }
                """;

        Shell without = run("mutexes: [ { name: m, protocol: none } ]\n" + tasks);
        Shell inheriting = run("mutexes: [ { name: m } ]\n" + tasks);

        assertEquals(0, without.exitCode(), without.err());
        assertEquals(List.of("rtk: inversion at 1 ms: tasks/2 waits for 3 ms while tasks/3 of lower priority runs, "
                + "which has nothing that it waits for"), found(without));
        assertEquals(List.of(), found(inheriting));
        JsonNode inversion = summary(inheriting).get("inversions").get(0);
        assertEquals("tasks/2", inversion.get("thread").stringValue());
        assertEquals("DIRECT", inversion.get("kind").stringValue());
        assertEquals(1_000_000, inversion.get("lengthNs").longValue());
    }

    @Test
    void aThreadThatNeverComesToRunStarves() {
        Shell shell = Shell.rtkReading("""
                duration: 3s
                tasks:
                  - { name: greedy, period: 10s, wcet: 5s, priority: 20 }
                  - { name: meek, period: 10s, wcet: 1ms, priority: 10 }
                """, "run", "-", "--json");

        assertEquals(0, shell.exitCode(), shell.err());
        assertEquals(List.of("rtk: starvation at 0 ns: tasks/3 is ready for 3 s and does not run"), found(shell));
        assertTrue(summary(shell).get("starvation").toString().contains("\"longestNs\":3000000000"), shell.out());
    }
}
