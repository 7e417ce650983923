package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LongMapTest {
    @Test
    void randomUseAgreesWithATreeMap() {
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var map = new LongMap();
            var model = new TreeMap<Long, Long>();
            for (int step = 0; step < 2_000; step++) {
                long key = random.nextInt(100) - 50L;
                long value = random.nextInt(1000);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        map.put(key, value);
                        model.put(key, value);
                    }
                    case 1 -> assertEquals(model.getOrDefault(key, LongMap.ABSENT), map.get(key), "seed " + seed);
                    default -> {
                        Long gone = model.remove(key);
                        assertEquals(gone == null ? LongMap.ABSENT : gone, map.remove(key), "seed " + seed);
                    }
                }
                assertEquals(model.size(), map.size());
            }
            assertEquals(model.values().stream().min(Long::compare).orElse(LongMap.ABSENT), map.smallestValue());
            assertEquals(model.values().stream().filter(value -> value < 500).count(), map.countBelow(500));
        }
    }
}
