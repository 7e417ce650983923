package rtk.trace.mqtt;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import rtk.trace.analysis.LatencyResult;

/// Runs as an OpenMetrics 1.0 exposition (github.com/prometheus/OpenMetrics), for Prometheus and what reads like it.
///
/// `rtk_latency_seconds` is a histogram per path, with bounds in steps of 1, 2, 5 from 100 ns to 10 s: a value counts below a bound if the end of its
/// HdrHistogram bucket (three digits) is. `rtk_latency_worst_seconds` is exact. `rtk_run_up` is 1 while a run says that it runs.
public final class OpenMetrics {
    public static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final long[] BOUNDS_NS = bounds();

    private OpenMetrics() {}

    private static long[] bounds() {
        var bounds = new long[25];
        long unit = 100;
        for (int index = 0; index < bounds.length; index++) {
            bounds[index] = unit * new int[]{1, 2, 5}[index % 3];
            if (index % 3 == 2) unit *= 10;
        }
        return bounds;
    }

    /// @param ignored messages that were beyond the bounds of the one who counts
    public static String text(List<LiveRuns.Run> runs, long ignored) {
        var text = new StringBuilder();
        family(text, "rtk_latency_seconds", "histogram", "Latencies of a path, simulated time.", "seconds");
        for (LiveRuns.Run run : runs) run.histograms().forEach((path, histogram) -> histogram(text, run, path, histogram));
        family(text, "rtk_latency_worst_seconds", "gauge", "Simulated worst of a path.", "seconds");
        for (LiveRuns.Run run : runs) {
            for (Map.Entry<String, LatencyResult> path : run.summaries().entrySet()) {
                if (path.getValue().count() > 0)
                    sample(text, "rtk_latency_worst_seconds", run, path.getKey(), seconds(path.getValue().max()));
            }
        }
        family(text, "rtk_run_up", "gauge", "1 while the run says that it runs.", "");
        for (LiveRuns.Run run : runs) sample(text, "rtk_run_up", run, null, run.status().equals("running") ? "1" : "0");
        family(text, "rtk_run_gaps", "gauge", "Messages of the run known to be missing or damaged.", "");
        for (LiveRuns.Run run : runs) sample(text, "rtk_run_gaps", run, null, Integer.toString(run.gaps().size()));
        family(text, "rtk_messages_ignored", "counter", "Messages beyond the bounds on runs and paths.", "");
        text.append("rtk_messages_ignored_total ").append(ignored).append('\n');
        return text.append("# EOF\n").toString();
    }

    private static void family(StringBuilder text, String name, String type, String help, String unit) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (!unit.isEmpty()) text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    private static void histogram(StringBuilder text, LiveRuns.Run run, String path, Histogram histogram) {
        for (long boundNs : BOUNDS_NS) {
            long count = histogram.getCountBetweenValues(0, histogram.lowestEquivalentValue(boundNs + 1) - 1);
            bucket(text, run, path, seconds(boundNs), count);
        }
        long count = histogram.getTotalCount();
        bucket(text, run, path, "+Inf", count);
        sample(text, "rtk_latency_seconds_count", run, path, Long.toString(count));
        sample(text, "rtk_latency_seconds_sum", run, path,
                String.format(Locale.ROOT, "%.9g", count == 0 ? 0 : histogram.getMean() * count / 1e9));
    }

    private static void bucket(StringBuilder text, LiveRuns.Run run, String path, String bound, long count) {
        text.append("rtk_latency_seconds_bucket{");
        labels(text, run, path);
        text.append(",le=\"").append(bound).append("\"} ").append(count).append('\n');
    }

    private static void sample(StringBuilder text, String name, LiveRuns.Run run, String path, String value) {
        text.append(name).append('{');
        labels(text, run, path);
        text.append("} ").append(value).append('\n');
    }

    private static void labels(StringBuilder text, LiveRuns.Run run, String path) {
        text.append("lab=\"").append(escaped(run.lab())).append("\",board=\"").append(escaped(run.board())).append("\",run=\"")
                .append(escaped(run.runId())).append('"');
        if (path != null) text.append(",path=\"").append(escaped(path)).append('"');
    }

    private static String escaped(String label) { return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"); }

    /// Exact decimal, such as `2.0e-06`.
    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.9f", ns / 1e9).replaceAll("0+$", "").replaceAll("\\.$", ".0");
    }
}
