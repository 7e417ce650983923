package rtk.apps.scenario;

import java.util.List;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;

/// A periodic task: load without code. Job *n* (from 0) has the nominal release `offset + n × period`, is released up to `jitter`
/// later, runs between `bcet` and `wcet` of processor time, and is due `deadline` after its nominal release. All times in ns.
///
/// @param priority 1 to 253, larger is more urgent
/// @param sporadic for policy sporadic, else null
/// @param locks critical sections in the job's own processor time, properly nested, by start
/// @param delays how long after their nominal releases the first jobs are released, the last of all later ones too; at most the jitter
///     each; empty for random ones
/// @param executions processor time of the first jobs, the last of all later ones too; from bcet to wcet each; empty for random ones
public record TaskSpec(String name, long periodNs, long offsetNs, long jitterNs, long bcetNs, long wcetNs, long deadlineNs,
        int priority, SchedPolicy policy, SporadicParam sporadic, OnMiss onMiss, List<Lock> locks, PlaceSpec place,
        List<Long> delays, List<Long> executions) {

    /// What happens to a job that is not done at its deadline.
    public enum OnMiss {
        /// It runs on, later jobs queue behind it.
        CONTINUE,
        /// It is given up at its deadline, or as soon after as it would run again.
        ABORT,
        /// It runs on; jobs that fell due meanwhile are given up unstarted.
        SKIP
    }

    /// The job owns `mutex` from `afterNs` of its processor time for `forNs` of it. A job that happens to be shorter leaves out
    /// what it does not reach and unlocks when it is done.
    public record Lock(String mutex, long afterNs, long forNs) {
        public long endNs() { return afterNs + forNs; }
    }
}
