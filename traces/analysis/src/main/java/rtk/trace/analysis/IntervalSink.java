package rtk.trace.analysis;

import org.HdrHistogram.Histogram;

/// Is told of the samples of each interval of simulated time.
public interface IntervalSink {
    /// Samples of `path` that ended in [`startNs`, `endNs`). Called in the order of paths, for those that have samples.
    ///
    /// @param histogram of those samples in ns; to be copied if kept, it is used again
    void interval(String path, long startNs, long endNs, Histogram histogram);
}
