package rtk.kernel.api;

/// Mutexes. Part of [SyncCalls], which says what holds for all.
public interface MutexCalls {
    /// SyncTypeCreate of a mutex with the attributes `attr` (`pthread_mutex_init`).
    ///
    /// @param name for the trace; a shared mutex is found by it
    /// @return its handle
    /// @throws ErrnoException EEXIST a shared mutex has that name; EINVAL a ceiling outside 1 to 255
    int mutexCreate(String name, MutexAttr attr);

    /// As [#mutexCreate(String, MutexAttr)], error checking, neither robust nor shared.
    ///
    /// @param ceiling for [MutexProtocol#PROTECT], else ignored
    default int mutexCreate(String name, MutexProtocol protocol, int ceiling) {
        return mutexCreate(name, new MutexAttr(protocol, ceiling, MutexType.ERROR_CHECK, false, false));
    }

    /// A handle of this process for the shared mutex `name`: what mapping its memory is in C.
    ///
    /// @throws ErrnoException ENOENT
    int mutexOpen(String name);

    /// SyncMutexLock (`pthread_mutex_lock`). Blocks: MUTEX. Costs: sync.
    ///
    /// Who has it hands it to the waiter of highest priority, longest waiting first among equals. A wait that closes a circle is
    /// reported in the trace (`mutex.deadlock`) and waits all the same.
    ///
    /// @throws ErrnoException EDEADLK the caller owns it, error checking; EAGAIN locked too often by its owner, recursive; EINVAL the caller's
    ///     priority (its own, or that of the message it serves) is above the ceiling; ETIMEDOUT after TimerTimeout;
    ///     EOWNERDEAD the last owner of this robust mutex died: **the caller owns it now** and should call [#mutexConsistent];
    ///     ENOTRECOVERABLE somebody let go of it without that
    void mutexLock(int mutex);

    /// `pthread_mutex_timedlock_monotonic`: as [#mutexLock] until the instant `untilNs`, then ETIMEDOUT. A mutex that can be had
    /// at once is had, whatever the instant.
    void mutexTimedlock(int mutex, long untilNs);

    /// `pthread_mutex_trylock`. Never changes the priority of another thread. Costs: sync.
    ///
    /// @return false (EBUSY) if it is owned, also by the caller unless recursive
    /// @throws ErrnoException as [#mutexLock], save EDEADLK and ETIMEDOUT
    boolean mutexTrylock(int mutex);

    /// SyncMutexUnlock (`pthread_mutex_unlock`): the highest waiter owns it before it runs. Costs: sync.
    ///
    /// @throws ErrnoException EPERM the caller does not own it. SDP 8.0 looks only at error-checking, recursive and robust
    ///     mutexes; a normal one is let go whoever asks
    void mutexUnlock(int mutex);

    /// `pthread_mutex_consistent`: what the robust mutex protects is in order again.
    ///
    /// @throws ErrnoException EINVAL it is not robust, or in order; EPERM the caller does not own it
    void mutexConsistent(int mutex);

    /// `pthread_mutex_getprioceiling`.
    ///
    /// @throws ErrnoException EINVAL it has no ceiling
    int mutexGetprioceiling(int mutex);

    /// `pthread_mutex_setprioceiling`: locks it, whatever the caller's priority, changes the ceiling, unlocks. Blocks: MUTEX.
    ///
    /// @param ceiling 1 to 255
    /// @return the former ceiling
    /// @throws ErrnoException EINVAL it has no ceiling, or `ceiling` is out of range; what [#mutexLock] throws
    int mutexSetprioceiling(int mutex, int ceiling);

    /// SyncDestroy (`pthread_mutex_destroy`).
    ///
    /// @throws ErrnoException EBUSY it is owned
    void mutexDestroy(int mutex);
}
