package rtk.apps.verify.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.MessageSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioException;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.Simulation;
import rtk.apps.scenario.TaskSpec;
import rtk.kernel.KernelPanic;
import rtk.kernel.SpinningException;
import rtk.trace.TraceSink;
import rtk.trace.analysis.Durations;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;

/// Runs candidates of one scenario. May be used by several threads at once: runs share nothing that changes.
public final class Laboratory {
    private final Scenario scenario;
    private final List<Choice> choices;
    private final List<Measure> measures;

    public Laboratory(Scenario scenario, Choice.Phases phases) {
        this.scenario = scenario;
        choices = Choice.of(scenario, phases);
        measures = measures(scenario);
    }

    /// The longest of all that is measured, and what is required to be small.
    private static List<Measure> measures(Scenario scenario) {
        var series = new ArrayList<Series>();
        scenario.paths().forEach(path -> series.add(new Series(Series.Kind.PATH, path.name())));
        for (TaskSpec task : scenario.tasks()) series.add(new Series(Series.Kind.TASK, task.name()));
        for (MessageSpec message : scenario.messages()) series.add(new Series(Series.Kind.MESSAGE, message.name()));
        var measures = new ArrayList<Measure>();
        for (Series one : series) measures.add(new Measure(one, false, null));
        for (Requirement require : scenario.requirements()) {
            boolean misses = require.metric() == Requirement.Metric.MISSES;
            if (!misses && require.metric() != Requirement.Metric.MAX) continue;
            measures.add(new Measure(new Series(Series.Kind.valueOf(require.subject().name()), require.name()), misses, require));
        }
        return List.copyOf(measures);
    }

    public Scenario scenario() { return scenario; }

    public List<Choice> choices() { return choices; }

    public List<Measure> measures() { return measures; }

    /// The `path=value` settings of a candidate, on top of those that the scenario was loaded with.
    public List<String> settings(Candidate candidate) {
        var settings = new ArrayList<String>();
        for (int i = 0; i < choices.size(); i++) {
            Long value = candidate.values().get(i);
            if (value != null) settings.addAll(choices.get(i).settings(value, length(choices.get(i))));
        }
        if (candidate.durationNs() != 0 && candidate.durationNs() != scenario.durationNs())
            settings.add("duration=" + Durations.text(candidate.durationNs()));
        return settings;
    }

    private int length(Choice choice) {
        int number = 0;
        for (MessageSpec message : scenario.messages()) {
            String end = choice.path().substring(choice.path().indexOf('.') + 1);
            if (end.equals(message.name()) || end.equals(Integer.toString(number))) return message.length();
            number++;
        }
        return 0;
    }

    /// The scenario that a candidate is.
    public Scenario of(Candidate candidate) {
        var source = scenario.source();
        var settings = new ArrayList<>(source.overrides());
        settings.addAll(settings(candidate));
        try {
            return ScenarioFile.parse(source.file(), source.text(), source.root(), settings);
        } catch (ScenarioException e) {
            throw new IllegalStateException("a candidate that is no scenario: " + settings(candidate) + ": " + e.getMessage(), e);
        }
    }

    /// Runs a candidate.
    Trial run(Candidate candidate) {
        Scenario one = of(candidate);
        RunAnalysis analysis = one.newAnalysis();
        String failure = run(one, analysis, analysis);
        var values = new ArrayList<Long>();
        for (Measure measure : measures) values.add(measure.of(analysis));
        return new Trial(values, failure);
    }

    /// Runs a scenario, `sink` told of all of it.
    ///
    /// @return what failed in it, or null
    public static String run(Scenario scenario, RunAnalysis analysis, TraceSink sink) {
        try (var simulation = new Simulation(scenario, sink, Simulation.Options.DEFAULT.spinLimitMs(0))) {
            simulation.run();
            analysis.finish(simulation.world().nowNs());
            if (simulation.inputFailure() != null) return simulation.inputFailure().getMessage();
            if (!simulation.failures().isEmpty()) {
                var first = simulation.failures().getFirst();
                return "process " + first.process() + " failed at " + Durations.text(first.atNs()) + ": " + first.message();
            }
            return simulation.findings().stream().filter(Simulation.Finding::lasts).findFirst()
                    .map(found -> "deadlock at " + Durations.text(found.diagnostic().atNs()) + ": " + found.diagnostic().text())
                    .orElse(null);
        } catch (SpinningException | KernelPanic fatal) {
            return fatal.getMessage();
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
