package rtk.apps.verify.generate;

/// Random numbers from a seed: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014, figure 17).
public final class SeedStream {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1p-53;

    private long state;

    public SeedStream(long seed) { state = seed; }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// From 0, less than 1.
    public double nextUnit() { return (nextLong() >>> 11) * UNIT; }

    /// A whole number from `low` to `high`, both included.
    public long between(long low, long high) {
        if (low > high) throw new IllegalArgumentException(low + " to " + high);
        long span = high - low + 1;
        if (span <= 0) throw new IllegalArgumentException(low + " to " + high + " is more than 63 bits hold");
        // The values above the last whole multiple of the span would be less likely.
        for (;;) {
            long bits = nextLong() >>> 1;
            long value = bits % span;
            if (bits - value + span - 1 >= 0) return low + value;
        }
    }

    /// Whether something happens that happens `percent` times in a hundred.
    public boolean chance(int percent) { return between(1, 100) <= percent; }
}
