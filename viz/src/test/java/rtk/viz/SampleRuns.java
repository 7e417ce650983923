package rtk.viz;

import java.util.Random;
import org.HdrHistogram.Histogram;
import rtk.trace.analysis.LatencyResult;

/// Made-up latencies with known figures.
final class SampleRuns {
    private SampleRuns() {}

    /// 200 000 samples: a narrow body near 4 µs, a shoulder near 9 µs, a rare tail, one at 41 234 ns.
    static LatencySeries canReceive(long budgetNs) {
        var random = new Random(42);
        var histogram = new Histogram(3);
        for (int i = 0; i < 199_999; i++) {
            double body = 4_000 + Math.abs(random.nextGaussian()) * 700;
            if (i % 40 == 0) body = 8_800 + random.nextGaussian() * 600;
            if (i % 4_000 == 0) body = 14_000 + Math.abs(random.nextGaussian()) * 6_000;
            histogram.recordValue((long) body);
        }
        histogram.recordValue(41_234);
        return series("can-rx", histogram, 41_234, budgetNs, 10_000_000_000L);
    }

    static LatencySeries tasks() {
        var random = new Random(7);
        var histogram = new Histogram(3);
        for (int i = 0; i < 5_000; i++) histogram.recordValue(9_000 + random.nextInt(9) * 2_500L);
        return series("gauge-shown", histogram, 29_000, 0, 10_000_000_000L);
    }

    /// 1, 2, 2, 3, 3, 3 … 10 µs, 55 samples.
    static LatencySeries stairs() {
        var histogram = new Histogram(3);
        for (int us = 1; us <= 10; us++) histogram.recordValueWithCount(us * 1_000L, us);
        return series("stairs", histogram, 10_000, 20_000, 1_000_000_000L);
    }

    /// Always 5 µs, as in a run without costs.
    static LatencySeries constant() {
        var histogram = new Histogram(3);
        histogram.recordValueWithCount(5_000, 1_000);
        return series("constant", histogram, 5_000, 0, 1_000_000_000L);
    }

    static LatencySeries none() {
        return new LatencySeries(new LatencyResult("never", 0, 0, 0, 0, 0, 0, 0, 0, -1), new Histogram(3), 50_000,
                10_000_000_000L);
    }

    private static LatencySeries series(String name, Histogram histogram, long maxNs, long budgetNs, long simulatedNs) {
        double mean = switch (name) {
            case "stairs" -> 7_000;
            case "constant" -> 5_000;
            default -> histogram.getMean();
        };
        var result = new LatencyResult(name, histogram.getTotalCount(), histogram.getMinValue(), mean, at(histogram, 50, maxNs),
                at(histogram, 90, maxNs), at(histogram, 99, maxNs), at(histogram, 99.9, maxNs), maxNs, 3_210_123_456L);
        return new LatencySeries(result, histogram, budgetNs, simulatedNs);
    }

    private static long at(Histogram histogram, double percent, long maxNs) {
        return Math.min(histogram.getValueAtPercentile(percent), maxNs);
    }
}
