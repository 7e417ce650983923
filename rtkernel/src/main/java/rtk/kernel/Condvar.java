package rtk.kernel;

import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// A condition variable: a queue of threads, each of which owns its mutex again before it goes on.
final class Condvar {
    final int number;
    private final World world;
    private final Scheduler scheduler;
    private final WaitQueue<Tcb> waiters = new WaitQueue<>();

    Condvar(Kernel kernel, int number) {
        this.number = number;
        world = kernel.world;
        scheduler = kernel.scheduler;
    }

    /// The running `thread`, owner of `mutex`, waits.
    void await(Tcb thread, Mutex mutex) {
        thread.wantedCondvar = this;
        thread.condvarMutex = mutex;
        waiters.add(thread, thread.priority);
        scheduler.block(thread, ThreadState.CONDVAR, number);
        Errno released = mutex.unlock(thread);
        assert released == Errno.EOK;
    }

    void signal(Tcb by, boolean all) {
        int woken = 0;
        while (!waiters.isEmpty() && (all || woken == 0)) {
            end(waiters.removeFirst(), Errno.EOK);
            woken++;
        }
        world.emit(EventKind.CONDVAR_SIGNALLED, number, by.number, woken);
    }

    /// `thread` gives up waiting; it still needs its mutex.
    void timeOut(Tcb thread, Errno errno) {
        waiters.remove(thread);
        end(thread, errno);
    }

    void withdraw(Tcb thread) { waiters.remove(thread); }

    void requeue(Tcb thread) {
        waiters.remove(thread);
        waiters.add(thread, thread.priority);
    }

    private static void end(Tcb thread, Errno errno) {
        thread.wantedCondvar = null;
        thread.condvarMutex.lockForWaiter(thread, errno);
    }
}
