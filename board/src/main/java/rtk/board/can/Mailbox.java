package rtk.board.can;

/// The registers of one transmit mailbox, and its frame while that waits for the wire.
final class Mailbox {
    private static final int WORDS = 16;

    final Transmission transmission = new Transmission();
    private final int[] data = new int[WORDS];
    private int id;
    private int length;
    private int format; // FDF and BRS of TX_CTRL
    private long order; // in which frames were handed over

    int id() { return id; }

    void setId(int value) { id = value; }

    int length() { return length; }

    int format() { return format; }

    /// @param bytes a length that the format has
    void setLength(int bytes, int newFormat) {
        length = bytes;
        format = newFormat;
    }

    int word(int index) { return data[index]; }

    void setWord(int index, int value) { data[index] = value; }

    long order() { return order; }

    void handOver(int frameNumber, CanFrame frame, long newOrder, boolean singleShot) {
        order = newOrder;
        if (singleShot) transmission.fillSingleShot(frame, frameNumber);
        else transmission.fill(frame, frameNumber, false);
    }

    CanFrame frame() {
        boolean extended = (id & CanFrame.EXTENDED_FLAG) != 0;
        int identifier = id & (extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX);
        if ((format & CanController.FDF) != 0)
            return CanFrame.fd(identifier, extended, (format & CanController.BRS) != 0, false, bytes());
        if ((id & CanFrame.REMOTE_FLAG) != 0) return CanFrame.remote(identifier, extended, length);
        long bytes = (long) Integer.reverseBytes(data[0]) << 32 | (Integer.reverseBytes(data[1]) & 0xffff_ffffL);
        return CanFrame.classic(identifier, extended, length, bytes);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (data[i / 4] >>> (8 * (i % 4)));
        return bytes;
    }
}
