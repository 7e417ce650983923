package rtk.resmgr;

/// What one can wait for at a descriptor: the `_NOTIFY_COND_…` of QNX's `ionotify`, as bits.
public final class Condition {
    /// There is something to read.
    public static final int INPUT = 1;
    /// There is room to write.
    public static final int OUTPUT = 2;
    /// There is out-of-band data.
    public static final int OBAND = 4;
    /// All of them.
    public static final int ALL = INPUT | OUTPUT | OBAND;

    private Condition() {}
}
