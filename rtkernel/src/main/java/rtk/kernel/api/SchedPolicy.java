package rtk.kernel.api;

/// What happens among threads of equal priority.
public enum SchedPolicy {
    /// Runs until it blocks, yields or is preempted.
    FIFO,
    /// FIFO with a slice of four clock periods.
    RR,
    /// The same as [#RR].
    OTHER,
    /// FIFO at its priority for as long as a budget lasts, then at a low one until what it used comes back: [SporadicParam].
    SPORADIC
}
