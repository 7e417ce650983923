package rtk.kernel.api;

/// What owning a mutex does to the owner's priority. All that a thread has together count: it runs at the highest of its own
/// priority (or that of the message it serves), of those who wait for its inheriting mutexes, directly or through other
/// mutexes, and of the ceilings it holds.
public enum MutexProtocol {
    /// Nothing (POSIX: PTHREAD_PRIO_NONE).
    NONE,
    /// As high as the highest that waits (PTHREAD_PRIO_INHERIT). The default.
    INHERIT,
    /// As high as the mutex's ceiling while held, whether or not somebody waits (PTHREAD_PRIO_PROTECT).
    PROTECT
}
