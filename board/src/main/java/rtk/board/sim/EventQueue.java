package rtk.board.sim;

import java.util.Arrays;

/// The future event set: what will happen, in the one order in which it will happen.
///
/// The order is total, `(timeNs, rank, seq)`, and `seq` counts insertions into *this* queue, so two runs that schedule
/// alike happen alike.
///
/// ## Near and far
/// The events before `horizonNs` stand in a heap, sorted; the later ones in the buckets of [FarEvents], unsorted. A new event goes
/// where its time says. When the heap is empty, the earliest bucket is poured into it and the horizon moves on. So the heap stays
/// small enough for the nearest cache however many events are set, and a far event costs a few stores until its time comes near.
/// With few events there is no far part: the horizon is [Ns#NEVER]. When the heap grows past a limit, its later part is spilled.
///
/// Cost per event: setting and cancelling O(1) far (amortised) and O(log h) near, h being the size of the heap; in the worst
/// case (all events of a queue close together) h is all of them.
///
/// ## The heap
/// 4-ary. Its keys stand in two primitive arrays, so that a sift compares neighbours in one or two cache lines and touches
/// no event object. An event in it owns a *slot*, the heap holds slots, and `place` says where in the heap a slot stands. That
/// is what makes cancelling and re-arming cheap: the event knows its slot, the slot its place, and there are no dead entries
/// to skip.
final class EventQueue {
    static final int NOT_QUEUED = -1;

    private static final int SEQ_BITS = 60;
    /// A heap of more events than this spills, if that helps.
    private static final int HEAP_MAX = 512;
    /// So many events are poured together; if there are no more at all, all of them.
    private static final int POUR_MAX = 64;

    // The heap, by place: two-part key and slot.
    private long[] times = new long[64];
    private long[] orders = new long[64];
    private int[] slots = new int[64];
    private int size;

    // By slot.
    private SimEvent[] events = new SimEvent[64];
    private int[] place = new int[64];
    private int[] freeSlots = new int[64];
    private int freeCount;
    private int slotCount;

    private final FarEvents far = new FarEvents();
    private final FarEvents.Receiver pouring = this::push;
    // All events before this are in the heap, all others far.
    private long horizonNs = Ns.NEVER;
    private int spillAt = HEAP_MAX;

    private long nextSeq;

    int size() { return size + far.size(); }

    long firstTimeNs() { return size == 0 ? Ns.NEVER : times[0]; }

    void add(SimEvent event, long timeNs) {
        assert event.slot == NOT_QUEUED : event;
        insert(event, timeNs, order(event));
    }

    /// Sets `event`, which is queued, to another time; it counts as inserted now.
    void move(SimEvent event, long timeNs) {
        long order = order(event);
        if (event.slot >= 0 && isNear(timeNs)) {
            assert events[event.slot] == event : event;
            restore(place[event.slot], timeNs, order, event.slot);
            return;
        }
        take(event);
        insert(event, timeNs, order);
        if (size == 0) pour();
    }

    void remove(SimEvent event) {
        take(event);
        if (size == 0) pour();
    }

    SimEvent removeFirst() {
        assert size > 0;
        int slot = slots[0];
        SimEvent event = events[slot];
        release(slot);
        int last = --size;
        if (last > 0) siftDown(0, times[last], orders[last], slots[last]);
        else pour();
        return event;
    }

    private boolean isNear(long timeNs) { return timeNs < horizonNs || horizonNs == Ns.NEVER; }

    private void insert(SimEvent event, long timeNs, long order) {
        if (isNear(timeNs)) {
            push(event, timeNs, order);
            if (size > spillAt) spill();
        } else {
            far.add(event, timeNs, order);
            if (size == 0) pour();
        }
    }

    private void push(SimEvent event, long timeNs, long order) {
        int slot = freeCount > 0 ? freeSlots[--freeCount] : newSlot();
        events[slot] = event;
        event.slot = slot;
        if (size == times.length) growHeap();
        siftUp(size++, timeNs, order, slot);
    }

