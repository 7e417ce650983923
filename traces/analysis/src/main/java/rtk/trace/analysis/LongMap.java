package rtk.trace.analysis;

/// From numbers to numbers of zero or more: open addressing with linear probing, without boxing. Not iterable, so that
/// no order can leak.
final class LongMap {
    static final long ABSENT = -1;
    private static final int CAPACITY_MIN = 16;

    private long[] keys = new long[CAPACITY_MIN];
    private long[] values = new long[CAPACITY_MIN];
    private boolean[] used = new boolean[CAPACITY_MIN];
    private int size;

    int size() { return size; }

    void put(long key, long value) {
        if (size * 2 >= keys.length) grow();
        int slot = slotOf(key);
        if (!used[slot]) size++;
        used[slot] = true;
        keys[slot] = key;
        values[slot] = value;
    }

    /// @return the value, or [#ABSENT]
    long get(long key) {
        int slot = slotOf(key);
        return used[slot] ? values[slot] : ABSENT;
    }

    /// @return the value that was there, or [#ABSENT]
    long remove(long key) {
        int slot = slotOf(key);
        if (!used[slot]) return ABSENT;
        long value = values[slot];
        size--;
        closeGap(slot);
        return value;
    }

    /// The smallest value, or [#ABSENT] if empty. Looks at every slot.
    long smallestValue() {
        long smallest = ABSENT;
        for (int slot = 0; slot < keys.length; slot++) {
            if (used[slot] && (smallest == ABSENT || values[slot] < smallest)) smallest = values[slot];
        }
        return smallest;
    }

    /// How many values are below `bound`. Looks at every slot.
    long countBelow(long bound) {
        long count = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (used[slot] && values[slot] < bound) count++;
        }
        return count;
    }

    private int slotOf(long key) {
        int slot = home(key);
        while (used[slot] && keys[slot] != key) slot = slot + 1 & keys.length - 1;
        return slot;
    }

    private int home(long key) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & keys.length - 1;
    }

    /// Moves later entries of the same run back, so that no probe stops early (Knuth 6.4, algorithm R).
    private void closeGap(int freed) {
        int gap = freed;
        int slot = gap;
        while (true) {
            slot = slot + 1 & keys.length - 1;
            if (!used[slot]) break;
            int home = home(keys[slot]);
            boolean stays = gap <= slot ? gap < home && home <= slot : gap < home || home <= slot;
            if (stays) continue;
            keys[gap] = keys[slot];
            values[gap] = values[slot];
            gap = slot;
        }
        used[gap] = false;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        boolean[] oldUsed = used;
        keys = new long[oldKeys.length * 2];
        values = new long[keys.length];
        used = new boolean[keys.length];
        size = 0;
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldUsed[slot]) put(oldKeys[slot], oldValues[slot]);
        }
    }
}
