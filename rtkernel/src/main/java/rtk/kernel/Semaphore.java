package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.kernel.api.SemaphoreCalls;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// A counting semaphore. Invariant: nobody waits unless the count is 0.
final class Semaphore extends SyncObject {
    private int value;

    Semaphore(Kernel kernel, int number, int value) {
        super(kernel, number);
        this.value = value;
    }

    int value() { return value; }

    /// @return whether there was something to take
    boolean take() {
        if (value == 0) return false;
        value--;
        return true;
    }

    /// The running `thread`, which found nothing, waits.
    void await(Tcb thread) { block(thread, ThreadState.SEM); }

    /// @param by the posting thread, null for the kernel
    /// @return EOVERFLOW if it cannot count higher
    Errno post(Tcb by) {
        if (value == SemaphoreCalls.SEM_VALUE_MAX) return Errno.EOVERFLOW;
        world.emit(EventKind.SEM_POSTED, number, by == null ? 0 : by.number, waiters.isEmpty() ? value + 1 : 0);
        if (waiters.isEmpty()) value++;
        else scheduler.wake(takeFirst(), Errno.EOK, 0);
        return Errno.EOK;
    }
}
