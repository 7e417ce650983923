package rtk.trace.analysis;

/// What a core did.
///
/// @param load part of the time, 0 to 1, in which it was not idle
/// @param threadNs time in threads
/// @param interruptNs time in interrupts
public record CoreResult(int core, double load, long threadNs, long interruptNs) {}
