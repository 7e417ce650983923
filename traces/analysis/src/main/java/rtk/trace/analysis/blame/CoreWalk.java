package rtk.trace.analysis.blame;

import rtk.trace.ThreadState;

/// What a core did while a thread or an interrupt of the walk had it, or waited for it.
final class CoreWalk {
    /// In place of a kernel call: between two threads; InterruptDisable.
    static final int ITEM_SWITCH = 0xfff;
    static final int ITEM_DISABLE = 0xffe;

    private final Chronicle chronicle;
    private final History history;
    private final CriticalPath path;

    CoreWalk(Chronicle chronicle, CriticalPath path) {
        this.chronicle = chronicle;
        this.path = path;
        history = chronicle.history;
    }

    /// The thread at `place` is RUNNING or READY since `sinceNs`, or longer.
    void ofThread(Place place, long sinceNs) {
        boolean running = ThreadWord.is(place.word, ThreadState.RUNNING);
        while (path.tNs() > Math.max(sinceNs, path.floorNs())) {
            long fromNs = Math.max(history.timeNs(place.coreAt), sinceNs);
            path.blame(fromNs, running ? running(place) : ready(place));
            if (!step(place, sinceNs)) return;
        }
    }

    /// Back to the instant at which the core of `place` took its interrupt.
    ///
    /// @return record of that instant, or [History#NONE] if it is not reached
    long ofInterrupt(Place place, long startNs) {
        int irq = place.irq;
        while (path.tNs() > Math.max(startNs, path.floorNs())) {
            long word = place.coreWord;
            boolean own = CoreWord.item(word) == irq && isInterrupt(word);
            path.blame(Math.max(history.timeNs(place.coreAt), startNs), own && CoreWord.mode(word) == CoreWord.IRQ
                    ? ReasonKey.of(Cause.DELIVERY, ReasonKey.DEVICE, device(place.number, irq), 0)
                    : inTheWay(word, place.number));
            long record = place.coreAt;
            if (!history.has(record) || history.timeNs(record) < path.tNs()) return History.NONE;
            boolean entered = own && Mark.kind(history.get(record, History.MARK)) == Mark.IRQ_ENTER;
            step(place, startNs);
            if (entered) return record;
        }
        return History.NONE;
    }

    /// The interrupt at `place` was not taken, since `sinceNs` or longer.
    void pending(Place place, long sinceNs) {
        while (path.tNs() > Math.max(sinceNs, path.floorNs())) {
            path.blame(Math.max(history.timeNs(place.coreAt), sinceNs), keptOff(place));
            if (!step(place, sinceNs)) return;
        }
    }

    /// @return whether there is more before the present state of the core, and after `sinceNs`
    private boolean step(Place place, long sinceNs) {
        long record = place.coreAt;
        if (!history.has(record)) {
            path.blame(sinceNs, ReasonKey.of(Cause.FORGOTTEN, ReasonKey.NOBODY, 0, 0));
            return false;
        }
        if (history.timeNs(record) < path.tNs()) return false;
        place.coreWord = history.get(record, History.BEFORE);
        place.coreAt = history.get(record, History.PREVIOUS);
        return true;
    }

    private long running(Place place) {
        long word = place.coreWord;
        int thread = CoreWord.thread(word);
        return switch (CoreWord.mode(word)) {
            case CoreWord.IRQ, CoreWord.ISR -> inTheWay(word, coreOf(place));
            case CoreWord.SWITCH -> ReasonKey.of(Cause.SWITCH, ReasonKey.THREAD, thread, 0);
            case CoreWord.CALL -> ReasonKey.of(Cause.KERNEL, ReasonKey.THREAD, place.number, CoreWord.item(word) + 1);
            default -> computing(place);
        };
    }

    /// The thread of `place` computes: what that is to the path.
    private static long computing(Place place) {
        Cause cause = switch (place.role) {
            case STAGE -> Cause.COMPUTATION;
            case EARLIER -> Cause.EARLIER_WORK;
            case SERVER -> Cause.SERVER;
            case SERVER_BUSY -> Cause.SERVER_BUSY;
            case OWNER -> Cause.MUTEX;
            case MASKER -> Cause.MASKED;
            case CREATOR -> Cause.STARTUP;
        };
        int item = switch (place.role) {
            case SERVER_BUSY, EARLIER -> ThreadWord.client(place.word);
            case STAGE -> 0;
            default -> place.roleThing;
        };
        return ReasonKey.of(cause, ReasonKey.THREAD, place.number, item);
    }

