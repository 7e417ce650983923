package rtk.kernel;

/// Something that a monitor of the kernel found: not an error of the kernel but, most likely, one of a program.
///
/// @param atNs simulated time
/// @param text one sentence with the names of threads and processes
public record Diagnostic(long atNs, Kind kind, String text) {
    /// What was found.
    public enum Kind {
        /// Threads that wait for each other's receive or reply, in a circle.
        SEND_CYCLE,
        /// Threads that wait for each other's mutexes, in a circle.
        MUTEX_CYCLE,
        /// A circle of waits for receives or replies, mutexes and ends of threads, not all of one sort.
        MIXED_CYCLE,
        /// A server that went without replying to a message.
        UNREPLIED
    }
}
