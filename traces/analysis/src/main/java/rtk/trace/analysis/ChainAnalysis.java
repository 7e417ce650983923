package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Measures a chain of stages in a trace: across threads, processes and boards, by [ChainMeter].
///
/// Of one instant, events count in the order of the trace.
public final class ChainAnalysis implements TraceSink {
    /// A stage reads at one trace point and writes at another: `release t1` and `complete t1`, `run dev-can` and `user speed`.
    public record Stage(String reads, String writes) {}

    private final WorldNames names = new WorldNames();
    private final List<PointMatcher> reads = new ArrayList<>();
    private final List<PointMatcher> writes = new ArrayList<>();
    private final ChainMeter meter;

    /// @throws IllegalArgumentException if a trace point cannot be read
    public ChainAnalysis(List<Stage> stages) {
        meter = new ChainMeter(stages.size());
        for (Stage stage : stages) {
            reads.add(new PointMatcher(TracePoint.parse(stage.reads).orThrow(), names));
            writes.add(new PointMatcher(TracePoint.parse(stage.writes).orThrow(), names));
        }
    }

    public ChainMeter meter() { return meter; }

    @Override
    public void text(int id, String text) {
        names.text(id, text);
        for (PointMatcher point : reads) point.text(id, text);
        for (PointMatcher point : writes) point.text(id, text);
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.learn(kind, a, b, c, d, e);
        boolean created = switch (kind) {
            case DEVICE, PROCESS_CREATED, THREAD_CREATED, CHANNEL_CREATED, OBJECT_CREATED -> true;
            default -> false;
        };
        for (int stage = 0; stage < writes.size(); stage++) {
            PointMatcher write = writes.get(stage);
            if (created) write.created(kind, (int) a);
            else if (write.kinds().contains(kind) && write.matches(kind, a, b, c, d)) meter.write(stage, timeNs);
        }
        for (int stage = 0; stage < reads.size(); stage++) {
            PointMatcher read = reads.get(stage);
            if (created) read.created(kind, (int) a);
            else if (read.kinds().contains(kind) && read.matches(kind, a, b, c, d)) meter.read(stage, timeNs);
        }
    }
}
