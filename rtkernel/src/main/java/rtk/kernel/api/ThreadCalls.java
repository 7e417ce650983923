package rtk.kernel.api;

/// Own work, threads and their scheduling. Part of [KernelCalls], which says what holds for all.
public interface ThreadCalls {
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

    /// Simulated time since start. Free of cost.
    long nowNs();

    int gettid();

    /// ThreadCreate. The thread runs `body` and ends when it returns.
    ///
    /// @return tid
    /// @throws ErrnoException EPERM priority above what the process may use; EINVAL
    int threadCreate(ThreadAttr attr, Runnable body);

    /// ThreadJoin. Blocks: JOIN.
    void threadJoin(int tid);

    /// SchedYield: to the tail of its priority.
    void schedYield();

    /// Effective priority of the calling thread.
    int priority();

    /// pthread_setschedparam of thread `tid` (0: the caller): sets real and effective priority, to the tail.
    void setSchedParam(int tid, int priority, SchedPolicy policy);

    /// pthread_setschedprio: raised to the tail, lowered to the head of the list, unchanged stays.
    void setSchedPrio(int tid, int priority);
}
