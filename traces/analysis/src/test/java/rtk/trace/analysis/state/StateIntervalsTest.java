package rtk.trace.analysis.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// One core; process a with threads 1 and 2, bus can0 (device 1), mutex 7, channel 3.
///
/// ```
///          0    10   20   30   40   50
/// core     |    |1111|irq |2222|    |
/// bus      |    |123 |    |err |    |
/// mutex    |         |1111111111|2222
/// ```
class StateIntervalsTest {
    private static void play(TraceSink sink) {
        List<String> texts = List.of("can0", "can-bus", "a", "board", "mutex", "m", "");
        for (int id = 1; id <= texts.size(); id++) sink.text(id, texts.get(id - 1));
        sink.event(0, EventKind.DEVICE, 1, 1, 2, 0);
        sink.event(0, EventKind.CORE, 0, 4);
        sink.event(0, EventKind.PROCESS_CREATED, 1, 1, 0, 3);
        sink.event(0, EventKind.THREAD_CREATED, 1, 1, 1, 10, 7);
        sink.event(0, EventKind.THREAD_CREATED, 2, 1, 2, 20, 7);
        sink.event(0, EventKind.CHANNEL_CREATED, 3, 1, 1);
        sink.event(0, EventKind.OBJECT_CREATED, 7, 1, 5, 6);
        state(sink, 10, 1, ThreadState.RUNNING, 0);
        sink.event(10, EventKind.FRAME_START, 1, 9, 1, 0x123);
        sink.event(20, EventKind.MUTEX_LOCKED, 7, 1);
        sink.event(20, EventKind.FRAME_END, 1, 1, 0x123);
        sink.event(20, EventKind.IRQ_ENTER, 0, 32, 1);
        sink.event(30, EventKind.IRQ_EXIT, 0, 32);
        state(sink, 30, 1, ThreadState.SEND, 3);
        state(sink, 30, 2, ThreadState.RUNNING, 0);
        sink.event(30, EventKind.FRAME_ERROR, 1, 9, 2, 0);
        state(sink, 40, 2, ThreadState.RECEIVE, 3);
        state(sink, 40, 1, ThreadState.REPLY, 3);
        sink.event(40, EventKind.FRAME_END, 1, 2, 0x123);
        sink.event(40, EventKind.MUTEX_UNLOCKED, 7, 1, 2);
    }

    private static void state(TraceSink sink, long ns, int thread, ThreadState state, long on) {
        sink.event(ns, EventKind.THREAD_STATE, thread, state.ordinal(), 0, on);
    }

    private static StateIntervals whole() {
        var intervals = new StateIntervals();
        play(intervals);
        intervals.finish(50);
        return intervals;
    }

    private static String text(StateTrack track) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < track.size(); i++) parts.add(track.startNs(i) + "-" + track.endNs(i) + " " + track.value(i));
        return track.name() + ": " + String.join(", ", parts);
    }

    @Test
    void everythingHasItsIntervals() {
        StateIntervals intervals = whole();

        assertEquals("core 0: 0-10 0, 10-20 1, 20-30 -33, 30-40 2, 40-50 0", text(intervals.cores().getFirst()));
        assertEquals("can0: 10-20 292, 20-30 0, 30-40 -1, 40-50 0", text(intervals.buses().getFirst()));
        assertEquals("m: 20-40 1, 40-50 2", text(intervals.mutexes().getFirst()));
        assertEquals("a:1: 30-40 1, 40-50 0", text(intervals.channels().getFirst()));
        StateTrack first = intervals.threads().getFirst();
        assertEquals(ThreadState.RUNNING, StateIntervals.state(first.value(0)));
        assertEquals(0, StateIntervals.core(first.value(0)));
        assertEquals(ThreadState.SEND, StateIntervals.state(first.value(1)));
        assertEquals(-1, StateIntervals.core(first.value(1)));
    }

    @Test
    void loadIsTimePerBin() {
        StateTrack core = whole().cores().getFirst();
        LongPredicate busy = value -> value != 0;

        assertArrayEquals(new long[]{5, 15, 10, 0}, core.timesNs(0, 15, 4, busy));
        assertEquals(30, core.timeNs(0, 50, busy));
        assertEquals(7, core.timeNs(28, 35, busy));
        assertEquals(10, core.timeNs(0, 50, value -> value < 0));
    }

    @Test
    void anIntervalIsFoundByItsInstant() {
        StateTrack core = whole().cores().getFirst();

        assertEquals(List.of(0, 1, 1, 2, 4),
                List.of(core.indexAt(9), core.indexAt(10), core.indexAt(19), core.indexAt(20), core.indexAt(99)));
        assertEquals(-1, whole().buses().getFirst().indexAt(9));
    }

    @Test
    void aWindowBeginsWithWhatWasBefore() {
        var intervals = new StateIntervals(25, 35, 100);
        play(intervals);
        intervals.finish(50);

        assertEquals("core 0: 25-30 -33, 30-35 2", text(intervals.cores().getFirst()));
        assertEquals("m: 25-35 1", text(intervals.mutexes().getFirst()));
    }

    @Test
    void whatIsTooMuchIsCounted() {
        var intervals = new StateIntervals(0, Long.MAX_VALUE, 3);
        play(intervals);

        assertEquals(3, intervals.cores().getFirst().size() + intervals.threads().getFirst().size());
        assertEquals(true, intervals.dropped() > 5);
    }

    /// Client 1 sends at 10; server 2 works from 10 to 14 and from 20 to 23 for it, is preempted between, replies, and goes on for itself.
    @Test
    void serversAreChargedToTheirClients() {
        var times = new ServerTimes();
        times.text(1, "cluster");
        times.text(2, "gateway");
        times.text(3, "");
        times.event(0, EventKind.PROCESS_CREATED, 1, 1, 0, 1);
        times.event(0, EventKind.PROCESS_CREATED, 2, 2, 0, 2);
        times.event(0, EventKind.THREAD_CREATED, 1, 1, 1, 10, 3);
        times.event(0, EventKind.THREAD_CREATED, 2, 2, 1, 20, 3);
        times.event(10, EventKind.MSG_SEND, 1, 5, 77, 4, 10);
        state(times, 10, 1, ThreadState.REPLY, 5);
        state(times, 10, 2, ThreadState.RUNNING, 0);
        times.event(10, EventKind.MSG_RECEIVE, 2, 5, 77, 4);
        state(times, 14, 2, ThreadState.READY, 0);
        state(times, 20, 2, ThreadState.RUNNING, 0);
        times.event(23, EventKind.MSG_REPLY, 2, 77, 0, 0);
        state(times, 30, 2, ThreadState.RECEIVE, 5);

        assertEquals(List.of(new ServerTimes.Charge("gateway", "cluster/1", 1, 7)), times.charges());
    }
}
