package rtk.trace.analysis.blame;

import java.util.Arrays;
import rtk.trace.KernelCall;

/// What one core does, and its chain of records.
final class CoreTrack {
    private static final int NESTED_MAX = 64;
    /// Interrupts below this are software's, from core to core.
    private static final int CALLS_OF_CORES = 16;

    final int number;
    final int board;
    private final History history;
    private final int[] irqs = new int[NESTED_MAX];
    private final long[] handlers = new long[NESTED_MAX];
    private int depth;

    /// The thread that runs, 0 for none.
    int thread;
    /// The kernel call that it is in, -1 for none.
    private int call = -1;
    private int priority;
    private long switchingTo;
    private boolean masked;
    /// Who ran last, and until when.
    int lastThread;
    long lastLeftNs = -1;

    /// What it does now, and the record since which it does.
    long word;
    long at = History.NONE;

    CoreTrack(int number, int board, History history) {
        this.number = number;
        this.board = board;
        this.history = history;
    }

    boolean inInterrupt() { return depth > 0; }

    /// Can what happens here act upon others: a thread in a kernel call, or just gone from the core; an interrupt that is no call from another
    /// core?
    boolean canAct(long nowNs) { return inInterrupt() ? irq() >= CALLS_OF_CORES : inCall() || lastLeftNs == nowNs; }

    /// Is the thread that runs here in a kernel call?
    boolean inCall() { return thread != 0 && call >= 0; }

    /// The interrupt being handled, the innermost.
    int irq() { return irqs[depth - 1]; }

    void run(long nowNs, int newThread, int newPriority, int newCall) {
        thread = newThread;
        priority = newPriority;
        call = newCall;
        switchingTo = 0;
        update(nowNs, Mark.STATE, History.NONE);
    }

    void leave(long nowNs) {
        lastThread = thread;
        lastLeftNs = nowNs;
        thread = 0;
        call = -1;
        update(nowNs, Mark.STATE, History.NONE);
    }

    void call(long nowNs, int newCall) {
        call = newCall;
        update(nowNs, Mark.STATE, History.NONE);
    }

    /// The effective priority of the thread that runs is another one now.
    void priority(long nowNs, int newPriority) {
        priority = newPriority;
        update(nowNs, Mark.STATE, History.NONE);
    }

    void switchTo(long nowNs, long newThread, int newPriority) {
        switchingTo = newThread;
        priority = newPriority;
        update(nowNs, Mark.STATE, History.NONE);
    }

    void mask(long nowNs, boolean on) {
        masked = on;
        update(nowNs, Mark.STATE, History.NONE);
    }

    /// @param line record of how its line stands
    void enterIrq(long nowNs, int irq, long line) {
        if (depth == NESTED_MAX) depth--;
        irqs[depth] = irq;
        handlers[depth++] = 0;
        update(nowNs, Mark.IRQ_ENTER, line);
    }

    void exitIrq(long nowNs) {
        if (depth > 0) depth--;
        update(nowNs, Mark.STATE, History.NONE);
    }

    /// @param process whose handler runs, 0 for none any more
    void handler(long nowNs, long process) {
        if (depth == 0) return;
        handlers[depth - 1] = process;
        update(nowNs, Mark.STATE, History.NONE);
    }

    private void update(long nowNs, int kind, long link) {
        long next = now();
        if (next == word && kind == Mark.STATE) return;
        at = history.append(nowNs, word, at, History.NONE, 0, link, Mark.of(kind, 0, number), History.NONE);
        word = next;
    }

    private long now() {
        if (depth > 0) {
            long process = handlers[depth - 1];
            return CoreWord.of(process == 0 ? CoreWord.IRQ : CoreWord.ISR, thread, priority, irqs[depth - 1], process, masked);
        }
        if (switchingTo != 0) return CoreWord.of(CoreWord.SWITCH, switchingTo, priority, 0, 0, masked);
        if (thread == 0) return CoreWord.of(CoreWord.IDLE, 0, 0, 0, 0, false);
        if (call >= 0) return CoreWord.of(CoreWord.CALL, thread, priority, call, 0, masked);
        return CoreWord.of(CoreWord.USER, thread, priority, 0, 0, masked);
    }

    /// The call of a thread that runs in one, by its number in [CoreWord].
    static String callName(int item) { return KernelCall.ofNumber(item).label(); }

    @Override
    public String toString() {
        return "core " + number + " " + Arrays.toString(Arrays.copyOf(irqs, depth)) + " thread " + thread;
    }
}
