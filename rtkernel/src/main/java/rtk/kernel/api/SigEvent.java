package rtk.kernel.api;

/// How to tell somebody that something happened: QNX's `struct sigevent`.
public sealed interface SigEvent {
    /// Tells nobody.
    record None() implements SigEvent {}

    /// A pulse on connection `coid` of the process that armed the event.
    ///
    /// @param priority 1 to 255, or [#CALLER] for the priority of the thread that armed it
    /// @param code 0 to 127; negative codes are the system's
    record Pulse(int coid, int priority, int code, int value) implements SigEvent {}

    /// Ends the InterruptWait of the thread that attached.
    record Intr() implements SigEvent {}

    /// Makes the call time out.
    record Unblock() implements SigEvent {}

    /// Posts semaphore `sem` of the process that armed the event.
    record Sem(int sem) implements SigEvent {}

    int CALLER = -1;
}
