package rtk.trace.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.analysis.IntervalLog;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;

/// The latencies of paths as an HdrHistogram interval log, as a run leaves it: one tag per path, intervals of 100 ms, values in ns.
public final class HlogExport implements TraceExport {
    private static final long INTERVAL_NS = 100_000_000;

    private final RunAnalysis analysis;
    private final IntervalLog log;
    private long endNs;

    /// @param comment one line on where the numbers come from, or empty
    public HlogExport(List<PathSpec> paths, OutputStream out, String comment) {
        analysis = new RunAnalysis(paths);
        log = new IntervalLog(out, comment);
        analysis.everyInterval(INTERVAL_NS, log);
    }

    @Override
    public void text(int id, String text) { analysis.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        endNs = timeNs;
        analysis.event(timeNs, kind, a, b, c, d, e);
    }

    @Override
    public void finish() throws IOException {
        analysis.finish(endNs);
        log.flush();
    }
}
