package rtk.trace.analysis;

import java.util.BitSet;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Recognises the events of one trace point.
final class PointMatcher {
    private static final long ID_AND_EXTENDED = 0x9FFF_FFFFL;
    private static final int RUNNING = ThreadState.RUNNING.ordinal();
    private static final BitSet WAITING_CALLS = waitingCalls();

    private final TracePoint point;
    private final WorldNames names;
    /// Numbers of the devices, threads, channels, timers or texts that are meant.
    private final BitSet things = new BitSet();
    private final BitSet ran = new BitSet();

    PointMatcher(TracePoint point, WorldNames names) {
        this.point = point;
        this.names = names;
    }

    TracePoint point() { return point; }

    BitSet things() { return things; }

    /// The kinds of which some event may match.
    List<EventKind> kinds() {
        return switch (point.kind()) {
            case IRQ -> List.of(EventKind.IRQ_ASSERTED);
            case ISR -> List.of(EventKind.ISR_ENTER);
            case RUN -> List.of(EventKind.CALL_EXIT, EventKind.THREAD_STATE);
            case QUEUED -> List.of(EventKind.FRAME_QUEUED);
            case FRAME -> List.of(EventKind.FRAME_END);
            case CHAR -> List.of(EventKind.SERIAL_CHAR);
            case USER -> List.of(EventKind.USER);
            case RELEASE -> List.of(EventKind.JOB_RELEASED);
            case COMPLETE -> List.of(EventKind.JOB_COMPLETED);
            case PULSE -> List.of(EventKind.PULSE_SEND);
            case RECEIVE -> List.of(EventKind.MSG_RECEIVE, EventKind.PULSE_RECEIVE);
            case REPLY -> List.of(EventKind.MSG_REPLY, EventKind.MSG_ERROR);
            case TIMER -> List.of(EventKind.TIMER_FIRED);
        };
    }

    /// Thing `number` was created by an event of `kind`; names know it already.
    void created(EventKind kind, int number) {
        boolean meant = switch (point.kind()) {
            case IRQ, ISR, QUEUED, FRAME, CHAR -> kind == EventKind.DEVICE && names.device(number).equals(point.name());
            case RUN, RECEIVE, REPLY -> kind == EventKind.THREAD_CREATED && isThreadMeant(number);
            case RELEASE, COMPLETE -> kind == EventKind.THREAD_CREATED && names.task(number).equals(point.name());
            case PULSE -> kind == EventKind.CHANNEL_CREATED && names.processOfChannel(number).equals(point.name());
            case TIMER -> kind == EventKind.OBJECT_CREATED && names.processOfTimer(number).equals(point.name());
            case USER -> false;
        };
        if (meant) things.set(number);
    }

    void text(int id, String text) { if (point.kind() == TracePoint.Kind.USER && text.equals(point.name())) things.set(id); }

    boolean matches(EventKind kind, long a, long b, long c, long d) {
        return switch (point.kind()) {
            case IRQ, USER, PULSE -> isThing(b);
            case ISR -> isThing(names.deviceOfIrq(b));
            case RUN ->
                isThing(a) && (kind == EventKind.CALL_EXIT ? WAITING_CALLS.get((int) b) : b == RUNNING && isFirstRun((int) a));
            case QUEUED -> isThing(a) && isFrameMeant(d);
            case FRAME -> isThing(a) && isFrameMeant(c);
            case CHAR -> isThing(a) && b == 0;
            case RELEASE, COMPLETE, RECEIVE, REPLY, TIMER -> isThing(a);
        };
    }

    private boolean isThing(long number) { return number >= 0 && things.get((int) number); }

    private boolean isFrameMeant(long id) {
        return point.frameId() == TracePoint.ANY_FRAME || (id & ID_AND_EXTENDED) == point.frameId();
    }

    private boolean isFirstRun(int thread) {
        if (ran.get(thread)) return false;
        ran.set(thread);
        return true;
    }

    private boolean isThreadMeant(int number) {
        if (!names.processOfThread(number).equals(point.name())) return false;
        if (point.thread().isEmpty()) return true;
        WorldNames.ThreadName thread = names.thread(number);
        return thread.name().equals(point.thread()) || Integer.toString(thread.tid()).equals(point.thread());
    }

    private static BitSet waitingCalls() {
        var calls = new BitSet();
        calls.set(KernelCall.INTERRUPT_WAIT.ordinal());
        calls.set(KernelCall.MSG_RECEIVE.ordinal());
        calls.set(KernelCall.MSG_SEND.ordinal());
        calls.set(KernelCall.NANOSLEEP.ordinal());
        calls.set(KernelCall.SYNC_SEM_WAIT.ordinal());
        calls.set(KernelCall.SYNC_CONDVAR_WAIT.ordinal());
        return calls;
    }
}
