package rtk.kernel.api;

/// What TimerInfo tells of a timer (`struct _timer_info`).
///
/// @param clock it goes by
/// @param isArmed whether it is to fire again
/// @param leftNs until it fires next, 0 if disarmed; a date that is past while its tick is still to come counts 1
/// @param intervalNs between the following ones, 0 for none
/// @param overruns expiries since the last signal was delivered that had none of their own
/// @param event what it delivers
public record TimerInfo(ClockId clock, boolean isArmed, long leftNs, long intervalNs, int overruns, SigEvent event) {}
