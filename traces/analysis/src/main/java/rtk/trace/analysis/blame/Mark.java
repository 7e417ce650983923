package rtk.trace.analysis.blame;

/// What sort of record one is, with two numbers: four bits of kind, 24 of a thread, 32 of another thing.
final class Mark {
    /// A change of state.
    static final int STATE = 0;
    /// Whoever acted at an instant: a thread on its core, or an interrupt there.
    static final int ACTOR = 1;
    /// A thread took a message or pulse that had waited.
    static final int RECEIVED = 2;
    static final int JOB_STARTED = 3;
    /// A core takes an interrupt.
    static final int IRQ_ENTER = 4;
    /// How the line of that interrupt stood.
    static final int LINE = 5;
    /// A frame waits to be sent.
    static final int QUEUED = 6;

    private Mark() {}

    static long of(int kind, long thread, long thing) { return kind | ((thread & 0xff_ffff) << 4) | (thing << 28); }

    static int kind(long mark) { return (int) mark & 0xf; }

    static int thread(long mark) { return (int) (mark >>> 4) & 0xff_ffff; }

    static long thing(long mark) { return mark >>> 28; }
}
