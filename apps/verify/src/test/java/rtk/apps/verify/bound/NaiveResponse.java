package rtk.apps.verify.bound;

import java.util.List;

/// Response times for small numbers, with as little cleverness as possible: it asks of every instant whether the processor is done.
final class NaiveResponse {
    private NaiveResponse() {}

    /// The first instant at which the work asked for before it is done.
    private static long firstDone(long work, List<Load> loads, int index) {
        for (long t = 1;; t++) {
            long asked = work;
            for (Load load : loads) {
                if (load.priority() > loads.get(index).priority()) asked += releasesBefore(load, t) * load.wcetNs();
            }
            if (asked <= t) return t;
        }
    }

    /// Counts nominal instants −J, T − J, … that can be released before `t` if the first is released at 0.
    private static long releasesBefore(Load load, long t) {
        long count = 0;
        for (long nominal = -load.jitterNs(); nominal < t; nominal += load.periodNs()) count++;
        return count;
    }

    static long firstJobNs(List<Load> loads, int index) {
        Load own = loads.get(index);
        return own.jitterNs() + firstDone(own.blockingNs() + own.wcetNs(), loads, index);
    }

    /// All jobs until one is done before the next can be released. Priorities differ.
    static Response of(List<Load> loads, int index) {
        Load own = loads.get(index);
        long worst = 0;
        for (long q = 1;; q++) {
            long done = firstDone(own.blockingNs() + q * own.wcetNs(), loads, index);
            long nominal = -own.jitterNs() + (q - 1) * own.periodNs();
            worst = Math.max(worst, done - nominal);
            if (done <= nominal + own.periodNs()) return new Response(worst, done, q);
        }
    }
}
