package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/// The earliest and the latest finish of each job of a set, over all its releases and execution times, on one processor without
/// preemption: exact.
///
/// ## The graph
/// A state is which jobs are done and between which instants the processor becomes free. From it go the jobs that can be next: job *j* can
/// start between
///
///     earliest = max(earliest free, earliest release of j)
///     latest   = min(t_idle, t_urgent − 1)
///
/// where t_idle is max(latest free, the first instant by which some job is certainly released), because the processor does not wait
/// for more, and t_urgent is the first instant from which a more urgent job is certainly released. States with the same jobs done and
/// intervals that touch are one state; that loses nothing. A schedule *is* a path, so what the paths reach is what can happen.
///
/// Source: Nasri, Brandenburg, "An exact and sustainable analysis of non-preemptive scheduling", RTSS 2017, sections III and IV
/// (definitions 4 to 6, merging by definition 8).
public final class JobSetGraph {
    /// States in one layer of the graph at most.
    public static final int STATES_MAX = 1_000_000;

    /// A job. All times are whole; ranges include both ends.
    ///
    /// @param priority the smaller is more urgent; of equal ones the one with the smaller index goes first
    public record Job(long releaseFrom, long releaseTo, long costFrom, long costTo, long priority) {
        public Job {
            if (releaseFrom < 0 || releaseTo < releaseFrom || costFrom < 0 || costTo < costFrom || costTo > Load.TIME_MAX
                    || releaseTo > Load.TIME_MAX) {
                throw new IllegalArgumentException(
                        "a job of release " + releaseFrom + " to " + releaseTo + ", cost " + costFrom + " to " + costTo);
            }
        }
    }

    /// When a job is done.
    public record Finish(long earliest, long latest) {
        private Finish and(long from, long to) { return new Finish(Math.min(earliest, from), Math.max(latest, to)); }
    }

    /// When the processor becomes free.
    private record Free(long from, long to) {}

    private final List<Job> jobs;
    private final Finish[] finishes;

    private JobSetGraph(List<Job> jobs) {
        this.jobs = List.copyOf(jobs);
        finishes = new Finish[jobs.size()];
    }

    /// The range of each job, in their order.
    ///
    /// @throws IllegalStateException with too many states
    public static List<Finish> finishes(List<Job> jobs) {
        var graph = new JobSetGraph(jobs);
        graph.explore();
        return Arrays.asList(graph.finishes);
    }

    /// Layer by layer: after *n* steps *n* jobs are done.
    private void explore() {
        var layer = new TreeMap<String, Layered>();
        layer.put("", new Layered(new BitSet(), List.of(new Free(0, 0))));
        for (int step = 0; step < jobs.size(); step++) {
            var next = new TreeMap<String, Layered>();
            for (Layered states : layer.values()) {
                for (Free free : merged(states.free())) dispatch(states.done(), free, next);
            }
            if (next.size() > STATES_MAX) throw new IllegalStateException("more than " + STATES_MAX + " states");
            layer = next;
        }
    }

    private record Layered(BitSet done, List<Free> free) {}

    private static List<Free> merged(List<Free> free) {
        var sorted = new ArrayList<>(free);
        sorted.sort((a, b) -> a.from() != b.from() ? Long.compare(a.from(), b.from()) : Long.compare(a.to(), b.to()));
        var merged = new ArrayList<Free>();
        for (Free one : sorted) {
            Free last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || one.from() > last.to()) merged.add(one);
            else merged.set(merged.size() - 1, new Free(last.from(), Math.max(last.to(), one.to())));
        }
        return merged;
    }

    private void dispatch(BitSet done, Free free, TreeMap<String, Layered> next) {
        long certain = Long.MAX_VALUE;
        for (int i = 0; i < jobs.size(); i++) if (!done.get(i)) certain = Math.min(certain, jobs.get(i).releaseTo());
        long idleEnds = Math.max(free.to(), certain);
        for (int i = 0; i < jobs.size(); i++) {
            if (done.get(i)) continue;
            Job job = jobs.get(i);
            long earliest = Math.max(free.from(), job.releaseFrom());
            long latest = Math.min(idleEnds, urgentFrom(done, i) - 1);
            if (earliest > latest) continue;
            var ends = new Free(earliest + job.costFrom(), latest + job.costTo());
            finishes[i] = finishes[i] == null ? new Finish(ends.from(), ends.to()) : finishes[i].and(ends.from(), ends.to());
            var after = (BitSet) done.clone();
            after.set(i);
            next.computeIfAbsent(after.toString(), key -> new Layered(after, new ArrayList<>())).free().add(ends);
        }
    }

    /// The first instant at which a job that goes before the `i`-th is certainly there.
    private long urgentFrom(BitSet done, int i) {
        long from = Long.MAX_VALUE;
        for (int other = 0; other < jobs.size(); other++) {
            Job job = jobs.get(other);
            boolean precedes = job.priority() < jobs.get(i).priority() || (job.priority() == jobs.get(i).priority() && other < i);
            if (other != i && !done.get(other) && precedes) from = Math.min(from, job.releaseTo());
        }
        return from;
    }
}
