package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.Signal;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Mutual exclusion, with what owning it does to the owner's priority.
///
/// Invariant: nobody waits unless somebody owns it. Unlocking hands it to the waiter of highest priority, longest
/// waiting first, before that thread runs.
///
/// ```
///            lock                 owner dies (robust)
///   free ──────────► owned ──────────────────────────► free or owned, inconsistent ──(consistent)──► owned
///     ▲  ◄─────────── │ owner dies (not robust)                     │ unlock
///        unlock       ▼                                             ▼
///                  orphaned: nobody gets it                   unrecoverable: nobody gets it, all are told
/// ```
final class Mutex extends SyncObject {
    private static final int DEPTH_MAX = 65_535;

    private final Kernel kernel;
    /// As given when it was made, or what the trace calls it.
    final String name;
    private final MutexAttr attr;
    private final boolean checksOwner;
    private int ceiling;
    private Tcb owner;
    /// How often the owner has locked it.
    private int depth;
    private boolean orphaned;
    private boolean inconsistent;
    private boolean unrecoverable;

    Mutex(Kernel kernel, int number, String name, MutexAttr attr) {
        super(kernel, number);
        this.kernel = kernel;
        this.name = name == null || name.isEmpty() ? "mutex#" + number : name;
        this.attr = attr;
        checksOwner = kernel.syncRules.checksOwner(attr);
        ceiling = attr.ceiling();
    }

    MutexAttr attr() { return attr; }

    /// The thread that has it, dead if [#orphaned]; null for nobody.
    Tcb owner() { return owner; }

    int ceiling() { return ceiling; }

    /// For the owner to change; counts at once if it has the mutex besides.
    void setCeiling(int newCeiling) {
        ceiling = newCeiling;
        if (depth > 1) scheduler.recompute(owner, null);
    }

    @Override
    boolean isBusy() { return owner != null; }

    /// `holder` (null for nobody) has it, and changing that takes no more than an atomic instruction.
    boolean isUncontended(Tcb holder) {
        return owner == holder && depth <= 1 && waiters.isEmpty() && attr.protocol() != MutexProtocol.PROTECT && !attr.robust();
    }

    /// `thread` takes it if that can be had without waiting.
    ///
    /// @param any whatever the priority of `thread`
    /// @return EBUSY if it would have to wait; EOK or EOWNERDEAD if it owns it now; or why it cannot have it
    Errno take(Tcb thread, boolean any) {
        if (owner == thread) return relock();
        if (unrecoverable) return Errno.ENOTRECOVERABLE;
        if (!any && attr.protocol() == MutexProtocol.PROTECT && thread.basePriority > ceiling) return Errno.EINVAL;
        return owner == null ? give(thread) : Errno.EBUSY;
    }

    private Errno relock() {
        return switch (attr.type()) {
            case NORMAL -> Errno.EBUSY;
            case ERROR_CHECK -> Errno.EDEADLK;
            case RECURSIVE -> {
                if (depth == DEPTH_MAX) yield Errno.EAGAIN;
                depth++;
                yield Errno.EOK;
            }
        };
    }

    /// The running `thread`, which could not take it, waits.
    void await(Tcb thread) {
        scheduler.block(thread, ThreadState.MUTEX, number);
        await(thread, Errno.EOK);
    }

    /// Its owner is not moved to a tail when its own priority changes [Q8].
    boolean keepsPlaceOfOwner() { return attr.protocol() != MutexProtocol.NONE; }

    /// `thread`, which waits elsewhere, is to own it: at once, and then it becomes ready, or later.
    ///
    /// @param outcome how its first wait ended
    void lockForWaiter(Tcb thread, Errno outcome) {
        Errno taken = take(thread, true);
        if (taken != Errno.EBUSY) {
            scheduler.wake(thread, taken == Errno.EOK ? outcome : taken, 0);
        } else {
            scheduler.reblock(thread, ThreadState.MUTEX, number);
            await(thread, outcome);
            tellOrphan(thread);
        }
    }

