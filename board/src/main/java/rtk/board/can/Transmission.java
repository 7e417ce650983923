package rtk.board.can;

/// A frame on its way: the place in a node (a mailbox, the head of a queue) where a frame waits for the wire. Made once
/// by the node and filled again and again.
public final class Transmission {
    private CanFrame frame;
    private int number;
    private boolean worstLength;
    private boolean singleShot;
    private long key;

    /// Fills the place.
    ///
    /// @param number the frame's, from [CanBus#queued]
    /// @param worstLength be as long on the wire as a frame of this format and length can be, instead of as long as it is
    public void fill(CanFrame frame, int number, boolean worstLength) {
        this.frame = frame;
        this.number = number;
        this.worstLength = worstLength;
        singleShot = false;
        key = frame.arbitrationKey();
    }

    /// As [#fill], to be tried once: a node that fills this must take the frame back when the attempt fails, in arbitration too.
    public void fillSingleShot(CanFrame newFrame, int newNumber) {
        fill(newFrame, newNumber, false);
        singleShot = true;
    }

    boolean isSingleShot() { return singleShot; }

    public CanFrame frame() { return frame; }

    /// The frame's number in the trace.
    public int number() { return number; }

    public boolean isWorstLength() { return worstLength; }

    /// [CanFrame#arbitrationKey] of the frame.
    public long key() { return key; }
}
