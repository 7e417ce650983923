package rtk.kernel;

import java.util.Map;
import rtk.board.sim.Ns;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.RwlockCalls;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Reader/writer locks as kernel objects (8.0).
final class RwlockDoor extends Door implements RwlockCalls {
    private final Slots<Rwlock> rwlocks = new Slots<>(1);
    private final Map<String, Rwlock> shared;

    RwlockDoor(Kernel kernel, Process process, Map<String, Rwlock> shared) {
        super(kernel, process);
        this.shared = shared;
    }

    @Override
    public int rwlockCreate(String name) { return create(name, false); }

    @Override
    public int rwlockCreateShared(String name) { return create(name, true); }

    private int create(String name, boolean isShared) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        if (isShared && shared.containsKey(name)) exit(self, KernelCall.SYNC_CREATE, Errno.EEXIST);
        var rwlock = new Rwlock(kernel, newObject("rwlock", name));
        if (isShared) shared.put(name, rwlock);
        return (int) exit(self, KernelCall.SYNC_CREATE, rwlocks.add(rwlock));
    }

    @Override
    public int rwlockOpen(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Rwlock rwlock = shared.get(name);
        if (rwlock == null) exit(self, KernelCall.SYNC_CREATE, Errno.ENOENT);
        return (int) exit(self, KernelCall.SYNC_CREATE, rwlocks.add(rwlock));
    }

    @Override
    public void rwlockRdlock(int rwlock) { rwlockTimedrdlock(rwlock, Ns.NEVER); }

    @Override
    public void rwlockTimedrdlock(int rwlock, long untilNs) {
        Tcb self = enter(KernelCall.RWLOCK_RDLOCK, CostItem.SYNC, rwlock, 0);
        Rwlock object = live(rwlocks, rwlock);
        exit(self, KernelCall.RWLOCK_RDLOCK, object == null ? Errno.EINVAL : lockToRead(self, object, untilNs));
    }

    private Errno lockToRead(Tcb self, Rwlock rwlock, long untilNs) {
        do {
            Errno errno = rwlock.takeToRead(self);
            if (errno != Errno.EBUSY) return errno;
            if (isLate(self, ThreadState.RWLOCK_READ, untilNs)) return Errno.ETIMEDOUT;
            arm(self, ThreadState.RWLOCK_READ, untilNs);
            rwlock.awaitToRead(self);
            suspend(self);
        } while (resumes(self, ThreadState.RWLOCK_READ));
        return self.wakeErrno;
    }

    @Override
    public boolean rwlockTryrdlock(int rwlock) {
        Tcb self = enter(KernelCall.RWLOCK_RDLOCK, CostItem.SYNC, rwlock, 1);
        Rwlock object = live(rwlocks, rwlock);
        return tried(self, KernelCall.RWLOCK_RDLOCK, object == null ? Errno.EINVAL : object.takeToRead(self));
    }

    @Override
    public void rwlockWrlock(int rwlock) { rwlockTimedwrlock(rwlock, Ns.NEVER); }

    @Override
    public void rwlockTimedwrlock(int rwlock, long untilNs) {
        Tcb self = enter(KernelCall.RWLOCK_WRLOCK, CostItem.SYNC, rwlock, 0);
        Rwlock object = live(rwlocks, rwlock);
        exit(self, KernelCall.RWLOCK_WRLOCK, object == null ? Errno.EINVAL : lockToWrite(self, object, untilNs));
    }

    private Errno lockToWrite(Tcb self, Rwlock rwlock, long untilNs) {
        do {
            Errno errno = rwlock.takeToWrite(self);
            if (errno != Errno.EBUSY) return errno;
            if (isLate(self, ThreadState.RWLOCK_WRITE, untilNs)) return Errno.ETIMEDOUT;
            arm(self, ThreadState.RWLOCK_WRITE, untilNs);
            rwlock.awaitToWrite(self);
            suspend(self);
        } while (resumes(self, ThreadState.RWLOCK_WRITE));
        return self.wakeErrno;
    }

    @Override
    public boolean rwlockTrywrlock(int rwlock) {
        Tcb self = enter(KernelCall.RWLOCK_WRLOCK, CostItem.SYNC, rwlock, 1);
        Rwlock object = live(rwlocks, rwlock);
        return tried(self, KernelCall.RWLOCK_WRLOCK, object == null ? Errno.EINVAL : object.takeToWrite(self));
    }

    private boolean tried(Tcb self, KernelCall call, Errno errno) {
        boolean busy = errno == Errno.EBUSY || errno == Errno.EDEADLK;
        if (!busy && errno != Errno.EOK) exit(self, call, errno);
        return exit(self, call, busy ? 0 : 1) != 0;
    }

    @Override
    public void rwlockUnlock(int rwlock) {
        Tcb self = enter(KernelCall.RWLOCK_UNLOCK, CostItem.SYNC, rwlock, 0);
        Rwlock object = live(rwlocks, rwlock);
        exit(self, KernelCall.RWLOCK_UNLOCK, object == null ? Errno.EINVAL : object.unlock(self));
    }

    @Override
    public void rwlockDestroy(int rwlock) {
        Tcb self = enter(KernelCall.SYNC_DESTROY, rwlock);
        Rwlock object = live(rwlocks, rwlock);
        Errno errno = object == null ? Errno.EINVAL : object.isBusy() ? Errno.EBUSY : Errno.EOK;
        if (errno == Errno.EOK) {
            object.destroy();
            rwlocks.remove(rwlock);
            shared.values().remove(object);
        }
        exit(self, KernelCall.SYNC_DESTROY, errno);
    }
}
