package rtk.apps.verify.bound;

/// Bit errors on a CAN bus, at most. In any window of t there are `burst` of them and one more for each `gapNs` begun.
///
/// @param burst errors that may come at any time, 0 or more
/// @param gapNs least distance of the others; 0 for none
/// @param frameNs of the longest error frame, up to the next start of frame
public record CanErrors(long burst, long gapNs, long frameNs) {
    public static final CanErrors NONE = new CanErrors(0, 0, 0);
    /// Bits from an error to the next start of frame, at most: superposed error flags 12, delimiter 8, intermission 3, and the
    /// suspended transmission of an error-passive node 8. The figure of Tindell, Burns, Wellings 1995; Broster 2002 takes 29.
    public static final int ERROR_FRAME_BITS = 31;

    boolean isNone() { return burst == 0 && gapNs == 0; }

    /// What they cost in a window: an error frame and the longest frame again, each.
    ///
    /// Source: Tindell, Burns, Wellings 1995, equation for E(t); Broster, Burns, Rodríguez-Navas, RTSS 2002, section 3.
    long costNs(long windowNs, long longestNs) {
        if (isNone()) return 0;
        long errors = burst + (gapNs == 0 ? 0 : Math.ceilDiv(windowNs, gapNs));
        return errors * (frameNs + longestNs);
    }
}
