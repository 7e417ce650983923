package rtk.trace.analysis.blame;

import java.util.Arrays;

/// The stretches of a sample, last one first: each goes from its start to the start of the one before it in the list.
final class Pieces {
    private long[] starts = new long[64];
    private long[] keys = new long[64];
    private int[] holders = new int[64];
    private int size;
    private long endNs;

    void begin(long newEndNs) {
        size = 0;
        endNs = newEndNs;
    }

    /// @param key see [ReasonKey]
    /// @param holder thread that was followed, 0 for none
    void add(long startNs, long key, int holder) {
        if (size > 0 && keys[size - 1] == key && holders[size - 1] == holder) {
            starts[size - 1] = startNs;
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
            holders = Arrays.copyOf(holders, size * 2);
        }
        starts[size] = startNs;
        keys[size] = key;
        holders[size++] = holder;
    }

    int size() { return size; }

    long endNs() { return endNs; }

    long startNs(int index) { return starts[index]; }

    long endNs(int index) { return index == 0 ? endNs : starts[index - 1]; }

    long key(int index) { return keys[index]; }

    int holder(int index) { return holders[index]; }
}
