package rtk.kernel.api;

/// What a mutex says to an owner that locks it again, and to others that unlock it (POSIX: mutex types).
public enum MutexType {
    /// Locking again waits for oneself, for ever or until a timeout: a deadlock, seen in the trace.
    NORMAL,
    /// Locking again is refused with EDEADLK.
    ERROR_CHECK,
    /// Locking again counts; it takes as many unlocks to let go.
    RECURSIVE
}
