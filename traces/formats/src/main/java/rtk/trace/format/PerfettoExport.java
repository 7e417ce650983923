package rtk.trace.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// A trace in Perfetto's own format (perfetto.dev, `protos/perfetto/trace`), for ui.perfetto.dev and trace_processor.
///
/// - Cores, threads and interrupts are `sched_switch`, `sched_waking` and `irq_handler_entry/exit` events of ftrace, so that the lanes of CPUs,
///   the states of threads and the tables of trace_processor are there as for a trace of Linux. tid and pid are world-wide numbers (process
///   number times 100,000, plus tid); priorities are ours, larger is more urgent.
/// - Kernel calls are slices on the thread that made them; messages and pulses are flows from sender to receiver and, with the reply, back.
/// - Each bus is a lane of frames, with its load in windows of 10 ms as a counter. What programs tell of themselves (USER events) is
///   a counter of that name under their process.
///
/// Times are simulated nanoseconds, as boot time. Memory: a table of threads and buses.
public final class PerfettoExport extends SystemExport {
    // Field numbers of the messages in protos/perfetto/trace.
    private static final int PACKET = 1;
    private static final int FTRACE_EVENTS = 1;
    private static final int PROCESS_TREE = 2;
    private static final int TIMESTAMP = 8;
    private static final int SEQUENCE_ID = 10;
    private static final int TRACK_EVENT = 11;
    private static final int TRACK_DESCRIPTOR = 60;
    private static final int SCHED_SWITCH = 4;
    private static final int SCHED_WAKING = 20;
    private static final int IRQ_ENTRY = 36;
    private static final int IRQ_EXIT = 37;
    private static final int FLOW_IDS = 47;
    private static final int TERMINATING_FLOW_IDS = 48;

    private static final int SLICE_BEGIN = 1;
    private static final int SLICE_END = 2;
    private static final int INSTANT = 3;
    private static final int COUNTER = 4;

    private static final int SEQUENCE = 1;
    private static final int INTERRUPTIBLE = 1;
    private static final int DEAD = 16;
    private static final long LOAD_WINDOW_NS = 10_000_000;
    // Tracks need numbers of their own: the kind of thing above, its number below.
    private static final long THREAD_TRACK = 1L << 40;
    private static final long BUS_TRACK = 2L << 40;
    private static final long LOAD_TRACK = 3L << 40;
    private static final long PROCESS_TRACK = 4L << 40;
    private static final long VALUE_TRACK = 5L << 40;
    private static final long PULSE_FLOW = 1L << 62;

    private final OutputStream out;
    private final TreeMap<Long, Integer> openCalls = new TreeMap<>();
    private final TreeMap<Long, Bus> buses = new TreeMap<>();
    private final TreeMap<String, Long> values = new TreeMap<>();
    private final Proto packet = new Proto();
    private final Proto body = new Proto();
    private final Proto inner = new Proto();
    private final Proto innermost = new Proto();
    private final Proto file = new Proto();
    private IOException failure;

    private static final class Bus {
        boolean busy;
        long sinceNs;
        long windowNs;
        long busyNs;
    }

    public PerfettoExport(OutputStream out) { this.out = out; }

