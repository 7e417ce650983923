package rtk.viz;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// The samples of one path over the time of a run, in no more memory for a long run than for a short one: least, mean and greatest
/// latency of each stretch of time, and how much each sample differs from the one before.
///
/// Stretches are equally long. When there are more than [#STRETCHES_MAX], two become one: extremes are never lost.
public final class SampleTrack {
    /// As many as can be told apart on a screen.
    public static final int STRETCHES_MAX = 1_024;
    private static final int DIGITS = 3;

    /// The samples that ended in one stretch of time; in ns.
    ///
    /// @param fromNs start of the stretch
    public record Stretch(long fromNs, long lengthNs, long count, long minNs, long maxNs, double meanNs) {}

    private final long[] counts = new long[STRETCHES_MAX];
    private final long[] mins = new long[STRETCHES_MAX];
    private final long[] maxs = new long[STRETCHES_MAX];
    private final long[] sums = new long[STRETCHES_MAX];
    private final Histogram differences = new Histogram(DIGITS);
    private long lengthNs = 1_000;
    private long previousNs = -1;
    private long largestDifferenceNs;

    /// Takes a sample; samples come in order of their ends.
    public void add(long startNs, long endNs) {
        while (endNs / lengthNs >= STRETCHES_MAX) halve();
        int at = (int) (endNs / lengthNs);
        long latencyNs = endNs - startNs;
        mins[at] = counts[at] == 0 ? latencyNs : Math.min(mins[at], latencyNs);
        maxs[at] = Math.max(maxs[at], latencyNs);
        sums[at] += latencyNs;
        counts[at]++;
        if (previousNs >= 0) {
            long differenceNs = Math.abs(latencyNs - previousNs);
            differences.recordValue(differenceNs);
            largestDifferenceNs = Math.max(largestDifferenceNs, differenceNs);
        }
        previousNs = latencyNs;
    }

    /// Those in which samples ended, in order of time.
    public List<Stretch> stretches() {
        List<Stretch> all = new ArrayList<>();
        for (int i = 0; i < STRETCHES_MAX; i++) {
            if (counts[i] > 0)
                all.add(new Stretch(i * lengthNs, lengthNs, counts[i], mins[i], maxs[i], (double) sums[i] / counts[i]));
        }
        return all;
    }

    /// How much each sample differs from the one before, without sign, in ns: jitter. Where starts are strictly periodic this is the error of
    /// the period at the ends.
    public Histogram differences() { return differences.copy(); }

    /// The largest of them, exactly.
    public long largestDifferenceNs() { return largestDifferenceNs; }

    private void halve() {
        for (int i = 0; i < STRETCHES_MAX / 2; i++) {
            int left = 2 * i;
            int right = left + 1;
            long count = counts[left] + counts[right];
            long min = counts[left] == 0 ? mins[right] : counts[right] == 0 ? mins[left] : Math.min(mins[left], mins[right]);
            put(i, count, min, Math.max(maxs[left], maxs[right]), sums[left] + sums[right]);
        }
        for (int i = STRETCHES_MAX / 2; i < STRETCHES_MAX; i++) put(i, 0, 0, 0, 0);
        lengthNs *= 2;
    }

    private void put(int at, long count, long min, long max, long sum) {
        counts[at] = count;
        mins[at] = min;
        maxs[at] = max;
        sums[at] = sum;
    }
}
