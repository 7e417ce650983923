package rtk.board.can.dbc;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Reads IEEE 754 binary numbers exactly, in integers.
final class Ieee754 {
    private Ieee754() {}

    /// @throws ArithmeticException for infinities and what is not a number
    static BigDecimal decimal(long bits, int exponentBits, int fractionBits) {
        long fraction = bits & ((1L << fractionBits) - 1);
        int exponentMax = (1 << exponentBits) - 1;
        int exponent = (int) (bits >>> fractionBits) & exponentMax;
        if (exponent == exponentMax) throw new ArithmeticException(fraction == 0 ? "infinite" : "not a number");
        // A number whose exponent field is 0 has no hidden bit.
        long significand = exponent == 0 ? fraction : fraction | (1L << fractionBits);
        int power = Math.max(exponent, 1) - (exponentMax >> 1) - fractionBits;
        boolean negative = ((bits >>> (exponentBits + fractionBits)) & 1) != 0;
        var value = BigInteger.valueOf(negative ? -significand : significand);
        if (power >= 0) return new BigDecimal(value.shiftLeft(power));
        // m / 2^n = m × 5^n / 10^n
        return new BigDecimal(value.multiply(BigInteger.valueOf(5).pow(-power)), -power).stripTrailingZeros();
    }
}
