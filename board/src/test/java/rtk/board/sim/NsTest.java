package rtk.board.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class NsTest {
    /// 1/115200 s is 8680.55… ns.
    @Test
    void edgesOfAClockNeverDrift() {
        assertEquals(0, Ns.edge(0, 115_200));
        assertEquals(8_681, Ns.edge(1, 115_200));
        assertEquals(17_362, Ns.edge(2, 115_200));
        assertEquals(1_000_000_000L, Ns.edge(115_200, 115_200));
        // After a day, to the nanosecond.
        assertEquals(86_400_000_000_000L, Ns.edge(115_200L * 86_400, 115_200));
        assertEquals(86_400_000_008_681L, Ns.edge(115_200L * 86_400 + 1, 115_200));
    }

    @Test
    void edgesAreExactForOtherRatesToo() {
        var billion = BigInteger.valueOf(1_000_000_000L);
        for (long rateHz : new long[]{1, 3, 9_600, 500_000, 24_000_000, 999_999_937, 1_000_000_000, 4_000_000_000L}) {
            for (long k : new long[]{0, 1, 2, 12_345, 987_654_321, 1L << 33}) {
                var rate = BigInteger.valueOf(rateHz);
                var exact = BigInteger.valueOf(k).multiply(billion).add(rate).subtract(BigInteger.ONE).divide(rate);
                if (exact.bitLength() < 64) assertEquals(exact.longValueExact(), Ns.edge(k, rateHz), k + " at " + rateHz + " Hz");
            }
        }
    }

    @Test
    void textUsesTheLargestUnit() {
        assertEquals("0 ns", Ns.text(0));
        assertEquals("999 ns", Ns.text(999));
        assertEquals("250 us", Ns.text(Ns.us(250)));
        assertEquals("1.5 ms", Ns.text(1_500_000));
        assertEquals("1.001 us", Ns.text(1_001));
        assertEquals("12.05 s", Ns.text(12_050_000_000L));
        assertEquals("-3 ms", Ns.text(-Ns.ms(3)));
        assertEquals("never", Ns.text(Ns.NEVER));
    }

    @Test
    void overflowIsAnErrorNotAWrap() {
        assertThrows(ArithmeticException.class, () -> Ns.s(Long.MAX_VALUE / 1_000));
        assertThrows(ArithmeticException.class, () -> Ns.after(Long.MAX_VALUE, 1));
        assertThrows(ArithmeticException.class, () -> Ns.edge(Long.MAX_VALUE, 1));
    }
}
