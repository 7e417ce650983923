package rtk.trace.analysis.blame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A sample that is kept with all its pieces.
final class Example {
    /// Of a sample with more, the latest pieces are kept.
    static final int PIECES_MAX = 1 << 12;

    /// The states of a thread, latest first: each from its start until the start of the one before it in the list.
    static final class Row {
        final int thread;
        final int priority;
        private long[] startsNs = new long[16];
        private int[] states = new int[16];
        private int[] cores = new int[16];
        private int size;

        Row(int thread, int priority) {
            this.thread = thread;
            this.priority = priority;
        }

        void add(long startNs, int state, int core) {
            if (size == states.length) {
                startsNs = Arrays.copyOf(startsNs, size * 2);
                states = Arrays.copyOf(states, size * 2);
                cores = Arrays.copyOf(cores, size * 2);
            }
            startsNs[size] = startNs;
            states[size] = state;
            cores[size++] = core;
        }

        int size() { return size; }

        long startNs(int index) { return startsNs[index]; }

        int state(int index) { return states[index]; }

        int core(int index) { return cores[index]; }
    }

    final long startNs;
    final long endNs;
    // Last piece first.
    final long[] starts;
    final long[] keys;
    final int[] holders;
    /// By reason of the tally.
    final long[] nsByReason;
    final List<Row> rows = new ArrayList<>();

    Example(Pieces pieces, long startNs, KeyTable reasons) {
        this.startNs = startNs;
        endNs = pieces.endNs();
        int count = 0;
        while (count < pieces.size() && pieces.endNs(count) > startNs) count++;
        int kept = Math.min(count, PIECES_MAX);
        starts = new long[kept];
        keys = new long[kept];
        holders = new int[kept];
        for (int i = 0; i < kept; i++) {
            starts[i] = Math.max(startNs, pieces.startNs(i));
            keys[i] = pieces.key(i);
            holders[i] = pieces.holder(i);
        }
        nsByReason = new long[reasons.size()];
        for (int i = 0; i < count; i++) {
            nsByReason[reasons.numberOf(pieces.key(i))] += pieces.endNs(i) - Math.max(startNs, pieces.startNs(i));
        }
    }

    long ns() { return endNs - startNs; }
}
