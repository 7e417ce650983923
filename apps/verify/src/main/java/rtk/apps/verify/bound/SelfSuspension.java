package rtk.apps.verify.bound;

import java.util.List;

/// Load that waits for something outside of the processor within its jobs.
///
/// For itself, waiting is as good as computing. For others, it may run in later parts of its window than if it had begun at once: it
/// interferes like load with an additional jitter of its response less its processor time, which holds if it meets its
/// period. Sources: Chen et al., "Many suspensions, many problems: a review of self-suspending tasks in real-time
/// systems", Real-Time Systems 55, 2019, section 4.2 and theorem 1; Liu, Real-Time Systems, 2000, 6.8 for the first.
public final class SelfSuspension {
    private SelfSuspension() {}

    /// The worst case of `own` when each job waits up to `suspendedNs` in all.
    public static Response response(Load own, long suspendedNs, List<Load> above, List<Load> equal) {
        return FixedPriority.response(own.wcetNs(Math.addExact(own.wcetNs(), suspendedNs)), above, equal);
    }

    /// As less urgent load sees it.
    ///
    /// @param boundNs of its response, at most its period
    public static Load asSeenBelow(Load own, long boundNs) { return own.jitterNs(boundNs - own.wcetNs()); }
}
