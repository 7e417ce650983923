package rtk.trace.analysis.state;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// One thing's state over time: intervals without gaps, each with a value, from the instant at which the thing came into view.
///
/// What values mean depends on the thing; see [StateIntervals]. Read by index, the intervals are in order; nothing is copied.
public final class StateTrack {
    private final long number;
    private final String name;
    private long[] starts = new long[16];
    private long[] values = new long[16];
    private int size;
    private long endNs;

    StateTrack(long number, String name) {
        this.number = number;
        this.name = name;
    }

    /// Number of the thing in the trace.
    public long number() { return number; }

    public String name() { return name; }

    /// How many intervals there are.
    public int size() { return size; }

    public long startNs(int index) { return starts[index]; }

    /// Where the next one begins, or the view ends.
    public long endNs(int index) { return index + 1 < size ? starts[index + 1] : endNs; }

    public long value(int index) { return values[index]; }

    /// The interval in which `ns` lies; of an instant at which several things happened, the last. Takes time logarithmic in their number.
    ///
    /// @return its index, or -1 if that is before the first
    public int indexAt(long ns) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= ns) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    /// For how long the value was one of those `which` accepts, from `fromNs` until `untilNs`.
    public long timeNs(long fromNs, long untilNs, LongPredicate which) {
        long sumNs = 0;
        for (int i = Math.max(0, indexAt(fromNs)); i < size && starts[i] < untilNs; i++) {
            long lengthNs = Math.min(untilNs, endNs(i)) - Math.max(fromNs, starts[i]);
            if (lengthNs > 0 && which.test(values[i])) sumNs += lengthNs;
        }
        return sumNs;
    }

    /// [#timeNs] of each bin of `binNs`, the first beginning at `fromNs`: load over time.
    ///
    /// @param bins how many
    public long[] timesNs(long fromNs, long binNs, int bins, LongPredicate which) {
        if (binNs <= 0 || bins < 0) throw new IllegalArgumentException(bins + " bins of " + binNs + " ns");
        var times = new long[bins];
        long untilNs = Math.addExact(fromNs, Math.multiplyExact(binNs, bins));
        for (int i = Math.max(0, indexAt(fromNs)); i < size && starts[i] < untilNs; i++) {
            if (!which.test(values[i])) continue;
            long ns = Math.max(fromNs, starts[i]);
            long stopNs = Math.min(untilNs, endNs(i));
            while (ns < stopNs) {
                int bin = (int) ((ns - fromNs) / binNs);
                long nextNs = Math.min(stopNs, fromNs + (bin + 1L) * binNs);
                times[bin] += nextNs - ns;
                ns = nextNs;
            }
        }
        return times;
    }

    /// Intervals without length are forgotten again.
    ///
    /// @return how many intervals there are more, or fewer
    int change(long ns, long value) {
        endNs = Math.max(endNs, ns);
        int before = size;
        if (size > 0 && starts[size - 1] == ns) size--;
        if (size > 0 && values[size - 1] == value) return size - before;
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        starts[size] = ns;
        values[size++] = value;
        return size - before;
    }

    /// The value before the window, as far as is known yet.
    void begin(long ns, long value) {
        starts[0] = ns;
        values[0] = value;
        size = 1;
        endNs = ns;
    }

    /// What the value is now, `none` before the first.
    long last(long none) { return size == 0 ? none : values[size - 1]; }

    void end(long ns) { endNs = Math.max(endNs, ns); }
}
