package rtk.kernel.api;

/// A claim on an interrupt line, as `pidin irqs` shows it.
///
/// @param irq of the line
/// @param pid of whoever attached
/// @param tid of the thread that serves it
/// @param hasHandler whether a handler runs in the kernel; else an event is delivered
/// @param maskCount how often the line is masked now
public record InterruptInfo(int id, int irq, int pid, int tid, boolean hasHandler, int maskCount) {}
