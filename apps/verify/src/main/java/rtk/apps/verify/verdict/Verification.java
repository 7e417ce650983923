package rtk.apps.verify.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import rtk.apps.scenario.Scenario;
import rtk.apps.verify.Bound;
import rtk.apps.verify.Bounds;
import rtk.apps.verify.Observed;
import rtk.apps.verify.search.Best;
import rtk.apps.verify.search.Candidate;
import rtk.apps.verify.search.Choice;
import rtk.apps.verify.search.Exhaustion;
import rtk.apps.verify.search.Laboratory;
import rtk.apps.verify.search.Measure;
import rtk.apps.verify.search.Search;
import rtk.apps.verify.search.Shrinking;
import rtk.trace.TraceSink;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.Verdict;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.analysis.blame.Explanation;

/// Verifies a scenario: runs it as it is, bounds it, searches for the worst, and holds both against its requirements and each other.
///
/// Requirements of a largest value (`max`, `misses`) are judged on all runs. Percentiles, means, counts and bus loads are of a whole run of
/// the scenario as it is, and judged on that.
public final class Verification {
    private static final int BLAME_MAX = 4;

    private final Scenario scenario;
    private final Laboratory laboratory;
    private final RunAnalysis nominal;
    private final Bounds bounds;
    private final boolean observedDemand;
    private final boolean phasesFree;
    private String failure;
    private Candidate failed;
    private Search.Result found;
    private Exhaustion.Result exhaustion;
    private long shrinkingRuns;

    /// Runs the scenario as it is, and bounds it.
    public Verification(Scenario scenario, Choice.Phases phases) {
        this.scenario = scenario;
        laboratory = new Laboratory(scenario, phases);
        phasesFree = laboratory.choices().stream().anyMatch(choice -> choice.kind() == Choice.Kind.OFFSET);
        nominal = scenario.newAnalysis();
        observedDemand = !scenario.processes().isEmpty() || scenario.boot() != null;
        Observed observed = observedDemand ? new Observed() : null;
        TraceSink sink = observed == null ? nominal : nominal.and(observed);
        failure = Laboratory.run(scenario, nominal, sink);
        if (failure != null) failed = Candidate.asIs(laboratory.choices().size());
        bounds = Bounds.of(scenario, observed);
    }

    public Laboratory laboratory() { return laboratory; }

    /// The run of the scenario as it is.
    public RunAnalysis nominal() { return nominal; }

    public Bounds bounds() { return bounds; }

    public boolean isOnObservedDemand() { return observedDemand; }

    public boolean arePhasesFree() { return phasesFree; }

    /// How long runs of the search should last: the scenario's own duration, or less where that shows as much. Of tasks and messages the
    /// worst comes within their first busy periods; of a drive without faults, within any second as likely as within another.
    public long searchDurationNs() {
        boolean eventful = !scenario.faults().isEmpty() || scenario.boot() != null || !scenario.guards().isEmpty()
                || scenario.stimuli().stream().anyMatch(stimulus -> !(stimulus instanceof rtk.apps.scenario.StimulusSpec.Drive));
        if (eventful) return scenario.durationNs();
        if (observedDemand) return Math.min(scenario.durationNs(), 500_000_000);
        long longestNs = 0;
        for (var task : scenario.tasks())
            longestNs = Math.max(longestNs,
                    task.periodNs() + task.jitterNs() + task.offsetNs() + task.deadlineNs());
        for (var message : scenario.messages())
            longestNs = Math.max(longestNs,
                    message.periodNs() + message.jitterNs() + message.offsetNs() + message.deadlineNs());
        for (Bound bound : bounds.all()) {
            if (!bound.isBounded() && bound.kind() != Bound.Kind.PATH) return scenario.durationNs();
            longestNs = Math.max(longestNs, 2 * bound.busyPeriodNs());
        }
        return Math.min(scenario.durationNs(), Math.max(2 * longestNs, 1_000_000));
    }

    /// Searches for the worst.
    public void search(Search search, Search.Progress progress, BooleanSupplier stopped) {
        found = search.look(progress, stopped);
        if (failure == null && found.failure() != null) {
            failure = found.failure();
            failed = found.failed();
        }
    }

    /// Runs all combinations of some values of each choice instead.
    ///
    /// @param result what that gave
    public void exhausted(Exhaustion.Result result) {
        exhaustion = result;
        found = new Search.Result(result.runs(), result.bests(), result.failed(), result.failure());
        if (failure == null && result.failure() != null) {
            failure = result.failure();
            failed = result.failed();
        }
    }

    /// How far all combinations were run; null if that was not asked for.
    public Exhaustion.Result exhaustion() { return exhaustion; }

