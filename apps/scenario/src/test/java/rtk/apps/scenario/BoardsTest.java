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
import rtk.apps.scenario.Simulation.Options;
import rtk.board.hw.DeviceInfo;
import rtk.board.sim.Ns;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class BoardsTest {
    private static final String TWO = """
            duration: 55ms
            boards:
              sensor: { can: { can0: { bitrate: 250k } } }
              cluster: { cpus: 2, can: { can0: } }
            processes:
              - { name: dev-can, program: dev-can, priority: 21, args: [can0], board: sensor }
              - { name: dev-can, program: dev-can, priority: 21, args: [can0], board: cluster }
              - { name: source, program: rtk.apps.scenario.FrameSource, board: sensor }
              - { name: sink, program: rtk.apps.scenario.FrameSink, board: cluster }
            """;

    @TempDir
    Path directory;

    private Scenario scenario(String text) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", text, new SourceRoot.Directory(directory), List.of());
    }

    private String problem(String text) {
        return assertThrows(ScenarioException.class, () -> scenario(text)).getMessage();
    }

    /// What programs say, and who is called what.
    private static final class Ears implements TraceSink {
        private final List<String> texts = new ArrayList<>();
        private final List<String> said = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind == EventKind.USER) said.add(timeNs / 1000 + " us " + texts.get((int) b - 1) + " " + c);
            if (kind == EventKind.PROCESS_CREATED) names.add(texts.get((int) d - 1));
            if (kind == EventKind.DEVICE) names.add(texts.get((int) b - 1));
        }

        @Override
        public void text(int id, String text) { texts.add(text); }
    }

    /// A frame of 8 data bytes at 250 kbit/s takes 4 us a bit; all else is free of cost.
    @Test
    void twoBoardsTalkOverTheBusThatBothName() throws Exception {
        var ears = new Ears();
        try (var simulation = new Simulation(scenario(TWO), ears, Options.DEFAULT)) {
            assertTrue(simulation.run());
            assertEquals(List.of(), simulation.failures());
        }

        assertEquals(List.of("10000 us sent 1", "10480 us received 1", "20000 us sent 2", "20480 us received 2"),
                ears.said.subList(0, 4).stream()
                        .map(line -> line.replaceAll("104[0-9]{2}", "10480").replaceAll("204[0-9]{2}", "20480"))
                        .toList());
        assertEquals(10, ears.said.size());
        assertTrue(ears.names.containsAll(List.of("can0", "sensor.can0", "cluster.can0", "sensor.dev-can", "cluster.sink")));
    }

    @Test
    void aModelBringsItsPartsWithAddressesAndLinesAndTheScenarioChangesThem() throws Exception {
        var scenario = scenario(
                """
                        board: { model: zynq-like, can: { can0: { bitrate: 250k } }, uart: { ser3: }, parts: { watchdog: { clock: 32768Hz } } }
                        """);
        try (var simulation = new Simulation(scenario, TraceSink.NONE, Options.DEFAULT)) {
            List<DeviceInfo> page = simulation.boards().getFirst().systemPage();
            assertTrue(page.contains(new DeviceInfo("can1", "can-controller", 0xe000_9000L, 83)), page::toString);
            assertTrue(page.contains(new DeviceInfo("ser2", "uart", 0xe000_1000L, 82)), page::toString);
            assertEquals(List.of("can0", "can1", "ser1", "ser2", "ser3", "timer1", "watchdog", "gpio0"),
                    page.stream().map(DeviceInfo::name).toList());
        }
        assertEquals(2, scenario.boards().getFirst().cpus());
        assertEquals(List.of(250_000L, 500_000L), scenario.buses().stream().map(BoardSpec.Can::bitrateHz).toList());
    }

    @Test
    void everyShippedModelCanBeBuilt() throws Exception {
        for (String model : List.of("zynq-like", "imx6-like", "rpi4-like")) {
            try (var simulation = new Simulation(scenario("board: { model: " + model + " }"), TraceSink.NONE, Options.DEFAULT)) {
                assertTrue(simulation.boards().getFirst().systemPage().size() >= 5, model);
            }
        }
    }

    @Test
    void aModelOfTheUsersOwnIsAFileLikeABoard() throws Exception {
        Files.writeString(directory.resolve("mine.yaml"), "cpus: 3\nuart: { console: { address: 0x1000, irq: 77 } }\n");
        var scenario = scenario("board: { model: mine.yaml }");

        assertEquals(3, scenario.boards().getFirst().cpus());
        assertEquals(77, scenario.boards().getFirst().uart().getFirst().place().irq());
        assertEquals(List.of("mine.yaml"), scenario.source().files().stream().map(SourceRoot.FileHash::path).toList());
    }

    @Test
    void mistakesAreNamedWithTheirPlace() throws Exception {
        Files.writeString(directory.resolve("bad.yaml"), "cpus: 2\nuart: { ser1: { irq: 12 } }\n");

        assertTrue(problem("board: { model: zinq-like }").contains("did you mean zynq-like"));
        assertTrue(problem("board: { model: bad.yaml }").startsWith("bad.yaml:2:22: found 12"),
                problem("board: { model: bad.yaml }"));
        assertTrue(problem("board: {}\nboards: { a: }").startsWith("s.yaml:2:9: found board and boards"));
        assertTrue(problem("boards: { a: { can: { c: { bitrate: 125k } } }, b: { can: { c: { bitrate: 250k } } } }")
                .contains("other rates than on the board before"));
        assertTrue(problem("board: { parts: { x: { part: timr } } }").contains("did you mean timer?"));
        assertTrue(problem("board: { parts: { x: { part: rtc, drift: 50 } } }").contains("write 50ppm"));
        assertTrue(problem("boards: { a: }\nprocesses: [ { program: dev-can, board: b } ]").contains("unknown b"));
    }

    /// 3 ms of work that takes up to a tenth more: between 3 ms and 3.3 ms, and not always the same.
    @Test
    void sharedMemoryStretchesWorkWithinItsBound() throws Exception {
        var scenario = scenario("""
                duration: 1s
                board: { interference: 10% }
                tasks: [ { name: t, period: 10ms, wcet: 3ms, priority: 20 } ]
                """);
        var analysis = scenario.newAnalysis();
        try (var simulation = new Simulation(scenario, analysis, Options.DEFAULT)) {
            simulation.run();
        }
        var task = analysis.tasks().getFirst();

        assertTrue(task.responseMin() >= Ns.ms(3) && task.responseMax() <= Ns.us(3_300), task::toString);
        assertTrue(task.responseMax() - task.responseMin() > Ns.us(200), task::toString);
    }

    /// What one board writes to its line the other reads from its own.
    @Test
    void aCableJoinsTheUartsOfTwoBoards() throws Exception {
        var ears = new Ears();
        var scenario = scenario("""
                duration: 100ms
                boards: { left: { uart: { ser1: } }, right: { uart: { ser2: } } }
                cables: [ { from: left.ser1, to: right.ser2 } ]
                processes:
                  - { name: devc-ser, program: devc-ser, priority: 20, args: [ser1], board: left }
                  - { name: devc-ser, program: devc-ser, priority: 20, args: [ser2], board: right }
                  - { name: talk, program: rtk.apps.scenario.SerialTalk, args: [/dev/ser1], board: left }
                  - { name: hear, program: rtk.apps.scenario.SerialTalk, args: [/dev/ser2, hear], board: right }
                """);
        try (var simulation = new Simulation(scenario, ears, Options.DEFAULT)) {
            simulation.run();
            assertEquals(List.of(), simulation.failures());
        }

        assertEquals(List.of("heard 104", "heard 105"), ears.said.stream().map(line -> line.replaceFirst(".* us ", "")).toList());
        assertTrue(problem("board: { uart: { ser1: } }\ncables: [ { from: ser1, to: ser1 } ]").contains("ser1 again"));
    }

    @Test
    void aButtonThatIsPressedMovesThePin() throws Exception {
        var scenario = scenario("""
                duration: 1s
                board: { parts: { gpio0: { part: gpio } } }
                stimuli: [ { press: gpio0, pin: 3, at: 100ms, for: 50ms, bounces: 2 } ]
                """);
        var pins = new ArrayList<Long>();
        try (var simulation = new Simulation(scenario, new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.DEVICE_NOTE) pins.add(c);
            }

            @Override
            public void text(int id, String text) {}
        }, Options.DEFAULT)) {
            simulation.run();
        }

        assertEquals(List.of(1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L), pins);
    }
}
