package rtk.board.sim;

/// The far part of an [EventQueue]: events in buckets by time, unsorted within a bucket, so that setting one of very many
/// costs a few stores, and moving very many reads and writes memory in its order.
///
/// A radix queue (Ahuja, Mehlhorn, Orlin, Tarjan: "Faster algorithms for the shortest path problem", JACM 1990) with
/// digits of six bits. All times here are at least `base`. An event stands at the level of the highest digit in which its time
/// differs from `base`, in the bucket of that digit. So the earliest events are in the first bucket of the lowest level in use,
/// found by two bit scans. When their turn comes the bucket is either small, and handed over, or is spread over the levels below:
/// `base` moves to its start, which changes nothing for the other buckets.
///
/// A bucket is a list of chunks, filled from the front. An event that is taken back leaves its entry behind, known by an order
/// that is not the event's any more; such entries vanish when their bucket is handed over, or all at once when they outnumber
/// the others.
final class FarEvents {
    /// In [SimEvent#slot] of an event that is here.
    static final int FAR = -2;

    private static final int DIGIT_BITS = 6;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int LEVELS = 11;
    /// So many dead entries are always borne.
    private static final int DEAD_MAX = 1024;

    // By bucket.
    private final Chunk[] heads = new Chunk[LEVELS * DIGITS];
    private final int[] counts = new int[LEVELS * DIGITS];
    // By level: which buckets have entries; and which levels have buckets that have.
    private final long[] used = new long[LEVELS];
    private int usedLevels;
    private Chunk freeChunks;

    private long base;
    private int entries;
    private int size;

    /// Entries of a bucket: two-part key and event.
    private static final class Chunk {
        static final int ENTRIES = 64;

        final long[] keys = new long[2 * ENTRIES];
        final SimEvent[] events = new SimEvent[ENTRIES];
        int count;
        Chunk next;
    }

    /// Takes what is handed over.
    interface Receiver {
        void receive(SimEvent event, long timeNs, long order);
    }

    /// How many events are here.
    int size() { return size; }

    /// No event here is earlier, and none earlier may be added.
    long base() { return base; }

    /// Moves the base of a queue without events.
    void start(long baseNs) {
        assert size == 0 : size;
        if (entries > 0) sweep();
        base = baseNs;
    }

    void add(SimEvent event, long timeNs, long order) {
        event.slot = FAR;
        event.order = order;
        size++;
        entries++;
        put(event, timeNs, order);
    }

    void remove(SimEvent event) {
        assert event.slot == FAR : event;
        event.slot = EventQueue.NOT_QUEUED;
        size--;
        if (entries > 2 * size + DEAD_MAX) sweep();
    }

    /// Finds the earliest events, spreading buckets until at most `few` are left together, or all are of one time.
    ///
    /// @return their bucket, to be emptied by [#handOver]; it may hold dead entries only
    int firstBucket(int few) {
        for (;;) {
            int bucket = anyBucket();
            base = start(bucket);
            if (bucket < DIGITS || counts[bucket] <= few) return bucket;
            spread(bucket);
        }
    }

    /// The first instant after a bucket just returned by [#firstBucket].
    long endNs(int bucket) {
        long end = base + (1L << (DIGIT_BITS * (bucket / DIGITS)));
        return end < 0 ? Ns.NEVER : end;
    }

    /// Empties a bucket into `receiver`.
    void handOver(int bucket, Receiver receiver) {
        Chunk chunk = clear(bucket);
        while (chunk != null) {
            entries -= chunk.count;
            for (int at = 0; at < chunk.count; at++) {
                SimEvent event = chunk.events[at];
                if (isDead(event, chunk.keys[2 * at + 1])) continue;
                size--;
                receiver.receive(event, chunk.keys[2 * at], chunk.keys[2 * at + 1]);
            }
            chunk = free(chunk);
        }
    }

    /// @return the first bucket of the lowest level in use, if there are entries
    int anyBucket() {
        int level = Integer.numberOfTrailingZeros(usedLevels);
        return level * DIGITS + Long.numberOfTrailingZeros(used[level]);
    }

    private static boolean isDead(SimEvent event, long order) { return event.slot != FAR || event.order != order; }

    private long start(int bucket) {
        int shift = DIGIT_BITS * (bucket / DIGITS);
        long above = shift + DIGIT_BITS >= Long.SIZE ? 0 : base >>> (shift + DIGIT_BITS) << (shift + DIGIT_BITS);
        return above | (long) (bucket % DIGITS) << shift;
    }

    private void spread(int bucket) {
        Chunk chunk = clear(bucket);
        while (chunk != null) {
            for (int at = 0; at < chunk.count; at++) put(chunk.events[at], chunk.keys[2 * at], chunk.keys[2 * at + 1]);
            chunk = free(chunk);
        }
    }

    /// Drops all dead entries.
    private void sweep() {
        entries = size;
        for (int bucket = 0; bucket < heads.length; bucket++) {
            Chunk chunk = clear(bucket);
            while (chunk != null) {
                for (int at = 0; at < chunk.count; at++) {
                    long order = chunk.keys[2 * at + 1];
                    if (!isDead(chunk.events[at], order)) append(bucket, chunk.events[at], chunk.keys[2 * at], order);
                }
                chunk = free(chunk);
            }
        }
    }

    private void put(SimEvent event, long timeNs, long order) {
        assert timeNs >= base : timeNs + " < " + base;
        int level = (63 - Long.numberOfLeadingZeros((timeNs ^ base) | 1)) / DIGIT_BITS;
        int digit = (int) (timeNs >>> (DIGIT_BITS * level)) & (DIGITS - 1);
        append(level * DIGITS + digit, event, timeNs, order);
    }

    private void append(int bucket, SimEvent event, long timeNs, long order) {
        Chunk chunk = heads[bucket];
        if (chunk == null || chunk.count == Chunk.ENTRIES) chunk = lengthen(bucket, chunk);
        int at = chunk.count++;
        chunk.keys[2 * at] = timeNs;
        chunk.keys[2 * at + 1] = order;
        chunk.events[at] = event;
        counts[bucket]++;
    }

    private Chunk lengthen(int bucket, Chunk behind) {
        Chunk chunk = freeChunks == null ? new Chunk() : freeChunks;
        freeChunks = chunk.next;
        chunk.next = behind;
        heads[bucket] = chunk;
        int level = bucket / DIGITS;
        used[level] |= 1L << bucket;
        usedLevels |= 1 << level;
        return chunk;
    }

    /// Takes all chunks out of a bucket.
    private Chunk clear(int bucket) {
        Chunk first = heads[bucket];
        heads[bucket] = null;
        counts[bucket] = 0;
        int level = bucket / DIGITS;
        used[level] &= ~(1L << bucket);
        if (used[level] == 0) usedLevels &= ~(1 << level);
        return first;
    }

    /// @return the one behind it
    private Chunk free(Chunk chunk) {
        Chunk behind = chunk.next;
        chunk.count = 0;
        chunk.next = freeChunks;
        freeChunks = chunk;
        return behind;
    }
}
