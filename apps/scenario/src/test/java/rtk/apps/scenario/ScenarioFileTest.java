package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.can.ReplayOptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.can.CanFaults;
import rtk.board.serial.FeedOptions;
import rtk.board.sim.Ns;
import rtk.kernel.KernelVersion;
import rtk.kernel.Scheduling;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.Requirement;

class ScenarioFileTest {
    private static final Board.Place ANYWHERE = new Board.Place(Board.ANYWHERE, Board.ANYWHERE);

    @TempDir
    Path directory;

    private static Scenario parse(String text, String... overrides) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", text, new SourceRoot.Directory(Path.of("")), List.of(overrides));
    }

    private static String fault(String text, String... overrides) {
        return assertThrows(ScenarioException.class, () -> parse(text, overrides)).getMessage();
    }

    @Test
    void anEmptyFileIsAScenarioOfDefaults() throws Exception {
        Scenario scenario = parse("");

        assertEquals(1, scenario.seed());
        assertEquals(Ns.s(10), scenario.durationNs());
        assertEquals(1, scenario.boards().getFirst().cpus());
        assertEquals(CostProfile.ZERO, scenario.costs());
        assertEquals(new Scenario.KernelSpec(Ns.ms(1), true, KernelVersion.SDP_7, List.of(), null, Scheduling.DEFAULT),
                scenario.kernel());
    }

    @Test
    void theSmallestUsefulFileIsAListOfTasks() throws Exception {
        Scenario scenario = parse("tasks:\n  - {}\n  - { name: x, wcet: 1.5ms }\n");

        assertEquals(List.of("t1", "x"), scenario.tasks().stream().map(TaskSpec::name).toList());
        assertEquals(1_500_000, scenario.tasks().get(1).bcetNs());
        assertEquals(Ns.ms(10), scenario.tasks().get(1).deadlineNs());
    }

    @Test
    void everySectionOfTheContractIsRead() throws Exception {
        Files.writeString(directory.resolve("drive.log"), "(0.0) can0 123#00\n");
        Files.writeString(directory.resolve("drive.nmea"), "$GPGGA\r\n");
        Files.writeString(directory.resolve("s.yaml"),
                """
                        scenario: cockpit
                        seed: 42
                        duration: 10s
                        board:
                          cpus: 1
                          costs: cortex-a9-1ghz
                          can:
                            can0: { bitrate: 500k, data-bitrate: 2M }
                          uart:
                            ser1: { baud: 115200, fifo: 16 }
                        kernel: { tick: 1ms, timers: tick }
                        processes:
                          - { name: p, program: rtk.apps.scenario.IdleProgram, priority: 12, args: [--rate, 50Hz] }
                        tasks:
                          - { name: t2, period: 20ms, offset: 1ms, jitter: 2ms, bcet: 1ms, wcet: 4ms, deadline: 18ms, priority: 20,
                              on-miss: skip, locks: [ { mutex: m, after: 1ms, for: 2ms } ] }
                        mutexes:
                          - { name: m, protocol: ceiling }
                        messages:
                          - { name: engine, bus: can0, id: 0x100, dlc: 2, period: 10ms, offset: 0ms, jitter: 0ms, data: 0AFF, length: worst }
                        stimuli:
                          - { can-replay: can0, file: drive.log }
                          - { uart-feed: ser1, file: drive.nmea }
                        faults:
                          - { bus: can0, kind: bit-error, frame: 17 }
                          - { bus: can0, kind: bit-error, at: 1s, node: engine }
                          - { kind: bit-errors, one-in: 5000, at: 1s, for: 2s }
                          - { kind: stuck-dominant, at: 1s, for: 5ms }
                          - { kind: babble, id: 0x10, at: 1s }
                          - { kind: disconnect, node: board, for: 1s }
                        paths:
                          - { name: can-rx, from: irq can0, to: run dev-can }
                        require:
                          - can-rx max <= 50us
                        """);

        Scenario scenario = ScenarioFile.load(directory.resolve("s.yaml"), List.of());

        assertEquals("cockpit", scenario.name());
        assertEquals(List.of(new BoardSpec.Can("can0", 500_000, 2_000_000, ANYWHERE)), scenario.boards().getFirst().can());
        assertEquals(List.of(new BoardSpec.Uart("ser1", 115_200, 16, ANYWHERE)), scenario.boards().getFirst().uart());
        assertEquals(new Scenario.KernelSpec(Ns.ms(1), false, KernelVersion.SDP_7, List.of(), null, Scheduling.DEFAULT),
                scenario.kernel());
        assertEquals(
                List.of(new ProcessSpec("p", "rtk.apps.scenario.IdleProgram", 12, SchedPolicy.RR, null, List.of("--rate", "50Hz"),
                        "board", PlaceSpec.ANYWHERE)),
                scenario.processes());
        assertEquals(List.of(new TaskSpec("t2", Ns.ms(20), Ns.ms(1), Ns.ms(2), Ns.ms(1), Ns.ms(4), Ns.ms(18), 20,
                SchedPolicy.FIFO, null, TaskSpec.OnMiss.SKIP, List.of(new TaskSpec.Lock("m", Ns.ms(1), Ns.ms(2))),
                PlaceSpec.ANYWHERE, List.of(), List.of())),
                scenario.tasks());
        assertEquals(List.of(new MutexSpec("m", MutexProtocol.PROTECT, 20)), scenario.mutexes());
        assertEquals(
                List.of(new MessageSpec("engine", "can0", 0x100, false, false, 2, Ns.ms(10), 0, 0, List.of(0x0a, 0xff), Ns.ms(10),
                        true)),
                scenario.messages());
        assertEquals(
                List.of(new StimulusSpec.CanReplay("can0", "drive.log", ReplayOptions.DEFAULT),
                        new StimulusSpec.UartFeed("ser1", "drive.nmea", FeedOptions.DEFAULT)),
                scenario.stimuli());
        assertEquals(
                List.of(new BusFaultSpec.BitErrorInFrame("can0", 17, 20), new BusFaultSpec.BitErrorAt("can0", Ns.s(1), "engine"),
                        new BusFaultSpec.BitErrors("can0", 5_000, Ns.s(1), Ns.s(3)),
                        new BusFaultSpec.Stuck("can0", CanFaults.Level.DOMINANT, Ns.s(1), Ns.s(1) + Ns.ms(5)),
                        new BusFaultSpec.Babble("can0", 0x10, false, Ns.s(1), Ns.NEVER),
                        new BusFaultSpec.Disconnect("can0", "board", 0, Ns.s(1))),
                scenario.faults());
        assertEquals(List.of(new PathSpec("can-rx", "irq can0", "run dev-can")), scenario.paths());
        assertEquals(List.of("can-rx max <= 50us"), scenario.requirements().stream().map(Requirement::text).toList());
        assertEquals("cortex-a9-1ghz", scenario.costs().name());
    }

    @Test
    void bracketsWithoutEndAreAProblemAndNoCrash() {
        var e = assertThrows(ScenarioException.class,
                () -> ScenarioFile.parse("s.yaml", "board: " + "[0: ".repeat(100_000), new SourceRoot.Directory(directory),
                        List.of()));

        assertTrue(e.getMessage().contains("s.yaml:1:"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            durration: 1s                            | s.yaml:1:1: found unknown key durration, expected a key of a scenario; did you mean duration?
            duration: 10                             | s.yaml:1:11: found 10, expected a duration with a unit (ns, us, ms, s); write 10ms
            duration: 10sec                          | s.yaml:1:11: found 10sec, expected a duration with a unit (ns, us, ms, s); write 10
            duration: 1.5ns                          | must be whole nanoseconds
            duration: -1s                            | it cannot be negative
            duration: 9999999999999s                 | more than 64 bits
            duration: [1s]                           | s.yaml:1:11: found a list, expected a duration
            seed: x                                  | s.yaml:1:7: found x, expected a whole number
            kernel: { timers: tik }                  | s.yaml:1:19: found tik, expected high-resolution or tick; did you mean tick?
            kernel: 3                                | s.yaml:1:9: found 3, expected kernel as a mapping
            tasks: 3                                 | s.yaml:1:8: found 3, expected a list
            tasks: [ 3 ]                             | s.yaml:1:10: found 3, expected a task as a mapping
            tasks: [ { priority: 254 } ]             | s.yaml:1:22: found 254, expected a whole number from 1 to 253; larger is more urgent
            tasks: [ { priority: 0 } ]               | found 0, expected a whole number from 1 to 253
            tasks: [ { wcet: 0ms } ]                 | found 0ms, expected a duration above 0
            tasks: [ { wcet: 1ms, bcet: 2ms } ]      | found 2 ms, expected at most the wcet, 1 ms; are the two swapped?
            tasks: [ { name: a }, { name: a } ]      | s.yaml:1:31: found a again, expected each name once
            tasks: [ { name: a b } ]                 | s.yaml:1:18: found "a b", expected a name of letters, digits
            tasks: [ { locks: [ { mutex: m, for: 1us } ] } ]  | s.yaml:1:30: found unknown m, expected a name from mutexes; mutexes names none yet
            tasks: [ { wcet: 1ms, wcet: 2ms } ]      | s.yaml:1:23: found wcet again, expected each key once
            board: { costs: cortex-a9 }              | s.yaml:1:17: found cortex-a9, expected a cost profile;
            board: { costs: none.yaml }              | s.yaml:1:17: found none.yaml, which does not exist, expected a file
            board: { cpus: 33 }                      | s.yaml:1:16: found 33, expected a whole number from 1 to 32
            board: { can: { can0: { bitrate: 500000 } } }     | s.yaml:1:34: found 500000, expected a rate with a unit (Hz, k, M); write 500000k
            board: { can: { can0: { bitrate: 2M } } }         | found 2M, expected a rate from 1000Hz to 1000000Hz
            board: { can: [ can0 ] }                 | found a list, expected a mapping from names
            board: { can: { can0: {}, can0: {} } }   | s.yaml:1:27: found can0 again, expected each name once
            messages: [ { bus: can9 } ]              | s.yaml:1:20: found unknown can9, expected a name from board.can
            messages: [ {} ]                         | s.yaml:1:13: found nothing, expected a name from board.can
            stimuli: [ { file: x } ]                 | found none of can-replay, uart-feed, uart-dialogue, drive-cycle
            stimuli: [ { uart-dialogue: u } ]        | s.yaml:1:12: found uart-dialogue without file, expected file: a path
            stimuli: [ { press: p, format: raw } ]   | s.yaml:1:32: found format with press, expected no format; take it out
            stimuli: [ { uart-feed: u, file: x, timing: lime } ] | s.yaml:1:45: found lime, expected line or sentence-time; did you mean line
            stimuli: [ { uart-feed: u, file: x, format: raw, timing: sentence-time } ] | s.yaml:1:58: found sentence-time with format raw
            stimuli: [ { can-replay: c, file: x } ]  | found x, which does not exist, expected a file; paths are relative
            faults: [ x ]                            | s.yaml:1:11: found x, expected a fault as a mapping
            faults: [ { bus: can0 } ]                | s.yaml:1:11: found a fault without kind, expected a kind of fault; kinds are bit-error, bit-errors
            faults: [ { kind: bit-eror } ]           | s.yaml:1:19: found bit-eror, expected a kind of fault; did you mean bit-error
            faults: [ { kind: stuck-dominant } ]     | s.yaml:1:11: found nothing, expected a name from board.can; board.can names none yet
            paths: [ { name: a, from: irq can0 } ]   | s.yaml:1:10: found a path without to
            paths: [ { from: irk can0, to: run x } ] | s.yaml:1:18: found irk, expected a trace point
            paths: [ { from: irq can0, to: 'ran x' } ] | s.yaml:1:33: found ran, expected a trace point
            require: [ x max <= 50 ]                 | s.yaml:1:21: found 50, expected a duration
            require: [ x max <= 50us ]               | s.yaml:1:12: found unknown path x, expected a path of this scenario
            require: [ task t response max <= 1ms ]  | s.yaml:1:12: found unknown task t, expected a task of this scenario
            processes: [ { program: no.Such } ]      | s.yaml:1:25: found the unknown program no.Such, expected a class that implements
            processes: [ { program: dev-cam } ]      | found the unknown program dev-cam, expected a class that implements rtk.kernel.api.Program; did you mean dev-can?
            processes: [ { program: java.lang.String } ]      | found the class java.lang.String, which does not implement Program
            processes: [ { priority: 3 } ]           | found a process without program
            'a: [1'                                  | s.yaml:1:
            '- a'                                    | s.yaml:1:1: found a list, expected a scenario as a mapping
            """)
    void eachProblemIsSaidWithItsPlaceAndAHint(String text, String expected) {
        String message = fault(text);

        assertTrue(message.contains(expected), message);
    }

    @Test
    void allProblemsAreFoundAtOnceInTheOrderOfTheText() {
        String message = fault("duration: 10\nboard:\n  cpus: none\ntasks:\n  - { perid: 1ms }\n");

        assertEquals("""
                s.yaml:1:11: found 10, expected a duration with a unit (ns, us, ms, s); write 10ms
                s.yaml:3:9: found none, expected a whole number from 1 to 32; a board has 1 to 32 cores
                s.yaml:5:7: found unknown key perid, expected a key of a task; did you mean period?""", message);
    }

    @Test
    void locksMustNestAndEndWithinTheJob() {
        String mutexes = "mutexes: [ { name: a }, { name: b } ]\n";

        assertTrue(fault(mutexes + "tasks: [ { wcet: 3ms, locks: [ { mutex: a, after: 1ms, for: 3ms } ] } ]")
                .contains("found a lock until 1 ms + 3 ms, expected its end within the wcet, 3 ms"));
        assertTrue(
                fault(mutexes + "tasks: [ { wcet: 3ms, locks: [ { mutex: a, for: 2ms }, { mutex: b, after: 1ms, for: 2ms } ] } ]")
                        .contains("ends after the lock around it"));
        assertTrue(
                fault(mutexes + "tasks: [ { wcet: 3ms, locks: [ { mutex: a, for: 2ms }, { mutex: a, after: 1ms, for: 1ms } ] } ]")
                        .contains("mutexes are not recursive"));
    }

    @Test
    void aCeilingBelowAUserOfTheMutexIsAProblem() {
        assertTrue(fault("mutexes: [ { name: m, protocol: ceiling, ceiling: 5 } ]\n"
                + "tasks: [ { priority: 7, locks: [ { mutex: m, for: 1us } ] } ]")
                .contains("found ceiling 5, expected at least 7"));
    }

    @Test
    void messagesFitTheirBusAndTheirLength() {
        String bus = "board: { can: { c: } }\n";

        assertTrue(fault(bus + "messages: [ { fd: true } ]").contains("found fd on classic c, expected a bus with data-bitrate"));
        assertTrue(fault(bus + "messages: [ { id: 0x800 } ]").contains("for 29 bits write extended: true"));
        assertTrue(fault(bus + "messages: [ { dlc: 9 } ]").contains("classic CAN carries up to 8 bytes"));
        assertTrue(fault(bus + "messages: [ { dlc: 1, data: 0102 } ]").contains("found 2 bytes, expected at most 1"));
        assertTrue(fault(bus + "messages: [ { data: xyz } ]").contains("found xyz, expected random or hexadecimal bytes"));
        assertTrue(fault(bus + "messages: [ { id: 1 }, { id: 0x1 } ]").contains("the identifier of another message on c"));
    }

    @Test
    void overridesReplaceValuesByPath() throws Exception {
        Scenario scenario = parse("tasks:\n  - { name: t1, wcet: 1ms }\n", "tasks.t1.wcet=2ms", "board.can.can0.bitrate=250k",
                "seed=7",
                "tasks.0.period=5ms");

        assertEquals(Ns.ms(2), scenario.tasks().getFirst().wcetNs());
        assertEquals(Ns.ms(5), scenario.tasks().getFirst().periodNs());
        assertEquals(250_000, scenario.boards().getFirst().can().getFirst().bitrateHz());
        assertEquals(7, scenario.seed());
    }

    @Test
    void problemsOfOverridesNameTheOption() {
        assertEquals("--set duration=5: found 5, expected a duration with a unit (ns, us, ms, s); write 5ms",
                fault("", "duration=5"));
        assertEquals("--set seed: found seed, expected path=value; write for example --set seed=7", fault("", "seed"));
        assertEquals("--set tasks.t2.wcet=1ms: found t2, expected the name or the number of an item; did you mean t1?",
                fault("tasks: [ { name: t1 } ]", "tasks.t2.wcet=1ms"));
        assertEquals("--set sed=3: found unknown key sed, expected a key of a scenario; did you mean seed?", fault("", "sed=3"));
    }

    @Test
    void aMissingFileSuggestsItsNeighbour() throws Exception {
        Files.writeString(directory.resolve("cockpit.yaml"), "");

        String message = assertThrows(ScenarioException.class,
                () -> ScenarioFile.load(directory.resolve("cokpit.yaml"), List.of())).getMessage();

        assertTrue(message.endsWith("found no such file, expected a scenario file; did you mean cockpit.yaml?"), message);
    }

    @Test
    void aBinaryFileIsOneProblem() throws Exception {
        Files.write(directory.resolve("b.yaml"), new byte[]{0x7f, 'E', 'L', 'F', 2, 0, 0, 1});

        var problems = assertThrows(ScenarioException.class, () -> ScenarioFile.load(directory.resolve("b.yaml"), List.of()))
                .problems();

        assertEquals(1, problems.size());
        assertEquals("a character that is not text", problems.getFirst().found());
    }

    @Test
    void aliasesThatGrowWithoutEndAreRefused() {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));

        assertTrue(fault(text.toString()).contains("aliases that repeat without end"));
    }

    @Test
    void theManifestLoadsBackAsTheSameScenario() throws Exception {
        Path file = directory.resolve("s.yaml");
        Files.writeString(directory.resolve("x.log"), "(0.0) can0 123#00\n");
        Files.writeString(file,
                "board: { can: { can0: } }\nstimuli: [ { can-replay: can0, file: x.log } ]\ntasks: [ { name: t } ]\n");
        Scenario scenario = ScenarioFile.load(file, List.of("seed=9", "tasks.t.wcet=3ms"));

        Scenario again = ScenarioFile.fromManifest(scenario.manifestJson("0.1.0"), null);

        assertEquals(scenario, again);
        assertEquals(scenario.manifestJson("0.1.0"), again.manifestJson("0.1.0"));
        assertTrue(scenario.manifestJson("0.1.0")
                .contains(SourceRoot.hashOf("(0.0) can0 123#00\n".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aFileThatChangedSinceTheTraceIsNoticed() throws Exception {
        Path file = directory.resolve("s.yaml");
        Files.writeString(directory.resolve("x.log"), "(0.0) can0 123#00\n");
        Files.writeString(file, "board: { can: { can0: } }\nstimuli: [ { can-replay: can0, file: x.log } ]\n");
        String manifest = ScenarioFile.load(file, List.of()).manifestJson("0.1.0");
        Files.writeString(directory.resolve("x.log"), "(0.0) can0 123#01\n");

        var e = assertThrows(ScenarioException.class, () -> ScenarioFile.fromManifest(manifest, directory));

        assertTrue(e.getMessage().contains("the file has changed since the trace was recorded"), e.getMessage());
    }

    @Test
    void whatIsNoManifestIsSaidSo() {
        assertThrows(ScenarioException.class, () -> ScenarioFile.fromManifest("{", null));
        assertThrows(ScenarioException.class, () -> ScenarioFile.fromManifest("{}", null));
        assertThrows(ScenarioException.class,
                () -> ScenarioFile.fromManifest("{\"scenario\":\"\",\"file\":\"a\",\"contract\":2}", null));
    }
}
