package rtk.trace.analysis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// Durations as people write them: `250us`, `1.5ms`, `10s`.
///
/// Units: `ns`, `us` (or `µs`), `ms`, `s`, `min`, `h`. A number without a unit is an error, zero
/// too. The result is a whole number of nanoseconds, or an error.
public final class Durations {
    private record Unit(String name, long ns) {}

    private static final List<Unit> UNITS = List.of(new Unit("ns", 1), new Unit("us", 1_000), new Unit("µs", 1_000),
            new Unit("μs", 1_000), new Unit("ms", 1_000_000), new Unit("s", 1_000_000_000L), new Unit("min", 60_000_000_000L),
            new Unit("h", 3_600_000_000_000L));
    private static final String EXPECTED = "a duration with a unit, such as 250us, 1.5ms or 10s";

    private Durations() {}

    /// Reads a duration of zero or more; a blank may stand before the unit.
    ///
    /// @return nanoseconds
    public static Parsed<Long> parse(String text) {
        String trimmed = text.strip();
        int start = text.indexOf(trimmed) + 1;
        int end = 0;
        while (end < trimmed.length() && isOfNumber(trimmed.charAt(end))) end++;
        String number = trimmed.substring(0, end);
        String unitName = trimmed.substring(end).strip();
        if (trimmed.startsWith("-")) return Parsed.problem(start, trimmed, EXPECTED, "a duration is never negative");
        if (!number.matches("[0-9][0-9_]*(\\.[0-9]+)?|\\.[0-9]+")) return Parsed.problem(start, trimmed, EXPECTED, "");
        if (unitName.isEmpty()) {
            return Parsed.problem(start, trimmed, EXPECTED, "write " + number + "us, " + number + "ms or " + number + "s");
        }
        for (Unit unit : UNITS) {
            if (unit.name.equals(unitName)) return scaled(trimmed, start, number, unit);
        }
        return Parsed.problem(start + trimmed.indexOf(unitName, end), unitName, "one of the units ns, us, ms, s, min, h",
                unitHint(unitName));
    }

    /// The exact duration with the largest unit in which it is at least 1: `250us`, `1.5ms`, `1.234567ms`, `0ns`.
    /// [#parse] reads it back.
    public static String text(long ns) {
        if (ns < 0) return ns == Long.MIN_VALUE ? ns + "ns" : "-" + text(-ns);
        if (ns < 1_000) return ns + "ns";
        if (ns < 1_000_000) return decimal(ns, 3) + "us";
        if (ns < 1_000_000_000) return decimal(ns, 6) + "ms";
        return decimal(ns, 9) + "s";
    }

    private static String decimal(long ns, int digits) {
        BigDecimal value = BigDecimal.valueOf(ns, digits).stripTrailingZeros();
        return value.toPlainString();
    }

    private static boolean isOfNumber(char c) { return (c >= '0' && c <= '9') || c == '.' || c == '_'; }

    private static Parsed<Long> scaled(String text, int column, String number, Unit unit) {
        BigDecimal ns = new BigDecimal(number.replace("_", "")).multiply(BigDecimal.valueOf(unit.ns)).stripTrailingZeros();
        if (ns.scale() > 0) {
            return Parsed.problem(column, text, "a whole number of nanoseconds", "time in a run is counted in whole nanoseconds");
        }
        if (ns.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Parsed.problem(column, text, "at most 9223372036s (292 years)", "");
        }
        return Parsed.of(ns.longValueExact());
    }

    private static String unitHint(String found) {
        return switch (found.toLowerCase(Locale.ROOT)) {
            case "usec", "usecs", "micros", "u" -> "did you mean us?";
            case "msec", "msecs", "millis" -> "did you mean ms?";
            case "sec", "secs", "second", "seconds" -> "did you mean s?";
            case "m", "mins", "minute", "minutes" -> "did you mean ms or min?";
            case "hour", "hours", "hr" -> "did you mean h?";
            case "nsec", "nanos", "n" -> "did you mean ns?";
            case "us", "ms", "ns", "s", "h", "min" -> "units are lower case: " + found.toLowerCase(Locale.ROOT);
            default -> "";
        };
    }
}
