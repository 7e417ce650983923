package rtk.kernel.api;

/// A gradual change of REALTIME (`struct _clockadjust`).
///
/// @param perTickNs gained at each tick, lost if negative; in ns
/// @param ticks at how many
public record ClockAdjustment(long perTickNs, long ticks) {
    public static final ClockAdjustment NONE = new ClockAdjustment(0, 0);
}
