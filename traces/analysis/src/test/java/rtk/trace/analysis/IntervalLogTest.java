package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

class IntervalLogTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void theSumOfAllIntervalsIsTheHistogramOfThePath() throws IOException {
        var analysis = new RunAnalysis(List.of(new PathSpec("a b", "user a", "user b"), new PathSpec("lap", "user a", "user a")));
        byte[] log = play(analysis);

        var sum = new Histogram(3);
        var laps = new Histogram(3);
        List<Double> starts = new ArrayList<>();
        try (var reader = new HistogramLogReader(new ByteArrayInputStream(log))) {
            while (reader.hasNext()) {
                var interval = (Histogram) reader.nextIntervalHistogram();
                (interval.getTag().equals("lap") ? laps : sum).add(interval);
                if (interval.getTag().equals("a_b")) starts.add(interval.getStartTimeStamp() / 1000.0);
            }
        }

        assertEquals(analysis.histogram("a b"), sum);
        assertEquals(analysis.histogram("lap"), laps);
        assertEquals(100, sum.getTotalCount());
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0), starts);
    }

    @Test
    void equalRunsLeaveEqualLogsWithoutHostTime() throws IOException {
        byte[] first = play(new RunAnalysis(List.of(new PathSpec("p", "user a", "user b"))));
        byte[] second = play(new RunAnalysis(List.of(new PathSpec("p", "user a", "user b"))));

        assertArrayEquals(first, second);
        assertTrue(new String(first, StandardCharsets.UTF_8)
                .startsWith("#[seed 42]\n#[Histogram log format version 1.3]\n#[StartTime: 0.000 "));
    }

    @Test
    void emptySecondsAreLeftOutAndTheLastOneIsCutAtTheEnd() {
        List<String> seen = new ArrayList<>();
        var analysis = new RunAnalysis(List.of(new PathSpec("p", "user a", "user b")));
        analysis.everyInterval(SECOND_NS,
                (path, startNs, endNs, histogram) -> seen.add(startNs + "-" + endNs + " " + histogram.getTotalCount()));
        var run = new Play(analysis);

        run.user(100, "a").user(200, "b").user(7 * SECOND_NS, "a").user(7 * SECOND_NS + 5, "b");
        analysis.finish(7_500_000_000L);

        assertEquals(List.of("0-1000000000 1", "7000000000-7500000000 1"), seen);
    }

    private static byte[] play(RunAnalysis analysis) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var log = new IntervalLog(bytes, "seed 42");
        analysis.everyInterval(SECOND_NS, log);
        var run = new Play(analysis);
        for (int i = 0; i < 100; i++) {
            long startNs = i * SECOND_NS / 10;
            run.user(startNs, "a").user(startNs + 1_000 + 37L * i * i, "b");
        }
        analysis.finish(10 * SECOND_NS);
        log.flush();
        return bytes.toByteArray();
    }
}
