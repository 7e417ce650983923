package rtk.kernel.api;

/// Condition variables. Part of [SyncCalls], which says what holds for all.
public interface CondvarCalls {
    /// SyncTypeCreate of a condvar with the attributes `attr` (`pthread_cond_init`).
    ///
    /// @param name for the trace; a shared condvar is found by it
    /// @return its handle
    /// @throws ErrnoException EEXIST a shared condvar has that name
    int condvarCreate(String name, CondvarAttr attr);

    /// As [#condvarCreate(String, CondvarAttr)] with [CondvarAttr#DEFAULT].
    default int condvarCreate(String name) { return condvarCreate(name, CondvarAttr.DEFAULT); }

    /// A handle of this process for the shared condvar `name`.
    ///
    /// @throws ErrnoException ENOENT
    int condvarOpen(String name);

    /// SyncCondvarWait (`pthread_cond_wait`): releases `mutex` once, waits, owns `mutex` again. Blocks: CONDVAR, MUTEX.
    /// Costs: sync. A signal handler makes it return as if signalled.
    ///
    /// @throws ErrnoException EPERM the caller does not own `mutex`; EINVAL others wait here with another mutex; EOWNERDEAD and
    ///     ENOTRECOVERABLE as mutexLock; ETIMEDOUT after TimerTimeout. The caller owns `mutex` whatever comes, save after
    ///     ENOTRECOVERABLE; no timeout ends the wait for `mutex`
    void condvarWait(int condvar, int mutex);

    /// `pthread_cond_timedwait`: as [#condvarWait] until the instant `untilNs` of the condvar's clock, then ETIMEDOUT. For a
    /// duration use TimerTimeout.
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