    /// What the search found; null if there was none.
    public Search.Result found() { return found; }

    /// What failed in the simulated system, in the scenario as it is or in the first run of the search that had it; null for nothing.
    public String failure() { return failure; }

    /// `path=value` settings of the run in which it failed.
    public List<String> failedSettings() { return failed == null ? List.of() : laboratory.settings(failed); }

    public long shrinkingRuns() { return shrinkingRuns; }

    /// The verdict on each requirement, in their order.
    public List<Judgement> judgements() {
        var judgements = new ArrayList<Judgement>();
        for (Requirement require : scenario.requirements()) judgements.add(judge(require));
        return judgements;
    }

    private Judgement judge(Requirement require) {
        Verdict asIs = require.evaluate(nominal);
        Best best = new Best(asIs.observed() == null ? Measure.NOTHING : asIs.observed().longValue(),
                Candidate.asIs(laboratory.choices().size()), 0);
        Number observed = asIs.observed();
        Verdict.Outcome outcome = asIs.verdict();
        int number = measure(require);
        if (number >= 0 && found != null && found.bests().get(number).value() > best.value()) {
            best = found.bests().get(number);
            observed = best.value();
            outcome = laboratory.measures().get(number).isBroken(best.value()) ? Verdict.Outcome.FAILED : Verdict.Outcome.PASSED;
        }
        boolean isFailed = outcome == Verdict.Outcome.FAILED;
        if (isFailed && number >= 0) {
            best = shrink(number, best);
            observed = best.value();
        }
        return new Judgement(require, outcome, observed, asIs.limit(), boundNs(require), best.candidate(),
                laboratory.settings(best.candidate()), isFailed ? blame(require, best.candidate()) : List.of());
    }

    private int measure(Requirement require) {
        for (int i = 0; i < laboratory.measures().size(); i++) {
            if (require.equals(laboratory.measures().get(i).require())) return i;
        }
        return -1;
    }

    private Best shrink(int measure, Best best) {
        var shrinking = new Shrinking(laboratory);
        Best smallest = shrinking.shrink(measure, best);
        shrinkingRuns += shrinking.runs();
        return smallest;
    }

    /// What the worst sample of a run is blamed on; of a bus, who takes its time.
    private List<Judgement.Blame> blame(Requirement require, Candidate candidate) {
        Scenario one = laboratory.of(candidate);
        RunAnalysis analysis = one.newAnalysis();
        if (require.subject() == Requirement.Subject.BUS) {
            var bus = new BusBlame(require.name());
            Laboratory.run(one, analysis, bus);
            return bus.longest(BLAME_MAX);
        }
        var series = new Series(Series.Kind.valueOf(require.subject().name()), require.name());
        var ledger = new BlameLedger(analysis, series::equals, true);
        Laboratory.run(one, analysis, ledger);
        Explanation worst = ledger.worst(series);
        if (worst == null) return List.of();
        return worst.shares().stream().limit(BLAME_MAX).map(share -> new Judgement.Blame(share.reason().text(), share.ns()))
                .toList();
    }

    private long boundNs(Requirement require) {
        if (require.metric() != Requirement.Metric.MAX) return -1;
        for (Bound bound : bounds.all()) {
            if (bound.kind().name().equals(require.subject().name()) && bound.name().equals(require.name()) && bound.isBounded())
                return speaking(bound);
        }
        return -1;
    }

    /// That of all phases if phases are free.
    private long speaking(Bound bound) { return phasesFree ? bound.boundNs() : bound.withOffsetsNs(); }

    /// What was simulated beside each bound. One on observed demand is held against the run that was observed.
    public List<Comparison> comparisons() {
        var comparisons = new ArrayList<Comparison>();
        for (Bound bound : bounds.all()) comparisons.add(compare(bound));
        return comparisons;
    }

    private Comparison compare(Bound bound) {
        var series = new Series(Series.Kind.valueOf(bound.kind().name()), bound.name());
        int number = laboratory.measures().indexOf(new Measure(series, false, null));
        var asIs = Candidate.asIs(laboratory.choices().size());
        boolean declared = !observedDemand || bound.kind() == Bound.Kind.MESSAGE;
        Best best = new Best(laboratory.measures().get(number).of(nominal), asIs, 0);
        long limitNs = declared ? speaking(bound) : bound.withOffsetsNs();
        if (declared && found != null && found.bests().get(number).value() > best.value()) best = found.bests().get(number);
        if (bound.isBounded() && best.value() > limitNs) best = shrink(number, best);
        return new Comparison(bound, best.value(), limitNs, !declared, best.candidate(), laboratory.settings(best.candidate()));
    }
}
