package rtk.apps.cli;

import java.util.Arrays;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A fingerprint of a trace per block of events, to find where two traces part without keeping either. Texts count with the block
/// they are defined in.
final class EventHashes implements TraceSink {
    static final int BLOCK = 1_024;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private long[] blocks = new long[1_024];
    private int count;
    private long hash;
    private long events;

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        mix(timeNs);
        mix(kind.ordinal());
        mix(a);
        mix(b);
        mix(c);
        mix(d);
        mix(e);
        if (++events % BLOCK == 0) {
            if (count == blocks.length) blocks = Arrays.copyOf(blocks, 2 * count);
            blocks[count++] = hash;
        }
    }

    @Override
    public void text(int id, String text) { mix(id * 31L + text.hashCode()); }

    /// Number of the first event of the first block that is not the same in both, from 0.
    long firstDifference(EventHashes other) {
        int both = Math.min(count, other.count);
        for (int i = 0; i < both; i++) {
            if (blocks[i] != other.blocks[i]) return (long) i * BLOCK;
        }
        return (long) both * BLOCK;
    }

    private void mix(long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
    }
}
