package rtk.kernel.api;

/// Adaptive partitioning, SDP 6.3.2 to 7.x (SchedCtl with the SCHED_APS commands). Part of [KernelCalls], which says what holds
/// for all.
///
/// A partition is a group of threads that is sure of a part of the processor time when all want more than there is. While there
/// is enough for all, plain priorities decide. Usage is averaged over a sliding window, 100 ms unless the kernel was booted with
/// another. Partition 0, `System`, is always there.
///
/// A thread is in the partition of its creator, until it joins another; and, while it works on a message, in the partition of
/// the client, and critical if the client is, unless the channel has [ChannelFlag#FIXED_PRIORITY]. On a pulse it works in the
/// partition of its process, that of the process's first thread.
///
/// Every call throws ENOSYS if the kernel was booted without partitions. Costs: call-entry, call-service, call-exit.
///
/// Not modelled: security, partitions within partitions, the policy partition_local_priorities.
///
/// Sources: [D 85 to 93] Adaptive Partitioning User's Guide, "Using the thread scheduler"; LR SchedCtl.
public interface PartitionCalls {
    /// Makes a partition with a budget that `System` gives up (SCHED_APS_CREATE_PARTITION).
    ///
    /// @param budgetPercent of the time of all cores, 0 to 100
    /// @param maxPercent that it may use at most, if the kernel was booted to limit use; 0 for no limit
    /// @param criticalNs that its critical threads may use over budget in each window, at least 0
    /// @return its id
    /// @throws ErrnoException EEXIST the name is taken; ENOSPC 32 partitions are there; EINVAL a number out of range, or more
    ///     than `System` has
    int partitionCreate(String name, int budgetPercent, int maxPercent, long criticalNs);

    /// The partition of that name (SCHED_APS_LOOKUP).
    ///
    /// @return its id
    /// @throws ErrnoException EINVAL there is none
    int partitionLookup(String name);

    /// Puts a thread into a partition (SCHED_APS_JOIN_PARTITION); a ready one goes to the tail of its priority ([S]).
    ///
    /// @param tid of this process; 0 for the caller
    /// @throws ErrnoException ESRCH no such thread; EINVAL no such partition
    void partitionJoin(int tid, int partition);

    /// Makes a thread critical, or not (SCHED_APS_MARK_CRITICAL, SCHED_APS_CLEAR_CRITICAL): it may run although its partition is out
    /// of budget, for as long as there is critical budget.
    ///
    /// @param tid of this process; 0 for the caller
    /// @throws ErrnoException ESRCH no such thread
    void partitionMarkCritical(int tid, boolean critical);

    /// What a partition may use and has used; ticks that are over count.
    ///
    /// @throws ErrnoException EINVAL no such partition
    PartitionInfo partitionInfo(int partition);

    /// The next bankruptcy of the partition is told by `event`, once (SCHED_APS_ATTACH_EVENTS).
    ///
    /// @throws ErrnoException EINVAL no such partition
    void partitionNotify(int partition, SigEvent event);
}
