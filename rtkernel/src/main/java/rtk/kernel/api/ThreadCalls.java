package rtk.kernel.api;

/// Own work, threads and their scheduling. Part of [KernelCalls], which says what holds for all.
///
/// Threads are named by their tid, unique in the process and from 1; 0 is the caller. A thread that ends stays as a zombie until
/// it is joined, unless it is detached; then its tid may be given to another.
///
/// Not modelled: asynchronous cancellation, thread-specific destructors, a stack size (host stacks grow as needed), attributes
/// for contention scope and guard size.
public interface ThreadCalls {
    /// What [#threadJoin] returns for a thread that was cancelled (`PTHREAD_CANCELED`).
    long CANCELED = -1;

    /// Thread-specific keys in a process, at most.
    int KEYS_MAX = 128;

    // Own work.

    /// Spends `ns` of processor time; may be preempted and interrupted at any nanosecond.
    void compute(long ns);

    /// Spends at most `ns` of processor time, ending early at instant `untilNs`; if the thread does not run then, as soon as
    /// it runs again.
    ///
    /// @return processor time spent, in ns
    long compute(long ns, long untilNs);

    /// As [#compute(long, long)], for those who measure.
    ///
    /// @param whenSpent runs at the very instant at which all of `ns` has been spent, also if the thread is preempted in that
    ///     instant and this call returns later; not if `untilNs` came first. It only looks: no kernel calls from it
    long compute(long ns, long untilNs, Runnable whenSpent);

    /// Simulated time since start by the board's clock, which may drift if the board says so. Free of cost.
    long nowNs();

    // Life.

    int gettid();

    /// ThreadCreate. The thread runs `body` and ends when it returns. Priority and policy that `attr` leaves open are the caller's
    /// own, not what it inherited [D 7,10]. Costs: call-service.
    ///
    /// @return tid
    /// @throws ErrnoException EPERM the priority is above what the process may use; EINVAL a priority outside 1 to 255, or a
    ///     [SporadicParam] that is missing or wrong; EAGAIN no more threads
    int threadCreate(ThreadAttr attr, Runnable body);

    /// pthread_exit: ends the calling thread after its `finally` blocks. The process goes on until its last thread ends. Does not
    /// return. Must not be caught: what catches [Throwable] takes the thread back to life. Free of cost.
    ///
    /// @param status for who joins it
    void threadExit(long status);

    /// ThreadJoin: waits for the end of thread `tid`, and buries it. Blocks: JOIN. A cancellation point. Costs: call-service.
    ///
    /// @return what it gave to [#threadExit]; 0 if its body returned; [#CANCELED]
    /// @throws ErrnoException ESRCH no such thread; EDEADLK it is the caller; EINVAL it is detached; EBUSY another waits for it;
    ///     ETIMEDOUT
    long threadJoin(int tid);

    /// ThreadDetach: nobody will join it. Costs: call-service.
    ///
    /// @throws ErrnoException ESRCH no such thread; EINVAL it is detached already
    void threadDetach(int tid);

    /// ThreadCancel: asks thread `tid` to end as by `threadExit(CANCELED)`, at its next cancellation point or at once if it waits
    /// in one; while it has cancellation disabled, the request waits. Cancellation points are the calls that block in JOIN,
    /// CONDVAR, SEM, SEND, REPLY, RECEIVE, NANOSLEEP, INTR, SIGSUSPEND and SIGWAITINFO, and [#testCancel]; locking a mutex is none.
    /// A condvar's mutex is owned again when the `finally` blocks run. Costs: call-service.
    ///
    /// @throws ErrnoException ESRCH no such thread, or it is dead
    void threadCancel(int tid);

    /// pthread_setcancelstate of the caller. Free of cost.
    ///
    /// @return whether it was enabled before
    boolean setCancelState(boolean enabled);

    /// pthread_testcancel: ends the caller if somebody asked for it. Free of cost.
    void testCancel();

    /// ThreadDestroy: ends thread `tid` where it is, without its `finally` blocks having any effect on the kernel; for the caller
    /// it is [#threadExit]. Costs: call-service.
    ///
    /// @param status for who joins it
    /// @throws ErrnoException ESRCH no such thread, or it is dead
    void threadDestroy(int tid, long status);

    /// ThreadCtl, `_NTO_TCTL_NAME`: what a thread is called in traces and listings; its tid unless it was named. Costs: call-service.
    ///
    /// @throws ErrnoException ESRCH no such thread
    String threadName(int tid);

    /// ThreadCtl, `_NTO_TCTL_NAME`.
    ///
    /// @throws ErrnoException ESRCH no such thread
    void setThreadName(int tid, String name);

    /// ClockId of a thread, with ClockTime: processor time that it used, in user mode and in the kernel, to the nanosecond; the
    /// switch to it counts, interrupts do not. Costs: call-service.
    ///
    /// @return ns
    /// @throws ErrnoException ESRCH no such thread
    long threadCpuTimeNs(int tid);

    /// ClockId of a process, with ClockTime: processor time of all threads that it ever had. Costs: call-service.
    ///
    /// @param pid 0 for the caller's
    /// @return ns
    /// @throws ErrnoException ESRCH no such process
    long processCpuTimeNs(int pid);

    /// pthread_key_create. Free of cost.
    ///
    /// @return a key whose value is null in every thread
    /// @throws ErrnoException EAGAIN there are [#KEYS_MAX]
    int keyCreate();

    /// pthread_setspecific: the caller's own value of `key`. (A Java `ThreadLocal` does not tell simulated threads apart.) Free of cost.
    ///
    /// @throws ErrnoException EINVAL no such key
    void setSpecific(int key, Object value);

    /// pthread_getspecific. Free of cost.
    ///
    /// @return null if the caller never set it
    Object getSpecific(int key);

    // Scheduling.

    /// SchedYield: to the tail of its priority; without effect unless a thread of the same priority is ready. Costs: call-service.
    void schedYield();

    /// Effective priority of the calling thread. Free of cost.
    int priority();

    /// SchedGet. Costs: call-service.
    ///
    /// @throws ErrnoException ESRCH no such thread, or it is dead
    SchedParam schedGet(int tid);

    /// SchedSet, pthread_setschedparam: sets real and effective priority and policy, with a new slice or budget; a thread that is
    /// able to run goes to the tail of its list, unless it owns a mutex with [MutexProtocol#INHERIT] or [MutexProtocol#PROTECT].
    /// What it inherited by a message is gone. Costs: call-service.
    ///
    /// @throws ErrnoException ESRCH no such thread, or it is dead; EPERM the priority is above what the process may use; EINVAL a
    ///     priority outside 1 to 255, or a [SporadicParam] that is missing or wrong
    void setSchedParam(int tid, SchedParam param);

    /// As [#setSchedParam(int, SchedParam)], for policies without parameters.
    void setSchedParam(int tid, int priority, SchedPolicy policy);

    /// pthread_setschedprio: sets real and effective priority. A ready thread goes to the tail when raised, to the head when
    /// lowered, and stays in its place when unchanged. A sporadic thread without budget stays at its low priority and has the new
    /// one with its next budget. Costs: call-service.
    ///
    /// @throws ErrnoException as [#setSchedParam(int, SchedParam)]; EINVAL also for a sporadic thread's low priority or below
    void setSchedPrio(int tid, int priority);

    /// SchedInfo, sched_rr_get_interval: length of a round-robin slice, in ns. Costs: call-service.
    long schedRrGetInterval();
}
