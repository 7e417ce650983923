package rtk.viz;

import java.util.Locale;

/// Times as people read them.
public final class TimeText {
    private TimeText() {}

    /// With four significant digits at most: `4.25 µs`.
    public static String of(long timeNs) { return TimeUnits.text(timeNs); }

    /// To the nanosecond, in ms: `4 471.026 028 ms`.
    public static String exact(long timeNs) {
        return String.format(Locale.ROOT, "%s.%03d %03d ms", TimeUnits.count(timeNs / 1_000_000), timeNs / 1_000 % 1_000,
                timeNs % 1_000);
    }

    /// With gaps between thousands.
    public static String count(long count) { return TimeUnits.count(count); }
}
