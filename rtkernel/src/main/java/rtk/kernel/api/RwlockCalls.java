package rtk.kernel.api;

/// Reader/writer locks: many read or one writes. Part of [SyncCalls], which says what holds for all. No priority is inherited
/// through them, and one whose owner dies stays locked.
///
/// SDP 7.x: objects of the C library over a mutex and condvars, so waiting shows as CONDVAR or MUTEX (assumed, not documented); a
/// reader waits while any writer waits. SDP 8.0: kernel objects with states of their own ([D 5, 6] System Architecture); then, as
/// POSIX has it for real-time policies, the lock goes by priority, writers before readers of equal priority, and a reader waits only
/// for writers of its own or a higher priority.
public interface RwlockCalls {
    /// The most threads that read at a time.
    int RWLOCK_READERS_MAX = 65_535;

    /// `pthread_rwlock_init`.
    ///
    /// @return its handle
    int rwlockCreate(String name);

    /// As [#rwlockCreate], in shared memory: other processes find it by its name, and it outlives its maker.
    ///
    /// @throws ErrnoException EEXIST a shared rwlock has that name
    int rwlockCreateShared(String name);

    /// A handle of this process for the shared rwlock `name`.
    ///
    /// @throws ErrnoException ENOENT
    int rwlockOpen(String name);

    /// `pthread_rwlock_rdlock`. Blocks: RWLOCK_READ (8.0); CONDVAR, MUTEX (7.x).
    ///
    /// @throws ErrnoException EDEADLK the caller has it for writing; EAGAIN [#RWLOCK_READERS_MAX] read already
    void rwlockRdlock(int rwlock);

    /// `pthread_rwlock_timedrdlock_monotonic`: as [#rwlockRdlock] until the instant `untilNs`, then ETIMEDOUT.
    void rwlockTimedrdlock(int rwlock, long untilNs);

    /// `pthread_rwlock_tryrdlock`.
    ///
    /// @return false (EBUSY) if it would have to wait
    boolean rwlockTryrdlock(int rwlock);

    /// `pthread_rwlock_wrlock`. Blocks: RWLOCK_WRITE (8.0); CONDVAR, MUTEX (7.x). One that reads waits for itself.
    ///
    /// @throws ErrnoException EDEADLK the caller has it for writing
    void rwlockWrlock(int rwlock);

    /// `pthread_rwlock_timedwrlock_monotonic`: as [#rwlockWrlock] until the instant `untilNs`, then ETIMEDOUT.
    void rwlockTimedwrlock(int rwlock, long untilNs);

    /// `pthread_rwlock_trywrlock`.
    ///
    /// @return false (EBUSY) if it would have to wait
    boolean rwlockTrywrlock(int rwlock);

    /// `pthread_rwlock_unlock`. Who reads is counted, not known by name.
    ///
    /// @throws ErrnoException EPERM another writes, or nobody has it
    void rwlockUnlock(int rwlock);

    /// `pthread_rwlock_destroy`.
    ///
    /// @throws ErrnoException EBUSY somebody has it
    void rwlockDestroy(int rwlock);
}
