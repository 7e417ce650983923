package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// What less urgent tasks keep more urgent ones waiting on one processor, by the protocols of the mutexes they share.
///
/// A mutex has a ceiling: the highest priority that locks it, raised by that of mutexes it is locked inside of, because what
/// they inherit it inherits.
///
/// - **Ceiling** (immediate, `PTHREAD_PRIO_PROTECT`): one critical section of one less urgent task, the longest under a ceiling at least as
///   high as the task's priority. Baker, RTSS 1990; Buttazzo, Hard Real-Time Computing Systems, 3rd ed., 7.7–7.8.
/// - **Inheritance**: from each less urgent task at most one outermost section that has such a mutex in it; without nesting also at
///   most one for each mutex, whichever sum is less. Sha, Rajkumar, Lehoczky, IEEE TC 39, 1990, theorems 3 and 6; Buttazzo, 7.6.
///   The second rule is for kernels where who unlocks can lock again before a less urgent waiter does. Where ownership is handed
///   to the waiter, as here, each request of a task at least as urgent can meet another of them: as many sections of one mutex count as
///   there are requests for it in the busy period, each of another task. With one request it is the published rule.
/// - **None**: whoever is between the least and the most urgent user of the mutex has no bound that we give: an owner that others
///   preempt holds up the waiter for as long as they like, and what waits so comes later in bursts.
///
/// Mutexes of inheritance or none that are locked inside one another in a circle can deadlock: no bound for anybody who locks.
public final class Blocking {
    /// How a mutex treats its owner.
    public enum Protocol {
        NONE, INHERIT, CEILING
    }

    /// @param ceiling for [Protocol#CEILING]
    public record Mutex(String name, Protocol protocol, int ceiling) {}

    /// A critical section in a job's processor time.
    ///
    /// @param mutex index
    /// @param afterNs of the job's own processor time, when it begins
    /// @param forNs of it, how long it is
    /// @param longNs how long it keeps others out, with what the kernel takes
    public record Section(int mutex, long afterNs, long forNs, long longNs) {
        public Section(int mutex, long afterNs, long forNs) { this(mutex, afterNs, forNs, forNs); }

        private boolean holds(Section other) {
            return other != this && afterNs <= other.afterNs && other.afterNs + other.forNs <= afterNs + forNs;
        }
    }

    /// What locks.
    ///
    /// @param sections properly nested, outer before inner
    public record Task(int priority, List<Section> sections) {
        boolean locks(int mutex) { return sections.stream().anyMatch(section -> section.mutex() == mutex); }
    }

    /// @param blockingNs at most; [Response#NONE] if nothing bounds it
    /// @param reason why not; else null
    public record Result(long blockingNs, String reason) {}

    private final List<Task> tasks;
    private final List<Mutex> mutexes;
    /// By mutex: the highest priority that owning it can lead to; 0 if nobody locks it.
    private final int[] ceilings;
    /// By outer and inner mutex.
    private final boolean[][] inside;
    private boolean nested;

    /// @param tasks of one processor
    public Blocking(List<Task> tasks, List<Mutex> mutexes) {
        this.tasks = List.copyOf(tasks);
        this.mutexes = List.copyOf(mutexes);
        ceilings = new int[mutexes.size()];
        inside = new boolean[mutexes.size()][mutexes.size()];
        for (Task task : tasks) {
            for (Section section : task.sections()) {
                int m = section.mutex();
                int own = mutexes.get(m).protocol() == Protocol.CEILING ? mutexes.get(m).ceiling() : task.priority();
                ceilings[m] = Math.max(ceilings[m], own);
                for (Section inner : task.sections()) {
                    if (!isOutside(task, section, inner)) continue;
                    inside[m][inner.mutex()] = true;
                    nested = true;
                }
            }
        }
        close();
    }

    private static boolean isOutside(Task task, Section outer, Section inner) {
        return outer.holds(inner) && (!inner.holds(outer) || task.sections().indexOf(outer) < task.sections().indexOf(inner));
    }

