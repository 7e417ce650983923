package rtk.board.sim;

import java.util.Arrays;

/// The future event set: what will happen, in the one order in which it will happen.
///
/// The order is total, `(timeNs, rank, seq)`, and `seq` counts insertions into *this* queue, so two runs that schedule
/// alike happen alike.
///
/// A 4-ary heap. Its keys stand in two primitive arrays, so that a sift compares neighbours in one or two cache lines
/// and touches no event object. An event that is set owns a *slot*; the heap holds slots, and `place` says where in the
/// heap each slot stands. That is what makes cancelling and re-arming O(log n): the event knows its slot, the slot its
/// place, and there are no dead entries to skip.
final class EventQueue {
    static final int NOT_QUEUED = -1;

    private static final int SEQ_BITS = 60;

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

    private long nextSeq;

    int size() { return size; }

    long firstTimeNs() { return size == 0 ? Ns.NEVER : times[0]; }

    void add(SimEvent event, long timeNs) {
        assert event.slot == NOT_QUEUED : event;
        if (size == times.length) growHeap();
        int slot = freeCount > 0 ? freeSlots[--freeCount] : newSlot();
        events[slot] = event;
        event.slot = slot;
        siftUp(size++, timeNs, order(event), slot);
    }

    /// Sets `event`, which is queued, to another time; it counts as inserted now.
    void move(SimEvent event, long timeNs) {
        int at = place[event.slot];
        assert events[slots[at]] == event : event;
        restore(at, timeNs, order(event), event.slot);
    }

    void remove(SimEvent event) {
        int slot = event.slot;
        int at = place[slot];
        assert events[slots[at]] == event : event;
        release(slot);
        int last = --size;
        if (at != last) restore(at, times[last], orders[last], slots[last]);
    }

    SimEvent removeFirst() {
        assert size > 0;
        int slot = slots[0];
        SimEvent event = events[slot];
        release(slot);
        int last = --size;
        if (last > 0) siftDown(0, times[last], orders[last], slots[last]);
        return event;
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
