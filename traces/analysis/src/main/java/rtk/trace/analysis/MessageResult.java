package rtk.trace.analysis;

/// The instances of one message; response times in ns from queuing to the last bit of EOF.
///
/// @param releases frames queued
/// @param completions frames sent
/// @param misses frames dropped, or not sent within the deadline
/// @param responseMin 0 without completions
/// @param responseMax 0 without completions
public record MessageResult(String name, long releases, long completions, long misses, long responseMin, long responseMax) {}
