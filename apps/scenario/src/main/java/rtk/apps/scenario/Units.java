package rtk.apps.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/// Numbers with units, as options and files write them: durations `250us`, `1.5ms`, `10s`; rates `500k`, `2M`, `50Hz`. A bare
/// number is an error.
public final class Units {
    private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([^0-9.\\s].*)?");
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private Units() {}

    private record Unit(String name, long factor) {}

    private static final List<Unit> DURATIONS = List.of(new Unit("ns", 1), new Unit("us", 1_000), new Unit("µs", 1_000),
            new Unit("μs", 1_000), new Unit("ms", 1_000_000), new Unit("s", 1_000_000_000));
    private static final List<Unit> RATES = List.of(new Unit("Hz", 1), new Unit("k", 1_000), new Unit("kHz", 1_000),
            new Unit("kbit/s", 1_000), new Unit("M", 1_000_000), new Unit("MHz", 1_000_000), new Unit("Mbit/s", 1_000_000),
            new Unit("bit/s", 1));

    /// What is wrong with a number: `found X, expected Y; hint`.
    public static final class UnitException extends IllegalArgumentException {
        private final String expected;
        private final String hint;

        UnitException(String found, String expected, String hint) {
            super("found " + found + ", expected " + expected + "; " + hint);
            this.expected = expected;
            this.hint = hint;
        }

        String expected() { return expected; }

        String hint() { return hint; }
    }

    /// A duration in ns. Units: ns, us, ms, s.
    ///
    /// @throws UnitException no unit, another unit, not whole nanoseconds, negative, or longer than 292 years
    public static long durationNs(String text) {
        return parse(text, DURATIONS, "a duration with a unit (ns, us, ms, s)", "ms", "nanoseconds");
    }

    /// A rate per second. Units: Hz, k, M (and kHz, MHz, bit/s, kbit/s, Mbit/s).
    ///
    /// @throws UnitException as [#durationNs]
    public static long rateHz(String text) { return parse(text, RATES, "a rate with a unit (Hz, k, M)", "k", "Hz"); }

    private static final List<Unit> DRIFTS = List.of(new Unit("ppb", 1), new Unit("ppm", 1_000));

    /// A drift in parts per billion. Units: ppm, ppb; a sign may stand before it.
    ///
    /// @throws UnitException as [#durationNs]
    public static long ppb(String text) {
        boolean negative = text.strip().startsWith("-");
        String size = negative || text.strip().startsWith("+") ? text.strip().substring(1) : text;
        long ppb = parse(size, DRIFTS, "a drift with a unit (ppm, ppb)", "ppm", "parts per billion");
        return negative ? -ppb : ppb;
    }

    private static long parse(String text, List<Unit> units, String expected, String usual, String whole) {
        String found = text.isBlank() ? "nothing" : text;
        var match = NUMBER.matcher(text.strip());
        if (!match.matches()) {
            String hint = text.strip().startsWith("-") ? "it cannot be negative" : "write for example 10" + usual;
            throw new UnitException(found, expected, hint);
        }
        if (match.group(2) == null) throw new UnitException(found, expected, "write " + match.group(1) + usual);
        String name = match.group(2).strip();
        for (Unit unit : units) {
            if (!unit.name().equals(name)) continue;
            BigDecimal value = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit.factor()));
            if (value.compareTo(LONG_MAX) > 0) throw new UnitException(found, expected, "that is more than 64 bits hold");
            if (value.stripTrailingZeros().scale() > 0) throw new UnitException(found, expected, "it must be whole " + whole);
            return value.longValueExact();
        }
        String near = Spelling.nearest(name, units.stream().map(Unit::name).toList());
        throw new UnitException(found, expected, "write " + match.group(1) + (near == null ? usual : near));
    }
}
