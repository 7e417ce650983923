package rtk.apps.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.Simulation;
import rtk.apps.verify.Bound;
import rtk.apps.verify.Bounds;
import rtk.apps.verify.Observed;
import rtk.board.sim.Ns;

/// `rtk bound`: worst cases by analysis alone.
@Command(name = "bound", description = "Worst-case bounds by analysis alone: response times of tasks and messages.")
final class BoundVerb implements Callable<Integer> {
    private static final double BILLION = 1e9;

    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A scenario file, builtin:cockpit, or - for standard input.")
    private String location;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Changes a value of the scenario, for example board.costs=zero.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--observe", description = "Simulates the scenario once and bounds on top of what its programs and interrupts were seen to ask for.")
    private boolean observe;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    BoundVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = RunOptions.load(location, settings, console);
        Bounds bounds = Bounds.of(scenario, observe ? observed(scenario) : null);
        if (json) console.line("%s", Json.of(document(bounds)));
        else table(bounds);
        return ExitCode.OK;
    }

    private static Observed observed(Scenario scenario) throws IOException {
        var observed = new Observed();
        try (var simulation = new Simulation(scenario, observed, Simulation.Options.DEFAULT)) {
            simulation.run();
            if (simulation.inputFailure() != null) throw simulation.inputFailure();
        }
        return observed;
    }

    private static Map<String, Object> document(Bounds bounds) {
        var document = new LinkedHashMap<String, Object>();
        document.put("contract", Version.CONTRACT);
        document.put("tasks", bounds.tasks().stream().map(BoundVerb::task).toList());
        document.put("messages", bounds.messages().stream().map(BoundVerb::message).toList());
        var buses = new ArrayList<Map<String, Object>>();
        for (Bounds.Bus bus : bounds.buses()) {
            var row = new LinkedHashMap<String, Object>();
            row.put("name", bus.name());
            row.put("utilisation", bus.load() / BILLION);
            buses.add(row);
        }
        document.put("buses", buses);
        document.put("paths", bounds.paths().stream().map(BoundVerb::path).toList());
        return document;
    }

    private static Map<String, Object> task(Bound bound) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", bound.name());
        row.put("bound", nullable(bound.boundNs()));
        row.put("deadline", nullable(bound.deadlineNs()));
        row.put("schedulable", bound.isSchedulable());
        row.put("busyPeriod", nullable(bound.busyPeriodNs()));
        row.put("jobs", bound.jobs());
        row.put("withOffsets", nullable(bound.withOffsetsNs()));
        row.put("blocking", bound.termNs("blocking"));
        explain(bound, row);
        return row;
    }

    private static Map<String, Object> message(Bound bound) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", bound.name());
        row.put("bound", nullable(bound.boundNs()));
        row.put("transmission", bound.termNs("transmission"));
        row.put("deadline", nullable(bound.deadlineNs()));
        row.put("schedulable", bound.isSchedulable());
        row.put("busyPeriod", nullable(bound.busyPeriodNs()));
        row.put("instances", bound.jobs());
        explain(bound, row);
        return row;
    }

    private static Map<String, Object> path(Bound bound) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", bound.name());
        row.put("bound", nullable(bound.boundNs()));
        explain(bound, row);
        return row;
    }

    private static void explain(Bound bound, Map<String, Object> row) {
        row.put("terms", bound.terms());
        row.put("assumptions", bound.assumptions());
        row.put("reason", bound.reason());
    }

    private static Long nullable(long ns) { return ns < 0 ? null : ns; }

    private void table(Bounds bounds) {
        List<Bound> all = bounds.all();
        int width = all.stream().mapToInt(bound -> bound.name().length()).max().orElse(0);
        String format = "%-" + Math.max(width, 1) + "s  %12s  %12s  %12s  %s";
        console.line(format, "", "bound", "with offsets", "deadline", "");
        for (Bound bound : all) {
            String verdict = bound.deadlineNs() < 0 ? "" : bound.isSchedulable() ? "met" : "missed";
            if (!bound.isBounded()) verdict = "unbounded: " + bound.reason();
            String offsets = bound.withOffsetsNs() == bound.boundNs() ? "" : text(bound.withOffsetsNs());
            console.line(format, bound.name(), text(bound.boundNs()), offsets, text(bound.deadlineNs()), verdict);
        }
        for (Bounds.Bus bus : bounds.buses()) {
            if (bus.load() > 0) console.line("bus %s: load at most %.1f%%", bus.name(), bus.load() / BILLION * 100);
        }
        var assumptions = new LinkedHashSet<String>();
        all.forEach(bound -> assumptions.addAll(bound.assumptions()));
        if (!assumptions.isEmpty()) console.line("assuming");
        for (String assumption : assumptions) console.line("  %s", assumption);
    }

    private static String text(long ns) { return ns < 0 ? "-" : Ns.text(ns); }
}
