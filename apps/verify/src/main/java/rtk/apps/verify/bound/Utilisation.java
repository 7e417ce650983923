package rtk.apps.verify.bound;

import java.math.BigInteger;
import java.util.List;

/// Compares sums of C/T with one, exactly.
final class Utilisation {
    /// Bits of the quick sum. Each term is rounded up by less than 2^-31.
    private static final int SCALE = 31;

    private Utilisation() {}

    /// Sign of ΣC/T − 1.
    static int comparedToOne(List<Load> loads) {
        long sum = 0;
        boolean quick = true;
        for (Load load : loads) {
            if (load.wcetNs() > load.periodNs()) return 1;
            if (load.wcetNs() >>> SCALE != 0) quick = false;
            else sum += (load.wcetNs() << SCALE) / load.periodNs() + 1;
        }
        return quick && sum < 1L << SCALE ? -1 : exactly(loads);
    }

    private static int exactly(List<Load> loads) {
        BigInteger numerator = BigInteger.ZERO;
        BigInteger denominator = BigInteger.ONE;
        for (Load load : loads) {
            BigInteger period = BigInteger.valueOf(load.periodNs());
            numerator = numerator.multiply(period).add(BigInteger.valueOf(load.wcetNs()).multiply(denominator));
            denominator = denominator.multiply(period);
            BigInteger common = numerator.gcd(denominator);
            if (common.signum() > 0) {
                numerator = numerator.divide(common);
                denominator = denominator.divide(common);
            }
        }
        return numerator.compareTo(denominator);
    }
}
