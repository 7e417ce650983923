package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRingTest {
    @Test
    void ringBehavesAsAQueueUnderRandomOperations() {
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var ring = new ByteRing(7);
            var model = new ArrayDeque<Integer>();
            for (int step = 0; step < 1000; step++) {
                int value = random.nextInt(256);
                if (random.nextInt(100) < 60) {
                    boolean fits = model.size() < 7;
                    if (fits) model.add(value);
                    assertEquals(fits, ring.add(value), "seed " + seed);
                } else if (random.nextBoolean()) {
                    for (byte taken : ring.remove(random.nextInt(4))) assertEquals(model.remove(), taken & 0xff, "seed " + seed);
                } else if (!model.isEmpty()) {
                    assertEquals(model.remove(), ring.remove(), "seed " + seed);
                }
                assertEquals(model.size(), ring.size());
                assertEquals(7 - model.size(), ring.room());
            }
        }
    }
}
