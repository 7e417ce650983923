package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.CondvarAttr;
import rtk.kernel.api.CondvarCalls;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Condition variables.
final class CondvarDoor extends Door implements CondvarCalls {
    private final MutexDoor mutexes;

    CondvarDoor(Kernel kernel, Process process, MutexDoor mutexes) {
        super(kernel, process);
        this.mutexes = mutexes;
    }

    @Override
    public int condvarCreate(String name, CondvarAttr attr) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        if (attr.shared() && kernel.sharedSyncs.condvars.containsKey(name)) exit(self, KernelCall.SYNC_CREATE, Errno.EEXIST);
        Condvar condvar = make(name, attr);
        if (attr.shared()) kernel.sharedSyncs.condvars.put(name, condvar);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.condvars.add(condvar));
    }

    private Condvar make(String name, CondvarAttr attr) { return new Condvar(kernel, newObject("condvar", name), attr.clock()); }

    /// For the library: a condvar without a handle.
    Condvar make(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Condvar condvar = make(name, CondvarAttr.DEFAULT.clock(ClockId.MONOTONIC));
        exit(self, KernelCall.SYNC_CREATE, Errno.EOK);
        return condvar;
    }

    @Override
    public int condvarOpen(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Condvar condvar = kernel.sharedSyncs.condvars.get(name);
        if (condvar == null) exit(self, KernelCall.SYNC_CREATE, Errno.ENOENT);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.condvars.add(condvar));
    }

    private Condvar condvar(int handle) { return live(process.condvars, handle); }

    @Override
    public void condvarWait(int condvar, int mutex) { condvarTimedwait(condvar, mutex, Ns.NEVER); }

    @Override
    public void condvarTimedwait(int condvar, int mutex, long untilNs) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_WAIT, CostItem.SYNC, condvar, mutex);
        Condvar object = condvar(condvar);
        Mutex guard = live(process.mutexes, mutex);
        Errno errno = object == null || guard == null ? Errno.EINVAL : await(self, object, guard, untilNs);
        exit(self, KernelCall.SYNC_CONDVAR_WAIT, errno);
    }

    /// For the library, whose waits are no cancellation points.
    void await(Condvar condvar, Mutex guard, long untilNs) {
        boolean cancelDisabled = self().cancelDisabled;
        self().cancelDisabled = true;
        Tcb self = enter(KernelCall.SYNC_CONDVAR_WAIT, CostItem.SYNC, 0, 0);
        Errno errno = await(self, condvar, guard, untilNs);
        self.cancelDisabled = cancelDisabled;
        exit(self, KernelCall.SYNC_CONDVAR_WAIT, errno);
    }

    private Errno await(Tcb self, Condvar condvar, Mutex guard, long untilNs) {
        if (guard.owner() != self) return Errno.EPERM;
        if (!condvar.accepts(guard)) return Errno.EINVAL;
        if (isLate(self, ThreadState.CONDVAR, condvar.clock, untilNs)) return Errno.ETIMEDOUT;
        arm(self, ThreadState.CONDVAR, condvar.clock, untilNs);
        condvar.await(self, guard);
        suspend(self);
        self.condvarMutex = null;
        Errno errno = guard.owner() == self ? self.wakeErrno : lockAgain(self, guard);
        return errno == Errno.EINTR ? Errno.EOK : errno;
    }

    /// The wait for the mutex, after that for the condvar, was interrupted by a signal.
    private Errno lockAgain(Tcb self, Mutex guard) {
        Errno outcome = self.lockOutcome;
        if (!resumes(self, ThreadState.MUTEX)) return self.wakeErrno;
        Errno errno = mutexes.lock(self, guard, Ns.NEVER, true);
        return errno == Errno.EOK ? outcome : errno;
    }

    @Override
    public void condvarSignal(int condvar) { signal(condvar, false); }

    @Override
    public void condvarBroadcast(int condvar) { signal(condvar, true); }

    /// For the library.
    void signal(Condvar condvar, boolean all) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_SIGNAL, CostItem.SYNC, 0, all ? 1 : 0);
        condvar.signal(self, all);
        exit(self, KernelCall.SYNC_CONDVAR_SIGNAL, Errno.EOK);
    }

    private void signal(int condvar, boolean all) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_SIGNAL, CostItem.SYNC, condvar, all ? 1 : 0);
        Condvar object = condvar(condvar);
        if (object != null) object.signal(self, all);
        exit(self, KernelCall.SYNC_CONDVAR_SIGNAL, object == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public void condvarDestroy(int condvar) {
        Tcb self = enter(KernelCall.SYNC_DESTROY, condvar);
        Condvar object = condvar(condvar);
        Errno errno = object == null ? Errno.EINVAL : object.isBusy() ? Errno.EBUSY : Errno.EOK;
        if (errno == Errno.EOK) {
            object.destroy();
            process.condvars.remove(condvar);
            kernel.sharedSyncs.condvars.values().remove(object);
        }
        exit(self, KernelCall.SYNC_DESTROY, errno);
    }
}
