package rtk.kernel;

import java.util.Map;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.RwlockCalls;
import rtk.trace.KernelCall;

/// Reader/writer locks as 7.x has them: a few numbers in the memory of the program, under a mutex, with condvars to wait on. Runs as
/// code of the calling thread; the kernel sees the mutex and the condvars.
final class LibraryRwlocks implements RwlockCalls {
    /// One lock, in memory that may be shared.
    static final class Lock {
        final Mutex mutex;
        final Condvar readersGo;
        final Condvar writersGo;
        int reading;
        int writersWaiting;
        Tcb writer;
        boolean isGone;

        Lock(Mutex mutex, Condvar readersGo, Condvar writersGo) {
            this.mutex = mutex;
            this.readersGo = readersGo;
            this.writersGo = writersGo;
        }

        boolean isFree() { return reading == 0 && writer == null; }
    }

    private final MutexDoor mutexes;
    private final CondvarDoor condvars;
    private final Map<String, Lock> shared;
    private final Slots<Lock> locks = new Slots<>(1);

    LibraryRwlocks(MutexDoor mutexes, CondvarDoor condvars, Map<String, Lock> shared) {
        this.mutexes = mutexes;
        this.condvars = condvars;
        this.shared = shared;
    }

    @Override
    public int rwlockCreate(String name) { return locks.add(make(name)); }

    private Lock make(String name) {
        return new Lock(mutexes.make(name), condvars.make(name + ".readers"), condvars.make(name + ".writers"));
    }

    @Override
    public int rwlockCreateShared(String name) {
        Door.check(!shared.containsKey(name), Errno.EEXIST, KernelCall.SYNC_CREATE);
        Lock lock = make(name);
        shared.put(name, lock);
        return locks.add(lock);
    }

    @Override
    public int rwlockOpen(String name) {
        Door.check(shared.containsKey(name), Errno.ENOENT, KernelCall.SYNC_CREATE);
        return locks.add(shared.get(name));
    }

    private Lock enter(int rwlock, KernelCall call) {
        Lock lock = locks.get(rwlock);
        Door.check(lock != null && !lock.isGone, Errno.EINVAL, call);
        mutexes.lock(lock.mutex);
        return lock;
    }

    /// @param errno EOK, or what goes wrong
    private void leave(Lock lock, Errno errno, KernelCall call) {
        mutexes.unlock(lock.mutex);
        Door.check(errno == Errno.EOK, errno, call);
    }

    @Override
    public void rwlockRdlock(int rwlock) { rwlockTimedrdlock(rwlock, Ns.NEVER); }

    @Override
    public void rwlockTimedrdlock(int rwlock, long untilNs) {
        Lock lock = enter(rwlock, KernelCall.RWLOCK_RDLOCK);
        Errno errno = lock.writer == mutexes.self() ? Errno.EDEADLK : Errno.EOK;
        while (errno == Errno.EOK && (lock.writer != null || lock.writersWaiting > 0)) {
            errno = await(lock.readersGo, lock.mutex, untilNs);
        }
        if (errno == Errno.EOK && lock.reading == RWLOCK_READERS_MAX) errno = Errno.EAGAIN;
        if (errno == Errno.EOK) lock.reading++;
        leave(lock, errno, KernelCall.RWLOCK_RDLOCK);
    }

    private Errno await(Condvar condvar, Mutex mutex, long untilNs) {
        try {
            condvars.await(condvar, mutex, untilNs);
            return Errno.EOK;
        } catch (ErrnoException late) {
            return late.errno();
        }
    }

    @Override
    public boolean rwlockTryrdlock(int rwlock) {
        Lock lock = enter(rwlock, KernelCall.RWLOCK_RDLOCK);
        boolean free = lock.writer == null && lock.writersWaiting == 0;
        boolean full = free && lock.reading == RWLOCK_READERS_MAX;
        if (free && !full) lock.reading++;
        leave(lock, full ? Errno.EAGAIN : Errno.EOK, KernelCall.RWLOCK_RDLOCK);
        return free;
    }

    @Override
    public void rwlockWrlock(int rwlock) { rwlockTimedwrlock(rwlock, Ns.NEVER); }

    @Override
    public void rwlockTimedwrlock(int rwlock, long untilNs) {
        Lock lock = enter(rwlock, KernelCall.RWLOCK_WRLOCK);
        Errno errno = lock.writer == mutexes.self() ? Errno.EDEADLK : Errno.EOK;
        lock.writersWaiting++;
        while (errno == Errno.EOK && !lock.isFree()) errno = await(lock.writersGo, lock.mutex, untilNs);
        lock.writersWaiting--;
        if (errno == Errno.EOK) lock.writer = mutexes.self();
        else if (lock.writersWaiting == 0 && lock.writer == null) condvars.signal(lock.readersGo, true);
        leave(lock, errno, KernelCall.RWLOCK_WRLOCK);
    }

    @Override
    public boolean rwlockTrywrlock(int rwlock) {
        Lock lock = enter(rwlock, KernelCall.RWLOCK_WRLOCK);
        boolean free = lock.isFree();
        if (free) lock.writer = mutexes.self();
        leave(lock, Errno.EOK, KernelCall.RWLOCK_WRLOCK);
        return free;
    }

    @Override
    public void rwlockUnlock(int rwlock) {
        Lock lock = enter(rwlock, KernelCall.RWLOCK_UNLOCK);
        boolean writes = lock.writer == mutexes.self();
        if (!writes && (lock.writer != null || lock.reading == 0)) leave(lock, Errno.EPERM, KernelCall.RWLOCK_UNLOCK);
        if (writes) lock.writer = null;
        else lock.reading--;
        if (lock.writersWaiting == 0) condvars.signal(lock.readersGo, true);
        else if (lock.isFree()) condvars.signal(lock.writersGo, false);
        leave(lock, Errno.EOK, KernelCall.RWLOCK_UNLOCK);
    }

    @Override
    public void rwlockDestroy(int rwlock) {
        Lock lock = enter(rwlock, KernelCall.SYNC_DESTROY);
        boolean busy = !lock.isFree();
        leave(lock, busy ? Errno.EBUSY : Errno.EOK, KernelCall.SYNC_DESTROY);
        lock.isGone = true;
        locks.remove(rwlock);
        shared.values().remove(lock);
    }
}
