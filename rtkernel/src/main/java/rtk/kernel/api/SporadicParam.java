package rtk.kernel.api;

/// The budget of a thread with [SchedPolicy#SPORADIC] (`struct sched_param`, fields `sched_ss_…`).
///
/// The kernel refuses it with EINVAL unless `1 <= lowPriority < priority`, `0 < budgetNs <= periodNs` and
/// `1 <= replenishmentsMax <= SS_REPL_MAX`.
///
/// @param lowPriority of the thread while it has no budget (`sched_ss_low_priority`)
/// @param budgetNs how long it may run at its priority in a period (`sched_ss_init_budget`)
/// @param periodNs from when it became ready to when what it used comes back (`sched_ss_repl_period`)
/// @param replenishmentsMax how many may be pending at once (`sched_ss_max_repl`)
public record SporadicParam(int lowPriority, long budgetNs, long periodNs, int replenishmentsMax) {
    /// The most that `replenishmentsMax` may be. Our choice; POSIX asks for 4 at least.
    public static final int SS_REPL_MAX = 64;

    /// Would the kernel take `param`, which may be null, for a thread of `priority`?
    public static boolean isValid(SporadicParam param, int priority) {
        return param != null && param.lowPriority >= 1 && param.lowPriority < priority && param.budgetNs > 0
                && param.periodNs >= param.budgetNs && param.replenishmentsMax >= 1 && param.replenishmentsMax <= SS_REPL_MAX;
    }
}
