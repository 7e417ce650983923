package rtk.kernel.api;

/// What [SignalCalls#signalProcmask] does with the set it is given.
public enum SignalHow {
    SIG_BLOCK,
    SIG_UNBLOCK,
    SIG_SETMASK,
    /// Nothing; the call returns the pending signals.
    SIG_PENDING
}
