package rtk.viz;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// A histogram in bins of equal width for the eye: edges at round numbers.
///
/// @param startNs lower edge of the first bin, a multiple of the width
/// @param widthNs 1, 2 or 5 times a power of ten
/// @param counts samples per bin
record Bins(long startNs, long widthNs, List<Long> counts) {
    /// Where an axis for latencies from `minNs` to `rightNs` begins: at 0, unless much room would be wasted, and at 0 if the
    /// latencies are nearly all the same.
    static long leftEdgeNs(long minNs, long rightNs) {
        boolean narrow = rightNs - minNs < rightNs / 20;
        return minNs < rightNs / 2 || narrow ? 0 : minNs;
    }

    /// Counts into bins from `minNs` to `maxNs`; samples outside go into the first or the last.
    ///
    /// @param binsMax no more than this many bins, at least 1
    static Bins of(Histogram histogram, long minNs, long maxNs, int binsMax) {
        long widthNs = 1;
        for (int step = 0; binsFor(minNs, maxNs, widthNs) > binsMax; step++)
            widthNs = step % 3 == 1 ? widthNs / 2 * 5 : widthNs * 2;
        long startNs = minNs / widthNs * widthNs;
        long[] counts = new long[(int) binsFor(minNs, maxNs, widthNs)];
        for (HistogramIterationValue value : histogram.recordedValues()) {
            long sampleNs = Math.clamp(middle(histogram, value.getValueIteratedTo()), minNs, maxNs);
            counts[(int) ((sampleNs - startNs) / widthNs)] += value.getCountAtValueIteratedTo();
        }
        List<Long> list = new ArrayList<>(counts.length);
        for (long count : counts) list.add(count);
        return new Bins(startNs, widthNs, List.copyOf(list));
    }

    long edgeNs(int bin) { return startNs + bin * widthNs; }

    long largest() { return counts.stream().mapToLong(Long::longValue).max().orElse(0); }

    private static long binsFor(long minNs, long maxNs, long widthNs) { return maxNs / widthNs - minNs / widthNs + 1; }

    private static long middle(Histogram histogram, long valueNs) {
        long lowest = histogram.lowestEquivalentValue(valueNs);
        return lowest + (histogram.highestEquivalentValue(valueNs) - lowest) / 2;
    }
}
