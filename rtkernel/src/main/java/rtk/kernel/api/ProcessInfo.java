package rtk.kernel.api;

import java.util.List;

/// What anybody may know of a process, as `pidin` shows it.
///
/// @param parent pid, 0 for one that was started from outside
/// @param arguments without the program's name
/// @param threads how many live
/// @param zombie it has ended and nobody has waited for it yet
/// @param cpuTimeNs processor time of all threads that it ever had
/// @param memoryBytes that it has mapped, shared memory included
public record ProcessInfo(int pid, int parent, String name, List<String> arguments, int threads, boolean zombie, long cpuTimeNs,
        long memoryBytes) {}
