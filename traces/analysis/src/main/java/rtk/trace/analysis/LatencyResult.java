package rtk.trace.analysis;

/// The latencies of one path, in ns.
///
/// @param count samples; 0 means never exercised, and all else is 0 then
/// @param mean exact mean, as near as a double gets
/// @param p999 the 99.9th percentile
/// @param worstAt end of the first sample with the maximum, in simulated time; -1 without samples
public record LatencyResult(String path, long count, long min, double mean, long p50, long p90, long p99, long p999, long max,
        long worstAt) {}
