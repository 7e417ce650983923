package rtk.trace.analysis;

/// The jobs of one task; response times in ns from the nominal release to completion.
///
/// @param misses jobs unfinished at their deadline
/// @param responseMin 0 without completions
/// @param responseMax 0 without completions
public record TaskResult(String name, long releases, long completions, long misses, long responseMin, long responseMax) {}
