package rtk.kernel;

/// What a core spent its time on since the start; together that is the time that has passed.
///
/// @param threadsNs threads, in user mode and in the kernel, with the switches to them
/// @param interruptsNs from taking an interrupt to leaving it, handlers included
/// @param idleNs nothing to do
/// @param isIdle now. The idle thread of priority 0 that each core has is the core's rest here: it has no tid and no events
public record CoreUse(long threadsNs, long interruptsNs, long idleNs, boolean isIdle) {}
