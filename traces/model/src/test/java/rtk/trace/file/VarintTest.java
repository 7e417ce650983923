package rtk.trace.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VarintTest {
    @Test
    void bytesAreThoseOfTheSlowLoop() {
        var random = new Random(1);
        for (int run = 0; run < 100_000; run++) {
            long value = run < 65 ? (run == 64 ? -1 : 1L << run) : random.nextLong() >>> random.nextInt(64);
            byte[] expected = slow(value);
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            int end = Varint.put(bytes, 3, value);

            assertArrayEquals(expected, Arrays.copyOfRange(bytes, 3, end));
            assertEquals(value, Varint.get(bytes, 3));
            assertEquals(expected.length, Varint.length(bytes, 3));
        }
    }

    @Test
    void numbersWithASignAreFoldedSmallFirst() {
        assertEquals(0, Varint.zigzag(0));
        assertEquals(1, Varint.zigzag(-1));
        assertEquals(2, Varint.zigzag(1));
        for (long value : new long[]{0, 1, -1, 63, -64, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(value, Varint.unzigzag(Varint.zigzag(value)));
        }
    }

    private static byte[] slow(long value) {
        byte[] bytes = new byte[9];
        int length = 0;
        long rest = value;
        while (length < 8 && (rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return Arrays.copyOf(bytes, length);
    }
}
