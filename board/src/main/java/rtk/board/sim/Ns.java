package rtk.board.sim;

import java.util.Locale;

/// The vocabulary of simulated time. A time or a duration is a `long` of nanoseconds whose name ends in `Ns`; this
/// class is where such longs come from and how they are printed.
public final class Ns {
    /// Later than every instant.
    public static final long NEVER = Long.MAX_VALUE;

    private Ns() {}

    public static long us(long us) { return Math.multiplyExact(us, 1_000L); }

    public static long ms(long ms) { return Math.multiplyExact(ms, 1_000_000L); }

    public static long s(long s) { return Math.multiplyExact(s, 1_000_000_000L); }

    /// The instant `delayNs` after `nowNs`.
    public static long after(long nowNs, long delayNs) { return Math.addExact(nowNs, delayNs); }

    /// When edge `k` of a clock of `rateHz` falls, rounded up to the next whole nanosecond. Computed from `k`, so that a
    /// period which is not a whole number of nanoseconds never drifts.
    ///
    /// @param k from 0; `k × 1e9` may exceed 64 bits, the result may not
    public static long edge(long k, long rateHz) {
        long seconds = k / rateHz;
        long rest = k % rateHz;
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), (rest * 1_000_000_000L + rateHz - 1) / rateHz);
    }

    /// With the largest unit that leaves a whole number or at most three decimals: `250 us`, `1.5 ms`, `12 ns`.
    public static String text(long ns) {
        if (ns == NEVER) return "never";
        if (ns < 0) return "-" + text(-ns);
        if (ns < 1_000) return ns + " ns";
        if (ns < 1_000_000) return scaled(ns, 1_000, "us");
        if (ns < 1_000_000_000) return scaled(ns, 1_000_000, "ms");
        return scaled(ns, 1_000_000_000, "s");
    }

    private static String scaled(long ns, long unit, String name) {
        long thousandths = (ns % unit) * 1_000 / unit;
        if (thousandths == 0) return ns / unit + " " + name;
        String decimals = String.format(Locale.ROOT, "%03d", thousandths).replaceFirst("0+$", "");
        return ns / unit + "." + decimals + " " + name;
    }
}
