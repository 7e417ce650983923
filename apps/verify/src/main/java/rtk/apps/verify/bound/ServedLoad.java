package rtk.apps.verify.bound;

import java.util.List;

/// Response times of load that runs inside a server: on a budget that comes back each period, at the server's priority.
///
/// The worst case for a job: the budget has just been used up as early as it can be, so that nothing is left until the next period.
/// Then all of its own and of more urgent load of the server has to be fitted into whole budgets, each but the last taking a whole period,
/// and the last being disturbed by whatever is above the server:
///
///     L = q C + Σ ⌈(w + J) / T⌉ C                           over more urgent load of the server
///     w = L + (⌈L / budget⌉ − 1) (period − budget) + Σ ⌈(max(0, w − (⌈L / budget⌉ − 1) period) + J) / T⌉ C
///                                                            over what is above the server
///     R = J + w + (period − budget) − (q − 1) T
///
/// It holds for servers that get their whole budget by the end of each period: those that are schedulable themselves.
///
/// Source: Davis, Burns, "Hierarchical fixed priority pre-emptive scheduling", RTSS 2005, equations (5) to (9), for tasks that are not
/// bound to the server's release.
public final class ServedLoad {
    private static final long LIMIT_NS = 1L << 61;

    private ServedLoad() {}

    /// A server.
    ///
    /// @param deferrable keeps its budget while nobody uses it, so that two budgets can come together
    public record Server(long budgetNs, long periodNs, boolean deferrable) {
        public Server {
            if (budgetNs < 1 || budgetNs > periodNs)
                throw new IllegalArgumentException("a budget of " + budgetNs + " in " + periodNs);
        }

        /// As less urgent load sees it.
        public Load asLoad(int priority) {
            return Load.of(priority, budgetNs, periodNs).jitterNs(deferrable ? periodNs - budgetNs : 0);
        }
    }

    /// The worst case of `own` among more urgent load of its server.
    ///
    /// @param above what is above the server
    public static Response response(Load own, List<Load> inServer, Server server, List<Load> above) {
        Load alone = Load.of(0, server.budgetNs(), server.periodNs());
        Response served = FixedPriority.response(alone, above, List.of());
        if (!served.isBounded() || served.boundNs() > server.periodNs()) return Response.UNBOUNDED;
        long gapNs = server.periodNs() - server.budgetNs();
        long worst = 0;
        long w = 0;
        for (long q = 1; q <= FixedPriority.STEPS_MAX; q++) {
            w = finish(q * own.wcetNs(), w, inServer, server, above);
            if (w < 0) return Response.UNBOUNDED;
            long nominal = (q - 1) * own.periodNs() - own.jitterNs();
            worst = Math.max(worst, w + gapNs - nominal);
            if (w + gapNs <= nominal + own.periodNs()) return new Response(worst, w + gapNs, q);
        }
        return Response.UNBOUNDED;
    }

    private static long finish(long ownNs, long fromNs, List<Load> inServer, Server server, List<Load> above) {
        long w = Math.max(ownNs, fromNs);
        for (int step = 0; step < FixedPriority.STEPS_MAX; step++) {
            long demand = ownNs;
            for (Load load : inServer) demand += load.releasesWithin(w) * load.wcetNs();
            long whole = Math.ceilDiv(demand, server.budgetNs()) - 1;
            if (demand > LIMIT_NS || whole > LIMIT_NS / server.periodNs()) return -1;
            long next = demand + whole * (server.periodNs() - server.budgetNs());
            long last = Math.max(0, w - whole * server.periodNs());
            for (Load load : above) next += load.releasesWithin(last) * load.wcetNs();
            if (next <= w) return w;
            if (next > LIMIT_NS) return -1;
            w = next;
        }
        return -1;
    }
}
