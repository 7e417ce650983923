package rtk.trace.analysis.blame;

import java.util.Arrays;
import rtk.trace.analysis.Series;

/// Adds up the samples of one series: by reason, and by length in classes that are at most a sixteenth wide.
final class Tally {
    private static final int SUB_BITS = 4;
    private static final int CLASSES = (64 - SUB_BITS) << SUB_BITS;

    final Series series;
    final KeyTable reasons = new KeyTable();
    private final long[][] nsByClass = new long[CLASSES][];
    private final long[] samplesByClass = new long[CLASSES];
    private final long[] classNs = new long[CLASSES];
    private final Example[] examples = new Example[CLASSES];
    private long samples;
    private long exact;
    private long unexplainedNs;
    private Example worst;

    Tally(Series series) { this.series = series; }

    /// Class number of a length.
    static int classOf(long ns) {
        if (ns < 1 << SUB_BITS) return (int) ns;
        int shift = 63 - Long.numberOfLeadingZeros(ns) - SUB_BITS;
        return ((shift + 1) << SUB_BITS) + (int) (ns >>> shift) - (1 << SUB_BITS);
    }

    /// Takes the sample from `startNs` to the end of `pieces`.
    ///
    /// @return whether it adds up
    boolean add(Pieces pieces, long startNs) {
        long ns = pieces.endNs() - startNs;
        int length = classOf(ns);
        long[] sums = nsByClass[length];
        long sum = 0;
        for (int i = 0; i < pieces.size() && pieces.endNs(i) > startNs; i++) {
            long pieceNs = pieces.endNs(i) - Math.max(startNs, pieces.startNs(i));
            int reason = reasons.numberOf(pieces.key(i));
            if (sums == null || reason >= sums.length) {
                sums = sums == null ? new long[reason + 8] : Arrays.copyOf(sums, reason + 8);
                nsByClass[length] = sums;
            }
            sums[reason] += pieceNs;
            sum += pieceNs;
            if (ReasonKey.cause(pieces.key(i)) == Cause.UNEXPLAINED) unexplainedNs += pieceNs;
        }
        samples++;
        samplesByClass[length]++;
        classNs[length] += ns;
        if (sum == ns) exact++;
        return sum == ns;
    }

    /// Is a sample of `ns` the longest so far, or the longest of its class?
    boolean isExample(long ns, boolean ofClass) {
        if (worst == null || ns > worst.ns()) return true;
        Example known = examples[classOf(ns)];
        return ofClass && (known == null || ns > known.ns());
    }

    void keep(Example example, boolean ofClass) {
        if (worst == null || example.ns() > worst.ns()) worst = example;
        if (ofClass) examples[classOf(example.ns())] = example;
    }

    long samples() { return samples; }

    long exact() { return exact; }

    long unexplainedNs() { return unexplainedNs; }

    /// Null if there is no sample.
    Example worst() { return worst; }

    /// The example of the class in which the sample of rank `rank` lies, counted from 1.
    Example ofRank(long rank) {
        long seen = 0;
        for (int length = 0; length < CLASSES; length++) {
            seen += samplesByClass[length];
            if (samplesByClass[length] > 0 && seen >= rank) return examples[length];
        }
        return worst;
    }

    /// What the classes whose middle rank lies above `fromShare` and up to `toShare` (of one) are blamed on, by number of reason; in the
    /// two places after those the number of samples and their time.
    long[] between(double fromShare, double toShare) {
        var sums = new long[reasons.size() + 2];
        long seen = 0;
        for (int length = 0; length < CLASSES; length++) {
            long here = samplesByClass[length];
            if (here == 0) continue;
            double middle = (seen + here / 2.0) / samples;
            seen += here;
            if (middle <= fromShare || middle > toShare) continue;
            long[] ofClass = nsByClass[length];
            for (int reason = 0; ofClass != null && reason < Math.min(ofClass.length, reasons.size()); reason++) {
                sums[reason] += ofClass[reason];
            }
            sums[reasons.size()] += here;
            sums[reasons.size() + 1] += classNs[length];
        }
        return sums;
    }
}
