package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.TraceSink;
import rtk.trace.ThreadState;

/// A hand-made run: events by short names, for sums that can be done on paper.
///
/// World: bus can0 (device 1), its controller can0 (device 2, irq 32), uart ser1 (device 3, irq 33); process dev-can (1) with
/// threads main (1) and rx (2) and channel 1; process cluster (2) with thread 3 and channel 2; process other (3), thread 4.
final class Play {
    static final int BUS = 1;
    static final int CAN = 2;
    static final int UART = 3;
    static final int CAN_IRQ = 32;
    static final int UART_IRQ = 33;
    static final int MAIN = 1;
    static final int RX = 2;
    static final int CLUSTER = 3;
    static final int OTHER = 4;

    private final TraceSink sink;
    private final List<String> texts = new ArrayList<>();

    Play(TraceSink sink) {
        this.sink = sink;
        at(0, EventKind.DEVICE, BUS, text("can0"), text("can-bus"), 0, 0);
        at(0, EventKind.DEVICE, CAN, text("can0"), text("can-controller"), BUS, 0);
        at(0, EventKind.DEVICE, UART, text("ser1"), text("uart"), 0, 0);
        at(0, EventKind.CORE, 0, text("board"), 0, 0, 0);
        at(0, EventKind.PROCESS_CREATED, 1, 2, 0, text("dev-can"), 0);
        at(0, EventKind.THREAD_CREATED, MAIN, 1, 1, 20, text("main"));
        at(0, EventKind.THREAD_CREATED, RX, 1, 2, 21, text("rx"));
        at(0, EventKind.CHANNEL_CREATED, 1, 1, 1, 0, 0);
        at(0, EventKind.PROCESS_CREATED, 2, 3, 0, text("cluster"), 0);
        at(0, EventKind.THREAD_CREATED, CLUSTER, 2, 1, 12, text("t1"));
        at(0, EventKind.CHANNEL_CREATED, 2, 2, 1, 0, 0);
        at(0, EventKind.PROCESS_CREATED, 3, 4, 0, text("other"), 0);
        at(0, EventKind.THREAD_CREATED, OTHER, 3, 1, 10, text(""));
    }

    Play at(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        sink.event(timeNs, kind, a, b, c, d, e);
        return this;
    }

    int text(String text) {
        int known = texts.indexOf(text);
        if (known >= 0) return known + 1;
        texts.add(text);
        sink.text(texts.size(), text);
        return texts.size();
    }

    Play raise(long timeNs) { return at(timeNs, EventKind.IRQ_ASSERTED, CAN_IRQ, CAN, 0, 0, 0); }

    Play fall(long timeNs) { return at(timeNs, EventKind.IRQ_DEASSERTED, CAN_IRQ, CAN, 0, 0, 0); }

    Play enter(long timeNs) { return at(timeNs, EventKind.IRQ_ENTER, 0, CAN_IRQ, 0, 0, 0); }

    Play exit(long timeNs) { return at(timeNs, EventKind.IRQ_EXIT, 0, CAN_IRQ, 0, 0, 0); }

    Play deliverTo(long timeNs, int thread) { return at(timeNs, EventKind.IRQ_DELIVERED, CAN_IRQ, thread, 0, 0, 0); }

    Play deliverPulse(long timeNs, int pulse) { return at(timeNs, EventKind.IRQ_DELIVERED, CAN_IRQ, 0, pulse, 0, 0); }

    Play receivePulse(long timeNs, int thread, int pulse) { return at(timeNs, EventKind.PULSE_RECEIVE, thread, 1, pulse, 1, 0); }

    Play leave(long timeNs, int thread, KernelCall call) {
        return at(timeNs, EventKind.CALL_EXIT, thread, call.ordinal(), 0, 0, 0);
    }

    Play state(long timeNs, int thread, ThreadState state) {
        return at(timeNs, EventKind.THREAD_STATE, thread, state.ordinal(), 0, 0, 0);
    }

    Play user(long timeNs, String name) { return at(timeNs, EventKind.USER, CLUSTER, text(name), 0, 0, 0); }
}
