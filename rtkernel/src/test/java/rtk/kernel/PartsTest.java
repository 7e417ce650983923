package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Errno;
import rtk.kernel.api.Iov;

/// [Parts] against one flat array.
class PartsTest {
    private static final int SIZE = 40;

    private final Random random = new Random(20);

    /// Parts of `bytes` in order, with gaps between them, some empty; or the whole array.
    private Parts cut(byte[] bytes, ArrayList<Integer> places) {
        var parts = new Parts();
        places.clear();
        var iovs = new ArrayList<Iov>();
        for (int at = 0; at < SIZE;) {
            int length = Math.min(random.nextInt(6), SIZE - at);
            iovs.add(Iov.of(bytes, at, length));
            for (int i = 0; i < length; i++) places.add(at + i);
            at += length + random.nextInt(3);
        }
        parts.set(iovs.toArray(Iov[]::new));
        if (random.nextInt(4) > 0) return parts;
        places.clear();
        for (int i = 0; i < SIZE; i++) places.add(i);
        parts.set(bytes, SIZE);
        return parts;
    }

    @Test
    @Rule("R3")
    void r3ACopyIsThatOfTwoStreamsOfBytes() {
        for (int round = 0; round < 2_000; round++) {
            var from = new byte[SIZE];
            random.nextBytes(from);
            var to = new byte[SIZE];
            var expected = new byte[SIZE];
            var fromPlaces = new ArrayList<Integer>();
            var toPlaces = new ArrayList<Integer>();
            Parts source = cut(from, fromPlaces);
            Parts target = cut(to, toPlaces);
            assertEquals(fromPlaces.size(), source.length);
            int offset = random.nextInt(source.length + 1);
            int toOffset = random.nextInt(target.length + 1);
            int count = random.nextInt(Math.min(source.length - offset, target.length - toOffset) + 1);
            for (int i = 0; i < count; i++) expected[toPlaces.get(toOffset + i)] = from[fromPlaces.get(offset + i)];

            source.copyTo(offset, target, toOffset, count);

            assertArrayEquals(expected, to, "round " + round);
        }
    }

    @Test
    void partsThatReachBeyondTheirArrayOrAddUpToTooMuchAreFound() {
        var big = new byte[1 << 20];
        var parts = new Iov[2048];
        java.util.Arrays.fill(parts, Iov.of(big));

        assertEquals(Errno.EOVERFLOW, Parts.check(parts, Errno.EFAULT));
        assertEquals(Errno.EFAULT, Parts.check(new Iov[]{Iov.of(big, 1, 1 << 20)}, Errno.EFAULT));
        assertEquals(Errno.ESRVRFAULT, Parts.check(new Iov[]{Iov.of(big, Integer.MAX_VALUE, 2)}, Errno.ESRVRFAULT));
        assertEquals(Errno.EFAULT, Parts.check(new Iov[]{Iov.of(big, -1, 1)}, Errno.EFAULT));
        assertEquals(Errno.EFAULT, Parts.check(new Iov[]{new Iov(null, 0, 0)}, Errno.EFAULT));
        assertEquals(Errno.EOK, Parts.check(new Iov[]{Iov.of(big)}, Errno.EFAULT));
    }
}
