package rtk.trace.analysis.blame;

import java.util.Locale;

/// Why time passed, of one stretch of a latency. The causes are disjoint: every nanosecond has exactly one.
public enum Cause {
    /// The threads that the path is about compute.
    COMPUTATION("own computation", "by"),
    /// A thread of the path was busy with what came before: another job, another pulse.
    EARLIER_WORK("earlier work", "of"),
    /// In a kernel call of a thread on the path.
    KERNEL("kernel call", "of"),
    /// The core goes from one thread to a thread of the path.
    SWITCH("thread switch", "to"),
    /// The kernel's part of an interrupt that the path is about: taking it, telling its owner, leaving it.
    DELIVERY("interrupt delivery", "of"),
    /// A handler computes, whether it belongs to the path or is in its way.
    HANDLER("interrupt handler", "of"),
    /// The kernel's part of an interrupt in the way of a thread.
    INTERRUPT("other interrupt", "of"),
    /// An interrupt waited while the core served another one.
    PENDING("interrupt pending", "behind"),
    /// An interrupt waited while the core had interrupts off: in a kernel call, a thread switch, or because a thread said so.
    INTERRUPTS_OFF("interrupts off", "for"),
    /// An interrupt waited because its line was masked; until the driver was done, which computed.
    MASKED("line masked", "by"),
    /// Ready, while a thread of higher base priority had the core.
    PREEMPTED("preempted", "by"),
    /// Ready, while a thread of the same priority had the core.
    EQUAL_PRIORITY("behind equal priority", "of"),
    /// Waiting, while a thread of lower base priority had the core that was not the one waited for.
    INVERSION("priority inversion", "by"),
    /// Ready, and kept from the core by a budget: its own as a sporadic thread, or its partition's.
    BUDGET("out of budget", "behind"),
    /// Waiting for a server that computes for it.
    SERVER("server", ""),
    /// Waiting for a server that computes for others.
    SERVER_BUSY("server busy", ""),
    /// Waiting for a mutex whose owner computes.
    MUTEX("mutex held", "by"),
    /// The frame is on the wire.
    TRANSMISSION("on the wire", "as"),
    /// The frame waits; more urgent ones have won since it was queued.
    ARBITRATION("arbitration lost", "to"),
    /// The frame waits; the bus was busy when it was queued.
    BUS_BUSY("bus busy", "with"),
    /// Failed attempts on the bus, and the way back from them.
    BUS_ERROR("bus error", "of"),
    /// A timer was due, and its interrupt came with the next tick.
    TIMER("timer quantisation", "of"),
    /// Asleep until due.
    SLEEP("asleep", ""),
    /// From the nominal release of a job to the instant at which it was released.
    RELEASE_JITTER("release jitter", "of"),
    /// From the creation of a thread or process: its creator computes.
    STARTUP("startup", "by"),
    /// In a page fault.
    PAGE_FAULT("page fault", "of"),
    /// Stopped by a signal.
    STOPPED("stopped", ""),
    /// Waiting for something outside the trace: a device, a car.
    OUTSIDE("waiting for outside", "of"),
    /// Ready, and its core has nothing to do yet.
    DISPATCH("core idle", ""),
    /// Longer ago than is remembered.
    FORGOTTEN("forgotten", ""),
    /// The trace does not say. A mistake in a trace, or in this package.
    UNEXPLAINED("unexplained", "");

    private static final Cause[] CAUSES = values();

    private final String title;
    private final String preposition;

    Cause(String title, String preposition) {
        this.title = title;
        this.preposition = preposition;
    }

    /// As in JSON: `bus-busy`.
    public String label() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }

    /// In a few words.
    public String title() { return title; }

    /// Between the words and the culprit: `preempted` *by*.
    public String preposition() { return preposition; }

    static Cause ofNumber(int number) { return CAUSES[number]; }
}
