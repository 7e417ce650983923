package rtk.trace.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;
import rtk.trace.EventKind;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;

/// The latencies of paths as HdrHistogram percentile distributions (`.hgrm`), for its plotters and spreadsheets. Values in
/// microseconds. Paths follow one another, each under a line `#[Path = name]`; a path never exercised has that line only.
public final class HgrmExport implements TraceExport {
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double NS_PER_US = 1_000.0;

    private final RunAnalysis analysis;
    private final LineOutput out;

    public HgrmExport(List<PathSpec> paths, Appendable out) {
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
        for (LatencyResult result : analysis.latencies()) {
            out.write("#[Path = " + result.path() + "]\n");
            if (result.count() > 0) out.write(distribution(analysis.histogram(result.path())));
        }
        out.check();
    }

    /// As HdrHistogram prints it, in microseconds.
    public static String distribution(Histogram histogram) {
        var bytes = new ByteArrayOutputStream();
        try (var print = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            histogram.outputPercentileDistribution(print, TICKS_PER_HALF_DISTANCE, NS_PER_US);
        }
        // Its header line ends with the platform's line separator.
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
