package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.apps.scenario.Simulation.Options;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.analysis.MessageSpec;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.analysis.blame.Cause;
import rtk.trace.analysis.blame.Explanation;
import rtk.trace.analysis.blame.Piece;
import rtk.trace.analysis.blame.SeriesBlame;

/// The blame ledger against sums that the trace has on its own: what jobs say that they executed, how long frames were on the wire.
class BlameSumsTest {
    private static final int SYSTEMS = Integer.getInteger("blame.systems", 25);
    private static final long FIRST = Long.getLong("blame.first", 1);

    /// Seeds that found something: a job that slept after the one before it, during the sample; a mutex that went through several hands.
    private static final long[] FOUND = {2, 285};

    @TempDir
    Path directory;

    private Scenario scenario(String text) throws ScenarioException {
        return ScenarioFile.parse("s.yaml", text, new SourceRoot.Directory(directory), List.of());
    }

    /// Tasks with locks, jitter and overload, messages of one bus; on one or two cores, with either sort of timers.
    private static String random(long seed) {
        var dice = new Random(seed);
        var text = new StringBuilder(
                "duration: 60ms\nboard: { cpus: " + (1 + dice.nextInt(2)) + ", can: { can0: { bitrate: 500k } } }\n");
        text.append("kernel: { tick: ").append(100 + dice.nextInt(900)).append("us, timers: ")
                .append(dice.nextBoolean() ? "tick" : "high-resolution").append(" }\n");
        text.append("mutexes:\n  - { name: m, protocol: ").append(List.of("inherit", "ceiling", "none").get(dice.nextInt(3)))
                .append(" }\ntasks:\n");
        int tasks = 2 + dice.nextInt(5);
        for (int i = 0; i < tasks; i++) {
            int period = 1_000 + dice.nextInt(9_000);
            int wcet = 50 + dice.nextInt(period / tasks + period / 4);
            text.append(
                    String.format(Locale.ROOT, "  - { name: t%d, period: %dus, jitter: %dus, wcet: %dus, priority: %d", i, period,
                            dice.nextInt(period / 2), wcet, 10 + dice.nextInt(12)));
            if (dice.nextBoolean()) {
                int after = dice.nextInt(wcet - 20);
                text.append(String.format(Locale.ROOT, ", locks: [ { mutex: m, after: %dus, for: %dus } ]", after,
                        1 + dice.nextInt(wcet - after - 1)));
            }
            text.append(" }\n");
        }
        text.append("messages:\n");
        for (int i = 0; i < 5; i++) {
            text.append(
                    String.format(Locale.ROOT, "  - { name: f%d, bus: can0, id: 0x%d, dlc: %d, period: %dus, jitter: %dus }%n", i,
                            100 + i, dice.nextInt(9), 700 + dice.nextInt(3_000), dice.nextInt(300)));
        }
        return text.toString();
    }

    /// What the trace says by itself.
    private static final class Sums implements TraceSink {
        final List<String> texts = new ArrayList<>();
        final TreeMap<Long, String> tasks = new TreeMap<>();
        final TreeMap<String, Long> executed = new TreeMap<>();
        final TreeMap<Long, Long> startOfFrame = new TreeMap<>();
        long onTheWireNs;
        long firstFrameNs;

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            switch (kind) {
                case THREAD_CREATED -> tasks.put(a, e == 0 ? "" : texts.get((int) e - 1));
                case JOB_COMPLETED -> executed.merge(tasks.get(a), c, Long::sum);
                case FRAME_START -> startOfFrame.put(c, timeNs);
                case FRAME_END -> {
                    long lengthNs = timeNs - startOfFrame.get(b);
                    if (onTheWireNs == 0) firstFrameNs = lengthNs;
                    onTheWireNs += lengthNs;
                }
                default -> {}
            }
        }

        @Override
        public void text(int id, String text) { texts.add(text); }
    }

    private static long sum(List<SeriesBlame> results, Predicate<Series> which, Cause cause) {
        return results.stream().filter(one -> which.test(one.series())).flatMap(one -> one.shares().stream())
                .filter(share -> share.reason().cause() == cause).mapToLong(share -> share.ns()).sum();
    }

    @Test
    void computationIsWhatJobsExecutedAndTheWireIsWhatFramesTook() throws Exception {
        for (long seed : LongStream.concat(LongStream.of(FOUND), LongStream.range(FIRST, FIRST + SYSTEMS)).toArray()) {
            String text = random(seed);
            String who = "seed " + seed + "\n" + text;
            Scenario scenario = scenario(text);
            var sums = new Sums();
            var analysis = new RunAnalysis(List.of(), scenario.messages().stream()
                    .map(message -> new MessageSpec(message.name(), message.bus(), message.id(), 0)).toList(), List.of());
            var ledger = new BlameLedger(analysis);
            try (var simulation = new Simulation(scenario, sums.and(ledger), Options.DEFAULT)) {
                simulation.run();
            }
            List<SeriesBlame> results = ledger.results();

            assertTrue(ledger.sampleCount() > 50, who);
            assertEquals(ledger.sampleCount(), ledger.exactCount(), who);
            for (SeriesBlame blame : results) {
                assertEquals(0, sum(results, blame.series()::equals, Cause.UNEXPLAINED), who);
                assertEquals(0, sum(results, blame.series()::equals, Cause.FORGOTTEN), who);
                if (blame.series().kind() != Series.Kind.TASK) continue;
                assertEquals(sums.executed.get(blame.series().name()), sum(results, blame.series()::equals, Cause.COMPUTATION),
                        who);
            }
            assertEquals(sums.onTheWireNs, sum(results, one -> one.kind() == Series.Kind.MESSAGE, Cause.TRANSMISSION), who);
        }
    }

    /// A frame at 250 kbit/s from a program of one board to one of the other; all but the wire is free of cost. The receiver has it one bit
    /// before its end.
    @Test
    void theWayFromBoardToBoardIsTheWire() throws Exception {
        Scenario scenario = scenario("""
                duration: 15ms
                boards:
                  sensor: { can: { can0: { bitrate: 250k } } }
                  cluster: { cpus: 2, can: { can0: } }
                processes:
                  - { name: dev-can, program: dev-can, priority: 21, args: [can0], board: sensor }
                  - { name: dev-can, program: dev-can, priority: 21, args: [can0], board: cluster }
                  - { name: source, program: rtk.apps.scenario.FrameSource, board: sensor }
                  - { name: sink, program: rtk.apps.scenario.FrameSink, board: cluster }
                """);
        var analysis = new RunAnalysis(List.of(new PathSpec("hop", "user sent", "user received")));
        var ledger = new BlameLedger(analysis);
        var sums = new Sums();
        try (var simulation = new Simulation(scenario, sums.and(ledger), Options.DEFAULT)) {
            simulation.run();
        }

        Explanation hop = ledger.worst(new Series(Series.Kind.PATH, "hop"));
        assertEquals(sums.firstFrameNs - 4_000, hop.ns());
        assertEquals(List.of(Cause.TRANSMISSION),
                hop.pieces().stream().map(Piece::reason).map(reason -> reason.cause()).toList());
    }
}
