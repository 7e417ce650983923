package rtk.trace.analysis;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import rtk.trace.EventKind;

/// Measures one path. The rules are in the description of the package.
final class PathMeter {
    /// Open samples kept; of more, the earliest are, so that the maximum stays right.
    static final int OPEN_MAX = 1 << 16;

    private final PathSpec spec;
    private final PointMatcher from;
    private final PointMatcher to;
    private final Samples samples;
    /// Not null when an interrupt explains why `to` happens.
    private final InterruptCause cause;
    /// Not null when `from` and `to` carry the number of what they are about: a frame, a job.
    private final LongMap openByNumber;
    /// Not null when samples start at the ends of frames.
    private final LastBit lastBit;
    private final boolean withdraws;
    private final Set<EventKind> fromKinds;
    private final Set<EventKind> toKinds;
    private long[] openNs = new long[16];
    private int open;
    private int taken;
    private long withdrawn;
    private long lost;

    PathMeter(PathSpec spec, TracePoint fromPoint, TracePoint toPoint, WorldNames names, SampleListener listener) {
        this.spec = spec;
        samples = new Samples(new Series(Series.Kind.PATH, spec.name()), listener);
        from = new PointMatcher(fromPoint, names);
        to = new PointMatcher(toPoint, names);
        fromKinds = EnumSet.copyOf(from.kinds());
        toKinds = EnumSet.copyOf(to.kinds());
        boolean explained = toPoint.kind() == TracePoint.Kind.RUN && switch (fromPoint.kind()) {
            case IRQ, ISR, FRAME, CHAR -> true;
            default -> false;
        };
        cause = explained ? new InterruptCause(from, to, names) : null;
        boolean isr = toPoint.kind() == TracePoint.Kind.ISR;
        withdraws = fromPoint.kind() == TracePoint.Kind.IRQ && (explained || (isr && fromPoint.name().equals(toPoint.name())));
        lastBit = fromPoint.kind() == TracePoint.Kind.FRAME ? new LastBit(from, names) : null;
        openByNumber = isNumbered(fromPoint, toPoint) ? new LongMap() : null;
    }

    PathSpec spec() { return spec; }

    Samples samples() { return samples; }

    PointMatcher from() { return from; }

    PointMatcher to() { return to; }

    /// Interrupts that fell again before a core took them.
    long withdrawn() { return withdrawn; }

    /// Samples that were not kept because [#OPEN_MAX] were open.
    long lost() { return lost; }

    /// Start of the oldest open sample, or -1.
    long oldestOpenNs() {
        if (openByNumber != null) return openByNumber.smallestValue();
        if (open == 0) return -1;
        long oldest = openNs[0];
        for (int i = 1; i < open; i++) oldest = Math.min(oldest, openNs[i]);
        return oldest;
    }

    /// The kinds of events that [#event] needs to see.
    Set<EventKind> kinds() {
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        kinds.addAll(fromKinds);
        kinds.addAll(toKinds);
        if (cause != null) kinds.addAll(EnumSet.of(EventKind.IRQ_ASSERTED, EventKind.IRQ_DELIVERED, EventKind.PULSE_RECEIVE));
        if (withdraws) kinds.addAll(EnumSet.of(EventKind.IRQ_ENTER, EventKind.IRQ_DEASSERTED));
        if (lastBit != null) kinds.addAll(EnumSet.of(EventKind.FRAME_START, EventKind.IRQ_ASSERTED));
        if (openByNumber != null) kinds.addAll(EnumSet.of(EventKind.JOB_ABANDONED, EventKind.FRAME_DROPPED));
        return kinds;
    }

    void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (cause != null) cause.observe(kind, a, b, c);
        if (lastBit != null) lastBit.observe(timeNs, kind, a, e);
        if (withdraws) withdraw(kind, b);
        if (openByNumber != null) {
            numbered(timeNs, kind, a, b, c, d);
            return;
        }
        if (toKinds.contains(kind) && to.matches(kind, a, b, c, d) && isCaused(kind, a, b)) {
            if (lastBit != null) lastBit.reached();
            closeAll(timeNs);
        }
        if (!fromKinds.contains(kind) || !from.matches(kind, a, b, c, d)) return;
        if (lastBit != null && lastBit.isServed(timeNs)) samples.record(0, timeNs);
        else open(startNs(timeNs, kind, b, c));
    }

    private boolean isCaused(EventKind kind, long thread, long call) {
        if (cause == null) return true;
        boolean caused = kind == EventKind.CALL_EXIT && cause.causes(thread, call);
        return caused || !cause.isOwner();
    }

    /// A sample may start before its event: when a timer should have fired, when a job was due without jitter.
    private static long startNs(long timeNs, EventKind kind, long b, long c) {
        return switch (kind) {
            case TIMER_FIRED -> b > 0 ? Math.min(b, timeNs) : timeNs;
            case JOB_RELEASED -> Math.min(c, timeNs);
            default -> timeNs;
        };
    }

    private void numbered(long timeNs, EventKind kind, long a, long b, long c, long d) {
        switch (kind) {
            case FRAME_QUEUED -> {
                if (from.matches(kind, a, b, c, d)) openByNumber.put(c, timeNs);
            }
            case FRAME_END -> {
                if (to.matches(kind, a, b, c, d)) close(openByNumber.remove(b), timeNs);
            }
            case FRAME_DROPPED -> openByNumber.remove(c);
            case JOB_RELEASED -> {
                if (from.matches(kind, a, b, c, d)) openByNumber.put(jobKey(a, b), startNs(timeNs, kind, b, c));
            }
            case JOB_COMPLETED -> {
                if (to.matches(kind, a, b, c, d)) close(openByNumber.remove(jobKey(a, b)), timeNs);
            }
            case JOB_ABANDONED -> openByNumber.remove(jobKey(a, b));
            default -> {}
        }
    }

    private void open(long startNs) {
        if (open == OPEN_MAX) {
            lost++;
            return;
        }
        if (open == openNs.length) openNs = Arrays.copyOf(openNs, open * 2);
        openNs[open++] = startNs;
    }

    private void closeAll(long timeNs) {
        for (int i = 0; i < open; i++) samples.record(timeNs - openNs[i], timeNs);
        open = 0;
        taken = 0;
    }

    private void close(long startNs, long timeNs) { if (startNs != LongMap.ABSENT) samples.record(timeNs - startNs, timeNs); }

    private void withdraw(EventKind kind, long b) {
        if (kind == EventKind.IRQ_ENTER && isOfFrom(b)) taken = open;
        if (kind != EventKind.IRQ_DEASSERTED || !from.things().get((int) b) || (cause != null && !cause.isOwner())) return;
        withdrawn += open - taken;
        open = taken;
    }

    private boolean isOfFrom(long irq) {
        if (cause != null) return cause.isMeant(irq);
        return to.matches(EventKind.ISR_ENTER, 0, irq, 0, 0);
    }

    private static long jobKey(long thread, long job) { return thread << 40 | job; }

    private static boolean isNumbered(TracePoint from, TracePoint to) {
        boolean same = from.name().equals(to.name());
        boolean frames = from.kind() == TracePoint.Kind.QUEUED && to.kind() == TracePoint.Kind.FRAME;
        boolean jobs = from.kind() == TracePoint.Kind.RELEASE && to.kind() == TracePoint.Kind.COMPLETE;
        return same && (frames || jobs);
    }
}
