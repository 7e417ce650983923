package rtk.trace.analysis.blame;

import rtk.trace.ThreadState;

/// How a thread stands, in one number: its state, its effective priority, whether it is out of budget, and whose message it serves.
final class ThreadWord {
    private static final long EXHAUSTED = 1L << 13;
    private static final int STATE_MASK = 0x1f;

    private ThreadWord() {}

    static long of(ThreadState state, long priority) { return state.ordinal() | (priority << 5); }

    static int state(long word) { return (int) word & STATE_MASK; }

    static boolean is(long word, ThreadState state) { return state(word) == state.ordinal(); }

    static int priority(long word) { return (int) (word >>> 5) & 0xff; }

    static boolean isExhausted(long word) { return (word & EXHAUSTED) != 0; }

    /// The client whose message was received last, 0 for none.
    static int client(long word) { return (int) (word >>> 14) & 0xff_ffff; }

    static long withState(long word, int state) { return (word & ~STATE_MASK) | state; }

    static long withPriority(long word, long priority) { return (word & ~(0xffL << 5)) | ((priority & 0xff) << 5); }

    static long withExhausted(long word, boolean exhausted) { return exhausted ? word | EXHAUSTED : word & ~EXHAUSTED; }

    static long withClient(long word, long client) { return (word & ~(0xff_ffffL << 14)) | ((client & 0xff_ffff) << 14); }
}
