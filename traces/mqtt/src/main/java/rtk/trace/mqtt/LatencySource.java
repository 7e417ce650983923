package rtk.trace.mqtt;

import java.util.List;
import org.HdrHistogram.Histogram;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.RunAnalysis;

/// Where the publisher reads latencies: some analysis of the same events. Asked on the simulation's thread.
public interface LatencySource {
    /// No latency paths.
    LatencySource NONE = new LatencySource() {
        @Override
        public List<String> paths() { return List.of(); }

        @Override
        public Histogram histogram(String path) { throw new IllegalArgumentException(path); }

        @Override
        public LatencyResult result(String path) { throw new IllegalArgumentException(path); }
    };

    /// Names of the paths, always the same, in order.
    List<String> paths();

    /// All latencies of `path` so far, in nanoseconds. Belongs to the source; the publisher only reads it.
    Histogram histogram(String path);

    /// The same in ten numbers.
    LatencyResult result(String path);

    /// Reads `analysis`, which gets the same events.
    static LatencySource of(RunAnalysis analysis) {
        List<String> paths = analysis.latencies().stream().map(LatencyResult::path).toList();
        return new LatencySource() {
            @Override
            public List<String> paths() { return paths; }

            @Override
            public Histogram histogram(String path) { return analysis.histogram(path); }

            @Override
            public LatencyResult result(String path) { return analysis.latency(path); }
        };
    }
}
