package rtk.trace.analysis;

/// Processor time of one thread.
///
/// @param thread number of the thread in the trace
/// @param cpuNs time on a core, without the interrupts that came in between
public record ThreadResult(long thread, String process, String name, int tid, long cpuNs) {}
