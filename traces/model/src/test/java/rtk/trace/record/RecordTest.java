package rtk.trace.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// A run of two tasks, an event each millisecond; `b` misses its deadline at 60 ms.
class RecordTest {
    private static final long MS = 1_000_000;
    private static final int ALL = 1 << 20;

    private final List<String> kept = new ArrayList<>();
    private final TraceSink sink = new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            kept.add(timeNs / MS + " " + kind.label() + " " + a + " " + b);
        }

        @Override
        public void text(int id, String text) {}
    };

    @Test
    void theLastMillisecondsBeforeAMissAreKeptAndTheRestIsCounted() {
        var recorder = new FlightRecorder(2 * MS, ALL, Trigger.parse("miss b"), MS, sink);
        tell(recorder, 100);
        recorder.finish();

        assertEquals(List.of("0 process.created 1 1", "0 thread.created 1 1", "0 thread.created 2 1", // who is who
                "0 thread.priority 1 10", "56 thread.state 1 1", "57 thread.state 2 1", // what they were last
                "58 trace.skipped 55 2", // 57 states and a priority, less the three that are told
                "58 thread.state 1 2", "59 thread.state 2 2", "60 thread.state 1 1", "60 job.missed 2 7", "61 thread.state 2 1",
                "100 trace.skipped 39 3"), kept);
        assertEquals(94, recorder.dropped());
        assertEquals(60 * MS, recorder.triggeredNs());
        assertFalse(recorder.isShortened());
    }

    @Test
    void withoutATriggerTheEndOfTheRunIsKept() {
        var recorder = new FlightRecorder(MS, ALL, null, 0, sink);
        tell(recorder, 100);
        recorder.finish();

        assertEquals(List.of("98 thread.state 1 2", "99 trace.skipped 97 2", "99 thread.state 2 2", "100 thread.state 1 1"),
                kept.subList(kept.size() - 4, kept.size()));
    }

    @Test
    void whatDoesNotFitIntoMemoryShortensTheWindowAndIsCounted() {
        var recorder = new FlightRecorder(1_000_000 * MS, 8_192, null, 0, sink);
        tell(recorder, 50_000);
        recorder.finish();

        assertTrue(recorder.isShortened());
        long told = kept.stream()
                .filter(line -> line.contains("thread.state") || line.contains("job.missed") || line.contains("priority"))
                .count();
        assertTrue(told > 4_096 && told < 8_192 + 3, told + " events");
        assertEquals(50_002, told + recorder.dropped(), "none is lost without being counted");
    }

    @Test
    void aRunShorterThanTheWindowIsKeptWhole() {
        var recorder = new FlightRecorder(1_000 * MS, ALL, Trigger.parse("crash"), 0, sink);
        tell(recorder, 100);
        recorder.finish();

        assertEquals(105, kept.size());
        assertEquals(0, recorder.dropped());
    }

    @Test
    void aSelectionLetsDefinitionsAndChosenKindsThrough() {
        var selection = new Selection(EnumSet.of(EventKind.JOB_MISSED), List.of(), sink);
        tell(selection, 100);
        selection.finish();

        assertEquals(List.of("0 process.created 1 1", "0 thread.created 1 1", "0 thread.created 2 1", "60 job.missed 2 7",
                "100 trace.skipped 101 1"), kept);
    }

    @Test
    void aProcessThatIsNotChosenIsLeftOutButNotTheBoard() {
        var selection = new Selection(EnumSet.noneOf(EventKind.class), List.of("other"), sink);
        tell(selection, 10);
        selection.event(11 * MS, EventKind.IRQ_ASSERTED, 32, 1);
        selection.finish();

        assertEquals(List.of("11 irq.asserted 32 1", "11 trace.skipped 11 1"), kept.subList(3, 5));
    }

    @Test
    void triggersAreWords() {
        assertEquals("miss b", Trigger.parse("  miss   b ").toString());
        assertEquals("found 'mis b', expected miss [TASK], crash [PROCESS], user NAME, deadlock or event KIND", wrong("mis b"));
        assertEquals("found 'user', expected user and one name", wrong("user"));
        assertEquals("found 'deadlock now', expected deadlock alone", wrong("deadlock now"));
        assertTrue(wrong("event job.mised").contains("job.missed"), wrong("event job.mised"));
        assertTrue(wrong("event jobs").contains("rtk trace info"), wrong("event jobs"));
    }

    private static String wrong(String text) {
        return assertThrows(IllegalArgumentException.class, () -> Trigger.parse(text)).getMessage();
    }

    private static void tell(TraceSink to, int lastMs) {
        to.text(1, "tasks");
        to.text(2, "a");
        to.text(3, "b");
        to.event(0, EventKind.PROCESS_CREATED, 1, 1, 0, 1, 0);
        to.event(0, EventKind.THREAD_CREATED, 1, 1, 1, 10, 2);
        to.event(0, EventKind.THREAD_CREATED, 2, 1, 2, 11, 3);
        to.event(0, EventKind.THREAD_PRIORITY, 1, 10, 12);
        for (int ms = 1; ms <= lastMs; ms++) {
            ThreadState state = ms % 4 < 2 ? ThreadState.RUNNING : ThreadState.READY;
            to.event(ms * MS, EventKind.THREAD_STATE, 2 - ms % 2 == 1 ? 2 : 1, state.ordinal());
            if (ms == 60) to.event(ms * MS, EventKind.JOB_MISSED, 2, 7);
        }
    }
}