    /// Transitive closure of nesting, and ceilings through it.
    private void close() {
        int n = mutexes.size();
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) inside[i][j] |= inside[i][k] && inside[k][j];
            }
        }
        int[] direct = ceilings.clone();
        for (int outer = 0; outer < n; outer++) {
            for (int inner = 0; inner < n; inner++) {
                if (inside[outer][inner]) ceilings[inner] = Math.max(ceilings[inner], direct[outer]);
            }
        }
    }

    /// Whether the task may wait for a mutex, so that it loses its place among equals.
    public boolean mayWait(int index) {
        for (Section section : tasks.get(index).sections()) {
            if (mutexes.get(section.mutex()).protocol() == Protocol.CEILING) continue;
            for (int other = 0; other < tasks.size(); other++) {
                if (other != index && tasks.get(other).locks(section.mutex())) return true;
            }
        }
        return false;
    }

    /// The longest that the task of this index is blocked in a busy period in which each task has one job.
    public Result of(int index) {
        var jobs = new long[tasks.size()];
        Arrays.fill(jobs, 1);
        return of(index, jobs);
    }

    /// The longest that the task of this index is blocked in a busy period of its level.
    ///
    /// @param jobs of each task in that
    public Result of(int index, long[] jobs) { return of(tasks.get(index), jobs); }

    /// For something of this priority that locks nothing, in any busy period.
    public Result at(int priority) {
        var jobs = new long[tasks.size()];
        Arrays.fill(jobs, Integer.MAX_VALUE);
        return of(new Task(priority, List.of()), jobs);
    }

    private Result of(Task own, long[] jobs) {
        String reason = unbounded(own);
        if (reason != null) return new Result(Response.NONE, reason);
        return new Result(inherited(own.priority(), jobs) + underCeiling(own.priority()), null);
    }

    /// A response, and the blocking in it.
    public record Settled(Response response, long blockingNs) {}

    /// The worst case of the task of this index: the longer the busy period, the more requests are in it, the longer the blocking; from one job of
    /// each task on upwards until nothing changes.
    ///
    /// @param loads of all tasks, in their order
    /// @param own that of the task, with what else blocks it
    public Settled response(int index, List<Load> loads, Load own, List<Load> above, List<Load> equal) {
        var jobs = new long[tasks.size()];
        Arrays.fill(jobs, 1);
        Result blocked = of(index, jobs);
        if (blocked.reason() != null) return new Settled(Response.UNBOUNDED, Response.NONE);
        for (;;) {
            Response response = FixedPriority.response(own.blockingNs(own.blockingNs() + blocked.blockingNs()), above, equal);
            if (!response.isBounded()) return new Settled(response, blocked.blockingNs());
            for (int i = 0; i < jobs.length; i++) jobs[i] = loads.get(i).releasesWithin(response.busyPeriodNs());
            Result again = of(index, jobs);
            if (again.blockingNs() <= blocked.blockingNs()) return new Settled(response, blocked.blockingNs());
            blocked = again;
        }
    }

    private String unbounded(Task own) {
        for (int m = 0; m < mutexes.size(); m++) {
            Mutex mutex = mutexes.get(m);
            if (mutex.protocol() != Protocol.CEILING && inside[m][m] && !own.sections().isEmpty()) {
                return "mutex " + mutex.name() + " is locked inside others in a circle: a deadlock is possible";
            }
            if (mutex.protocol() != Protocol.NONE) continue;
            int least = Integer.MAX_VALUE;
            for (Task task : tasks) {
                if (task.locks(m)) least = Math.min(least, task.priority());
            }
            if (least < own.priority() && own.priority() <= ceilings[m]) {
                return "mutex " + mutex.name() + " has protocol none: nothing bounds a priority inversion there";
            }
        }
        return null;
    }

    private boolean reaches(Section section, Protocol protocol, int priority) {
        return mutexes.get(section.mutex()).protocol() == protocol && ceilings[section.mutex()] >= priority;
    }

    private long underCeiling(int priority) {
        long longest = 0;
        for (Task task : tasks) {
            if (task.priority() >= priority) continue;
            for (Section section : task.sections()) {
                if (reaches(section, Protocol.CEILING, priority)) longest = Math.max(longest, section.longNs());
            }
        }
        return longest;
    }

    private long inherited(int priority, long[] jobs) {
        long byTask = 0;
        List<List<Long>> sections = new ArrayList<>();
        for (int m = 0; m < mutexes.size(); m++) sections.add(new ArrayList<>());
        for (Task task : tasks) {
            if (task.priority() >= priority) continue;
            long longest = 0;
            var byMutex = new long[mutexes.size()];
            for (Section section : task.sections()) {
                if (!reaches(section, Protocol.INHERIT, priority)) continue;
                longest = Math.max(longest, outermost(task, section).longNs());
                byMutex[section.mutex()] = Math.max(byMutex[section.mutex()], section.longNs());
            }
            byTask += longest;
            for (int m = 0; m < byMutex.length; m++) if (byMutex[m] > 0) sections.get(m).add(byMutex[m]);
        }
        if (nested) return byTask;
        long byRequest = 0;
        for (int m = 0; m < mutexes.size(); m++) {
            sections.get(m).sort(Comparator.reverseOrder());
            byRequest += sections.get(m).stream().limit(requests(m, priority, jobs)).mapToLong(ns -> ns).sum();
        }
        return Math.min(byTask, byRequest);
    }

    private long requests(int mutex, int priority, long[] jobs) {
        long requests = 0;
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).priority() < priority) continue;
            long each = tasks.get(i).sections().stream().filter(section -> section.mutex() == mutex).count();
            requests += Math.min(each * jobs[i], tasks.size());
        }
        return requests;
    }

    private static Section outermost(Task task, Section section) {
        var around = new ArrayList<Section>();
        for (Section other : task.sections()) {
            if (isOutside(task, other, section)) around.add(other);
        }
        return around.isEmpty() ? section : around.getFirst();
    }
}
