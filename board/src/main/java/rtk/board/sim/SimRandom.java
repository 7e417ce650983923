package rtk.board.sim;

import java.nio.charset.StandardCharsets;

/// Random numbers of a run: named streams from one seed, so that a new user of chance does not shift the others.
///
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014), started from the
/// run's seed and the FNV-1a hash of the stream's name. Not for cryptography.
public final class SimRandom {
    private long state;

    /// @param stream a name that no other user of this seed has
    public SimRandom(long seed, String stream) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        state = mix(seed) ^ hash;
    }

    public long nextLong() { return mix(state += 0x9e3779b97f4a7c15L); }

    /// Uniform in `low … high`, both included.
    public long between(long low, long high) {
        if (low > high) throw new IllegalArgumentException(low + " > " + high);
        long range = high - low + 1;
        if (range <= 0) return boundless(low, high);
        long limit = -Long.remainderUnsigned(-range, range);
        // Draws in the incomplete last block would favour small results: draw again.
        for (;;) {
            long draw = nextLong();
            if (limit == 0 || Long.compareUnsigned(draw, limit) < 0) return low + Long.remainderUnsigned(draw, range);
        }
    }

    private long boundless(long low, long high) {
        for (;;) {
            long draw = nextLong();
            if (draw >= low && draw <= high) return draw;
        }
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
