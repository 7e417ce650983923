package rtk.trace.analysis.blame;

import java.util.Arrays;

/// Gives each reason ([ReasonKey]) a small number, in the order in which they come up; a table with open addressing.
final class KeyTable {
    /// Reasons told apart; of more, only the cause is kept.
    private static final int REASONS_MAX = 1 << 12;

    private long[] keys = new long[32];
    private int[] slots = new int[64];
    private int size;

    int numberOf(long key) {
        int number = find(key);
        if (number >= 0) return number;
        if (size >= REASONS_MAX) {
            long plain = ReasonKey.of(ReasonKey.cause(key), ReasonKey.NOBODY, 0, 0);
            number = find(plain);
            return number >= 0 ? number : add(plain);
        }
        return add(key);
    }

    int size() { return size; }

    long key(int number) { return keys[number]; }

    private int find(long key) {
        for (int slot = home(key);; slot = (slot + 1) & (slots.length - 1)) {
            if (slots[slot] == 0) return -1;
            if (keys[slots[slot] - 1] == key) return slots[slot] - 1;
        }
    }

    private int add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            slots = new int[size * 4];
            for (int number = 0; number < size; number++) place(number);
        }
        keys[size] = key;
        place(size);
        return size++;
    }

    private void place(int number) {
        int slot = home(keys[number]);
        while (slots[slot] != 0) slot = (slot + 1) & (slots.length - 1);
        slots[slot] = number + 1;
    }

    private int home(long key) { return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) & (slots.length - 1); }
}
