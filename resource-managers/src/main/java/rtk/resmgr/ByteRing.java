package rtk.resmgr;

/// Bytes in order, up to a bound: what a manager keeps between writers and readers.
public final class ByteRing {
    private final byte[] bytes;
    private int first;
    private int size;

    public ByteRing(int capacity) { bytes = new byte[capacity]; }

    public int size() { return size; }

    public int room() { return bytes.length - size; }

    public boolean isEmpty() { return size == 0; }

    /// @return false if it is full
    public boolean add(int value) {
        if (size == bytes.length) return false;
        bytes[(first + size++) % bytes.length] = (byte) value;
        return true;
    }

    public int remove() {
        assert size > 0;
        int value = bytes[first] & 0xff;
        first = (first + 1) % bytes.length;
        size--;
        return value;
    }

    /// The oldest bytes, at most `countMax`.
    public byte[] remove(int countMax) {
        var taken = new byte[Math.min(size, countMax)];
        for (int index = 0; index < taken.length; index++) taken[index] = (byte) remove();
        return taken;
    }
}
