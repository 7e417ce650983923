package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RunVerbTest {
    private static final String SMALL = """
            scenario: small
            duration: 200ms
            board: { can: { can0: { bitrate: 500k } } }
            tasks:
              - { name: t1, period: 10ms, wcet: 3ms, priority: 30 }
              - { name: t2, period: 20ms, wcet: 4ms, priority: 20 }
            messages:
              - { name: engine, bus: can0, id: 0x100, dlc: 8, period: 10ms }
            """;

    @TempDir
    private Path folder;

    @Test
    void aRunLeavesSummaryTraceAndLog() throws IOException {
        Shell shell = Shell.rtk("run", file("small.yaml", SMALL), "--out", folder.resolve("out").toString());

        assertEquals(0, shell.exitCode(), shell.err());
        assertTrue(
                lastLine(shell.err()).matches("digest sha256:[0-9a-f]{64}  events \\d+  simulated 200 ms  wall .*x real time\\)"),
                shell.err());
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/summary.json")));
        assertEquals(1, summary.get("contract").intValue());
        assertEquals(3_000_000, summary.get("tasks").get(0).get("responseMax").longValue());
        assertEquals(7_000_000, summary.get("tasks").get(1).get("responseMax").longValue());
        assertTrue(summary.get("busLoad").get("can0").doubleValue() > 0.02);
        assertTrue(Files.size(folder.resolve("out/trace.rtk")) > 0 && Files.exists(folder.resolve("out/latency.hlog")));
    }

    @Test
    void aReplayFindsTheSameEvents() throws IOException {
        Shell.rtk("run", file("small.yaml", SMALL), "--out", folder.resolve("out").toString());

        Shell replay = Shell.rtk("replay", folder.resolve("out/trace.rtk").toString(), "--coroutines", "virtual-thread");

        assertEquals(0, replay.exitCode(), replay.err() + replay.out());
        assertTrue(replay.out().startsWith("same: "), replay.out());
    }

    @Test
    void aRequirementThatIsNotMetGivesExitCodeOne() throws IOException {
        Shell shell = Shell.rtk("run", file("strict.yaml", SMALL + "require: [ task t2 response max <= 6ms ]\n"), "--json");

        assertEquals(1, shell.exitCode(), shell.err());
        JsonNode verdict = JsonMapper.shared().readTree(shell.out()).get("verdicts").get(0);
        assertEquals("failed", verdict.get("verdict").stringValue());
        assertEquals(7_000_000, verdict.get("observed").longValue());
    }

    @Test
    void aProgramThatCrashesGivesExitCodeThreeAndIsNamedWithItsInstant() throws IOException {
        Shell shell = Shell.rtk("run", file("crash.yaml",
                "processes:\n  - { name: thinker, program: rtk.apps.cli.CrashingProgram, priority: 10 }\n"), "--json");

        assertEquals(3, shell.exitCode(), shell.err());
        assertTrue(shell.err().contains("thinker") && shell.err().contains("no more ideas"), shell.err());
        assertFalse(shell.err().contains("\tat "), shell.err());
        JsonNode failure = JsonMapper.shared().readTree(shell.out()).get("failures").get(0);
        assertTrue(failure.toString().contains("thinker"), failure.toString());
    }

    @Test
    void aScenarioIsReadFromStandardInput() {
        Shell shell = Shell.rtkReading(SMALL, "run", "-", "--json");

        assertEquals(0, shell.exitCode(), shell.err());
        assertEquals(1, JsonMapper.shared().readTree(shell.out()).get("contract").intValue());
    }

    @Test
    void aMissingScenarioIsNamed() {
        Shell shell = Shell.rtk("run", folder.resolve("nowhere.yaml").toString());

        assertEquals(2, shell.exitCode());
        assertTrue(shell.err().contains("nowhere.yaml"), shell.err());
    }

    @Test
    void anUnknownKeyIsAnsweredWithPlaceAndTheNearestKey() throws IOException {
        Shell shell = Shell.rtk("run", file("typo.yaml", "scenario: x\nduratoin: 1s\n"));

        assertEquals(2, shell.exitCode());
        assertTrue(shell.err().contains("typo.yaml:2:1:") && shell.err().contains("duration"), shell.err());
    }

    @Test
    void aNumberWithoutUnitIsAnErrorInFilesAndOptions() throws IOException {
        Shell inFile = Shell.rtk("run", file("unit.yaml", "scenario: x\nduration: 10\n"));
        Shell inOption = Shell.rtk("run", file("small.yaml", SMALL), "--duration", "10");

        assertEquals(2, inFile.exitCode());
        assertTrue(inFile.err().contains("unit.yaml:2:11:"), inFile.err());
        assertEquals(2, inOption.exitCode(), inOption.err());
    }

    @Test
    void anUnknownProgramIsNamedWithItsPlace() throws IOException {
        Shell shell = Shell.rtk("run",
                file("program.yaml", "scenario: x\nprocesses:\n  - { name: a, program: rtk.NoSuch, priority: 10 }\n"));

        assertEquals(2, shell.exitCode());
        assertTrue(shell.err().contains("program.yaml:3:") && shell.err().contains("rtk.NoSuch"), shell.err());
    }

    @Test
    void aMalformedLogLineStopsTheRunUnlessItIsLenient() throws IOException {
        file("drive.log", "(0.000000) can0 123#00\n(0.001000) can0 12x#00\n(0.002000) can0 123#01\n");
        String scenario = file("log.yaml", """
                scenario: log
                duration: 10ms
                board: { can: { can0: { bitrate: 500k } } }
                stimuli: [ { can-replay: can0, file: drive.log } ]
                """);

        Shell strict = Shell.rtk("run", scenario);
        Shell lenient = Shell.rtk("run", scenario, "--lenient", "--json");

        assertEquals(2, strict.exitCode(), strict.err());
        assertTrue(strict.err().contains("drive.log:2:"), strict.err());
        assertEquals(0, lenient.exitCode(), lenient.err());
        assertTrue(lenient.err().contains("drive.log:2:"), lenient.err());
        JsonNode counts = JsonMapper.shared().readTree(lenient.out()).get("counts");
        assertEquals(1, counts.get("inputWarnings").longValue());
        assertEquals(2, counts.get("frames").longValue());
    }

    @Test
    void aMalformedRecordingOrScriptOfASerialLineNamesItsPlace() throws IOException {
        file("modem.at", "> AT\n< OK\nwhat\n");
        file("line.csv", "time,bytes\n1ms,41\n2ms,4x\n");
        String script = file("script.yaml", "board: { uart: { ser1: } }\nstimuli: [ { uart-dialogue: ser1, file: modem.at } ]\n");
        String recording = file("recording.yaml",
                "board: { uart: { ser1: } }\nstimuli: [ { uart-feed: ser1, file: line.csv } ]\n");

        Shell ofScript = Shell.rtk("run", script);
        Shell ofRecording = Shell.rtk("run", recording);

        assertEquals(2, ofScript.exitCode(), ofScript.err());
        assertTrue(ofScript.err().contains("modem.at:3:1: found 'what'"), ofScript.err());
        assertEquals(2, ofRecording.exitCode(), ofRecording.err());
        assertTrue(ofRecording.err().contains("line.csv:3:5: found '4x'"), ofRecording.err());
    }

    @Test
    void anUnreachableBrokerLetsTheRunCompleteAndGivesExitCodeFive() throws IOException {
        Shell shell = Shell.rtk("run", file("small.yaml", SMALL), "--publish", "mqtt://127.0.0.1:1", "--out",
                folder.resolve("out").toString());

        assertEquals(5, shell.exitCode(), shell.err());
        assertTrue(shell.err().contains("not published") && lastLine(shell.err()).contains("simulated 200 ms"), shell.err());
        assertTrue(Files.exists(folder.resolve("out/summary.json")));
    }

    @Test
    void aFullDiskIsSaidInALineAndTheRunGoesOn() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full (Linux)");
        Path out = Files.createDirectory(folder.resolve("full"));
        Files.createSymbolicLink(out.resolve("trace.rtk"), Path.of("/dev/full"));

        Shell shell = Shell.rtk("run", file("small.yaml", SMALL), "--out", out.toString());

        assertEquals(5, shell.exitCode(), shell.err());
        assertTrue(shell.err().contains("No space left") && lastLine(shell.err()).contains("simulated 200 ms"), shell.err());
        assertFalse(shell.err().contains("\tat "), shell.err());
    }

    @Test
    void theDigestDoesNotDependOnCoroutinesTracingOrPace() throws IOException {
        String scenario = file("small.yaml", SMALL);
        String digest = digest(Shell.rtk("run", scenario));

        assertEquals(digest, digest(Shell.rtk("run", scenario, "--coroutines", "virtual-thread")));
        assertEquals(digest, digest(Shell.rtk("run", scenario, "--out", folder.resolve("out").toString())));
        assertEquals(digest, digest(Shell.rtk("run", scenario, "--pace", "2x")));
    }

    static String digest(Shell shell) { return lastLine(shell.err()).split(" ")[1]; }

    private static String lastLine(String text) { return text.lines().reduce("", (before, line) -> line); }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
