package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.PartitionInfo;
import rtk.trace.EventKind;

/// The adaptive partitions of a kernel; there is none in a kernel that was booted without them.
///
/// Partition 0, `System`, has what budget no other was given, and all the critical budget there can be. Budgets count the time of
/// all cores together. While some thread has to wait, the standing of each partition is drawn anew at every clock tick ([S]; QNX
/// adds up usage each millisecond); while nobody waits there is nothing to decide, and no tick, unless use is limited.
///
/// Time is charged to the partition of the thread that runs; interrupts are charged to nobody ([S]).
final class AdaptivePartitions {
    /// SDP 7.0; 8 before.
    static final int PARTITIONS_MAX = 32;

    private final Kernel kernel;
    private final Partitioning plan;
    private final long slotNs;
    private final int slots;
    private final List<Partition> partitions = new ArrayList<>();
    private final Tick tick = new Tick();

    AdaptivePartitions(Kernel kernel, Partitioning plan) {
        this.kernel = kernel;
        this.plan = plan;
        slotNs = kernel.config.tickNs();
        long windowNs = plan.windowMs() * 1_000_000L;
        if (windowNs % slotNs != 0) {
            throw new IllegalArgumentException("a window of " + plan.windowMs() + " ms is not a whole number of ticks");
        }
        slots = (int) (windowNs / slotNs);
        add(new Partitioning.Budget("System", 100, 0, capacityNs()));
        for (Partitioning.Budget budget : plan.budgets()) {
            Errno errno = create(budget);
            if (errno != Errno.EOK) throw new IllegalArgumentException("no partition " + budget.name() + ": " + errno.meaning());
        }
        if (plan.limitsUse()) arm();
    }

    Partitioning plan() { return plan; }

    /// Of all cores in one window.
    long capacityNs() { return slots * slotNs * kernel.board.cores().size(); }

    SlidingWindow window(int factor) { return new SlidingWindow(slotNs * factor, slots); }

    Partition system() { return partitions.getFirst(); }

    int size() { return partitions.size(); }

    /// @return null if there is none
    Partition find(int id) { return id >= 0 && id < partitions.size() ? partitions.get(id) : null; }

    /// @return null if there is none
    Partition find(String name) {
        for (Partition partition : partitions) {
            if (partition.name.equals(name)) return partition;
        }
        return null;
    }

    /// Makes a partition with budget that System gives up. It has the highest number.
    ///
    /// @return EOK; EEXIST, ENOSPC too many, EINVAL more than System has
    Errno create(Partitioning.Budget budget) {
        if (find(budget.name()) != null) return Errno.EEXIST;
        if (partitions.size() == PARTITIONS_MAX) return Errno.ENOSPC;
        if (budget.percent() > system().percent()) return Errno.EINVAL;
        system().give(budget.percent());
        add(budget);
        return Errno.EOK;
    }

    private void add(Partitioning.Budget budget) {
        partitions.add(new Partition(this, partitions.size(), budget));
        kernel.world.emit(EventKind.PARTITION_CREATED, partitions.size() - 1, kernel.world.text(budget.name()), budget.percent(),
                budget.maxPercent(), budget.criticalNs());
    }

    /// Is a thread ready, in another partition, that is entitled to run by its budget?
    boolean othersCompete(Partition but) { return kernel.scheduler.ready.hasEntitledOutside(but); }

    /// Some thread has to wait from now on: standings count.
    void contend() {
        if (tick.isSet()) return;
        arm();
        review();
    }

    PartitionInfo info(Partition partition) {
        settle();
        return partition.info(kernel.world.nowNs());
    }

    private void settle() {
        for (int core = 0; core < kernel.cores.size(); core++) kernel.cores.cpu(core).settle();
    }

    private void arm() { kernel.clock.setSlice(tick, (kernel.world.nowNs() / slotNs + 1) * slotNs); }

    private void review() {
        settle();
        for (Partition partition : partitions) {
            boolean had = partition.hasBudget();
            if (partition.review(kernel.world.nowNs())) goBankrupt(partition);
            if (had == partition.hasBudget()) continue;
            kernel.world.emit(EventKind.PARTITION_BUDGET, partition.id, had ? 0 : 1,
                    partition.info(kernel.world.nowNs()).usedNs());
        }
    }

    private void goBankrupt(Partition partition) {
        kernel.world.emit(EventKind.PARTITION_BANKRUPT, partition.id);
        partition.tellBankruptcy(kernel);
        if (plan.bankruptcy() == Bankruptcy.CANCEL_BUDGET) partition.cancelCriticalBudget();
        if (plan.bankruptcy() == Bankruptcy.REBOOT) kernel.world.engine().stop();
    }

    private final class Tick extends Timeout {
        @Override
        void expire(Kernel owner, long lateDueNs) {
            arm();
            review();
            kernel.cores.reconsiderAll();
            if (!plan.limitsUse() && kernel.scheduler.ready.isEmpty()) kernel.clock.cancel(this);
        }
    }
}
