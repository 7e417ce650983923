package rtk.kernel.api;

/// Counting semaphores. Part of [SyncCalls], which says what holds for all. No priority is inherited through them.
///
/// Not modelled: the messages to the process manager that opening a named one takes.
public interface SemaphoreCalls {
    /// The highest count.
    int SEM_VALUE_MAX = Integer.MAX_VALUE;

    /// SyncTypeCreate of an unnamed semaphore (`sem_init`) for the threads of this process.
    ///
    /// @param name for the trace
    /// @param value 0 to [#SEM_VALUE_MAX]
    /// @throws ErrnoException EINVAL
    int semCreate(String name, int value);

    /// `sem_open` without O_CREAT: a handle for the semaphore that all processes know as `name`.
    ///
    /// @throws ErrnoException ENOENT
    int semOpen(String name);

    /// `sem_open` with O_CREAT: made with `value` if there is none of that name.
    ///
    /// @param exclusive O_EXCL: EEXIST if there is one
    int semOpen(String name, int value, boolean exclusive);

    /// `sem_close` of a named one: the handle goes, the semaphore stays.
    void semClose(int sem);

    /// `sem_unlink`: the name goes; who has it open goes on using it.
    ///
    /// @throws ErrnoException ENOENT
    void semUnlink(String name);

    /// SyncSemWait (`sem_wait`). Blocks: SEM. Costs: sync.
    ///
    /// @throws ErrnoException EINTR; ETIMEDOUT after TimerTimeout
    void semWait(int sem);

    /// `sem_timedwait_monotonic`: as [#semWait] until the instant `untilNs`, then ETIMEDOUT.
    void semTimedwait(int sem, long untilNs);

    /// `sem_trywait`.
    ///
    /// @return false (EAGAIN) if the count is 0
    boolean semTrywait(int sem);

    /// SyncSemPost (`sem_post`): wakes the waiter of highest priority, longest waiting among equals, or counts. Costs: sync.
    ///
    /// @throws ErrnoException EOVERFLOW the count is [#SEM_VALUE_MAX]
    void semPost(int sem);

    /// `sem_getvalue`: 0 while somebody waits.
    int semGetvalue(int sem);

    /// SyncDestroy (`sem_destroy`).
    ///
    /// @throws ErrnoException EBUSY somebody waits
    void semDestroy(int sem);
}
