package rtk.apps.verify.search;

import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.MessageResult;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.TaskResult;

/// A number of a run that is the worse the larger it is: the longest response or latency in ns, or a count of misses.
///
/// @param require what it must keep; null if nothing is asked of it
public record Measure(Series series, boolean misses, Requirement require) {
    /// It never happened.
    public static final long NOTHING = -1;

    /// What `run` has of it, or [#NOTHING].
    public long of(RunAnalysis run) {
        if (require != null) {
            Number observed = require.evaluate(run).observed();
            return observed == null ? NOTHING : observed.longValue();
        }
        return switch (series.kind()) {
            case PATH -> {
                LatencyResult result = run.latency(series.name());
                yield result.count() == 0 ? NOTHING : result.max();
            }
            case TASK -> run.tasks().stream().filter(task -> task.name().equals(series.name()) && task.completions() > 0)
                    .mapToLong(TaskResult::responseMax).max().orElse(NOTHING);
            case MESSAGE -> run.messages().stream()
                    .filter(message -> message.name().equals(series.name()) && message.completions() > 0)
                    .mapToLong(MessageResult::responseMax).max().orElse(NOTHING);
        };
    }

    /// Whether `value` breaks what is required.
    public boolean isBroken(long value) {
        if (require == null || value == NOTHING) return false;
        long limit = require.limit().longValue();
        return require.comparison() == Requirement.Comparison.BELOW ? value >= limit : value > limit;
    }
}
