package rtk.kernel;

import rtk.kernel.api.Errno;

/// Something to do at an instant: an entry of a [TimeoutQueue].
abstract class Timeout {
    // Written only by TimeoutQueue.
    /// When it is due, by the clock of its queue.
    long dueNs;
    TimeoutQueue queue;
    int place;

    /// How late it may fire, in ns; 0 leaves that to the kernel.
    long toleranceNs;
    /// Written only by Clock: when the tolerance is used up; null if that never mattered.
    Timeout limit;

    final boolean isSet() { return queue != null; }

    /// Called by the clock's interrupt handler.
    ///
    /// @param lateDueNs the instant at which it was due, never later than now
    abstract void expire(Kernel kernel, long lateDueNs);

    /// Wakes a sleeping thread.
    static final class Sleep extends Timeout {
        private final Tcb thread;

        Sleep(Tcb thread) { this.thread = thread; }

        @Override
        void expire(Kernel kernel, long lateDueNs) { kernel.scheduler.wake(thread, Errno.EOK, 0); }
    }
}