    private void await(Tcb thread, Errno outcome) {
        thread.lockOutcome = outcome;
        enqueue(thread);
        DeadlockCycle.look(thread, world);
        kernel.waitCircles.look(thread);
        Tcb inheritor = inheritor();
        if (inheritor != null) scheduler.recompute(inheritor, thread);
    }

    /// Tells the process of `thread` if that waits for ever for what nobody will ever unlock, since the owner died with its process (rule M8).
    void tellOrphan(Tcb thread) {
        boolean waits = thread.waitsFor == this && !thread.timeout.isSet();
        if (waits && orphaned && owner.process.ending) kernel.raise(thread.process, thread, Signal.SIGDEADLK, 0, 0, null);
    }

    /// @return EPERM if `thread` is not the owner and this is checked
    Errno unlock(Tcb thread) {
        if (owner != thread && (checksOwner || orphaned)) return Errno.EPERM;
        if (owner == null || --depth > 0) return Errno.EOK;
        if (inconsistent) unrecoverable = true;
        release();
        return Errno.EOK;
    }

    /// The owner lets go, or is no more.
    private void release() {
        Tcb former = owner;
        if (former.cycle != null) former.cycle.opened(this);
        former.held.remove(this);
        owner = null;
        depth = 0;
        Tcb next = unrecoverable || waiters.isEmpty() ? null : takeFirst();
        world.emit(EventKind.MUTEX_UNLOCKED, number, former.number, next == null ? 0 : next.number);
        if (former.isAlive()) scheduler.recompute(former, null);
        if (next != null) {
            Errno given = give(next);
            scheduler.wake(next, given == Errno.EOK ? next.lockOutcome : given, 0);
        }
        while (unrecoverable && !waiters.isEmpty()) scheduler.wake(takeFirst(), Errno.ENOTRECOVERABLE, 0);
    }

    private Errno give(Tcb thread) {
        owner = thread;
        depth = 1;
        thread.held.add(this);
        world.emit(EventKind.MUTEX_LOCKED, number, thread.number);
        scheduler.recompute(thread, null);
        return inconsistent ? Errno.EOWNERDEAD : Errno.EOK;
    }

    /// @return EPERM, EINVAL if there is nothing to put in order
    Errno makeConsistent(Tcb thread) {
        if (!attr.robust() || !inconsistent) return Errno.EINVAL;
        if (owner != thread) return Errno.EPERM;
        inconsistent = false;
        return Errno.EOK;
    }

    /// The owner is dead, and no longer has it among what it holds.
    ///
    /// @param withProcess its process too
    void ownerDied(boolean withProcess) {
        if (attr.robust()) {
            inconsistent = true;
            release();
            return;
        }
        if (withProcess && !attr.shared()) return;
        orphaned = true;
        owner.process.orphans.add(this);
        world.emit(EventKind.MUTEX_ORPHANED, number, owner.number);
    }

    /// The process of the dead owner ends too.
    void tellWaiters() {
        for (Tcb waiter : waiters.all()) tellOrphan(waiter);
    }

    @Override
    void withdraw(Tcb thread) {
        if (thread.cycle != null) thread.cycle.opened(this);
        super.withdraw(thread);
        Tcb inheritor = inheritor();
        if (inheritor != null) scheduler.recompute(inheritor, null);
    }

    /// Who comes from a condvar must own the mutex again: a timeout is kept for the outcome.
    @Override
    void giveUp(Tcb thread, Errno errno) {
        if (thread.condvarMutex == this && errno == Errno.ETIMEDOUT) thread.lockOutcome = errno;
        else super.giveUp(thread, errno);
    }

    /// Whom waiters make run faster: null for nobody.
    Tcb inheritor() {
        return attr.protocol() == MutexProtocol.INHERIT && owner != null && owner.isAlive() ? owner : null;
    }

    /// What holding it makes of the owner's priority.
    ///
    /// @param without a waiter that does not count, null for none
    int lendsPriority(Tcb without) {
        return switch (attr.protocol()) {
            case NONE -> 0;
            case INHERIT -> waiters.topPriority(without);
            case PROTECT -> ceiling;
        };
    }
}
