package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.kernel.api.CondvarCalls;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Condition variables.
final class CondvarDoor extends Door implements CondvarCalls {
    CondvarDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int condvarCreate(String name) { return create(name, false); }

    @Override
    public int condvarCreateShared(String name) { return create(name, true); }

    private int create(String name, boolean shared) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        if (shared && kernel.sharedSyncs.condvars.containsKey(name)) exit(self, KernelCall.SYNC_CREATE, Errno.EEXIST);
        var condvar = new Condvar(kernel, newObject("condvar", name));
        if (shared) kernel.sharedSyncs.condvars.put(name, condvar);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.condvars.add(condvar));
    }

    /// For the library: a condvar without a handle.
    Condvar make(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var condvar = new Condvar(kernel, newObject("condvar", name));
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

    /// For the library.
    void await(Condvar condvar, Mutex guard, long untilNs) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_WAIT, CostItem.SYNC, 0, 0);
        exit(self, KernelCall.SYNC_CONDVAR_WAIT, await(self, condvar, guard, untilNs));
    }

    private Errno await(Tcb self, Condvar condvar, Mutex guard, long untilNs) {
        if (guard.owner() != self) return Errno.EPERM;
        if (!condvar.accepts(guard)) return Errno.EINVAL;
        if (isLate(self, ThreadState.CONDVAR, untilNs)) return Errno.ETIMEDOUT;
        arm(self, ThreadState.CONDVAR, untilNs);
        condvar.await(self, guard);
        suspend(self);
        self.condvarMutex = null;
        return self.wakeErrno == Errno.EINTR ? Errno.EOK : self.wakeErrno;
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
