package rtk.trace.analysis.blame;

/// What a bus does, in one number; while it is idle with the last frame that passed.
final class BusWord {
    static final int IDLE = 0;
    static final int FRAME = 1;
    /// From a failed frame to what comes next.
    static final int ERROR = 2;
    private static final long IDENTIFIER = 0x9fff_ffffL;

    private BusWord() {}

    static long of(int mode, long identifier, long node) { return mode | ((identifier & IDENTIFIER) << 2) | (node << 34); }

    static int mode(long word) { return (int) word & 3; }

    static long identifier(long word) { return (word >>> 2) & 0xffff_ffffL; }

    static int node(long word) { return (int) (word >>> 34); }

    static long withMode(long word, int mode) { return (word & ~3L) | mode; }
}
