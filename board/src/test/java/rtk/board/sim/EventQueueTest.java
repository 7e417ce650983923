package rtk.board.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The queue against a list that is sorted anew whenever it is asked.
class EventQueueTest {
    /// Seeds that nobody has chosen; one that ever fails goes to the front with a word on what it found.
    static long[] seeds() { return new long[]{0x5EED, 42, 1, 2, 3, 4, 5, 6}; }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void doesWhatASortedListDoes(long seed) {
        var random = new Random(seed);
        var queue = new EventQueue();
        var model = new SortedList();
        var events = new ArrayList<Probe>();
        for (int number = 0; number < 400; number++) events.add(new Probe(Rank.values()[random.nextInt(3)], number));
        // Few different times, so that ties are the rule; sometimes many.
        int timeBits = 1 + random.nextInt(seed % 2 == 0 ? 5 : 40);

        for (int step = 0; step < 30_000; step++) {
            Probe event = events.get(random.nextInt(events.size()));
            long timeNs = random.nextLong() >>> (64 - timeBits);
            // Long stretches of growing, then of shrinking.
            boolean growing = step / 1_000 % 2 == 0;
            if (!event.isSet()) {
                if (growing || random.nextInt(3) == 0) {
                    queue.add(event, timeNs);
                    model.add(event, timeNs);
                }
            } else {
                switch (random.nextInt(growing ? 8 : 3)) {
                    case 0 -> {
                        queue.remove(event);
                        model.remove(event);
                    }
                    case 1 -> {
                        assertSame(model.first(), queue.removeFirst());
                        model.remove(model.first());
                    }
                    default -> {
                        queue.move(event, timeNs);
                        model.remove(event);
                        model.add(event, timeNs);
                    }
                }
            }
            assertEquals(model.entries.size(), queue.size());
            assertEquals(model.entries.isEmpty() ? Ns.NEVER : model.firstTimeNs(), queue.firstTimeNs());
        }
        while (queue.size() > 0) {
            Probe expected = model.first();
            assertSame(expected, queue.removeFirst());
            assertFalse(expected.isSet());
            model.remove(expected);
        }
        assertEquals(0, model.entries.size());
    }

    /// Time marches on, as in a run, by steps from nothing to years, over thousands of pending events.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsTheOrderWhileTimeMarchesOn(long seed) {
        var random = new Random(seed);
        var queue = new EventQueue();
        var model = new java.util.TreeMap<Key, Probe>();
        var keys = new java.util.IdentityHashMap<Probe, Key>();
        long nowNs = 0;
        long seq = 0;
        var events = new ArrayList<Probe>();
        for (int number = 0; number < 5_000; number++) events.add(new Probe(Rank.values()[random.nextInt(3)], number));
        for (int step = 0; step < 100_000; step++) {
            Probe event = events.get(random.nextInt(events.size()));
            long timeNs = nowNs + (random.nextLong() >>> (10 + random.nextInt(54)));
            int choice = random.nextInt(10);
            if (choice < 5) {
                if (event.isSet()) {
                    queue.move(event, timeNs);
                    model.remove(keys.get(event));
                } else {
                    queue.add(event, timeNs);
                }
                var key = new Key(timeNs, event.rank.ordinal(), seq++);
                keys.put(event, key);
                model.put(key, event);
            } else if (choice < 6 && event.isSet()) {
                queue.remove(event);
                model.remove(keys.get(event));
            } else if (!model.isEmpty()) {
                var first = model.pollFirstEntry();
                assertEquals(first.getKey().timeNs, queue.firstTimeNs());
                assertSame(first.getValue(), queue.removeFirst());
                nowNs = first.getKey().timeNs;
                if (nowNs > 1L << 61) return;
            }
        }
    }

    @Test
    void equalTimesComeByRankThenByInsertion() {
        var queue = new EventQueue();
        List<Probe> expected = new ArrayList<>();
        for (Rank rank : Rank.values()) {
            for (int number = 0; number < 100; number++) expected.add(new Probe(rank, number));
        }
        for (int number = 0; number < 100; number++) {
            for (int rank = 2; rank >= 0; rank--) queue.add(expected.get(rank * 100 + number), 7);
        }
        for (Probe event : expected) assertSame(event, queue.removeFirst());
    }

    @Test
    void latestInstantIsAllowed() {
        var queue = new EventQueue();
        var event = new Probe(Rank.DEVICE, 0);
        queue.add(event, Ns.NEVER - 1);
        assertEquals(Ns.NEVER - 1, queue.firstTimeNs());
        queue.add(new Probe(Rank.DEVICE, 1), 0);
        assertEquals(0, queue.firstTimeNs());
        queue.removeFirst();
        assertSame(event, queue.removeFirst());
        assertEquals(Ns.NEVER, queue.firstTimeNs());
    }

    private record Key(long timeNs, int rank, long seq) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::timeNs).thenComparingInt(Key::rank)
                .thenComparingLong(Key::seq);

        @Override
        public int compareTo(Key other) { return ORDER.compare(this, other); }
    }

    private static final class Probe extends SimEvent {
        private final int number;

        Probe(Rank rank, int number) {
            super(rank);
            this.number = number;
        }

        @Override
        protected void happen() {}

        @Override
        public String toString() { return rank + " " + number; }
    }

    /// The slow model: time, rank, number of insertion.
    private static final class SortedList {
        private record Entry(Key key, Probe event) {}

        private final List<Entry> entries = new ArrayList<>();
        private long nextSeq;
        private boolean sorted;

        void add(Probe event, long timeNs) {
            entries.add(new Entry(new Key(timeNs, event.rank.ordinal(), nextSeq++), event));
            sorted = false;
        }

        void remove(Probe event) { entries.removeIf(entry -> entry.event == event); }

        Probe first() {
            sort();
            return entries.getFirst().event;
        }

        long firstTimeNs() {
            sort();
            return entries.getFirst().key.timeNs;
        }

        private void sort() {
            if (!sorted) entries.sort(Comparator.comparing(Entry::key));
            sorted = true;
        }
    }
}
