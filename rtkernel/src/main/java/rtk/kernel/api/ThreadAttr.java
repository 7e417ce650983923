package rtk.kernel.api;

/// How a thread is to be created; what is not said is inherited from the creator.
///
/// @param name for traces and listings
/// @param priority 1 to 255, or 0 to inherit
/// @param policy null to inherit, with its parameters
/// @param sporadic for [SchedPolicy#SPORADIC], else null
/// @param detached nobody will join it: nothing is left of it when it ends
/// @param runMask the cores it may run on, bit `c` for core `c`; 0 for the creator's inherit mask ([SmpCalls])
public record ThreadAttr(
        String name,
        int priority,
        SchedPolicy policy,
        SporadicParam sporadic,
        boolean detached,
        int runMask) {
    public ThreadAttr(String name, int priority, SchedPolicy policy) { this(name, priority, policy, null, false, 0); }

    public static ThreadAttr named(String name) { return new ThreadAttr(name, 0, null); }

    public ThreadAttr priority(int newPriority) {
        return new ThreadAttr(name, newPriority, policy, sporadic, detached, runMask);
    }

    public ThreadAttr policy(SchedPolicy newPolicy) {
        return new ThreadAttr(name, priority, newPolicy, sporadic, detached, runMask);
    }

    public ThreadAttr sporadic(SporadicParam param) {
        return new ThreadAttr(name, priority, SchedPolicy.SPORADIC, param, detached, runMask);
    }

    public ThreadAttr detached(boolean on) { return new ThreadAttr(name, priority, policy, sporadic, on, runMask); }

    public ThreadAttr runMask(int cores) { return new ThreadAttr(name, priority, policy, sporadic, detached, cores); }
}
