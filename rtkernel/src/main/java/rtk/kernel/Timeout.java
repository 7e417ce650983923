package rtk.kernel;

/// An entry of [TimeoutQueue]: something to do at an instant.
abstract class Timeout {
    // Written only by TimeoutQueue.
    long dueNs;
    int place = -1;

    final boolean isSet() { return place >= 0; }

    /// Called by the clock's interrupt handler.
    ///
    /// @param lateDueNs when it was due
    abstract void expire(Kernel kernel, long lateDueNs);

    /// Ends a thread's wait.
    static final class OfThread extends Timeout {
        private final Tcb thread;

        OfThread(Tcb thread) { this.thread = thread; }

        @Override
        void expire(Kernel kernel, long lateDueNs) { kernel.timeOut(thread); }
    }
}