    /// Takes an event out of where it is; the heap may then be empty.
    private void take(SimEvent event) {
        int slot = event.slot;
        if (slot == FarEvents.FAR) {
            far.remove(event);
            return;
        }
        assert events[slot] == event : event;
        int at = place[slot];
        release(slot);
        int last = --size;
        if (at != last) restore(at, times[last], orders[last], slots[last]);
    }

    /// Fills the empty heap with the earliest far events.
    private void pour() {
        while (size == 0 && far.size() > POUR_MAX) {
            int bucket = far.firstBucket(POUR_MAX);
            horizonNs = far.endNs(bucket);
            far.handOver(bucket, pouring);
        }
        if (size == 0) {
            horizonNs = Ns.NEVER;
            while (far.size() > 0) far.handOver(far.anyBucket(), pouring);
        }
        spillAt = Math.max(HEAP_MAX, 2 * size);
    }

    /// Moves the later part of the heap to the far events. The pivot stands in the second level of the heap or so: it has
    /// most events after it.
    private void spill() {
        long pivotNs = Math.max(times[size / 16], far.size() > 0 ? far.base() : 0);
        int kept = 0;
        if (pivotNs > times[0] && pivotNs < horizonNs) {
            if (far.size() == 0) far.start(pivotNs);
            for (int at = 0; at < size; at++) {
                if (times[at] >= pivotNs) {
                    SimEvent event = events[slots[at]];
                    release(slots[at]);
                    far.add(event, times[at], orders[at]);
                } else {
                    put(kept++, times[at], orders[at], slots[at]);
                }
            }
            horizonNs = pivotNs;
            size = kept;
            for (int at = (kept - 2) >> 2; at >= 0; at--) siftDown(at, times[at], orders[at], slots[at]);
        }
        spillAt = Math.max(HEAP_MAX, 2 * size);
    }

    private long order(SimEvent event) { return ((long) event.rank.ordinal() << SEQ_BITS) | nextSeq++; }

    private void release(int slot) {
        events[slot].slot = NOT_QUEUED;
        events[slot] = null;
        freeSlots[freeCount++] = slot;
    }

    private void restore(int at, long timeNs, long order, int slot) {
        int parent = (at - 1) >> 2;
        if (at > 0 && before(timeNs, order, times[parent], orders[parent])) siftUp(at, timeNs, order, slot);
        else siftDown(at, timeNs, order, slot);
    }

    private void siftUp(int from, long timeNs, long order, int slot) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >> 2;
            if (!before(timeNs, order, times[parent], orders[parent])) break;
            put(at, times[parent], orders[parent], slots[parent]);
            at = parent;
        }
        put(at, timeNs, order, slot);
    }

    private void siftDown(int from, long timeNs, long order, int slot) {
        int at = from;
        for (;;) {
            int child = (at << 2) + 1;
            if (child >= size) break;
            int least = child;
            int end = Math.min(child + 4, size);
            for (int other = child + 1; other < end; other++) {
                if (before(times[other], orders[other], times[least], orders[least])) least = other;
            }
            if (!before(times[least], orders[least], timeNs, order)) break;
            put(at, times[least], orders[least], slots[least]);
            at = least;
        }
        put(at, timeNs, order, slot);
    }

    private void put(int at, long timeNs, long order, int slot) {
        times[at] = timeNs;
        orders[at] = order;
        slots[at] = slot;
        place[slot] = at;
    }

    private static boolean before(long timeA, long orderA, long timeB, long orderB) {
        return timeA < timeB || (timeA == timeB && orderA < orderB);
    }

    private int newSlot() {
        if (slotCount == events.length) {
            int length = events.length * 2;
            events = Arrays.copyOf(events, length);
            place = Arrays.copyOf(place, length);
            freeSlots = Arrays.copyOf(freeSlots, length);
        }
        return slotCount++;
    }

    private void growHeap() {
        int length = times.length * 2;
        times = Arrays.copyOf(times, length);
        orders = Arrays.copyOf(orders, length);
        slots = Arrays.copyOf(slots, length);
    }
}
