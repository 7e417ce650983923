package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.BoardSpec;
import rtk.apps.scenario.MessageSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.TaskSpec;
import rtk.apps.verify.Bound.Kind;
import rtk.apps.verify.bound.Response;

/// The worst cases of a scenario, from its text alone. Nothing is simulated, and no code is shared with what simulates.
///
/// @param tasks in the order of the file
/// @param messages in the order of the file
/// @param buses in the order of the file
/// @param paths in the order of the file
public record Bounds(List<Bound> tasks, List<Bound> messages, List<Bus> buses, List<Bound> paths) {
    /// Thirteen days. Longer times are not analysed, so that sums fit.
    public static final long TIME_MAX_NS = 1L << 50;

    /// A bus.
    ///
    /// @param load frames of the longest length, with intermission, as a share of time in billionths, rounded up
    public record Bus(String name, long load) {}

    /// Analyses a scenario by what it declares.
    public static Bounds of(Scenario scenario) { return of(scenario, null); }

    /// Analyses a scenario by what it declares, and by what its programs and interrupts were observed to ask for.
    ///
    /// @param observed a run of it, from its first event on; null for none
    public static Bounds of(Scenario scenario, Observed observed) {
        String tooLong = tooLong(scenario);
        if (tooLong != null)
            return none(scenario, "a time of " + tooLong + " is longer than the thirteen days that are analysed");
        var messages = new ArrayList<Bound>();
        var buses = new ArrayList<Bus>();
        for (BoardSpec.Can can : scenario.buses()) {
            var traffic = new BusTraffic(scenario, can);
            buses.add(new Bus(can.name(), traffic.load()));
            messages.addAll(traffic.bounds());
        }
        List<String> order = scenario.messages().stream().map(message -> message.name()).toList();
        messages.sort((a, b) -> Integer.compare(order.indexOf(a.name()), order.indexOf(b.name())));
        var bounds = new Bounds(TaskSet.bounds(scenario, observed), List.copyOf(messages), List.copyOf(buses), List.of());
        var paths = new PathBounds(scenario, bounds, observed, new TaskSet(scenario, observed, 0)).bounds();
        return new Bounds(bounds.tasks(), bounds.messages(), bounds.buses(), paths);
    }

    /// The name of something with a time that sums might not hold; null for none.
    private static String tooLong(Scenario scenario) {
        for (TaskSpec task : scenario.tasks()) {
            long longestNs = Math.max(Math.max(task.periodNs(), task.jitterNs()), Math.max(task.wcetNs(), task.offsetNs()));
            if (task.sporadic() != null) longestNs = Math.max(longestNs, task.sporadic().periodNs());
            if (longestNs > TIME_MAX_NS) return task.name();
        }
        for (MessageSpec message : scenario.messages()) {
            if (Math.max(message.periodNs(), message.jitterNs()) > TIME_MAX_NS) return message.name();
        }
        return null;
    }

    private static Bounds none(Scenario scenario, String reason) {
        return new Bounds(
                scenario.tasks().stream().map(task -> none(Kind.TASK, task.name(), task.deadlineNs(), reason)).toList(),
                scenario.messages().stream().map(message -> none(Kind.MESSAGE, message.name(), message.deadlineNs(), reason))
                        .toList(),
                List.of(), scenario.paths().stream().map(path -> none(Kind.PATH, path.name(), Response.NONE, reason)).toList());
    }

    private static Bound none(Kind kind, String name, long deadlineNs, String reason) {
        return Bound.none(kind, name, deadlineNs, List.of(), List.of(), reason);
    }

    /// All of them: tasks, messages, paths.
    public List<Bound> all() {
        var all = new ArrayList<>(tasks);
        all.addAll(messages);
        all.addAll(paths);
        return all;
    }
}
