package rtk.board.can;

/// Received frames with the instants at which they became valid, oldest first.
final class ReceiveFifo {
    private final CanFrame[] frames;
    private final long[] times;
    private int head;
    private int count;

    ReceiveFifo(int depth) {
        frames = new CanFrame[depth];
        times = new long[depth];
    }

    int depth() { return frames.length; }

    int count() { return count; }

    boolean isEmpty() { return count == 0; }

    boolean isFull() { return count == frames.length; }

    void push(CanFrame frame, long timeNs) {
        assert !isFull();
        int at = head + count;
        if (at >= frames.length) at -= frames.length;
        frames[at] = frame;
        times[at] = timeNs;
        count++;
    }

    /// The oldest one; there must be one.
    CanFrame frame() { return frames[head]; }

    /// When the oldest one became valid.
    long timeNs() { return times[head]; }

    /// Removes the oldest one, if any.
    void pop() {
        if (count == 0) return;
        frames[head] = null;
        if (++head == frames.length) head = 0;
        count--;
    }
}
