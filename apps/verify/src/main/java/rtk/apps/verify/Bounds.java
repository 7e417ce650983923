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
public record Bounds(List<Bound> tasks, List<Bound> messages, List<Bus> buses) {
    /// A bus.
    ///
    /// @param load frames of the longest length, with intermission, as a share of time in billionths, rounded up
    public record Bus(String name, long load) {}

    /// Analyses a scenario.
    public static Bounds of(Scenario scenario) {
        var messages = new ArrayList<Bound>();
        var buses = new ArrayList<Bus>();
        for (BoardSpec.Can can : scenario.buses()) {
            var traffic = new BusTraffic(scenario, can);
            buses.add(new Bus(can.name(), traffic.load()));
            messages.addAll(traffic.bounds());
        }
        List<String> order = scenario.messages().stream().map(message -> message.name()).toList();
        messages.sort((a, b) -> Integer.compare(order.indexOf(a.name()), order.indexOf(b.name())));
        return new Bounds(new TaskSet(scenario).bounds(), List.copyOf(messages), List.copyOf(buses));
    }

    /// All of them: tasks, then messages.
    public List<Bound> all() {
        var all = new ArrayList<>(tasks);
        all.addAll(messages);
        return all;
    }
}
