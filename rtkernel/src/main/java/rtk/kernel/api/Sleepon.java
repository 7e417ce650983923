package rtk.kernel.api;

import java.util.TreeMap;

/// Sleepon locks (`pthread_sleepon_*`): to wait for a change at an address without making a condvar first. A library over
/// [SyncCalls]: one mutex for all, and a condvar for each address while somebody waits for it. A program makes one and gives it to all
/// its threads.
///
/// ```java
/// sleepon.lock();
/// while (!ready) sleepon.waitAt(READY);
/// sleepon.unlock();
/// ```
///
/// All methods but [#lock] are for a thread that has locked; waiting fails with EPERM for others.
public final class Sleepon {
    private static final class Waiters {
        final int condvar;
        int count;

        Waiters(int condvar) { this.condvar = condvar; }
    }

    private final KernelCalls k;
    private final int mutex;
    /// By address.
    private final TreeMap<Long, Waiters> waiters = new TreeMap<>();

    public Sleepon(KernelCalls k) {
        this.k = k;
        mutex = k.mutexCreate("sleepon", MutexAttr.DEFAULT);
    }

    /// `pthread_sleepon_lock`. Blocks: MUTEX.
    public void lock() { k.mutexLock(mutex); }

    /// `pthread_sleepon_unlock`.
    public void unlock() { k.mutexUnlock(mutex); }

    /// `pthread_sleepon_wait`: unlocks, waits for a signal at `address`, has locked again. Blocks: CONDVAR, MUTEX.
    public void waitAt(long address) { waitUntil(address, Long.MAX_VALUE); }

    /// `pthread_sleepon_timedwait`: as [#waitAt], for `ns` at most.
    ///
    /// @throws ErrnoException ETIMEDOUT
    public void timedwaitAt(long address, long ns) { waitUntil(address, k.nowNs() + ns); }

    private void waitUntil(long address, long untilNs) {
        Waiters here = waiters.get(address);
        if (here == null) {
            here = new Waiters(k.condvarCreate("sleepon", CondvarAttr.DEFAULT.clock(ClockId.MONOTONIC)));
            waiters.put(address, here);
        }
        here.count++;
        try {
            k.condvarTimedwait(here.condvar, mutex, untilNs);
        } catch (ErrnoException failed) {
            left(address, here);
            throw failed;
        }
        left(address, here);
    }

    private void left(long address, Waiters here) {
        if (--here.count > 0) return;
        waiters.remove(address);
        k.condvarDestroy(here.condvar);
    }

    /// `pthread_sleepon_signal`: wakes the waiter of highest priority at `address`, if there is one.
    public void signal(long address) {
        Waiters here = waiters.get(address);
        if (here != null) k.condvarSignal(here.condvar);
    }

    /// `pthread_sleepon_broadcast`: wakes all who wait at `address`.
    public void broadcast(long address) {
        Waiters here = waiters.get(address);
        if (here != null) k.condvarBroadcast(here.condvar);
    }
}
