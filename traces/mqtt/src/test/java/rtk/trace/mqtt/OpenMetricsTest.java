package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import rtk.trace.analysis.LatencyResult;

/// The exposition as the OpenMetrics specification wants it.
final class OpenMetricsTest {
    @Test
    void aHistogramCountsUpToItsBoundsAndEndsInEverything() {
        String text = OpenMetrics.text(List.of(run("path", 100, 101, 250, 5_000, 20_000_000_000L)), 7);

        assertEquals("1",
                value(text, "rtk_latency_seconds_bucket{lab=\"l\",board=\"b\",run=\"r\",path=\"path\",le=\"0.0000001\"}"));
        assertEquals("2",
                value(text, "rtk_latency_seconds_bucket{lab=\"l\",board=\"b\",run=\"r\",path=\"path\",le=\"0.0000002\"}"));
        assertEquals("4", value(text, "rtk_latency_seconds_bucket{lab=\"l\",board=\"b\",run=\"r\",path=\"path\",le=\"10.0\"}"));
        assertEquals("5", value(text, "rtk_latency_seconds_bucket{lab=\"l\",board=\"b\",run=\"r\",path=\"path\",le=\"+Inf\"}"));
        assertEquals("5", value(text, "rtk_latency_seconds_count{lab=\"l\",board=\"b\",run=\"r\",path=\"path\"}"));
        assertEquals("20.0", value(text, "rtk_latency_worst_seconds{lab=\"l\",board=\"b\",run=\"r\",path=\"path\"}"));
        assertEquals("7", value(text, "rtk_messages_ignored_total"));
    }

    @Test
    void theTextIsWellFormed() {
        String text = OpenMetrics.text(List.of(run("a \"quoted\\name\"\n# EOF", 1_000)), 0);
        List<String> lines = text.lines().toList();

        assertTrue(text.endsWith("# EOF\n"));
        assertEquals(1, lines.stream().filter(line -> line.startsWith("# EOF")).count(), "a name breaks no line");
        for (String line : lines) {
            assertTrue(line.matches(
                    "# (TYPE|UNIT|HELP) rtk_\\w+ .+|# EOF|rtk_\\w+(\\{(\\w+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+})? [-+.\\dEe]+"),
                    line);
        }
        assertEquals(lines.stream().filter(line -> line.startsWith("# TYPE")).distinct().count(),
                lines.stream().filter(line -> line.startsWith("# TYPE")).count());
    }

    private static String value(String text, String sample) {
        return text.lines().filter(line -> line.startsWith(sample + " ")).findFirst()
                .orElseThrow(() -> new AssertionError(sample + " in\n" + text))
                .substring(sample.length() + 1);
    }

    private static LiveRuns.Run run(String path, long... values) {
        var histogram = new Histogram(3);
        for (long value : values) histogram.recordValue(value);
        long max = values[values.length - 1];
        var histograms = new TreeMap<String, Histogram>();
        histograms.put(path, histogram);
        var summaries = new TreeMap<String, LatencyResult>();
        summaries.put(path, new LatencyResult(path, values.length, values[0], 0, 0, 0, 0, 0, max, 0));
        return new LiveRuns.Run("l", "b", "r", "running", histograms, summaries, List.of());
    }
}
