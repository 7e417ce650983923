package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.SemaphoreCalls;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Counting semaphores.
final class SemaphoreDoor extends Door implements SemaphoreCalls {
    SemaphoreDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int semCreate(String name, int value) {
        check(value >= 0, Errno.EINVAL, KernelCall.SYNC_CREATE);
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var sem = new Semaphore(kernel, newObject("sem", name), value);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.sems.add(sem));
    }

    @Override
    public int semOpen(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Semaphore sem = kernel.sharedSyncs.semaphores.get(name);
        if (sem == null) exit(self, KernelCall.SYNC_CREATE, Errno.ENOENT);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.sems.add(sem));
    }

    @Override
    public int semOpen(String name, int value, boolean exclusive) {
        check(value >= 0, Errno.EINVAL, KernelCall.SYNC_CREATE);
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Semaphore sem = kernel.sharedSyncs.semaphores.get(name);
        if (sem != null && exclusive) exit(self, KernelCall.SYNC_CREATE, Errno.EEXIST);
        if (sem == null) {
            sem = new Semaphore(kernel, newObject("sem", name), value);
            kernel.sharedSyncs.semaphores.put(name, sem);
        }
        return (int) exit(self, KernelCall.SYNC_CREATE, process.sems.add(sem));
    }

    @Override
    public void semClose(int sem) {
        Tcb self = enter(KernelCall.SYNC_DESTROY, sem);
        boolean known = process.sems.get(sem) != null;
        if (known) process.sems.remove(sem);
        exit(self, KernelCall.SYNC_DESTROY, known ? Errno.EOK : Errno.EINVAL);
    }

    @Override
    public void semUnlink(String name) {
        Tcb self = enter(KernelCall.SYNC_DESTROY);
        boolean known = kernel.sharedSyncs.semaphores.remove(name) != null;
        exit(self, KernelCall.SYNC_DESTROY, known ? Errno.EOK : Errno.ENOENT);
    }

    private Semaphore sem(int handle) { return live(process.sems, handle); }

    @Override
    public void semWait(int sem) { semTimedwait(sem, Ns.NEVER); }

    @Override
    public void semTimedwait(int sem, long untilNs) {
        Tcb self = enter(KernelCall.SYNC_SEM_WAIT, CostItem.SYNC, sem, 0);
        Semaphore object = sem(sem);
        exit(self, KernelCall.SYNC_SEM_WAIT, object == null ? Errno.EINVAL : take(self, object, untilNs));
    }

    private Errno take(Tcb self, Semaphore sem, long untilNs) {
        if (sem.take()) return Errno.EOK;
        if (isLate(self, ThreadState.SEM, untilNs)) return Errno.ETIMEDOUT;
        arm(self, ThreadState.SEM, untilNs);
        sem.await(self);
        suspend(self);
        return self.wakeErrno;
    }

    @Override
    public boolean semTrywait(int sem) {
        Tcb self = enter(KernelCall.SYNC_SEM_WAIT, CostItem.SYNC, sem, 1);
        Semaphore object = sem(sem);
        if (object == null) exit(self, KernelCall.SYNC_SEM_WAIT, Errno.EINVAL);
        return exit(self, KernelCall.SYNC_SEM_WAIT, object.take() ? 1 : 0) != 0;
    }

    @Override
    public void semPost(int sem) {
        Tcb self = enter(KernelCall.SYNC_SEM_POST, CostItem.SYNC, sem, 0);
        Semaphore object = sem(sem);
        exit(self, KernelCall.SYNC_SEM_POST, object == null ? Errno.EINVAL : object.post(self));
    }

    @Override
    public int semGetvalue(int sem) {
        Semaphore object = sem(sem);
        check(object != null, Errno.EINVAL, KernelCall.SYNC_CTL);
        return object.value();
    }

    @Override
    public void semDestroy(int sem) {
        Tcb self = enter(KernelCall.SYNC_DESTROY, sem);
        Semaphore object = sem(sem);
        Errno errno = object == null ? Errno.EINVAL : object.isBusy() ? Errno.EBUSY : Errno.EOK;
        if (errno == Errno.EOK) {
            object.destroy();
            process.sems.remove(sem);
        }
        exit(self, KernelCall.SYNC_DESTROY, errno);
    }
}
