package rtk.board.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimRandomTest {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    /// The published algorithm, step by step in numbers of any size: state += γ, then two xor-shift-multiplies and one
    /// xor-shift. With state 0 its first results are those printed in many places.
    @Test
    void numbersAreThoseOfSplitMix64() {
        assertEquals(0xe220a8397b1dcdafL, new Reference(0).next());

        for (long seed : new long[]{0, 1, 42, -1, Long.MIN_VALUE}) {
            for (String stream : new String[]{"", "a", "jitter engine", "Zündung"}) {
                long start = Reference.mix(unsigned(seed)).xor(unsigned(fnv1a(stream))).longValue();
                var reference = new Reference(start);
                var random = new SimRandom(seed, stream);
                for (int draw = 0; draw < 20; draw++) assertEquals(reference.next(), random.nextLong(), stream + " of " + seed);
            }
        }
    }

    /// FNV-1a, 64 bits: the published hash of "a".
    @Test
    void nameOfTheStreamIsHashedByFnv1a() { assertEquals(0xaf63dc4c8601ec8cL, fnv1a("a")); }

    @Test
    void streamsAreIndependent() {
        var a = new SimRandom(1, "a");
        var b = new SimRandom(1, "b");
        var other = new SimRandom(2, "a");
        var draws = new TreeSet<Long>();
        for (int draw = 0; draw < 10_000; draw++) {
            draws.add(a.nextLong());
            draws.add(b.nextLong());
            draws.add(other.nextLong());
        }
        assertEquals(30_000, draws.size());

        // What one stream draws does not shift another.
        var alone = new SimRandom(1, "b");
        for (int draw = 0; draw < 10_000; draw++) alone.nextLong();
        assertEquals(alone.nextLong(), b.nextLong());
        assertNotEquals(a.nextLong(), b.nextLong());
    }

    @Test
    void betweenIsUniformAndIncludesBothEnds() {
        var random = new SimRandom(7, "dice");
        var counts = new int[6];
        for (int draw = 0; draw < 60_000; draw++) counts[(int) random.between(1, 6) - 1]++;
        // Standard deviation 91; six of them.
        for (int count : counts) assertTrue(Math.abs(count - 10_000) < 550, "count " + count);

        assertEquals(5, random.between(5, 5));
        for (int draw = 0; draw < 100; draw++) {
            assertTrue(random.between(Long.MIN_VALUE, -1) < 0);
            assertTrue(random.between(-3, Long.MAX_VALUE) >= -3);
        }
        random.between(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThrows(IllegalArgumentException.class, () -> random.between(2, 1));
    }

    private static long fnv1a(String text) {
        BigInteger hash = new BigInteger("cbf29ce484222325", 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = hash.xor(BigInteger.valueOf(b & 0xff)).multiply(new BigInteger("100000001b3", 16)).mod(TWO_64);
        }
        return hash.longValue();
    }

    private static BigInteger unsigned(long value) { return new BigInteger(Long.toUnsignedString(value)); }

    private static final class Reference {
        private BigInteger state;

        Reference(long start) { state = unsigned(start); }

        long next() {
            state = state.add(new BigInteger("9e3779b97f4a7c15", 16)).mod(TWO_64);
            return mix(state).longValue();
        }

        static BigInteger mix(BigInteger value) {
            BigInteger z = value;
            z = z.xor(z.shiftRight(30)).multiply(new BigInteger("bf58476d1ce4e5b9", 16)).mod(TWO_64);
            z = z.xor(z.shiftRight(27)).multiply(new BigInteger("94d049bb133111eb", 16)).mod(TWO_64);
            return z.xor(z.shiftRight(31));
        }
    }
}
