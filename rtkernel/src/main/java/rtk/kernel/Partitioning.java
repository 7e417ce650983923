package rtk.kernel;

import java.util.List;

/// Adaptive partitioning (APS) as a kernel is booted with it: SDP 6.3.2 to 7.x. Other partitions can be made later, by
/// [rtk.kernel.api.PartitionCalls].
///
/// @param windowMs averaging window, 8 to 400 ms, a whole number of clock periods
/// @param freeTimeByRatio free time is shared by budget; otherwise it goes to the highest priority
/// @param limitsUse the maximum of a partition holds; otherwise it is not looked at
/// @param bankruptcy what it leads to
/// @param budgets of the partitions that are there from the start, besides partition 0, `System`, which has the rest
public record Partitioning(
        int windowMs,
        boolean freeTimeByRatio,
        boolean limitsUse,
        Bankruptcy bankruptcy,
        List<Budget> budgets) {
    /// Partition 0 alone, with all of the time.
    public static final Partitioning DEFAULT = new Partitioning(100, false, false, Bankruptcy.WAIT, List.of());

    private static final int WINDOW_MIN_MS = 8;
    private static final int WINDOW_MAX_MS = 400;

    /// What a partition may use.
    ///
    /// @param percent of the time of all cores, 0 to 100
    /// @param maxPercent that it may use at most where [Partitioning#limitsUse]; 0 for no limit
    /// @param criticalNs that critical threads may use over budget, in each window; window times cores for ever
    public record Budget(String name, int percent, int maxPercent, long criticalNs) {
        public Budget {
            boolean right = percent >= 0 && percent <= 100 && maxPercent >= 0 && maxPercent <= 100 && criticalNs >= 0;
            if (!right)
                throw new IllegalArgumentException("partition " + name + " cannot have " + percent + " %, at most "
                        + maxPercent + " %, critical " + criticalNs + " ns");
        }

        public static Budget of(String name, int percent) { return new Budget(name, percent, 0, 0); }
    }

    public Partitioning {
        if (windowMs < WINDOW_MIN_MS || windowMs > WINDOW_MAX_MS) {
            throw new IllegalArgumentException("an averaging window is 8 to 400 ms, not " + windowMs);
        }
        budgets = List.copyOf(budgets);
    }

    public Partitioning windowMs(int ms) { return new Partitioning(ms, freeTimeByRatio, limitsUse, bankruptcy, budgets); }

    public Partitioning freeTimeByRatio(boolean on) { return new Partitioning(windowMs, on, limitsUse, bankruptcy, budgets); }

    public Partitioning limitsUse(boolean on) { return new Partitioning(windowMs, freeTimeByRatio, on, bankruptcy, budgets); }

    public Partitioning bankruptcy(Bankruptcy policy) {
        return new Partitioning(windowMs, freeTimeByRatio, limitsUse, policy, budgets);
    }

    public Partitioning budgets(Budget... all) {
        return new Partitioning(windowMs, freeTimeByRatio, limitsUse, bankruptcy, List.of(all));
    }
}
