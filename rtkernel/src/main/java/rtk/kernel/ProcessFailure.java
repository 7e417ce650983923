package rtk.kernel;

/// The abnormal death of a process.
///
/// @param atNs when, in simulated time
/// @param signal that killed it
/// @param message what was thrown, or the signal's name
/// @param stack where, one frame a line; empty for a signal from outside
public record ProcessFailure(String process, int pid, int tid, long atNs, int signal, String message, String stack) {}
