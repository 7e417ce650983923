package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.List;

/// Response times on one processor under fixed priorities.
///
/// ## The analysis
/// The level-*i* busy period starts when load of priority *i* or more becomes ready after an idle instant and lasts while there is
/// any; the longest one starts with all of it released at once, after its largest jitter. With blocking B it is the least
///
///     L = B + Σ ⌈(L + J) / T⌉ C                       over all load at least as urgent
///
/// and the *q*-th job in it is done at the least
///
///     w = B + q C + Σ ⌈(w + J) / T⌉ C                 over more urgent load
///
/// which is w − ((q − 1) T − J) after its nominal release. The worst of all jobs in the busy period counts: deadlines may
/// exceed periods (Lehoczky, RTSS 1990, theorem 1; Tindell, Burns, Wellings, Real-Time Systems 6, 1994, equations (7) to (10)).
///
/// **Non-preemptive ends**: a job that has begun its tail runs on. It begins it at the least
///
///     s = B + q C − tail + Σ (⌊(s + J) / T⌋ + 1) C    over more urgent load
///
/// (Bril, Lukkien, Verhaegh, Real-Time Systems 42, 2009, theorem 15; Buttazzo, Bertogna, Yao, IEEE TII 9, 2013, section IV).
///
/// **Equal priorities** are served in order of release. What a job that is released `a` into the busy period finds before it are all
/// jobs of its level released by then, of its own load ⌊a / T⌋ + 1. The response as a function of `a` falls between the instants at which
/// one of these numbers steps, so that the worst is at a step (Martin, Minet, George, "FP/FIFO", INRIA report 5051, 2003, property 2, with
/// jitter).
///
/// ## When there is no bound
/// The busy period ends if the utilisation of the level is less than one, or just one without jitter and blocking. More than
/// [#STEPS_MAX] steps count as not ending.
public final class FixedPriority {
    /// Steps of all fixed-point iterations for one load.
    public static final int STEPS_MAX = 2_000_000;
    private static final long LIMIT_NS = 1L << 61;

    private final List<Load> loads;

    public FixedPriority(List<Load> loads) { this.loads = List.copyOf(loads); }

    /// The worst case of each load, in their order.
    public static List<Response> of(List<Load> loads) {
        var analysis = new FixedPriority(loads);
        var responses = new ArrayList<Response>(loads.size());
        for (int i = 0; i < loads.size(); i++) responses.add(analysis.response(i));
        return responses;
    }

    /// The worst case of the load of this index.
    public Response response(int index) {
        Load own = loads.get(index);
        var above = new ArrayList<Load>();
        var equal = new ArrayList<Load>();
        for (int i = 0; i < loads.size(); i++) {
            Load other = loads.get(i);
            if (i == index || other.priority() < own.priority()) continue;
            (other.priority() == own.priority() ? equal : above).add(other);
        }
        return response(own, above, equal);
    }

    /// The worst case of `own` beside load that precedes it.
    ///
    /// @param above more urgent load
    /// @param equal load that is served with it in order of release
    public static Response response(Load own, List<Load> above, List<Load> equal) {
        if (!ends(own, above, equal)) return Response.UNBOUNDED;
        var level = new Level(own, above.toArray(Load[]::new), equal.toArray(Load[]::new));
        try {
            return equal.isEmpty() && own.tailNs() == 0 ? level.alone() : level.shared();
        } catch (Unending e) {
            return Response.UNBOUNDED;
        }
    }

    /// The longest time from the *real* release of a job to its completion: of load whose jitter says how it comes in bursts.
    /// max over q of w − max(0, (q − 1) T − J), without equals and tails.
    ///
    /// @return [Response#NONE] if there is none
    public static long fromRelease(Load own, List<Load> above) {
        if (!ends(own, above, List.of())) return Response.NONE;
        try {
            return new Level(own, above.toArray(Load[]::new), new Load[0]).fromRelease();
        } catch (Unending e) {
            return Response.NONE;
        }
    }

    private static boolean ends(Load own, List<Load> above, List<Load> equal) {
        var all = new ArrayList<Load>(above.size() + equal.size() + 1);
        all.addAll(above);
        all.addAll(equal);
        all.add(own);
        int full = Utilisation.comparedToOne(all);
        if (full != 0) return full < 0;
        if (own.blockingNs() > 0) return false;
        for (Load load : all) {
            if (load.jitterNs() > 0) return false;
        }
        return true;
    }

