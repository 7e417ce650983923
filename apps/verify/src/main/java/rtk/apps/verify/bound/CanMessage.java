package rtk.apps.verify.bound;

/// A periodic or sporadic message on a CAN bus.
///
/// @param order of arbitration: the smaller wins; no two messages have the same (see [#order])
/// @param transmissionNs of its longest frame, with the intermission
/// @param periodNs least time between nominal instants of queueing
/// @param jitterNs of queueing
/// @param sender number of the node whose messages wait in one FIFO; [#OWN_BUFFER] if the message has a transmit buffer of its own
public record CanMessage(long order, long transmissionNs, long periodNs, long jitterNs, int sender) {
    /// The message competes by its identifier as soon as it is queued.
    public static final int OWN_BUFFER = -1;

    public CanMessage {
        if (transmissionNs < 1 || transmissionNs > Load.TIME_MAX || periodNs < 1 || periodNs > Load.TIME_MAX || jitterNs < 0
                || jitterNs > Load.TIME_MAX) {
            throw new IllegalArgumentException(
                    "times of a message are 1 to 2^60, its jitter 0 to 2^60: C " + transmissionNs + ", T "
                            + periodNs + ", J " + jitterNs);
        }
    }

    /// A message with a buffer of its own.
    public static CanMessage of(long order, long transmissionNs, long periodNs, long jitterNs) {
        return new CanMessage(order, transmissionNs, periodNs, jitterNs, OWN_BUFFER);
    }

    /// How data frames of both formats arbitrate: by the first eleven bits of the identifier; if they are equal a base frame wins by its
    /// dominant RTR (RRS) and IDE bits; then by the other eighteen. Source: ISO 11898-1:2015, 10.4.2.
    public static long order(int id, boolean extended) {
        long base = extended ? id >>> 18 : id;
        return extended ? (base << 19) + (1L << 18) + (id & 0x3_ffff) : base << 19;
    }

    CanMessage jitterNs(long ns) { return new CanMessage(order, transmissionNs, periodNs, ns, sender); }

    long transmissionsWithin(long windowNs) { return windowNs <= 0 ? 0 : (windowNs + jitterNs - 1) / periodNs + 1; }
}
