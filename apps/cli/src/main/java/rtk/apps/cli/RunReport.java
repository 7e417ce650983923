package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import rtk.apps.scenario.Scenario;
import rtk.apps.verify.Bound;
import rtk.apps.verify.Bounds;
import rtk.apps.verify.Observed;
import rtk.trace.TraceSink;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.MessageResult;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.TaskResult;
import rtk.trace.analysis.Verdict;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.analysis.blame.Explanation;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.file.TraceFile;
import rtk.viz.LatencySeries;
import rtk.viz.SampleTrack;
import rtk.viz.gantt.Gantt;
import rtk.viz.gantt.GanttRecorder;

/// All that a report says about a trace, read in two passes: what happened, and the windows around the worst samples.
///
/// @param facts of the file
/// @param bounds by analysis; from what was observed too if the trace is whole
/// @param measured what has samples, in the order of the scenario: paths, tasks, messages
/// @param unexercised what has none
record RunReport(Facts facts, Scenario scenario, RunAnalysis analysis, Bounds bounds, List<Measured> measured,
        List<Series> unexercised, List<Verdict> verdicts, List<Diagnosis> diagnoses) {
    /// Charts are drawn of so many; the others stand in the tables.
    static final int DRAWN_MAX = 12;
    private static final int WINDOW_PART = 6;

    /// @param manifest JSON
    /// @param outside the run was joined with something outside, and is not a function of the scenario alone
    record Facts(Path file, String manifest, String digest, long events, long bytes, long lastNs, boolean complete, long skipped,
            boolean outside) {
        boolean isWhole() { return complete && skipped == 0; }
    }

    /// One series with samples.
    ///
    /// @param bound null if analysis has nothing to say
    /// @param gantt window around the worst sample; null if it is not drawn
    record Measured(Series name, LatencySeries series, Bound bound, SampleTrack track, SeriesBlame blame, Gantt gantt) {}

    /// @throws Failure with a sentence if the file is no trace
    static RunReport read(Path file) throws IOException {
        try (TraceFile trace = Traces.open(file)) {
            Scenario scenario = Traces.recorded(file, trace);
            RunAnalysis analysis = Recording.analysis(scenario);
            var ledger = new BlameLedger(analysis);
            Map<Series, SampleTrack> tracks = new LinkedHashMap<>();
            analysis.listen((series, startNs, endNs) -> {
                ledger.sample(series, startNs, endNs);
                tracks.computeIfAbsent(series, _ -> new SampleTrack()).add(startNs, endNs);
            });
            var observed = new Observed();
            var monitors = new Monitors();
            trace.replay(ledger.and(observed).and(monitors));
            analysis.finish(trace.lastNs());
            monitors.finish(trace.lastNs());
            var facts = new Facts(file, trace.manifest(), trace.digest(), trace.eventCount(), trace.size(), trace.lastNs(),
                    trace.isComplete(), trace.skippedCount(), Bridges.isMarked(trace.manifest()));
            Bounds bounds = Bounds.of(scenario, facts.isWhole() ? observed : null);
            Map<Series, Gantt> gantts = gantts(trace, ledger.results());
            var reader = new Reader(scenario, analysis, bounds, tracks, ledger.results(), gantts);
            List<Verdict> verdicts = scenario.requirements().stream().map(require -> require.evaluate(analysis)).toList();
            List<Measured> measured = reader.measured();
            List<Series> seen = measured.stream().map(Measured::name).toList();
            List<Series> unexercised = ExplainVerb.known(scenario).stream().filter(series -> !seen.contains(series)).toList();
            return new RunReport(facts, scenario, analysis, bounds, measured, unexercised, verdicts, monitors.diagnoses());
        }
    }

    /// The window is a little longer than the sample, on either side.
    private static Map<Series, Gantt> gantts(TraceFile trace, List<SeriesBlame> results) throws IOException {
        Map<Series, GanttRecorder> recorders = new LinkedHashMap<>();
        for (SeriesBlame blame : results) {
            Explanation worst = blame.worst();
            if (worst == null || recorders.size() == DRAWN_MAX) continue;
            long marginNs = Math.max(worst.ns() / WINDOW_PART, 1_000);
            recorders.put(blame.series(), new GanttRecorder(Math.max(0, worst.startNs() - marginNs), worst.endNs() + marginNs));
        }
        TraceSink all = recorders.values().stream().map(TraceSink.class::cast).reduce(TraceSink::and).orElse(null);
        if (all != null) trace.replay(all);
        Map<Series, Gantt> gantts = new LinkedHashMap<>();
        recorders.forEach((series, recorder) -> gantts.put(series, recorder.gantt()));
        return gantts;
    }

    /// The worst of all verdicts.
    boolean hasFailed() { return verdicts.stream().anyMatch(verdict -> verdict.verdict() == Verdict.Outcome.FAILED); }

    /// Puts together what belongs to each series.
    private record Reader(Scenario scenario, RunAnalysis analysis, Bounds bounds, Map<Series, SampleTrack> tracks,
            List<SeriesBlame> blames, Map<Series, Gantt> gantts) {
        List<Measured> measured() {
            List<Measured> all = new ArrayList<>();
            for (LatencyResult path : analysis.latencies()) {
                if (path.count() > 0)
                    all.add(one(new Series(Series.Kind.PATH, path.path()), path, analysis.histogram(path.path())));
            }
            for (TaskResult task : analysis.tasks()) {
                if (task.completions() > 0) {
                    all.add(one(new Series(Series.Kind.TASK, task.name()), task.responseMin(), task.responseMax(),
                            analysis.taskHistogram(task.name())));
                }
            }
            for (MessageResult message : analysis.messages()) {
                if (message.completions() > 0) {
                    all.add(one(new Series(Series.Kind.MESSAGE, message.name()), message.responseMin(), message.responseMax(),
                            analysis.messageHistogram(message.name())));
                }
            }
            return all;
        }

        private Measured one(Series name, long minNs, long maxNs, Histogram histogram) {
            SeriesBlame blame = blame(name);
            long worstAtNs = blame == null || blame.worst() == null ? -1 : blame.worst().endNs();
            return one(name, new LatencyResult(name.toString(), histogram.getTotalCount(), minNs, histogram.getMean(),
                    at(histogram, 50, maxNs), at(histogram, 90, maxNs), at(histogram, 99, maxNs), at(histogram, 99.9, maxNs),
                    maxNs,
                    worstAtNs), histogram);
        }

        private Measured one(Series name, LatencyResult result, Histogram histogram) {
            Bound bound = bound(name);
            long boundNs = bound != null && bound.isBounded() ? bound.boundNs() : 0;
            var series = new LatencySeries(result, histogram, budgetNs(name), boundNs, analysis.nowNs());
            return new Measured(name, series, bound, tracks.getOrDefault(name, new SampleTrack()), blame(name), gantts.get(name));
        }

        private SeriesBlame blame(Series name) {
            return blames.stream().filter(one -> one.series().equals(name)).findFirst().orElse(null);
        }

        private Bound bound(Series name) {
            Bound.Kind kind = Bound.Kind.valueOf(name.kind().name());
            return bounds.all().stream().filter(one -> one.kind() == kind && one.name().equals(name.name())).findFirst()
                    .orElse(null);
        }

        private long budgetNs(Series name) {
            Requirement.Subject subject = Requirement.Subject.valueOf(name.kind().name());
            return scenario.requirements().stream()
                    .filter(one -> one.subject() == subject && one.name().equals(name.name())
                            && one.metric() == Requirement.Metric.MAX)
                    .mapToLong(one -> one.limit().longValue()).min().orElse(0);
        }

        private static long at(Histogram histogram, double percent, long maxNs) {
            return Math.min(histogram.getValueAtPercentile(percent), maxNs);
        }
    }
}
