package rtk.trace.analysis;

import org.HdrHistogram.Histogram;

/// Durations seen so far: exact extremes beside a histogram.
final class Samples {
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(DIGITS);
    private final Series series;
    private final SampleListener listener;
    private Histogram interval;
    private long minNs;
    private long maxNs;
    private long sumNs;
    private long worstAtNs = -1;

    Samples() { this(null, (series, startNs, endNs) -> {}); }

    /// @param listener told of each sample
    Samples(Series series, SampleListener listener) {
        this.series = series;
        this.listener = listener;
    }

    /// From now on collects for [#interval] too.
    void keepIntervals() { if (interval == null) interval = new Histogram(DIGITS); }

    void record(long durationNs, long endNs) {
        assert durationNs >= 0 : durationNs + " at " + endNs;
        if (worstAtNs < 0 || durationNs < minNs) minNs = durationNs;
        if (worstAtNs < 0 || durationNs > maxNs) {
            maxNs = durationNs;
            worstAtNs = endNs;
        }
        sumNs += durationNs;
        histogram.recordValue(durationNs);
        if (interval != null) interval.recordValue(durationNs);
        listener.sample(series, endNs - durationNs, endNs);
    }

    long count() { return histogram.getTotalCount(); }

    long minNs() { return minNs; }

    long maxNs() { return maxNs; }

    double meanNs() { return count() == 0 ? 0 : (double) sumNs / count(); }

    long worstAtNs() { return worstAtNs; }

    /// @param percent 0 to 100
    long percentileNs(double percent) { return count() == 0 ? 0 : Math.min(histogram.getValueAtPercentile(percent), maxNs); }

    Histogram histogram() { return histogram; }

    /// Samples since the last `interval().reset()`, or null if intervals are not kept.
    Histogram interval() { return interval; }

    LatencyResult result(String path) {
        return new LatencyResult(path, count(), minNs, meanNs(), percentileNs(50), percentileNs(90), percentileNs(99),
                percentileNs(99.9),
                maxNs, worstAtNs);
    }
}
