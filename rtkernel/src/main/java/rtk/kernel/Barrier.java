package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.trace.ThreadState;

/// A barrier of the kernel (8.0): those who have come wait in its queue. One that dies has not come.
final class Barrier extends SyncObject {
    private final int count;

    Barrier(Kernel kernel, int number, int count) {
        super(kernel, number);
        this.count = count;
    }

    /// The running `thread` has come.
    ///
    /// @return whether it is the last, and all others go on; if not, it waits
    boolean arrive(Tcb thread) {
        if (waiters.size() + 1 < count) {
            block(thread, ThreadState.BARRIER);
            return false;
        }
        while (!waiters.isEmpty()) scheduler.wake(takeFirst(), Errno.EOK, 0);
        return true;
    }
}
