package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.SimRandom;

/// Against a model that remembers every nanosecond.
class SlidingWindowTest {
    private static final int SLOT_NS = 7;
    private static final int SLOTS = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsInTheWindowIsWhatWasUsedInItsSlots(long seed) {
        var random = new SimRandom(seed, "window");
        var window = new SlidingWindow(SLOT_NS, SLOTS);
        int[] used = new int[2_000];
        int now = 0;
        while (now < used.length - 100) {
            now += (int) random.between(0, random.between(0, 9) == 0 ? 60 : 6);
            int from = (int) Math.max(0, now - random.between(0, 50));
            int until = (int) random.between(from, now);
            window.slideTo(now);
            window.add(from, until);
            for (int ns = from; ns < until; ns++) used[ns]++;

            int end = now / SLOT_NS * SLOT_NS;
            assertEquals(sum(used, end - SLOTS * SLOT_NS, end), window.usedNs(), "at " + now);
            assertEquals(sum(used, end - (SLOTS - 1) * SLOT_NS, end), window.keptNs(), "at " + now);
        }
    }

    private static long sum(int[] used, int from, int until) {
        long sum = 0;
        for (int ns = Math.max(0, from); ns < until; ns++) sum += used[ns];
        return sum;
    }
}
