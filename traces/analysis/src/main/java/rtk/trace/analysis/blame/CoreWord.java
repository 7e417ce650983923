package rtk.trace.analysis.blame;

/// What a core does, in one number: for which thread, and in which kernel call or interrupt.
final class CoreWord {
    static final int IDLE = 0;
    /// Code of a thread outside the kernel.
    static final int USER = 1;
    static final int CALL = 2;
    /// Between two threads.
    static final int SWITCH = 3;
    /// The kernel's own part of an interrupt.
    static final int IRQ = 4;
    /// A handler.
    static final int ISR = 5;
    private static final long MASKED = 1L << 3;

    private CoreWord() {}

    /// @param priority the effective one of the thread
    /// @param item call or interrupt
    /// @param process of the handler, below 2^16
    /// @param masked the thread has switched interrupts off
    static long of(int mode, long thread, int priority, long item, long process, boolean masked) {
        return mode | (masked ? MASKED : 0) | (thread << 4) | (item << 28) | ((process & 0xffff) << 40) | ((long) priority << 56);
    }

    static int mode(long word) { return (int) word & 7; }

    static boolean isMasked(long word) { return (word & MASKED) != 0; }

    static int thread(long word) { return (int) (word >>> 4) & 0xff_ffff; }

    static int item(long word) { return (int) (word >>> 28) & 0xfff; }

    static int process(long word) { return (int) (word >>> 40) & 0xffff; }

    static int priority(long word) { return (int) (word >>> 56); }
}
