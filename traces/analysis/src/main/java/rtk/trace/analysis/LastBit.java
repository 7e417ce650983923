package rtk.trace.analysis;

import rtk.trace.EventKind;

/// Knows frames that were served before they ended.
///
/// Receivers take a CAN frame at the last but one bit of its EOF (ISO 11898-1, "point in time when a frame is taken to be
/// valid"), one bit before FRAME_END. Interrupt, driver and service may all be through with it by then. Such a frame has a
/// latency of 0; it must not wait for the effect of the next one.
final class LastBit {
    private final PointMatcher frame;
    private final WorldNames names;
    private long startNs = -1;
    private long bits;
    private long irqNs = -1;
    private boolean served;

    LastBit(PointMatcher frame, WorldNames names) {
        this.frame = frame;
        this.names = names;
    }

    void observe(long timeNs, EventKind kind, long a, long e) {
        if (kind == EventKind.FRAME_START && frame.things().get((int) a)) {
            startNs = timeNs;
            bits = e;
        } else if (kind == EventKind.IRQ_ASSERTED && names.isRaisedBy(a, frame.things())) {
            irqNs = timeNs;
            served = false;
        }
    }

    /// The end point of the path was reached.
    void reached() { served = true; }

    /// Was the frame that ends at `endNs` announced within its last bit, and the end point reached since?
    boolean isServed(long endNs) {
        if (startNs < 0 || bits <= 0 || irqNs < startNs || !served) return false;
        long bitNs = (endNs - startNs + bits - 1) / bits;
        served = false;
        return irqNs >= endNs - bitNs;
    }
}
