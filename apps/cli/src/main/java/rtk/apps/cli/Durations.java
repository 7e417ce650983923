package rtk.apps.cli;

import java.util.Locale;

/// Simulated durations as text for people.
final class Durations {
    private Durations() {}

    /// `ns` with the unit that leaves one to three digits before the point, at most three after it: `12.5us`, `1.204ms`, `10s`.
    static String text(long ns) {
        long size = Math.abs(ns);
        if (size < 1_000) return ns + "ns";
        if (size < 1_000_000) return scaled(ns, 1_000, "us");
        if (size < 1_000_000_000) return scaled(ns, 1_000_000, "ms");
        return scaled(ns, 1_000_000_000, "s");
    }

    private static String scaled(long ns, long unitNs, String unit) {
        String digits = String.format(Locale.ROOT, "%.3f", (double) ns / unitNs);
        return digits.replaceAll("\\.?0+$", "") + unit;
    }
}
