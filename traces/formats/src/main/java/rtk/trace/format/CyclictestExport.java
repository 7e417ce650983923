package rtk.trace.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rtk.trace.EventKind;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;

/// Latencies as `cyclictest -h` prints them, for OSADL's plotting scripts and all that reads such files: a line per microsecond with one
/// column per path, then totals, minima, averages, maxima and overflows.
///
/// A value counts in the microsecond that it lies in, rounded down; from 2 ms on values are as coarse as the histogram that they come
/// from, one part in a thousand. The lines end with the largest value; what is above 100 ms is an overflow, counted per path.
public final class CyclictestExport implements TraceExport {
    private static final int LINES_MAX = 100_000;

    private final RunAnalysis analysis;
    private final LineOutput out;
    // The first value that is an overflow; known at the end.
    private int limitUs = 1;

    public CyclictestExport(List<PathSpec> paths, Appendable out) {
        analysis = new RunAnalysis(paths);
        this.out = new LineOutput(out);
    }

    @Override
    public void text(int id, String text) { analysis.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        analysis.event(timeNs, kind, a, b, c, d, e);
    }

    @Override
    public void finish() throws IOException {
        List<LatencyResult> results = analysis.latencies();
        for (LatencyResult result : results) limitUs = Math.clamp(result.max() / 1_000 + 1, limitUs, LINES_MAX);
        var columns = new ArrayList<long[]>();
        for (LatencyResult result : results) columns.add(counts(result));
        out.write("# " + results.stream().map(LatencyResult::path).collect(Collectors.joining(" ")) + "\n# Histogram\n");
        for (int us = 0; us < limitUs; us++) {
            int row = us;
            out.write(String.format(Locale.ROOT, "%06d ", us) + row(columns, row) + "\n");
        }
        out.write("# Total: " + columns.stream().map(counts -> {
            long total = 0;
            for (int us = 0; us < limitUs; us++) total += counts[us];
            return String.format(Locale.ROOT, "%09d", total);
        }).collect(Collectors.joining(" ")) + "\n");
        out.write("# Min Latencies: " + microseconds(results, LatencyResult::min) + "\n");
        out.write("# Avg Latencies: " + microseconds(results, result -> Math.round(result.mean())) + "\n");
        out.write("# Max Latencies: " + microseconds(results, LatencyResult::max) + "\n");
        out.write("# Histogram Overflows: " + columns.stream().map(counts -> String.format(Locale.ROOT, "%05d", counts[limitUs]))
                .collect(Collectors.joining(" ")) + "\n");
        out.check();
    }

    /// By microsecond; the last one counts overflows.
    private long[] counts(LatencyResult result) {
        var counts = new long[limitUs + 1];
        if (result.count() == 0) return counts;
        for (var value : analysis.histogram(result.path()).recordedValues()) {
            long us = Math.min(value.getValueIteratedTo(), result.max()) / 1_000;
            counts[(int) Math.min(us, limitUs)] += value.getCountAddedInThisIterationStep();
        }
        return counts;
    }

    private static String row(List<long[]> columns, int us) {
        return columns.stream().map(counts -> String.format(Locale.ROOT, "%06d", counts[us])).collect(Collectors.joining("\t"));
    }

    private interface Value {
        long of(LatencyResult result);
    }

    private static String microseconds(List<LatencyResult> results, Value value) {
        return results.stream()
                .map(result -> String.format(Locale.ROOT, "%05d", result.count() == 0 ? 0 : value.of(result) / 1_000))
                .collect(Collectors.joining(" "));
    }
}
