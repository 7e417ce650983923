package rtk.kernel.api;

/// How a thread is to be created; what is not said is inherited from the creator.
///
/// @param name for traces and listings
/// @param priority 1 to 255, or 0 to inherit
/// @param policy null to inherit
public record ThreadAttr(String name, int priority, SchedPolicy policy) {
    public static ThreadAttr named(String name) { return new ThreadAttr(name, 0, null); }

    public ThreadAttr priority(int newPriority) { return new ThreadAttr(name, newPriority, policy); }

    public ThreadAttr policy(SchedPolicy newPolicy) { return new ThreadAttr(name, priority, newPolicy); }
}
