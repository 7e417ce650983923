package rtk.kernel;

import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.kernel.api.MutexProtocol;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Mutual exclusion, with what owning it does to the owner's priority.
///
/// Invariant: nobody waits unless somebody owns it. Unlocking hands it to the waiter of highest priority, longest
/// waiting first, before that thread runs.
final class Mutex {
    final int number;
    private final World world;
    private final Scheduler scheduler;
    private final MutexProtocol protocol;
    private final int ceiling;
    private final WaitQueue<Tcb> waiters = new WaitQueue<>();
    private Tcb owner;

    Mutex(Kernel kernel, int number, MutexProtocol protocol, int ceiling) {
        this.number = number;
        this.protocol = protocol;
        this.ceiling = ceiling;
        world = kernel.world;
        scheduler = kernel.scheduler;
    }

    boolean isOwnedBy(Tcb thread) { return owner == thread; }

    boolean isFree() { return owner == null; }

    /// The running `thread` locks.
    ///
    /// @return null if it must wait, and then it does; EOK; EDEADLK; EINVAL if its priority is above the ceiling
    Errno lock(Tcb thread) {
        if (owner == thread) return Errno.EDEADLK;
        if (protocol == MutexProtocol.PROTECT && thread.basePriority > ceiling) return Errno.EINVAL;
        if (owner == null) {
            give(thread);
            return Errno.EOK;
        }
        scheduler.block(thread, ThreadState.MUTEX, number);
        await(thread);
        return null;
    }

    /// `thread`, which waits already, waits for this mutex now; or owns it at once and becomes ready.
    void lockForWaiter(Tcb thread, Errno outcome) {
        if (owner == null) {
            give(thread);
            scheduler.wake(thread, outcome, 0);
        } else {
            thread.wakeErrno = outcome;
            scheduler.reblock(thread, ThreadState.MUTEX, number);
            await(thread);
        }
    }

    /// @return EPERM if `thread` is not the owner
    Errno unlock(Tcb thread) {
        if (owner != thread) return Errno.EPERM;
        thread.held.remove(this);
        Tcb next = waiters.isEmpty() ? null : waiters.removeFirst();
        owner = null;
        world.emit(EventKind.MUTEX_UNLOCKED, number, thread.number, next == null ? 0 : next.number);
        scheduler.recompute(thread, null);
        if (next != null) {
            next.wantedMutex = null;
            give(next);
            scheduler.wake(next, next.condvarMutex == this ? next.wakeErrno : Errno.EOK, 0);
        }
        return Errno.EOK;
    }

    /// `thread` gives up waiting.
    void withdraw(Tcb thread) {
        waiters.remove(thread);
        thread.wantedMutex = null;
        if (owner != null) scheduler.recompute(owner, null);
    }

    /// The priority of a waiter changed.
    void requeue(Tcb thread) {
        waiters.remove(thread);
        waiters.add(thread, thread.priority);
        scheduler.recompute(owner, thread);
    }

    /// What holding it makes of the owner's priority.
    int lendsPriority() {
        return switch (protocol) {
            case NONE -> 0;
            case INHERIT -> waiters.topPriority();
            case PROTECT -> ceiling;
        };
    }

    private void await(Tcb thread) {
        thread.wantedMutex = this;
        waiters.add(thread, thread.priority);
        scheduler.recompute(owner, thread);
    }

    private void give(Tcb thread) {
        owner = thread;
        thread.held.add(this);
        world.emit(EventKind.MUTEX_LOCKED, number, thread.number);
        scheduler.recompute(thread, null);
    }
}
