package rtk.kernel.api;

/// What owning a mutex does to the owner's priority.
public enum MutexProtocol {
    NONE,
    /// As high as the highest that waits. The default.
    INHERIT,
    /// As high as the mutex's ceiling, while held (POSIX: PRIO_PROTECT).
    PROTECT
}
