package rtk.kernel;

import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// A counting semaphore. Invariant: nobody waits unless the count is 0.
final class Semaphore {
    final int number;
    private final World world;
    private final Scheduler scheduler;
    private final WaitQueue<Tcb> waiters = new WaitQueue<>();
    private int value;

    Semaphore(Kernel kernel, int number, int value) {
        this.number = number;
        this.value = value;
        world = kernel.world;
        scheduler = kernel.scheduler;
    }

    boolean isZero() { return value == 0; }

    /// @return whether the running `thread` got it; if not, it waits
    boolean take(Tcb thread) {
        if (value > 0) {
            value--;
            return true;
        }
        thread.wantedSem = this;
        scheduler.block(thread, ThreadState.SEM, number);
        waiters.add(thread, thread.priority);
        return false;
    }

    /// @param by the posting thread, null for the kernel
    void post(Tcb by) {
        world.emit(EventKind.SEM_POSTED, number, by == null ? 0 : by.number, waiters.isEmpty() ? value + 1 : 0);
        if (waiters.isEmpty()) {
            value++;
        } else {
            Tcb thread = waiters.removeFirst();
            thread.wantedSem = null;
            scheduler.wake(thread, Errno.EOK, 0);
        }
    }

    void withdraw(Tcb thread) {
        waiters.remove(thread);
        thread.wantedSem = null;
    }

    void requeue(Tcb thread) {
        waiters.remove(thread);
        waiters.add(thread, thread.priority);
    }
}
