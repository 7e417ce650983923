package rtk.board.serial;

/// The 16550's FIFO: characters with their line errors, oldest first. At depth 1 it is the single buffer of a 16450.
final class CharacterFifo {
    private final int[] entries;
    private int first;
    private int size;
    private int depth;

    CharacterFifo(int capacity) {
        entries = new int[capacity];
        depth = 1;
    }

    /// Empties it and lets it hold `newDepth` entries.
    void setDepth(int newDepth) {
        depth = newDepth;
        clear();
    }

    void clear() {
        first = 0;
        size = 0;
    }

    int size() { return size; }

    int depth() { return depth; }

    boolean isEmpty() { return size == 0; }

    boolean isFull() { return size == depth; }

    void add(int entry) {
        assert !isFull();
        entries[(first + size++) % entries.length] = entry;
    }

    int peek() { return entries[first]; }

    int remove() {
        assert size > 0;
        int entry = entries[first];
        first = (first + 1) % entries.length;
        size--;
        return entry;
    }

    /// Has any character in it a line error?
    boolean hasErrors() {
        for (int k = 0; k < size; k++) {
            if (entries[(first + k) % entries.length] >> 8 != 0) return true;
        }
        return false;
    }
}
