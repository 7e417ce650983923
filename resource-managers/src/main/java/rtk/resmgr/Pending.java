package rtk.resmgr;

/// A message from the moment it is received until it is answered.
final class Pending {
    /// What the answer brings about, if it is no failure.
    enum After {
        /// Nothing.
        NOTHING,
        /// The client has a descriptor.
        LINK,
        /// The OCB that was opened for this one message is closed, failure or not.
        CLOSE
    }

    final Request request;
    final Open open;
    final int scoid;
    final long descriptor;
    final After after;
    /// Its handler has said "later". Until then another thread is busy with it.
    boolean held;
    /// Its client wanted out while the handler was busy.
    boolean wantsOut;

    Pending(Request request, Open open, int scoid, long descriptor, After after) {
        this.request = request;
        this.open = open;
        this.scoid = scoid;
        this.descriptor = descriptor;
        this.after = after;
    }
}
