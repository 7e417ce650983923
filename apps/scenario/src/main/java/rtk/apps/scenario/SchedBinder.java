package rtk.apps.scenario;

import java.util.List;
import java.util.Map;
import rtk.board.sim.Ns;
import rtk.kernel.Scheduling;
import rtk.kernel.SporadicMode;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;

/// Binds how threads are scheduled: `policy` of processes and tasks with what belongs to it, and what the kernel says about it.
final class SchedBinder {
    private static final Map<String, SchedPolicy> POLICIES = Map.of("fifo", SchedPolicy.FIFO, "rr", SchedPolicy.RR, "sporadic",
            SchedPolicy.SPORADIC);
    private static final List<String> SPORADIC_KEYS = List.of("low-priority", "budget", "replenish", "max-replenishments");
    private static final int DEFAULT_REPLENISHMENTS = 4;

    private SchedBinder() {}

    /// The keys of the kernel.
    static Scheduling scheduling(Fields kernel) {
        SporadicMode mode = kernel.choice("sporadic", Map.of("posix", SporadicMode.POSIX, "corrected", SporadicMode.CORRECTED),
                List.of("posix", "corrected"), SporadicMode.POSIX);
        boolean byTick = kernel.choice("sporadic-check", Map.of("exact", false, "tick", true), List.of("exact", "tick"), false);
        int privilegedFrom = (int) kernel.integer("privileged-from", Scheduling.DEFAULT.privilegedFrom(), 2, 256,
                "256 leaves all priorities to all");
        boolean saturates = kernel.choice("above-range", Map.of("refuse", false, "saturate", true), List.of("refuse", "saturate"),
                false);
        return Scheduling.DEFAULT.sporadic(mode).sporadicByTick(byTick).privilegedFrom(privilegedFrom).saturates(saturates);
    }

    /// Key `policy` of a process or task.
    static SchedPolicy policy(Fields fields, SchedPolicy otherwise) {
        return fields.choice("policy", POLICIES, List.of("fifo", "rr", "sporadic"), otherwise);
    }

    /// The keys that belong to policy sporadic.
    ///
    /// @param priority of the thread while it has budget
    /// @return null for another policy
    static SporadicParam sporadic(Fields fields, SchedPolicy policy, int priority) {
        if (policy != SchedPolicy.SPORADIC) {
            for (String key : SPORADIC_KEYS) {
                if (fields.has(key)) fields.problem(fields.place(key), key + " without policy: sporadic", "no " + key, "");
            }
            return null;
        }
        if (!fields.has("budget") || !fields.has("replenish")) {
            fields.problem(fields.place("policy"), "policy sporadic without " + (fields.has("budget") ? "replenish" : "budget"),
                    "budget and replenish", "write for example budget: 2ms, replenish: 10ms");
        }
        int low = (int) fields.integer("low-priority", 1, 1, 255, "what it sinks to without budget");
        if (low >= priority) {
            fields.problem(fields.place("low-priority"), "low-priority " + low, "less than the priority, " + priority,
                    "it is what it sinks to without budget");
        }
        long budgetNs = fields.durationNs("budget", 1, false);
        long periodNs = fields.durationNs("replenish", budgetNs, false);
        if (budgetNs > periodNs) {
            fields.problem(fields.place("budget"), Ns.text(budgetNs), "at most replenish, " + Ns.text(periodNs),
                    "are the two swapped?");
        }
        int replenishmentsMax = (int) fields.integer("max-replenishments", DEFAULT_REPLENISHMENTS, 1, SporadicParam.SS_REPL_MAX,
                "how many may be pending at once");
        return new SporadicParam(low, budgetNs, periodNs, replenishmentsMax);
    }
}
