package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.BoardSpec;
import rtk.apps.scenario.Scenario;

/// The worst cases of a scenario, from its text alone. Nothing is simulated, and no code is shared with what simulates.
///
/// @param tasks in the order of the file
/// @param messages in the order of the file
/// @param buses in the order of the file
/// @param paths in the order of the file
public record Bounds(List<Bound> tasks, List<Bound> messages, List<Bus> buses, List<Bound> paths) {
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

    /// All of them: tasks, messages, paths.
    public List<Bound> all() {
        var all = new ArrayList<>(tasks);
        all.addAll(messages);
        all.addAll(paths);
        return all;
    }
}
