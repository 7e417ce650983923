package rtk.kernel.api;

/// How a thread is scheduled (SchedGet, `struct sched_param`).
///
/// @param policy among threads of equal priority
/// @param priority as set by the program (`sched_priority`); for [SchedPolicy#SPORADIC] the one it has with budget
/// @param curPriority that the scheduler goes by now (`sched_curpriority`), with what came by messages, mutexes and budget; not
///     looked at when setting
/// @param sporadic null unless the policy is [SchedPolicy#SPORADIC]
public record SchedParam(SchedPolicy policy, int priority, int curPriority, SporadicParam sporadic) {
    public SchedParam {
        if (policy == null) throw new IllegalArgumentException("no policy");
    }

    /// To set a policy without parameters of its own.
    public static SchedParam of(SchedPolicy policy, int priority) { return new SchedParam(policy, priority, priority, null); }

    /// To set [SchedPolicy#SPORADIC].
    public static SchedParam sporadic(int priority, SporadicParam sporadic) {
        return new SchedParam(SchedPolicy.SPORADIC, priority, priority, sporadic);
    }
}
