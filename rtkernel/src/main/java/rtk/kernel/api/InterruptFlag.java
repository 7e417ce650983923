package rtk.kernel.api;

/// Choices when attaching to an interrupt (`_NTO_INTR_FLAGS_…`). Source: Getting Started, "Interrupts", the flags parameter.
public enum InterruptFlag {
    /// Comes after those that are attached already, not before them.
    END,
    /// The first one to attach leaves the line masked: count 1, until InterruptUnmask.
    NO_UNMASK,
    /// Ends with the process, not with the thread that attached.
    PROCESS,
    /// Masks made in the name of this attachment are counted, and taken back when it ends.
    TRK_MSK,
    /// Nobody else may be attached (7.0.4 and later).
    EXCLUSIVE
}