    /// A busy period that does not end within the limits.
    private static final class Unending extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Unending() { super("the busy period does not end", null, false, false); }
    }

    /// One level of priority: the load asked about, and what precedes it.
    private static final class Level {
        private final Load own;
        private final Load[] above;
        private final Load[] equal;
        private int steps;

        Level(Load own, Load[] above, Load[] equal) {
            this.own = own;
            this.above = above;
            this.equal = equal;
        }

        /// Fully preemptive, alone on its level: the busy period ends with the first job that is done before the next is released.
        Response alone() {
            long worst = 0;
            long doneNs = 0;
            for (long q = 1;; q++) {
                step();
                doneNs = done(own.blockingNs() + q * own.wcetNs(), doneNs + own.wcetNs());
                long nominalNs = (q - 1) * own.periodNs() - own.jitterNs();
                worst = Math.max(worst, doneNs - nominalNs);
                if (doneNs <= nominalNs + own.periodNs()) return new Response(worst, doneNs, q);
            }
        }

        long fromRelease() {
            long worst = 0;
            long doneNs = 0;
            for (long q = 1;; q++) {
                step();
                doneNs = done(own.blockingNs() + q * own.wcetNs(), doneNs + own.wcetNs());
                long nextNs = q * own.periodNs() - own.jitterNs();
                worst = Math.max(worst, doneNs - Math.max(0, nextNs - own.periodNs()));
                if (doneNs <= nextNs) return worst;
            }
        }

        Response shared() {
            long busyNs = busyPeriod();
            long worst = 0;
            for (long a = 0; a >= 0 && a < busyNs; a = nextStep(a)) {
                step();
                long before = own.blockingNs() + (a / own.periodNs() + 1) * own.wcetNs();
                for (Load load : equal) before += load.releasesUpTo(a) * load.wcetNs();
                long doneNs = own.tailNs() == 0
                        ? done(before, before)
                        : tailBegins(before - own.tailNs()) + own.tailNs();
                worst = Math.max(worst, own.jitterNs() + doneNs - a);
            }
            return new Response(worst, busyNs, own.releasesWithin(busyNs));
        }

        /// The next instant after `a` at which a job of the level is released.
        private long nextStep(long a) {
            long next = (a / own.periodNs() + 1) * own.periodNs();
            for (Load load : equal) next = Math.min(next, load.releasesUpTo(a) * load.periodNs() - load.jitterNs());
            return next;
        }

        private long busyPeriod() {
            long w = own.blockingNs() + own.wcetNs();
            for (Load load : equal) w += load.wcetNs();
            for (Load load : above) w += load.wcetNs();
            w = Math.max(w, 1);
            for (;;) {
                long sum = own.blockingNs() + own.releasesWithin(w) * own.wcetNs();
                for (Load load : equal) sum = plus(sum, load.releasesWithin(w) * load.wcetNs());
                for (Load load : above) sum = plus(sum, load.releasesWithin(w) * load.wcetNs());
                if (sum <= w) return w;
                w = sum;
                step();
            }
        }

        /// The least w ≥ `fromNs` with w = `workNs` + what more urgent load is released in `[0, w)`.
        private long done(long workNs, long fromNs) {
            long w = Math.max(fromNs, workNs);
            for (;;) {
                long sum = workNs;
                for (Load load : above) sum = plus(sum, load.releasesWithin(w) * load.wcetNs());
                if (sum <= w) return w;
                w = sum;
                step();
            }
        }

        /// The least s with s = `workNs` + what more urgent load is released in `[0, s]`.
        private long tailBegins(long workNs) {
            long s = workNs;
            for (;;) {
                long sum = workNs;
                for (Load load : above) sum = plus(sum, load.releasesUpTo(s) * load.wcetNs());
                if (sum <= s) return s;
                s = sum;
                step();
            }
        }

        private void step() {
            if (++steps > STEPS_MAX) throw new Unending();
        }

        private static long plus(long sum, long more) {
            if (sum > LIMIT_NS) throw new Unending();
            return sum + more;
        }
    }
}
