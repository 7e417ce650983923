package rtk.kernel;

import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// A condition variable: a queue of threads, each of which owns its mutex again before it goes on.
final class Condvar extends SyncObject {
    /// That timed waits go by.
    final ClockId clock;

    Condvar(Kernel kernel, int number, ClockId clock) {
        super(kernel, number);
        this.clock = clock;
    }

    /// All who wait at a time must have come with one mutex.
    boolean accepts(Mutex mutex) { return waiters.isEmpty() || waiters.first().condvarMutex == mutex; }

    /// The running `thread`, owner of `mutex`, waits.
    void await(Tcb thread, Mutex mutex) {
        thread.condvarMutex = mutex;
        block(thread, ThreadState.CONDVAR);
        Errno released = mutex.unlock(thread);
        assert released == Errno.EOK;
    }

    void signal(Tcb by, boolean all) {
        int woken = 0;
        while (!waiters.isEmpty() && (all || woken == 0)) {
            Tcb thread = takeFirst();
            thread.condvarMutex.lockForWaiter(thread, Errno.EOK);
            woken++;
        }
        world.emit(EventKind.CONDVAR_SIGNALLED, number, by.number, woken);
    }

    /// The thread still needs its mutex.
    @Override
    void giveUp(Tcb thread, Errno errno) {
        withdraw(thread);
        thread.condvarMutex.lockForWaiter(thread, errno);
    }
}
