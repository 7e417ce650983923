package rtk.kernel;

/// Processor time used in the last so many slots of equal length: in nanoseconds, to the nanosecond. The window slides when a slot
/// is over; the slot in progress is not in it yet.
///
/// Time may be added late, in any order; what is older than the window is forgotten.
final class SlidingWindow {
    private final long slotNs;
    private final long[] slots;
    /// Number of the slot in progress.
    private long now;
    private long inProgressNs;
    private long usedNs;

    SlidingWindow(long slotNs, int slotCount) {
        this.slotNs = slotNs;
        slots = new long[slotCount];
    }

    /// Adds time used from `fromNs` until `untilNs`, which is not in the future. O(slots).
    void add(long fromNs, long untilNs) {
        slideTo(untilNs);
        long atNs = Math.max(fromNs, (now - slots.length) * slotNs);
        while (atNs < untilNs) {
            long slot = atNs / slotNs;
            long endNs = Math.min(untilNs, (slot + 1) * slotNs);
            if (slot == now) {
                inProgressNs += endNs - atNs;
            } else {
                slots[(int) (slot % slots.length)] += endNs - atNs;
                usedNs += endNs - atNs;
            }
            atNs = endNs;
        }
    }

    /// O(slots) at most.
    void slideTo(long atNs) {
        long to = atNs / slotNs;
        for (long steps = Math.min(to - now, slots.length + 1); steps > 0; steps--) {
            int oldest = (int) (now % slots.length);
            usedNs += inProgressNs - slots[oldest];
            slots[oldest] = inProgressNs;
            inProgressNs = 0;
            now++;
        }
        now = Math.max(now, to);
    }

    /// In the whole slots of the window.
    long usedNs() { return usedNs; }

    /// In those that will still be in the window when the slot in progress is over.
    long keptNs() { return usedNs - slots[(int) (now % slots.length)]; }
}
