package rtk.viz;

import java.util.Locale;

/// Nanoseconds in the unit that a reader would choose.
enum TimeUnits {
    NS("ns", "ns", 1), US("µs", "us", 1e3), MS("ms", "ms", 1e6), S("s", "s", 1e9);

    private final String symbol;
    private final String ascii;
    private final double ns;

    TimeUnits(String symbol, String ascii, double ns) {
        this.symbol = symbol;
        this.ascii = ascii;
        this.ns = ns;
    }

    String symbol() { return symbol; }

    /// Without letters beyond ASCII.
    String ascii() { return ascii; }

    double of(double timeNs) { return timeNs / ns; }

    double of(long timeNs) { return of((double) timeNs); }

    /// The largest unit in which `timeNs` is at least 1.
    static TimeUnits fitting(double timeNs) {
        TimeUnits fitting = NS;
        for (TimeUnits unit : values()) {
            if (timeNs >= unit.ns) fitting = unit;
        }
        return fitting;
    }

    static TimeUnits fitting(long timeNs) { return fitting((double) timeNs); }

    static String text(long timeNs) { return text((double) timeNs, true); }

    static String text(long timeNs, boolean unicode) { return text((double) timeNs, unicode); }

    /// With three or four significant digits: `987 ns`, `4.25 µs`, `41.2 µs`, `1.000 s` as `1 s`.
    static String text(double timeNs) { return text(timeNs, true); }

    static String text(double timeNs, boolean unicode) {
        TimeUnits unit = fitting(timeNs);
        return number(unit.of(timeNs)) + " " + (unicode ? unit.symbol : unit.ascii);
    }

    /// At most four significant digits, without zeros at the end.
    static String number(double value) {
        int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        if (text.indexOf('.') < 0) return text;
        return text.replaceFirst("\\.?0+$", "");
    }

    /// A count with thin gaps between thousands: `1 234 567`.
    static String count(long count) { return String.format(Locale.ROOT, "%,d", count).replace(',', ' '); }

    /// A count in few letters: `10`, `1k`, `250k`, `1M`.
    static String shortCount(double count) {
        if (count >= 1e9) return number(count / 1e9) + "G";
        if (count >= 1e6) return number(count / 1e6) + "M";
        if (count >= 1e3) return number(count / 1e3) + "k";
        return number(count);
    }
}
