package rtk.board.sim;

import java.util.Arrays;

/// The far part of an [EventQueue]: events in buckets by time, unsorted within a bucket, so that setting and taking back one of
/// very many costs a few stores.
///
/// A radix queue (Ahuja, Mehlhorn, Orlin, Tarjan: "Faster algorithms for the shortest path problem", JACM 1990) with
/// digits of six bits. All times here are at least `base`. An event stands at the level of the highest digit in which its time
/// differs from `base`, in the bucket of that digit. So the earliest events are in the first bucket of the lowest level in use,
/// found by two bit scans. When their turn comes the bucket is either small, and handed over, or is spread over the levels below:
/// `base` moves to its start, which changes nothing for the other buckets.
///
/// Buckets are linked lists through slots.
final class FarEvents {
    private static final int DIGIT_BITS = 6;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int LEVELS = 11;
    private static final int NONE = -1;
    // Links of a slot: next, previous, bucket.
    private static final int LINKS = 4;
    private static final int NEXT = 0;
    private static final int PREVIOUS = 1;
    private static final int BUCKET = 2;

    // By slot: time and order, links.
    private long[] keys = new long[2 * 64];
    private int[] links = new int[LINKS * 64];

    // By bucket.
    private final int[] heads = new int[LEVELS * DIGITS];
    private final int[] counts = new int[LEVELS * DIGITS];
    // By level: which buckets have events; and which levels have buckets that have.
    private final long[] used = new long[LEVELS];
    private int usedLevels;

    private long base;
    private int size;

    FarEvents() {
        Arrays.fill(heads, NONE);
        Arrays.fill(links, NONE);
    }

    int size() { return size; }

    /// No event here is earlier, and none earlier may be added.
    long base() { return base; }

    /// Moves the base of an empty queue.
    void start(long baseNs) {
        assert size == 0 : size;
        base = baseNs;
    }

    void grow(int slots) {
        int from = links.length;
        keys = Arrays.copyOf(keys, 2 * slots);
        links = Arrays.copyOf(links, LINKS * slots);
        Arrays.fill(links, from, links.length, NONE);
    }

    boolean contains(int slot) { return links[LINKS * slot + BUCKET] != NONE; }

    long timeNs(int slot) { return keys[2 * slot]; }

    long order(int slot) { return keys[2 * slot + 1]; }

    void add(int slot, long timeNs, long order) {
        keys[2 * slot] = timeNs;
        keys[2 * slot + 1] = order;
        size++;
        link(slot, timeNs);
    }

    void remove(int slot) {
        int at = LINKS * slot;
        int bucket = links[at + BUCKET];
        int next = links[at + NEXT];
        int previous = links[at + PREVIOUS];
        if (previous == NONE) heads[bucket] = next;
        else links[LINKS * previous + NEXT] = next;
        if (next != NONE) links[LINKS * next + PREVIOUS] = previous;
        links[at + BUCKET] = NONE;
        counts[bucket]--;
        size--;
        if (heads[bucket] == NONE) markEmpty(bucket);
    }

    /// Finds the earliest events, spreading buckets until at most `few` are left together, or all are of one time.
    ///
    /// @return their bucket, to be emptied by [#takeFrom]
    int firstBucket(int few) {
        for (;;) {
            int level = Integer.numberOfTrailingZeros(usedLevels);
            int bucket = level * DIGITS + Long.numberOfTrailingZeros(used[level]);
            base = start(bucket);
            if (level == 0 || counts[bucket] <= few) return bucket;
            spread(bucket);
        }
    }

    /// The first instant after a bucket just returned by [#firstBucket].
    long endNs(int bucket) {
        long end = base + (1L << (DIGIT_BITS * (bucket / DIGITS)));
        return end < 0 ? Ns.NEVER : end;
    }

    /// @return one slot less in the bucket, -1 if it is empty
    int takeFrom(int bucket) {
        int slot = heads[bucket];
        if (slot != NONE) remove(slot);
        return slot;
    }

    /// @return a bucket with events, if there are any
    int anyBucket() {
        int level = Integer.numberOfTrailingZeros(usedLevels);
        return level * DIGITS + Long.numberOfTrailingZeros(used[level]);
    }

    private long start(int bucket) {
        int shift = DIGIT_BITS * (bucket / DIGITS);
        long above = shift + DIGIT_BITS >= Long.SIZE ? 0 : base >>> (shift + DIGIT_BITS) << (shift + DIGIT_BITS);
        return above | (long) (bucket % DIGITS) << shift;
    }

    private void spread(int bucket) {
        int slot = heads[bucket];
        heads[bucket] = NONE;
        counts[bucket] = 0;
        markEmpty(bucket);
        while (slot != NONE) {
            int next = links[LINKS * slot + NEXT];
            link(slot, keys[2 * slot]);
            slot = next;
        }
    }

    private void link(int slot, long timeNs) {
        assert timeNs >= base : timeNs + " < " + base;
        int level = (63 - Long.numberOfLeadingZeros((timeNs ^ base) | 1)) / DIGIT_BITS;
        int digit = (int) (timeNs >>> (DIGIT_BITS * level)) & (DIGITS - 1);
        int bucket = level * DIGITS + digit;
        int head = heads[bucket];
        int at = LINKS * slot;
        links[at + NEXT] = head;
        links[at + PREVIOUS] = NONE;
        links[at + BUCKET] = bucket;
        if (head != NONE) links[LINKS * head + PREVIOUS] = slot;
        else {
            used[level] |= 1L << digit;
            usedLevels |= 1 << level;
        }
        heads[bucket] = slot;
        counts[bucket]++;
    }

    private void markEmpty(int bucket) {
        int level = bucket / DIGITS;
        used[level] &= ~(1L << (bucket % DIGITS));
        if (used[level] == 0) usedLevels &= ~(1 << level);
    }
}
