package rtk.kernel.api;

/// What a partition may use and has used (SchedCtl, SCHED_APS_QUERY_PARTITION and SCHED_APS_PARTITION_STATS).
///
/// @param id 0 for `System`
/// @param budgetPercent of the time of all cores
/// @param maxPercent at most; 0 for no limit
/// @param criticalBudgetNs in each window
/// @param usedNs in the averaging window
/// @param used2Ns in window 2, ten times as long
/// @param used3Ns in window 3, a hundred times as long
/// @param criticalNs critical time billed in the averaging window
/// @param isBankrupt it may not run until it is below its budget
public record PartitionInfo(
        int id,
        String name,
        int budgetPercent,
        int maxPercent,
        long criticalBudgetNs,
        long usedNs,
        long used2Ns,
        long used3Ns,
        long criticalNs,
        boolean isBankrupt) {}
