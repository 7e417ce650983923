package rtk.apps.verify.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes task sets: utilisations by [Utilisations], periods between two limits with their logarithms uniform (Emberson, Stafford, Davis,
/// WATERS 2010), priorities by rate.
///
/// @param tasks 1 to [#TASKS_MAX]
/// @param utilisation of all in millionths, above 0
/// @param shortestNs period, at least `granularityNs`
/// @param longestNs period, at least the shortest
/// @param granularityNs that periods are multiples of, at least 1
public record TaskSets(int tasks, long utilisation, Utilisations method, long shortestNs, long longestNs, long granularityNs) {
    /// Each has a priority of its own.
    public static final int TASKS_MAX = 253;
    private static final double MILLION = 1_000_000;

    /// @param priority larger is more urgent, from 1
    public record Task(String name, long periodNs, long wcetNs, int priority) {}

    public TaskSets {
        if (tasks < 1 || tasks > TASKS_MAX) throw new IllegalArgumentException("1 to " + TASKS_MAX + " tasks, not " + tasks);
        if (utilisation < 1) throw new IllegalArgumentException("a utilisation above 0, not " + utilisation + " millionths");
        if (granularityNs < 1 || shortestNs < granularityNs || longestNs < shortestNs) {
            throw new IllegalArgumentException(
                    "periods from " + shortestNs + " to " + longestNs + " in steps of " + granularityNs + " ns");
        }
    }

    /// The set of a seed, the most urgent task first.
    public List<Task> of(long seed) {
        var random = new SeedStream(seed);
        double[] shares = method.split(tasks, utilisation / MILLION, random);
        var raw = new ArrayList<Task>();
        for (double share : shares) {
            long periodNs = periodNs(random);
            raw.add(new Task("", periodNs, Math.max(1, (long) (share * periodNs)), 0));
        }
        raw.sort(Comparator.comparingLong(Task::periodNs));
        var set = new ArrayList<Task>();
        for (Task task : raw) set.add(new Task("t" + (set.size() + 1), task.periodNs(), task.wcetNs(), tasks - set.size()));
        return set;
    }

    private long periodNs(SeedStream random) {
        double low = StrictMath.log((double) shortestNs);
        double high = StrictMath.log((double) longestNs + granularityNs);
        long ns = (long) StrictMath.exp(low + random.nextUnit() * (high - low));
        return Math.clamp(ns / granularityNs * granularityNs, granularityNs, longestNs);
    }

    /// The set of a seed as a scenario file.
    public String scenario(long seed) {
        var text = new StringBuilder();
        text.append("# ").append(this).append(", seed ").append(seed).append('\n');
        text.append("scenario: random-").append(seed).append("\nseed: ").append(seed).append("\ntasks:\n");
        for (Task task : of(seed)) {
            text.append("  - { name: ").append(task.name()).append(", period: ").append(task.periodNs()).append("ns, wcet: ")
                    .append(task.wcetNs()).append("ns, priority: ").append(task.priority()).append(" }\n");
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return tasks + " tasks, utilisation " + utilisation + " millionths by " + method.name().toLowerCase(java.util.Locale.ROOT)
                + ", periods " + shortestNs + " to " + longestNs + " ns";
    }
}
