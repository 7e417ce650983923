package rtk.apps.verify.bound;

import java.math.BigInteger;
import java.util.List;

/// The largest utilisation of a server above periodic tasks with rate-monotonic priorities that leaves them schedulable, by the hyperbolic
/// bound. With P = Π (1 + C/T) of the tasks: 2/P − 1 for polling and sporadic servers, (2 − P)/(2P − 1) for deferrable ones.
///
/// Source: Buttazzo, Hard Real-Time Computing Systems, 3rd ed., 5.3 to 5.5, equations (5.7), (5.13) and 5.5.1.
public final class ServerSizing {
    /// How a server keeps its budget.
    public enum Kind {
        POLLING, SPORADIC, DEFERRABLE
    }

    /// An exact share of a processor, 0 or more, in lowest terms.
    public record Share(BigInteger numerator, BigInteger denominator) {
        static Share of(BigInteger numerator, BigInteger denominator) {
            if (numerator.signum() <= 0) return new Share(BigInteger.ZERO, BigInteger.ONE);
            BigInteger common = numerator.gcd(denominator);
            return new Share(numerator.divide(common), denominator.divide(common));
        }

        /// The largest whole budget within this share of a period.
        public long budgetNs(long periodNs) {
            return numerator.multiply(BigInteger.valueOf(periodNs)).divide(denominator).longValueExact();
        }

        @Override
        public String toString() { return numerator + "/" + denominator; }
    }

    private ServerSizing() {}

    /// P of the tasks.
    public static Share product(List<Load> tasks) {
        BigInteger numerator = BigInteger.ONE;
        BigInteger denominator = BigInteger.ONE;
        for (Load task : tasks) {
            numerator = numerator.multiply(BigInteger.valueOf(task.periodNs() + task.wcetNs()));
            denominator = denominator.multiply(BigInteger.valueOf(task.periodNs()));
        }
        return Share.of(numerator, denominator);
    }

    /// The largest utilisation of a server; 0 if none is left.
    public static Share largest(Kind kind, List<Load> tasks) {
        Share p = product(tasks);
        BigInteger twice = p.denominator().shiftLeft(1);
        BigInteger left = twice.subtract(p.numerator());
        return switch (kind) {
            case POLLING, SPORADIC -> Share.of(left, p.numerator());
            case DEFERRABLE -> Share.of(left, p.numerator().shiftLeft(1).subtract(p.denominator()));
        };
    }
}
