package rtk.kernel.api;

/// Condition variables. Part of [SyncCalls], which says what holds for all.
public interface CondvarCalls {
    /// SyncTypeCreate of a condvar for the threads of this process.
    int condvarCreate(String name);

    /// As [#condvarCreate(String)], in shared memory: other processes find it by its name, and it outlives its maker.
    ///
    /// @throws ErrnoException EEXIST a shared condvar has that name
    int condvarCreateShared(String name);

    /// A handle of this process for the shared condvar `name`.
    ///
    /// @throws ErrnoException ENOENT
    int condvarOpen(String name);

    /// SyncCondvarWait (`pthread_cond_wait`): releases `mutex` once, waits, owns `mutex` again. Blocks: CONDVAR, MUTEX.
    /// Costs: sync. A signal handler makes it return as if signalled.
    ///
    /// @throws ErrnoException EPERM the caller does not own `mutex`; EINVAL others wait here with another mutex; EOWNERDEAD and
    ///     ENOTRECOVERABLE as MutexLock; ETIMEDOUT after TimerTimeout. The caller owns `mutex` whatever comes, save after
    ///     ENOTRECOVERABLE; the timeout does not run while it waits for `mutex`
    void condvarWait(int condvar, int mutex);

    /// `pthread_cond_timedwait`: as [#condvarWait] until the instant `untilNs`, then ETIMEDOUT. For a duration use TimerTimeout.
    void condvarTimedwait(int condvar, int mutex, long untilNs);

    /// SyncCondvarSignal (`pthread_cond_signal`): wakes the waiter of highest priority, longest waiting among equals. Costs: sync.
    void condvarSignal(int condvar);

    /// SyncCondvarSignal (`pthread_cond_broadcast`): wakes all. Costs: sync.
    void condvarBroadcast(int condvar);

    /// SyncDestroy (`pthread_cond_destroy`).
    ///
    /// @throws ErrnoException EBUSY somebody waits
    void condvarDestroy(int condvar);
}
