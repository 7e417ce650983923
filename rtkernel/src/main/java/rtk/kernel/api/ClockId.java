package rtk.kernel.api;

/// The clocks of the system (`clockid_t`). Sources: LR TimerCreate, clock_gettime.
public enum ClockId {
    /// The time of day: ns since 1970. Can be set and adjusted; starts at 0 as on a board without a battery-backed clock.
    REALTIME,
    /// Time since start. Never set.
    MONOTONIC,
    /// REALTIME whose timers do not wake a sleeping processor.
    SOFTTIME
}
