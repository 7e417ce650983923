package rtk.trace.analysis;

/// A priority inversion: a stretch of time in which a thread did not go on because one of lower base priority ran.
///
/// @param thread who suffered, as `process/tid`
/// @param by the first that ran meanwhile
/// @param startNs when it began
/// @param lengthNs how long it lasted
public record Inversion(String thread, Kind kind, String by, long startNs, long lengthNs) {
    /// Why the other one ran.
    public enum Kind {
        /// It has what the thread waits for: the mutex, the message. Lasts as long as the critical section or the service.
        DIRECT,
        /// It inherits a priority, and the thread is READY: push-through blocking. Lasts no longer than that of the heir's benefactor.
        PUSH_THROUGH,
        /// It has nothing to do with the thread; the one that has what the thread waits for is READY behind it. Nothing in the programs of
        /// the two bounds how long: the inversion that inheritance and ceilings are made against.
        INDIRECT
    }
}
