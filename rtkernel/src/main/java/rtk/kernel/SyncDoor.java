package rtk.kernel;

import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SyncCalls;
import rtk.trace.KernelCall;

/// Mutexes, condvars and semaphores.
final class SyncDoor extends Door implements SyncCalls {
    SyncDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int mutexCreate(String name, MutexProtocol protocol, int ceiling) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var mutex = new Mutex(kernel, newObject("mutex", name), protocol, ceiling);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.mutexes.add(mutex));
    }

    @Override
    public void mutexLock(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_LOCK, CostItem.SYNC, mutex, 0);
        Mutex object = process.mutexes.get(mutex);
        if (object == null) exit(self, KernelCall.SYNC_MUTEX_LOCK, Errno.EINVAL);
        Errno errno = polls(self) && !object.isFree() ? Errno.ETIMEDOUT : object.lock(self);
        if (errno == null) {
            await(self);
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.SYNC_MUTEX_LOCK, errno);
    }

    @Override
    public boolean mutexTrylock(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_LOCK, CostItem.SYNC, mutex, 1);
        Mutex object = process.mutexes.get(mutex);
        if (object == null) exit(self, KernelCall.SYNC_MUTEX_LOCK, Errno.EINVAL);
        boolean free = object.isFree();
        Errno errno = free ? object.lock(self) : Errno.EBUSY;
        if (free && errno != Errno.EOK) exit(self, KernelCall.SYNC_MUTEX_LOCK, errno);
        return exit(self, KernelCall.SYNC_MUTEX_LOCK, free ? 1 : 0) != 0;
    }

    @Override
    public void mutexUnlock(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_UNLOCK, CostItem.SYNC, mutex, 0);
        Mutex object = process.mutexes.get(mutex);
        exit(self, KernelCall.SYNC_MUTEX_UNLOCK, object == null ? Errno.EINVAL : object.unlock(self));
    }

    @Override
    public int condvarCreate(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var condvar = new Condvar(kernel, newObject("condvar", name));
        return (int) exit(self, KernelCall.SYNC_CREATE, process.condvars.add(condvar));
    }

    @Override
    public void condvarWait(int condvar, int mutex) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_WAIT, CostItem.SYNC, condvar, mutex);
        Condvar object = process.condvars.get(condvar);
        Mutex guard = process.mutexes.get(mutex);
        Errno errno = object == null || guard == null ? Errno.EINVAL : guard.isOwnedBy(self) ? Errno.EOK : Errno.EPERM;
        if (errno == Errno.EOK) {
            object.await(self, guard);
            self.wakeErrno = Errno.EOK;
            await(self);
            self.condvarMutex = null;
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.SYNC_CONDVAR_WAIT, errno);
    }

    @Override
    public void condvarSignal(int condvar) { signal(condvar, false); }

    @Override
    public void condvarBroadcast(int condvar) { signal(condvar, true); }

    private void signal(int condvar, boolean all) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_SIGNAL, CostItem.SYNC, condvar, all ? 1 : 0);
        Condvar object = process.condvars.get(condvar);
        if (object != null) object.signal(self, all);
        exit(self, KernelCall.SYNC_CONDVAR_SIGNAL, object == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public int semCreate(String name, int value) {
        check(value >= 0, Errno.EINVAL, KernelCall.SYNC_CREATE);
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var sem = new Semaphore(kernel, newObject("sem", name), value);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.sems.add(sem));
    }

    @Override
    public void semWait(int sem) {
        Tcb self = enter(KernelCall.SYNC_SEM_WAIT, CostItem.SYNC, sem, 0);
        Semaphore object = process.sems.get(sem);
        Errno errno = object == null ? Errno.EINVAL : Errno.EOK;
        if (errno == Errno.EOK && polls(self) && object.isZero()) {
            errno = Errno.ETIMEDOUT;
        } else if (errno == Errno.EOK && !object.take(self)) {
            await(self);
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.SYNC_SEM_WAIT, errno);
    }

    @Override
    public void semPost(int sem) {
        Tcb self = enter(KernelCall.SYNC_SEM_POST, CostItem.SYNC, sem, 0);
        Semaphore object = process.sems.get(sem);
        if (object != null) object.post(self);
        exit(self, KernelCall.SYNC_SEM_POST, object == null ? Errno.EINVAL : Errno.EOK);
    }
}
