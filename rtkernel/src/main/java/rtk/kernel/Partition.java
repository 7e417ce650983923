package rtk.kernel;

import rtk.kernel.api.PartitionInfo;
import rtk.kernel.api.SigEvent;

/// A group of threads with a budget of processor time.
///
/// What it has used is counted to the nanosecond whenever a core goes from one thread to another; what follows from it, its
/// *standing*, is drawn at clock ticks, so that between two of them the order of its threads is fixed.
///
/// | standing | its threads run |
/// |---|---|
/// | has budget | by priority among all that have |
/// | has none | after those, in free time; critical ones as if it had, while there is critical budget |
/// | has none and never had | after those |
/// | at its maximum, bankrupt | not at all |
final class Partition {
    /// Urgency of a thread that may not run at all.
    static final long BARRED = -1;
    /// Added for a thread that is entitled to run, and for one of a partition with a budget that is used up.
    private static final long ENTITLED = 1L << 60;
    private static final long FREE_TIME = 1L << 50;
    private static final int RATIO_BITS = 32;

    private static final int WINDOW_2 = 10;
    private static final int WINDOW_3 = 100;

    private final AdaptivePartitions all;
    final int id;
    final String name;
    private int percent;
    private final int maxPercent;
    private long criticalBudgetNs;

    private final SlidingWindow used;
    private final SlidingWindow used2;
    private final SlidingWindow used3;
    private final SlidingWindow critical;

    // The standing.
    private boolean hasBudget;
    private boolean atMaximum;
    private boolean isBankrupt;
    private long freeTime;

    // Who wants to know of a bankruptcy, once.
    private Process notified;
    private Tcb notifier;
    private SigEvent notification;

    Partition(AdaptivePartitions all, int id, Partitioning.Budget budget) {
        this.all = all;
        this.id = id;
        name = budget.name();
        percent = budget.percent();
        maxPercent = budget.maxPercent();
        criticalBudgetNs = Math.min(budget.criticalNs(), all.capacityNs());
        used = all.window(1);
        used2 = all.window(WINDOW_2);
        used3 = all.window(WINDOW_3);
        critical = all.window(1);
        hasBudget = percent > 0;
    }

    int percent() { return percent; }

    /// Gives up some of its budget, for a new partition.
    void give(int someOfIt) { percent -= someOfIt; }

    private long budgetNs() { return all.capacityNs() * percent / 100; }

    boolean hasBudget() { return hasBudget && !isBarred(); }

    private boolean isBarred() { return atMaximum || isBankrupt; }

    /// What the scheduler compares instead of priorities.
    long urgency(Tcb thread) {
        if (isBarred()) return BARRED;
        if (hasBudget || (thread.isCritical && criticalBudgetNs > 0)) return ENTITLED + thread.priority;
        return freeTime + thread.priority;
    }

    /// Its `thread` has run from `fromNs` until `untilNs`.
    void charge(Tcb thread, long fromNs, long untilNs) {
        used.add(fromNs, untilNs);
        used2.add(fromNs, untilNs);
        used3.add(fromNs, untilNs);
        if (thread.isCritical && !hasBudget && all.othersCompete(this)) critical.add(fromNs, untilNs);
    }

    /// Draws its standing for the coming tick, from what was used in the rest of the window that ends with that tick.
    ///
    /// @return it has just gone bankrupt
    boolean review(long nowNs) {
        used.slideTo(nowNs);
        critical.slideTo(nowNs);
        hasBudget = used.keptNs() < budgetNs();
        atMaximum = all.plan().limitsUse() && maxPercent > 0 && used.keptNs() >= all.capacityNs() * maxPercent / 100;
        freeTime = percent == 0 ? 0 : all.plan().freeTimeByRatio() ? FREE_TIME + ratio() : FREE_TIME;
        boolean overdrawn = critical.usedNs() > criticalBudgetNs;
        boolean breaks = overdrawn && !isBankrupt && !hasBudget;
        isBankrupt = breaks || (isBankrupt && !hasBudget);
        return breaks;
    }

    /// The smaller the part of its budget that it has used, the larger; above all priorities.
    private long ratio() {
        long part = Math.min((used.keptNs() << 10) / budgetNs(), (1L << (RATIO_BITS - 1)) - 1);
        return ((1L << (RATIO_BITS - 1)) - part) * ReadyQueue.PRIORITIES;
    }

    void cancelCriticalBudget() { criticalBudgetNs = 0; }

    // Notification.

    void notifyOnce(Process process, Tcb thread, SigEvent event) {
        notified = process;
        notifier = thread;
        notification = event;
    }

    void tellBankruptcy(Kernel kernel) {
        SigEvent event = notification;
        notification = null;
        if (event != null && !notified.ended) kernel.deliver(notified, notifier, event, EventDelivery.NO_IRQ);
    }

    PartitionInfo info(long nowNs) {
        used.slideTo(nowNs);
        used2.slideTo(nowNs);
        used3.slideTo(nowNs);
        critical.slideTo(nowNs);
        return new PartitionInfo(id, name, percent, maxPercent, criticalBudgetNs, used.usedNs(), used2.usedNs(), used3.usedNs(),
                critical.usedNs(), isBankrupt);
    }

    @Override
    public String toString() { return name + "(" + id + ")"; }
}
