package rtk.board.can;

/// Frames that wait in the software of a sender, oldest first, with their numbers. Grows to [#FRAMES_MAX].
final class PendingFrames {
    /// More frames than this cannot wait; the next one is dropped, which the trace shows.
    static final int FRAMES_MAX = 1 << 16;

    private CanFrame[] frames = new CanFrame[16];
    private int[] numbers = new int[16];
    private int head;
    private int count;

    boolean isEmpty() { return count == 0; }

    boolean isFull() { return count == FRAMES_MAX; }

    int count() { return count; }

    void add(CanFrame frame, int number) {
        assert !isFull();
        if (count == frames.length) grow();
        int at = (head + count++) & (frames.length - 1);
        frames[at] = frame;
        numbers[at] = number;
    }

    CanFrame frame() { return frames[head]; }

    int number() { return numbers[head]; }

    void removeFirst() {
        assert count > 0;
        frames[head] = null;
        head = (head + 1) & (frames.length - 1);
        count--;
    }

    private void grow() {
        int length = frames.length;
        var moreFrames = new CanFrame[length * 2];
        var moreNumbers = new int[length * 2];
        for (int i = 0; i < count; i++) {
            int from = (head + i) & (length - 1);
            moreFrames[i] = frames[from];
            moreNumbers[i] = numbers[from];
        }
        frames = moreFrames;
        numbers = moreNumbers;
        head = 0;
    }
}
