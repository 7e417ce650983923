package rtk.kernel.api;

/// Barriers: nobody passes until all have come. Part of [SyncCalls], which says what holds for all.
///
/// SDP 7.x: objects of the C library over a mutex and a condvar, so waiting shows as CONDVAR or MUTEX (assumed, not documented).
/// SDP 8.0: kernel objects with a state of their own ([D 5, 6] System Architecture).
public interface BarrierCalls {
    /// `pthread_barrier_init`.
    ///
    /// @param count how many must come, at least 1
    /// @return its handle
    /// @throws ErrnoException EINVAL
    int barrierCreate(String name, int count);

    /// As [#barrierCreate], in shared memory: other processes find it by its name, and it outlives its maker.
    ///
    /// @throws ErrnoException EEXIST a shared barrier has that name
    int barrierCreateShared(String name, int count);

    /// A handle of this process for the shared barrier `name`.
    ///
    /// @throws ErrnoException ENOENT
    int barrierOpen(String name);

    /// `pthread_barrier_wait`. The last to come lets all go on, and the barrier is as new. Blocks: BARRIER (8.0); CONDVAR, MUTEX (7.x).
    ///
    /// @return true (PTHREAD_BARRIER_SERIAL_THREAD) for exactly one of them; which one is our choice: the last to come
    boolean barrierWait(int barrier);

    /// `pthread_barrier_destroy`.
    ///
    /// @throws ErrnoException EBUSY somebody waits
    void barrierDestroy(int barrier);
}
