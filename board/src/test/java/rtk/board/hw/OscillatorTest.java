package rtk.board.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;

class OscillatorTest {
    @Test
    void withoutDriftItsEdgesAreThoseOfItsRate() {
        var oscillator = new Oscillator(32_768, 0);

        assertEquals(30_518, oscillator.edgeNs(1));
        assertEquals(Ns.s(1), oscillator.edgeNs(32_768));
        assertEquals(32_767, oscillator.edgesUntil(Ns.s(1) - 1));
        assertEquals(32_768, oscillator.edgesUntil(Ns.s(1)));
    }

    /// 20 ppm fast: 86,400 s of its own take 86,400 / 1.00002 s.
    @Test
    void aFastOneGainsByItsPartsPerBillion() {
        var oscillator = new Oscillator(32_768, 20_000);

        assertEquals(86_398_272_034_560L, oscillator.edgeNs(86_400L * 32_768));
        assertEquals(86_400L * 32_768, oscillator.edgesUntil(86_398_272_034_560L));
        assertEquals(86_400L * 32_768 - 1, oscillator.edgesUntil(86_398_272_034_559L));
    }

    @Test
    void aChangeOfDriftKeepsThePhase() {
        var oscillator = new Oscillator(1_000, 0);
        oscillator.setDrift(-1_000_000, Ns.us(10_500));

        assertEquals(Ns.ms(10), oscillator.edgeNs(10));
        assertEquals(Ns.ms(10) + 1_001_002, oscillator.edgeNs(11));
        assertEquals(10, oscillator.edgesUntil(Ns.ms(10) + 1_001_001));
    }

    /// Against exact fractions: edge k is the least whole nanosecond not before k / rate, and the count is its inverse.
    @Test
    void edgesAreExactForAnyRateAndDrift() {
        var random = new SimRandom(3, "oscillator");
        for (int trial = 0; trial < 2_000; trial++) {
            long rateHz = random.between(1, 1_000_000_000);
            long driftPpb = random.between(-100_000_000, 100_000_000);
            long edge = random.between(0, 1_000_000_000_000L / 1_000 * Math.min(1_000, rateHz));
            var oscillator = new Oscillator(rateHz, driftPpb);
            long ns = oscillator.edgeNs(edge);
            BigInteger product = BigInteger.valueOf(ns).multiply(BigInteger.valueOf(rateHz))
                    .multiply(BigInteger.valueOf(1_000_000_000 + driftPpb));
            BigInteger wanted = BigInteger.valueOf(edge).multiply(BigInteger.TEN.pow(18));
            BigInteger oneNs = BigInteger.valueOf(rateHz).multiply(BigInteger.valueOf(1_000_000_000 + driftPpb));
            assertTrue(product.compareTo(wanted) >= 0 && product.subtract(oneNs).compareTo(wanted) < 0);
            assertTrue(oscillator.edgesUntil(ns) >= edge);
            assertTrue(ns == 0 || oscillator.edgesUntil(ns - 1) < edge || rateHz > 900_000_000);
        }
    }
}