    @Override
    void told(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case PROCESS_CREATED -> process(a, c, names.text(d));
            case THREAD_CREATED -> thread(a);
            case THREAD_STATE -> state(timeNs, a, ThreadState.ofNumber(b), c);
            case CALL_ENTER -> {
                openCalls.merge(a, 1, Integer::sum);
                track(timeNs, SLICE_BEGIN, THREAD_TRACK | a, KernelCall.ofNumber(b).label());
                annotate("arg0", c);
                annotate("arg1", d);
                write();
            }
            case CALL_EXIT -> {
                if (closeCall(a)) end(timeNs, THREAD_TRACK | a, "result", c);
            }
            case MSG_SEND -> flow(timeNs, a, "send to " + names.channel(b), c, FLOW_IDS);
            case MSG_RECEIVE -> flow(timeNs, a, "receive", c, FLOW_IDS);
            case MSG_REPLY -> flow(timeNs, a, "reply", b, TERMINATING_FLOW_IDS);
            case MSG_ERROR -> flow(timeNs, a, "error reply", b, TERMINATING_FLOW_IDS);
            case PULSE_SEND -> {
                if (a != 0) flow(timeNs, a, "pulse to " + names.channel(b), PULSE_FLOW | c, FLOW_IDS);
            }
            case PULSE_RECEIVE -> flow(timeNs, a, "pulse", PULSE_FLOW | c, TERMINATING_FLOW_IDS);
            case IRQ_ENTER -> {
                innermost.clear().number(1, b).string(2, "irq" + b);
                ftrace(timeNs, a, threads.tid(switches.running(a)), IRQ_ENTRY);
            }
            case IRQ_EXIT -> {
                innermost.clear().number(1, b).number(2, 1);
                ftrace(timeNs, a, threads.tid(switches.running(a)), IRQ_EXIT);
            }
            case FRAME_START -> frameStart(timeNs, a, b, c, d);
            case FRAME_END -> frameEnd(timeNs, a, "data", e);
            case FRAME_ERROR -> frameEnd(timeNs, a, "error at bit", e);
            case USER -> user(timeNs, a, names.text(b), c);
            default -> {}
        }
    }

    @Override
    void end() throws IOException {
        if (failure != null) throw failure;
    }

    private void process(long process, long parent, String name) {
        inner.clear().number(1, ThreadTable.pid(process)).number(2, ThreadTable.pid(parent)).string(3, name);
        body.clear().message(1, inner);
        packet.clear().message(PROCESS_TREE, body);
        write();
        inner.clear().number(1, ThreadTable.pid(process)).string(6, name);
        body.clear().number(1, PROCESS_TRACK | process).message(3, inner);
        describe();
    }

    private void thread(long thread) {
        ThreadTable.Row row = threads.row(thread);
        String name = row.name().isEmpty() ? names.thread(thread) : row.name();
        inner.clear().number(1, row.tid()).string(2, name).number(3, row.pid());
        body.clear().message(2, inner);
        packet.clear().message(PROCESS_TREE, body);
        write();
        inner.clear().number(1, row.pid()).number(2, row.tid()).string(5, name);
        body.clear().number(1, THREAD_TRACK | thread).message(4, inner);
        describe();
    }

    /// Writes the track descriptor in `body`.
    private void describe() {
        packet.clear().number(SEQUENCE_ID, SEQUENCE).message(TRACK_DESCRIPTOR, body);
        write();
    }

    private void counter(long track, long parent, String name, String unit) {
        inner.clear().string(6, unit);
        body.clear().number(1, track).string(2, name).message(8, inner);
        if (parent != 0) body.number(5, parent);
        describe();
    }

    private void state(long timeNs, long thread, ThreadState state, long core) {
        if (state == ThreadState.READY && switches.running(core) != thread) {
            innermost.clear().string(1, names.thread(thread)).number(2, threads.tid(thread)).number(3, threads.priority(thread))
                    .number(4, 1).number(5, core);
            ftrace(timeNs, core, threads.tid(switches.running(core)), SCHED_WAKING);
        }
        if (state == ThreadState.DEAD) {
            while (closeCall(thread)) end(timeNs, THREAD_TRACK | thread, "", 0);
        }
    }

    private boolean closeCall(long thread) {
        int open = openCalls.getOrDefault(thread, 0);
        if (open > 0) openCalls.put(thread, open - 1);
        return open > 0;
    }

    @Override
    void switched(long timeNs, long core, long from, ThreadState left, long to) {
        innermost.clear().string(1, from == 0 ? "swapper" : names.thread(from)).number(2, threads.tid(from))
                .number(3, threads.priority(from)).number(4, switch (left) {
                    case READY, RUNNING -> 0;
                    case DEAD -> DEAD;
                    default -> INTERRUPTIBLE;
                });
        innermost.string(5, to == 0 ? "swapper" : names.thread(to)).number(6, threads.tid(to)).number(7, threads.priority(to));
        ftrace(timeNs, core, threads.tid(from), SCHED_SWITCH);
    }

    /// Writes the event in `innermost` as one of `core`.
    private void ftrace(long timeNs, long core, int tid, int event) {
        inner.clear().number(1, timeNs).number(2, tid).message(event, innermost);
        body.clear().number(1, core).message(2, inner);
        packet.clear().message(FTRACE_EVENTS, body);
        write();
    }

    /// Begins a track event: it is in `body` until [#write].
    private void track(long timeNs, int type, long track, String name) {
        packet.clear().number(TIMESTAMP, timeNs).number(SEQUENCE_ID, SEQUENCE);
        body.clear().number(9, type).number(11, track);
        if (!name.isEmpty()) body.string(23, name);
        pending = true;
    }

    private boolean pending;

    private void annotate(String name, long value) { body.message(4, inner.clear().string(10, name).number(4, value)); }

    private void end(long timeNs, long track, String what, long value) {
        track(timeNs, SLICE_END, track, "");
        if (!what.isEmpty()) annotate(what, value);
        write();
    }

    private void flow(long timeNs, long thread, String name, long flow, int field) {
        track(timeNs, INSTANT, THREAD_TRACK | thread, name);
        body.fixed64(field, flow);
        write();
    }

    private void frameStart(long timeNs, long number, long node, long frame, long id) {
        Bus bus = buses.get(number);
        if (bus == null) {
            bus = new Bus();
            buses.put(number, bus);
            body.clear().number(1, BUS_TRACK | number).string(2, names.device(number));
            describe();
            counter(LOAD_TRACK | number, 0, names.device(number) + " load", "%");
        }
        window(timeNs, number, bus);
        if (bus.busy) end(timeNs, BUS_TRACK | number, "", 0); // an arbitration that had no frame error of its own
        bus.busy = true;
        bus.sinceNs = timeNs;
        track(timeNs, SLICE_BEGIN, BUS_TRACK | number, "0x" + Long.toHexString(id & 0x1fff_ffff) + " " + names.device(node));
        annotate("frame", frame);
        write();
    }

    private void frameEnd(long timeNs, long number, String what, long value) {
        Bus bus = buses.get(number);
        if (bus == null || !bus.busy) return;
        window(timeNs, number, bus);
        bus.busyNs += timeNs - bus.sinceNs;
        bus.busy = false;
        end(timeNs, BUS_TRACK | number, what, value);
    }

    /// Tells the load of windows that are over.
    private void window(long timeNs, long number, Bus bus) {
        while (timeNs >= bus.windowNs + LOAD_WINDOW_NS) {
            long endNs = bus.windowNs + LOAD_WINDOW_NS;
            if (bus.busy) {
                bus.busyNs += endNs - bus.sinceNs;
                bus.sinceNs = endNs;
            }
            track(bus.windowNs, COUNTER, LOAD_TRACK | number, "");
            body.number(30, bus.busyNs * 100 / LOAD_WINDOW_NS);
            write();
            bus.busyNs = 0;
            bus.windowNs = endNs;
        }
    }

    private void user(long timeNs, long thread, String name, long value) {
        ThreadTable.Row row = threads.row(thread);
        long process = row == null ? 0 : row.process();
        Long track = values.get(process + " " + name);
        if (track == null) {
            track = VALUE_TRACK | values.size();
            values.put(process + " " + name, track);
            counter(track, process == 0 ? 0 : PROCESS_TRACK | process, name, "");
        }
        track(timeNs, COUNTER, track, "");
        body.number(30, value);
        write();
    }

    private void write() {
        if (pending) packet.message(TRACK_EVENT, body);
        pending = false;
        if (failure != null) return;
        try {
            file.clear().message(PACKET, packet).writeTo(out);
        } catch (IOException e) {
            failure = e;
        }
    }
}