    private long ready(Place place) {
        long word = place.coreWord;
        int thread = CoreWord.thread(word);
        switch (CoreWord.mode(word)) {
            case CoreWord.IRQ, CoreWord.ISR -> {
                return wokeIt(place)
                        ? ReasonKey.of(Cause.DELIVERY, ReasonKey.DEVICE, device(coreOf(place), CoreWord.item(word)), 0)
                        : inTheWay(word, coreOf(place));
            }
            case CoreWord.SWITCH -> {
                if (thread == place.number) return ReasonKey.of(Cause.SWITCH, ReasonKey.THREAD, thread, 0);
            }
            case CoreWord.IDLE -> {
                Cause cause = ThreadWord.isExhausted(place.word) ? Cause.BUDGET : Cause.DISPATCH;
                return ReasonKey.of(cause, ReasonKey.NOBODY, 0, 0);
            }
            default -> {
                // Another thread runs.
            }
        }
        return ousted(place, word, thread);
    }

    /// Is the core still in the very interrupt that woke the thread?
    private boolean wokeIt(Place place) {
        if (!history.has(place.at) || history.timeNs(place.coreAt) > history.timeNs(place.at)) return false;
        long waker = history.get(place.at, History.LINK);
        if (!history.has(waker) || CoreWord.mode(place.coreWord) != CoreWord.IRQ) return false;
        long mark = history.get(waker, History.MARK);
        boolean sameIrq = CoreWord.item(history.get(waker, History.CORE_WORD)) == CoreWord.item(place.coreWord);
        return Mark.thread(mark) == 0 && sameIrq && Mark.thing(mark) == coreOf(place);
    }

    /// Another thread has the core, while that of `place` is ready. The kernel gives way when it is left, not before.
    private long ousted(Place place, long word, int by) {
        int base = chronicle.threads.base(by);
        int priority = CoreWord.priority(word);
        int own = ThreadWord.priority(place.word);
        Cause cause;
        if (ThreadWord.isExhausted(place.word) && base <= Math.max(own, chronicle.threads.base(place.number))) {
            cause = Cause.BUDGET;
        } else if (priority < own && CoreWord.mode(word) == CoreWord.CALL) {
            return ReasonKey.of(Cause.KERNEL, ReasonKey.THREAD, by, CoreWord.item(word) + 1);
        } else if (base < Math.max(own, place.waitedPriority)) {
            cause = Cause.INVERSION;
        } else {
            cause = priority == own ? Cause.EQUAL_PRIORITY : Cause.PREEMPTED;
        }
        return ReasonKey.of(cause, ReasonKey.THREAD, by, 0);
    }

    private long keptOff(Place place) {
        long word = place.coreWord;
        int thread = CoreWord.thread(word);
        return switch (CoreWord.mode(word)) {
            case CoreWord.IRQ, CoreWord.ISR ->
                ReasonKey.of(Cause.PENDING, ReasonKey.DEVICE, device(place.number, CoreWord.item(word)),
                        CoreWord.process(word));
            case CoreWord.CALL -> ReasonKey.of(Cause.INTERRUPTS_OFF, ReasonKey.THREAD, thread, CoreWord.item(word) + 1);
            case CoreWord.SWITCH -> ReasonKey.of(Cause.INTERRUPTS_OFF, ReasonKey.THREAD, thread, ITEM_SWITCH);
            case CoreWord.USER -> CoreWord.isMasked(word)
                    ? ReasonKey.of(Cause.INTERRUPTS_OFF, ReasonKey.THREAD, thread, ITEM_DISABLE)
                    : ReasonKey.of(Cause.PENDING, ReasonKey.THREAD, thread, 0);
            default -> ReasonKey.of(Cause.PENDING, ReasonKey.NOBODY, 0, 0);
        };
    }

    /// An interrupt that the path is not about, or a handler.
    private long inTheWay(long word, int core) {
        int device = device(core, CoreWord.item(word));
        return CoreWord.mode(word) == CoreWord.ISR
                ? ReasonKey.of(Cause.HANDLER, ReasonKey.PROCESS, CoreWord.process(word), device)
                : ReasonKey.of(Cause.INTERRUPT, ReasonKey.DEVICE, device, device == 0 ? 1 : 0);
    }

    private static boolean isInterrupt(long word) {
        return CoreWord.mode(word) == CoreWord.IRQ || CoreWord.mode(word) == CoreWord.ISR;
    }

    /// The core that `place` walks along: its records name it.
    private int coreOf(Place place) {
        return history.has(place.coreAt)
                ? (int) Mark.thing(history.get(place.coreAt, History.MARK))
                : chronicle.threads.core(place.number);
    }

    private int device(int core, int irq) {
        if (core < 0 || core >= chronicle.cores().size()) return 0;
        return chronicle.devices().line(chronicle.core(core).board, irq).device;
    }
}
