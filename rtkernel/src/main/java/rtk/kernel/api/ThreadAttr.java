package rtk.kernel.api;

/// How a thread is to be created; what is not said is inherited from the creator.
///
/// @param name for traces and listings
/// @param priority 1 to 255, or 0 to inherit
/// @param policy null to inherit, with its parameters
/// @param sporadic for [SchedPolicy#SPORADIC], else null
/// @param detached nobody will join it: nothing is left of it when it ends
/// @param runMask the cores it may run on, bit `c` for core `c`; 0 for the creator's inherit mask ([SmpCalls])
/// @param partition whose budget it uses, [#INHERIT] for the creator's ([PartitionCalls])
public record ThreadAttr(
        String name,
        int priority,
        SchedPolicy policy,
        SporadicParam sporadic,
        boolean detached,
        int runMask,
        int partition) {
    /// The partition of the creator.
    public static final int INHERIT = -1;

    public ThreadAttr(String name, int priority, SchedPolicy policy) { this(name, priority, policy, null, false, 0, INHERIT); }

    public static ThreadAttr named(String name) { return new ThreadAttr(name, 0, null); }

    public ThreadAttr priority(int newPriority) {
        return new ThreadAttr(name, newPriority, policy, sporadic, detached, runMask, partition);
    }

    public ThreadAttr policy(SchedPolicy newPolicy) {
        return new ThreadAttr(name, priority, newPolicy, sporadic, detached, runMask, partition);
    }

    public ThreadAttr sporadic(SporadicParam param) {
        return new ThreadAttr(name, priority, SchedPolicy.SPORADIC, param, detached, runMask, partition);
    }

    public ThreadAttr detached(boolean on) { return new ThreadAttr(name, priority, policy, sporadic, on, runMask, partition); }

    public ThreadAttr runMask(int cores) { return new ThreadAttr(name, priority, policy, sporadic, detached, cores, partition); }

    public ThreadAttr partition(int id) { return new ThreadAttr(name, priority, policy, sporadic, detached, runMask, id); }
}
