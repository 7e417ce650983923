package rtk.trace.analysis.blame;

/// A cause with its culprit and a further thing, in one number.
final class ReasonKey {
    // Of culprits.
    static final int NOBODY = 0;
    static final int THREAD = 1;
    static final int DEVICE = 2;
    static final int PROCESS = 3;
    /// By identifier, bit 29 set if extended.
    static final int FRAME = 4;
    private static final long CULPRIT_MASK = 0x3fff_ffffL;

    private ReasonKey() {}

    /// @param item see [#item]
    static long of(Cause cause, int kind, long culprit, long item) {
        return cause.ordinal() | ((long) kind << 5) | ((culprit & CULPRIT_MASK) << 8) | (item << 38);
    }

    static long frame(Cause cause, long identifier) {
        long folded = (identifier & 0x1fff_ffffL) | ((identifier >>> 31 & 1) << 29);
        return of(cause, FRAME, folded, 0);
    }

    static Cause cause(long key) { return Cause.ofNumber((int) key & 0x1f); }

    static int kind(long key) { return (int) (key >>> 5) & 7; }

    static long culprit(long key) { return (key >>> 8) & CULPRIT_MASK; }

    /// A kernel call plus 1, a client, a mutex, a device: what the cause says.
    static int item(long key) { return (int) (key >>> 38); }
}
