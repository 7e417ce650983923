package rtk.trace.format;

import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.Texts;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// Half a millisecond of two cores, made by hand: a task preempted by an interrupt, a message with its reply, a frame, an idle core.
///
/// ```
///           0     10        20  25       30      40       50     60          90   100 µs
/// core 0    │ t1: job 1     │ irq 32     │ rx receives … │ t1 goes on │ done  idle
/// core 1    │ client sends  · replied at 40 ……………………………………………………………… exits
/// can0                 │ 0x123 …… │
/// ```
final class SampleTrace {
    static final long T1 = 1;
    static final long RX = 2;
    static final long CLIENT = 3;

    private SampleTrace() {}

    static void tell(TraceSink sink) {
        var texts = new Texts(sink);
        sink.event(0, EventKind.CORE, 0, texts.number("board"));
        sink.event(0, EventKind.CORE, 1, texts.number("board"));
        sink.event(0, EventKind.DEVICE, 1, texts.number("can0"), texts.number("can-bus"), 0);
        sink.event(0, EventKind.DEVICE, 2, texts.number("engine"), texts.number("can-message"), 1);
        thread(sink, texts, 1, "tasks", 1, T1, 10, "t1");
        thread(sink, texts, 2, "dev-can", 2, RX, 21, "1");
        thread(sink, texts, 3, "client, \"x\"", 3, CLIENT, 12, "1");
        sink.event(0, EventKind.CHANNEL_CREATED, 7, 2, 1, 0);
        sink.event(0, EventKind.THREAD_STATE, RX, state(ThreadState.RECEIVE), 0, 7);
        sink.event(0, EventKind.JOB_RELEASED, T1, 1, 0, 100_000);
        sink.event(0, EventKind.THREAD_STATE, T1, state(ThreadState.RUNNING), 0);
        sink.event(0, EventKind.JOB_STARTED, T1, 1);
        sink.event(0, EventKind.THREAD_STATE, CLIENT, state(ThreadState.RUNNING), 1);
        sink.event(5_000, EventKind.CALL_ENTER, CLIENT, KernelCall.MSG_SEND.ordinal(), 3, 8);
        sink.event(6_000, EventKind.MSG_SEND, CLIENT, 7, 1, 8, 12);
        sink.event(6_000, EventKind.THREAD_STATE, CLIENT, state(ThreadState.SEND), 1, 7);
        sink.event(10_000, EventKind.FRAME_START, 1, 2, 1, 0x123, 111);
        sink.event(20_000, EventKind.FRAME_END, 1, 1, 0x123, 2, 0xaabb_0000_0000_0000L);
        sink.event(20_000, EventKind.IRQ_ASSERTED, 32, 1);
        sink.event(20_000, EventKind.IRQ_ENTER, 0, 32, T1);
        sink.event(24_000, EventKind.THREAD_STATE, RX, state(ThreadState.READY), 0);
        sink.event(24_000, EventKind.IRQ_DEASSERTED, 32, 1);
        sink.event(25_000, EventKind.IRQ_EXIT, 0, 32);
        sink.event(25_000, EventKind.THREAD_STATE, T1, state(ThreadState.READY), 0);
        sink.event(25_000, EventKind.COST, 0, texts.number("process-switch"), 5_000, RX);
        sink.event(30_000, EventKind.THREAD_STATE, RX, state(ThreadState.RUNNING), 0);
        sink.event(30_000, EventKind.MSG_RECEIVE, RX, 7, 1, 8);
        sink.event(30_000, EventKind.THREAD_STATE, CLIENT, state(ThreadState.REPLY), 1, 7);
        sink.event(30_000, EventKind.MUTEX_LOCKED, 9, RX);
        sink.event(35_000, EventKind.MUTEX_UNLOCKED, 9, RX, 0);
        sink.event(40_000, EventKind.MSG_REPLY, RX, 1, 0, 4);
        sink.event(40_000, EventKind.THREAD_STATE, CLIENT, state(ThreadState.READY), 1);
        sink.event(50_000, EventKind.THREAD_STATE, RX, state(ThreadState.RECEIVE), 0, 7);
        sink.event(50_000, EventKind.THREAD_STATE, T1, state(ThreadState.RUNNING), 0);
        sink.event(60_000, EventKind.THREAD_STATE, CLIENT, state(ThreadState.RUNNING), 1);
        sink.event(60_000, EventKind.CALL_EXIT, CLIENT, KernelCall.MSG_SEND.ordinal(), 0);
        sink.event(70_000, EventKind.USER, CLIENT, texts.number("speed"), -3);
        sink.event(90_000, EventKind.JOB_COMPLETED, T1, 1, 55_000);
        sink.event(90_000, EventKind.THREAD_STATE, T1, state(ThreadState.NANOSLEEP), 0);
        sink.event(100_000, EventKind.THREAD_STATE, CLIENT, state(ThreadState.DEAD), 1);
        sink.event(100_000, EventKind.PROCESS_EXITED, 3, 0, 0);
        sink.event(500_000, EventKind.FRAME_START, 1, 2, 2, 0x123, 111);
    }

    private static void thread(TraceSink sink, Texts texts, long process, String name, long pid, long thread, long priority,
            String own) {
        sink.event(0, EventKind.PROCESS_CREATED, process, pid, 0, texts.number(name), 0);
        sink.event(0, EventKind.THREAD_CREATED, thread, process, 1, priority, texts.number(own));
        sink.event(0, EventKind.THREAD_STATE, thread, state(ThreadState.READY), thread == CLIENT ? 1 : 0);
    }

    private static long state(ThreadState state) { return state.ordinal(); }

    /// As [TraceExport] wants it: surveyed, then told.
    static void export(TraceExport export) throws java.io.IOException {
        tell(export.survey());
        tell(export);
        export.finish();
    }
}
