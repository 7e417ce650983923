package rtk.resmgr.shell;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers as listings show them.
final class Listing {
    private Listing() {}

    /// Seconds, to the microsecond.
    static String seconds(long ns) { return decimal(ns, 9, 6); }

    /// Milliseconds, to the microsecond.
    static String milliseconds(long ns) { return decimal(ns, 6, 3); }

    /// Thousandths as a percentage with one decimal.
    static String percent(long permille) { return decimal(permille, 1, 1); }

    private static String decimal(long value, int point, int decimals) {
        return BigDecimal.valueOf(value, point).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
