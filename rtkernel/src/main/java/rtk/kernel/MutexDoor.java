package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexCalls;
import rtk.kernel.api.MutexProtocol;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Mutexes.
final class MutexDoor extends Door implements MutexCalls {
    MutexDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int mutexCreate(String name, MutexAttr attr) {
        if (attr.protocol() == MutexProtocol.PROTECT) checkPriority(attr.ceiling(), false, KernelCall.SYNC_CREATE);
        Tcb self = enter(KernelCall.SYNC_CREATE);
        if (attr.shared() && kernel.sharedSyncs.mutexes.containsKey(name)) exit(self, KernelCall.SYNC_CREATE, Errno.EEXIST);
        Mutex mutex = make(name, attr);
        if (attr.shared()) kernel.sharedSyncs.mutexes.put(name, mutex);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.mutexes.add(mutex));
    }

    private Mutex make(String name, MutexAttr attr) { return new Mutex(kernel, newObject("mutex", name), name, attr); }

    /// For the library: a mutex without a handle.
    Mutex make(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Mutex mutex = make(name, MutexAttr.DEFAULT);
        exit(self, KernelCall.SYNC_CREATE, Errno.EOK);
        return mutex;
    }

    @Override
    public int mutexOpen(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Mutex mutex = kernel.sharedSyncs.mutexes.get(name);
        if (mutex == null) exit(self, KernelCall.SYNC_CREATE, Errno.ENOENT);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.mutexes.add(mutex));
    }

    private Mutex mutex(int handle) { return live(process.mutexes, handle); }

    // Locking.

    @Override
    public void mutexLock(int mutex) { mutexTimedlock(mutex, Ns.NEVER); }

    @Override
    public void mutexTimedlock(int mutex, long untilNs) { lock(mutex(mutex), mutex, untilNs); }

    /// For the library.
    void lock(Mutex mutex) { lock(mutex, 0, Ns.NEVER); }

    private void lock(Mutex mutex, int handle, long untilNs) {
        if (withoutCall(mutex, null)) {
            mutex.take(self(), false);
            return;
        }
        Tcb self = enter(KernelCall.SYNC_MUTEX_LOCK, CostItem.SYNC, handle, 0);
        exit(self, KernelCall.SYNC_MUTEX_LOCK, isLive(mutex) ? lock(self, mutex, untilNs, false) : Errno.EINVAL);
    }

    private static boolean isLive(Mutex mutex) { return mutex != null && !mutex.isGone; }

    /// Processors lock a free mutex, and unlock one that nobody waits for, by an instruction. If the cost profile says what that takes,
    /// it is spent.
    ///
    /// @param holder who must have the mutex for that, null for nobody
    /// @return whether that is enough: false if somebody came in between
    private boolean withoutCall(Mutex mutex, Tcb holder) {
        if (kernel.uncontendedSyncNs < 0 || !isLive(mutex) || !mutex.isUncontended(holder)) return false;
        Tcb self = self();
        if (self.killed) throw new Unwind();
        self.cpu.compute(self, kernel.uncontendedSyncNs, Long.MAX_VALUE);
        return !mutex.isGone && mutex.isUncontended(holder);
    }

    /// @param any whatever the priority of `self`
    Errno lock(Tcb self, Mutex mutex, long untilNs, boolean any) {
        boolean told = false;
        do {
            Errno errno = mutex.take(self, any);
            if (errno != Errno.EBUSY) return errno;
            if (isLate(self, ThreadState.MUTEX, untilNs)) return Errno.ETIMEDOUT;
            arm(self, ThreadState.MUTEX, untilNs);
            mutex.await(self);
            if (!told) mutex.tellOrphan(self);
            told = true;
            suspend(self);
        } while (resumes(self, ThreadState.MUTEX));
        return self.wakeErrno;
    }

    @Override
    public boolean mutexTrylock(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_LOCK, CostItem.SYNC, mutex, 1);
        Mutex object = mutex(mutex);
        Errno errno = object == null ? Errno.EINVAL : object.take(self, false);
        boolean busy = errno == Errno.EBUSY || errno == Errno.EDEADLK;
        if (!busy && errno != Errno.EOK) exit(self, KernelCall.SYNC_MUTEX_LOCK, errno);
        return exit(self, KernelCall.SYNC_MUTEX_LOCK, busy ? 0 : 1) != 0;
    }

    @Override
    public void mutexUnlock(int mutex) { unlock(mutex(mutex), mutex); }

    /// For the library.
    void unlock(Mutex mutex) { unlock(mutex, 0); }

    private void unlock(Mutex mutex, int handle) {
        if (withoutCall(mutex, self())) {
            mutex.unlock(self());
            return;
        }
        Tcb self = enter(KernelCall.SYNC_MUTEX_UNLOCK, CostItem.SYNC, handle, 0);
        exit(self, KernelCall.SYNC_MUTEX_UNLOCK, isLive(mutex) ? mutex.unlock(self) : Errno.EINVAL);
    }

    @Override
    public void mutexConsistent(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_CONSISTENT, CostItem.SYNC, mutex, 0);
        Mutex object = mutex(mutex);
        exit(self, KernelCall.SYNC_MUTEX_CONSISTENT, object == null ? Errno.EINVAL : object.makeConsistent(self));
    }

    // Ceilings.

    @Override
    public int mutexGetprioceiling(int mutex) {
        Mutex object = mutex(mutex);
        check(object != null && object.attr().protocol() == MutexProtocol.PROTECT, Errno.EINVAL, KernelCall.SYNC_CTL);
        return object.ceiling();
    }

    @Override
    public int mutexSetprioceiling(int mutex, int ceiling) {
        checkPriority(ceiling, false, KernelCall.SYNC_CTL);
        Tcb self = enter(KernelCall.SYNC_CTL, CostItem.SYNC, mutex, ceiling);
        Mutex object = mutex(mutex);
        boolean has = object != null && object.attr().protocol() == MutexProtocol.PROTECT;
        Errno errno = has ? lock(self, object, Ns.NEVER, true) : Errno.EINVAL;
        if (errno != Errno.EOK) exit(self, KernelCall.SYNC_CTL, errno);
        int former = object.ceiling();
        object.setCeiling(ceiling);
        object.unlock(self);
        return (int) exit(self, KernelCall.SYNC_CTL, former);
    }

    @Override
    public void mutexDestroy(int mutex) {
        Tcb self = enter(KernelCall.SYNC_DESTROY, mutex);
        Mutex object = mutex(mutex);
        Errno errno = object == null ? Errno.EINVAL : object.isBusy() ? Errno.EBUSY : Errno.EOK;
        if (errno == Errno.EOK) {
            object.destroy();
            process.mutexes.remove(mutex);
            kernel.sharedSyncs.mutexes.values().remove(object);
        }
        exit(self, KernelCall.SYNC_DESTROY, errno);
    }
}
