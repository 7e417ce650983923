package rtk.apps.verify.verdict;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.MessageSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioException;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.TaskSpec;
import rtk.apps.verify.Bound;
import rtk.apps.verify.Bounds;
import rtk.apps.verify.search.Laboratory;
import rtk.trace.analysis.Durations;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Verdict;

/// By how much each number of a design may grow, all others as they are, before a requirement breaks.
///
/// Whether one breaks is judged on the scenario as it is, and on analysis where a requirement of a longest response is proven at first. Grown
/// are the wcet and the rate of each task, and the rate of each message, in steps of a percent, by bisection: right where breaking is
/// monotonous, which scheduling anomalies of several resources may not be.
public final class Sensitivity {
    /// Growth beyond this is not looked at.
    public static final int PERCENT_MAX = 400;

    private static final int RATE = 100;

    private final Scenario scenario;
    private final String durationSetting;
    private final boolean declared;
    private final List<Requirement> proven;
    private final List<Requirement> held;

    /// A number and how far it may grow.
    ///
    /// @param what such as `wcet of task audio`
    /// @param percent it may grow and nothing breaks; [#PERCENT_MAX] if nothing broke
    /// @param breaks the requirement that breaks at one percent more, or null
    public record Slack(String what, int percent, String breaks) {}

    /// @param durationNs of each run
    public Sensitivity(Scenario scenario, long durationNs) {
        this.scenario = scenario;
        durationSetting = "duration=" + Durations.text(Math.min(durationNs, scenario.durationNs()));
        declared = scenario.processes().isEmpty() && scenario.boot() == null;
        Bounds bounds = declared ? Bounds.of(scenario) : null;
        Scenario shorter = loaded(List.of(durationSetting));
        RunAnalysis analysis = run(shorter);
        held = scenario.requirements().stream()
                .filter(require -> require.evaluate(analysis).verdict() == Verdict.Outcome.PASSED).toList();
        proven = held.stream().filter(require -> declared && keeps(require, bounds)).toList();
    }

    /// One for each wcet and rate, in the order of the file.
    public List<Slack> slacks() {
        var slacks = new ArrayList<Slack>();
        for (int i = 0; i < scenario.tasks().size(); i++) {
            TaskSpec task = scenario.tasks().get(i);
            slacks.add(slack("wcet of task " + task.name(), "tasks." + i + ".wcet=", task.wcetNs(), false));
            slacks.add(slack("rate of task " + task.name(), "tasks." + i + ".period=", task.periodNs(), true));
        }
        for (int i = 0; i < scenario.messages().size(); i++) {
            MessageSpec message = scenario.messages().get(i);
            slacks.add(slack("rate of message " + message.name(), "messages." + i + ".period=", message.periodNs(), true));
        }
        return slacks;
    }

    private Slack slack(String what, String setting, long ns, boolean rate) {
        String breaks = broken(setting, ns, rate, PERCENT_MAX);
        if (breaks == null) return new Slack(what, PERCENT_MAX, null);
        int holds = 0;
        int fails = PERCENT_MAX;
        while (fails - holds > 1) {
            int middle = (holds + fails) / 2;
            String broken = broken(setting, ns, rate, middle);
            if (broken == null) {
                holds = middle;
            } else {
                fails = middle;
                breaks = broken;
            }
        }
        return new Slack(what, holds, breaks);
    }

    /// What breaks when a number has grown by `percent`; null for nothing.
    private String broken(String setting, long ns, boolean rate, int percent) {
        long grownNs = rate ? Math.max(1, ns / (RATE + percent) * RATE) : ns / RATE * (RATE + percent);
        Scenario grown = loaded(List.of(durationSetting, setting + Durations.text(grownNs)));
        if (grown == null) return "the scenario itself";
        Bounds bounds = declared ? Bounds.of(grown) : null;
        for (Requirement require : proven) {
            if (!keeps(require, bounds)) return require.text() + " (by analysis)";
        }
        RunAnalysis analysis = run(grown);
        for (Requirement require : held) {
            if (require.evaluate(analysis).verdict() != Verdict.Outcome.PASSED) return require.text();
        }
        return null;
    }

    private static boolean keeps(Requirement require, Bounds bounds) {
        if (require.metric() != Requirement.Metric.MAX) return false;
        for (Bound bound : bounds.all()) {
            if (!bound.kind().name().equals(require.subject().name()) || !bound.name().equals(require.name())) continue;
            long limitNs = require.limit().longValue();
            return bound.isBounded() && (require.comparison() == Requirement.Comparison.BELOW
                    ? bound.boundNs() < limitNs
                    : bound.boundNs() <= limitNs);
        }
        return false;
    }

    /// @return null if the scenario does not allow it
    private Scenario loaded(List<String> settings) {
        var source = scenario.source();
        var all = new ArrayList<>(source.overrides());
        all.addAll(settings);
        try {
            return ScenarioFile.parse(source.file(), source.text(), source.root(), all);
        } catch (ScenarioException e) {
            return null;
        }
    }

    private static RunAnalysis run(Scenario one) {
        RunAnalysis analysis = one.newAnalysis();
        Laboratory.run(one, analysis, analysis);
        return analysis;
    }
}
