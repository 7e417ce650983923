package rtk.kernel;

import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// What threads wait for by priority, and by arrival among equals: the part that mutex, condvar, semaphore, rwlock and barrier
/// have in common.
abstract class SyncObject {
    final int number;
    final World world;
    final Scheduler scheduler;
    final WaitQueue<Tcb> waiters = new WaitQueue<>();
    /// Destroyed: handles to it are handles of nothing.
    boolean isGone;

    SyncObject(Kernel kernel, int number) {
        this.number = number;
        world = kernel.world;
        scheduler = kernel.scheduler;
    }

    /// In use, so that it must not be destroyed.
    boolean isBusy() { return !waiters.isEmpty(); }

    void destroy() {
        isGone = true;
        world.emit(EventKind.OBJECT_DESTROYED, number);
    }

    /// The running `thread` waits here.
    final void block(Tcb thread, ThreadState state) {
        scheduler.block(thread, state, number);
        enqueue(thread);
    }

    final void enqueue(Tcb thread) {
        thread.waitsFor = this;
        waiters.add(thread, thread.priority);
    }

    final Tcb takeFirst() {
        Tcb first = waiters.removeFirst();
        first.waitsFor = null;
        return first;
    }

    /// `thread` no longer waits here; it dies, or goes on elsewhere.
    void withdraw(Tcb thread) {
        waiters.remove(thread);
        thread.waitsFor = null;
    }

    /// The wait of `thread` ends before its time.
    void giveUp(Tcb thread, Errno errno) {
        withdraw(thread);
        scheduler.wake(thread, errno, 0);
    }

    /// The priority of the waiting `thread` changed: it queues as a new arrival.
    void requeue(Tcb thread) {
        waiters.remove(thread);
        waiters.add(thread, thread.priority);
    }
}
