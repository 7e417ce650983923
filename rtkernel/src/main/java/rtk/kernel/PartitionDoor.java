package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.kernel.api.PartitionCalls;
import rtk.kernel.api.PartitionInfo;
import rtk.kernel.api.SigEvent;
import rtk.trace.KernelCall;

/// Adaptive partitions.
final class PartitionDoor extends Door implements PartitionCalls {
    private static final KernelCall CALL = KernelCall.SCHED_CTL;

    PartitionDoor(Kernel kernel, Process process) { super(kernel, process); }

    private AdaptivePartitions partitions() {
        check(kernel.partitions != null, Errno.ENOSYS, CALL);
        return kernel.partitions;
    }

    @Override
    public int partitionCreate(String name, int budgetPercent, int maxPercent, long criticalNs) {
        AdaptivePartitions partitions = partitions();
        boolean percents = budgetPercent >= 0 && budgetPercent <= 100 && maxPercent >= 0 && maxPercent <= 100;
        check(percents && criticalNs >= 0, Errno.EINVAL, CALL);
        Tcb self = enter(CALL, budgetPercent);
        Errno errno = partitions.create(new Partitioning.Budget(name, budgetPercent, maxPercent, criticalNs));
        if (errno != Errno.EOK) exit(self, CALL, errno);
        return (int) exit(self, CALL, partitions.size() - 1);
    }

    @Override
    public int partitionLookup(String name) {
        Tcb self = enter(CALL, 0);
        Partition partition = partitions().find(name);
        if (partition == null) exit(self, CALL, Errno.EINVAL);
        return (int) exit(self, CALL, partition.id);
    }

    @Override
    public void partitionJoin(int tid, int partition) {
        Partition wanted = partitions().find(partition);
        Tcb self = enter(CALL, partition);
        Tcb thread = process.thread(tid, self);
        Errno errno = thread == null ? Errno.ESRCH : wanted == null ? Errno.EINVAL : Errno.EOK;
        if (errno == Errno.EOK) kernel.scheduler.join(thread, wanted, thread.isCritical);
        exit(self, CALL, errno);
    }

    @Override
    public void partitionMarkCritical(int tid, boolean critical) {
        partitions();
        Tcb self = enter(CALL, tid);
        Tcb thread = process.thread(tid, self);
        if (thread != null) kernel.scheduler.join(thread, thread.partition, critical);
        exit(self, CALL, thread == null ? Errno.ESRCH : Errno.EOK);
    }

    @Override
    public PartitionInfo partitionInfo(int partition) {
        AdaptivePartitions partitions = partitions();
        Tcb self = enter(CALL, partition);
        Partition asked = partitions.find(partition);
        if (asked == null) exit(self, CALL, Errno.EINVAL);
        PartitionInfo info = partitions.info(asked);
        exit(self, CALL, Errno.EOK);
        return info;
    }

    @Override
    public void partitionNotify(int partition, SigEvent event) {
        Partition asked = partitions().find(partition);
        Tcb self = enter(CALL, partition);
        if (asked != null) asked.notifyOnce(process, self, event);
        exit(self, CALL, asked == null ? Errno.EINVAL : Errno.EOK);
    }
}
