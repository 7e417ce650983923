package rtk.board.can;

/// The transmit side of a controller: which mailboxes wait, and which of them sends next. Bits of a word stand for mailboxes.
final class TransmitMailboxes {
    private final Mailbox[] mailboxes;
    private boolean enabled;
    private boolean inOrder;
    private int pending;
    private int done;
    private int failed;
    private int aborting; // given up if the attempt that is on the wire fails
    private int onWire = -1; // mailbox, -1 for none
    private int best = -1; // mailbox that sends next, -1 for none
    private long handedOver;

    TransmitMailboxes(int count) {
        mailboxes = new Mailbox[count];
        for (int i = 0; i < count; i++) mailboxes[i] = new Mailbox();
    }

    Mailbox mailbox(int index) { return mailboxes[index]; }

    int pending() { return pending; }

    boolean isPending(int index) { return (pending >> index & 1) != 0; }

    boolean isFree() { return pending != (1 << mailboxes.length) - 1; }

    /// Have sent their frames, since the bit was cleared.
    int done() { return done; }

    void clearDone(int bits) { done &= ~bits; }

    /// Have given up their frames, since the bit was cleared.
    int failed() { return failed; }

    void clearFailed(int bits) { failed &= ~bits; }

    /// @param sends are frames offered at all?
    /// @param byAge the oldest first; else the most urgent
    void configure(boolean sends, boolean byAge) {
        enabled = sends;
        inOrder = byAge;
        choose();
    }

    Transmission next() { return best < 0 ? null : mailboxes[best].transmission; }

    boolean isOnWire() { return onWire >= 0; }

    /// A frame waits from now on in mailbox `index`.
    void handOver(int index, int frameNumber, CanFrame frame, boolean singleShot) {
        mailboxes[index].handOver(frameNumber, frame, ++handedOver, singleShot);
        pending |= 1 << index;
        choose();
    }

    void begun(Transmission transmission) { onWire = indexOf(transmission); }

    void sent(Transmission transmission) {
        int bit = 1 << indexOf(transmission);
        pending &= ~bit;
        aborting &= ~bit;
        done |= bit;
        onWire = -1;
        choose();
    }

    /// An attempt has failed.
    ///
    /// @param once it was the only one
    /// @return whether the frame is given up
    boolean failed(Transmission transmission, boolean once) {
        int bit = pending & 1 << indexOf(transmission);
        onWire = -1;
        int givenUp = once ? bit : bit & aborting;
        giveUp(givenUp);
        return givenUp != 0;
    }

    /// Takes frames back; one on the wire only if its attempt fails.
    ///
    /// @return the mailboxes that give up at once
    int abort(int mask) {
        int onTheWire = onWire < 0 ? 0 : 1 << onWire;
        aborting |= pending & mask & onTheWire;
        int givenUp = pending & mask & ~onTheWire;
        giveUp(givenUp);
        return givenUp;
    }

    private void giveUp(int bits) {
        pending &= ~bits;
        aborting &= ~bits;
        failed |= bits;
        choose();
    }

    private int indexOf(Transmission transmission) {
        int index = 0;
        while (mailboxes[index].transmission != transmission) index++;
        return index;
    }

    /// Finds the mailbox that sends next: the oldest, or the most urgent, the lowest of equals.
    private void choose() {
        best = -1;
        if (!enabled) return;
        for (int rest = pending; rest != 0; rest &= rest - 1) {
            int index = Integer.numberOfTrailingZeros(rest);
            if (best < 0 || rank(index) < rank(best)) best = index;
        }
    }

    private long rank(int index) { return inOrder ? mailboxes[index].order() : mailboxes[index].transmission.key(); }
}
