package rtk.viz;

import org.HdrHistogram.Histogram;
import rtk.trace.analysis.LatencyResult;

/// The latencies of one path, for a chart.
///
/// @param result exact figures of the path
/// @param histogram samples in ns
/// @param budgetNs the latency that must not be exceeded; 0 for none
/// @param boundNs what analysis says no latency exceeds; 0 for none
/// @param simulatedNs length of the run
public record LatencySeries(LatencyResult result, Histogram histogram, long budgetNs, long boundNs, long simulatedNs) {
    /// Without a bound.
    public LatencySeries(LatencyResult result, Histogram histogram, long budgetNs, long simulatedNs) {
        this(result, histogram, budgetNs, 0, simulatedNs);
    }

    /// Name of the path.
    public String name() { return result.path(); }

    long count() { return result.count(); }

    long minNs() { return result.min(); }

    long maxNs() { return result.max(); }

    /// A percentile in ns, never above the maximum.
    ///
    /// @param percent 0 to 100
    long percentileNs(double percent) { return Math.min(histogram.getValueAtPercentile(percent), maxNs()); }
}
