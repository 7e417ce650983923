package rtk.kernel.api;

/// Mutexes, condvars and semaphores. Handles are numbers that threads of the process share. Part of [KernelCalls], which says what holds for all.
public interface SyncCalls {
    /// SyncTypeCreate of a mutex.
    ///
    /// @param ceiling for [MutexProtocol#PROTECT], else ignored
    int mutexCreate(String name, MutexProtocol protocol, int ceiling);

    /// Blocks: MUTEX.
    ///
    /// @throws ErrnoException EDEADLK the caller owns it; EINVAL its priority is above the ceiling
    void mutexLock(int mutex);

    /// @return false if another owns it
    boolean mutexTrylock(int mutex);

    /// @throws ErrnoException EPERM the caller does not own it
    void mutexUnlock(int mutex);

    int condvarCreate(String name);

    /// Releases `mutex`, waits, owns `mutex` again. Blocks: CONDVAR, MUTEX.
    void condvarWait(int condvar, int mutex);

    void condvarSignal(int condvar);

    void condvarBroadcast(int condvar);

    int semCreate(String name, int value);

    /// Blocks: SEM.
    void semWait(int sem);

    void semPost(int sem);
}
