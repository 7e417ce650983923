package rtk.trace.analysis;

/// A latency to measure.
///
/// @param name of the path, as in reports and requirements
/// @param from trace point that opens a sample, as [TracePoint#parse] reads it
/// @param to trace point that closes it
public record PathSpec(String name, String from, String to) {}
