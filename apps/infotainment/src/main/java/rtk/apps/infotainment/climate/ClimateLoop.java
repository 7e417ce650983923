package rtk.apps.infotainment.climate;

/// The controller of the cabin's temperature: proportional and integral, in integers, with one output that heats or cools.
///
/// Gains are those of a cabin with a time constant of half an hour without climate control: 25 % a kelvin, and an integral that does the same in
/// two minutes. Left out: air distribution, humidity, recirculation, zones, the temperature of the blown air.
final class ClimateLoop {
    /// What the box is to do, in thousandths.
    record Command(int fan, int heat, int cool) {}

    private static final int FULL = 1_000;
    private static final int FAN_LEAST = 200;
    private static final int PER_KELVIN = 250;
    private static final long INTEGRAL_MS = 120_000;

    /// In thousandths × ms × thousandths of a kelvin.
    private long integral;
    private int output;

    /// A step of control.
    ///
    /// @param errorMilli how much too cold it is, in thousandths of a kelvin
    /// @param stepMs since the last step
    Command step(long errorMilli, long stepMs) {
        long proportional = errorMilli * PER_KELVIN / 1_000;
        long next = integral + errorMilli * stepMs;
        long wanted = proportional + integrated(next);
        // No further than full: what the box cannot do must not be made up for later.
        if (Math.abs(wanted) <= FULL || Long.signum(wanted) != Long.signum(errorMilli)) integral = next;
        output = Math.clamp(proportional + integrated(integral), -FULL, FULL);
        return command();
    }

    private static long integrated(long sum) { return sum * PER_KELVIN / (1_000 * INTEGRAL_MS); }

    /// The last one again.
    Command command() {
        int size = Math.abs(output);
        return new Command(FAN_LEAST + size * (FULL - FAN_LEAST) / FULL, Math.max(0, output), Math.max(0, -output));
    }
}
