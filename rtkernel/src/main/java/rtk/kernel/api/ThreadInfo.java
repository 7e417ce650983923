package rtk.kernel.api;

import rtk.trace.ThreadState;

/// What anybody may know of a thread, as `pidin` shows it: QNX's `debug_thread_t`, as far as a listing needs it.
///
/// @param name its tid unless it was named
/// @param priority that the scheduler goes by
/// @param realPriority as the program set it
/// @param blockedOn null in the other states than SEND, REPLY, RECEIVE, MUTEX and JOIN
/// @param core that it runs on or ran on last; -1 if it never ran
/// @param cpuTimeNs processor time used so far
public record ThreadInfo(int tid, String name, int priority, int realPriority, SchedPolicy policy, ThreadState state,
        BlockedOn blockedOn, int core, long cpuTimeNs) {}
