package rtk.kernel;

import java.util.Comparator;

/// Something that waits in a [WaitQueue]: a blocked thread, or a pulse not yet received.
abstract sealed class Waiting permits Tcb, QueuedPulse {
    /// More urgent first, then who came first.
    static final Comparator<Waiting> ORDER = (a, b) -> a.waitPriority != b.waitPriority
            ? Integer.compare(b.waitPriority, a.waitPriority)
            : Long.compare(a.waitSeq, b.waitSeq);

    // Written only by WaitQueue.
    int waitPriority;
    long waitSeq;
}
