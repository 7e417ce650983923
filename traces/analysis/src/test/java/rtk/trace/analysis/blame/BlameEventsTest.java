package rtk.trace.analysis.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;

/// What short traces, written by hand, are blamed on. One core; bus can0 (device 1) of 500 kbit/s with controller ctl (2, interrupt 32) and
/// node car (3); timer (4, interrupt 30); process a with threads 1 and 2 of priorities 10 and 20.
class BlameEventsTest {
    private final List<String> texts = new ArrayList<>();
    private RunAnalysis analysis;
    private BlameLedger ledger;

    private void measure(String from, String to) {
        analysis = new RunAnalysis(List.of(new PathSpec("p", from, to)));
        ledger = new BlameLedger(analysis);
        texts.clear();
        at(0, EventKind.DEVICE, 1, text("can0"), text("can-bus"), 0);
        at(0, EventKind.DEVICE_NOTE, 1, text("bitrate"), 500_000, 0);
        at(0, EventKind.DEVICE, 2, text("ctl"), text("can-controller"), 1);
        at(0, EventKind.DEVICE, 3, text("car"), text("can-node"), 1);
        at(0, EventKind.DEVICE, 4, text("timer0"), text("timer"), 0);
        at(0, EventKind.CORE, 0, text("board"), 0, 0);
        at(0, EventKind.PROCESS_CREATED, 1, 1, 0, text("a"));
        ledger.event(0, EventKind.THREAD_CREATED, 1, 1, 1, 10, text("low"));
        ledger.event(0, EventKind.THREAD_CREATED, 2, 1, 2, 20, text("high"));
    }

    private int text(String text) {
        int known = texts.indexOf(text);
        if (known >= 0) return known + 1;
        texts.add(text);
        ledger.text(texts.size(), text);
        return texts.size();
    }

    private void at(long ns, EventKind kind, long a, long b, long c, long d) { ledger.event(ns, kind, a, b, c, d, 0); }

    private void state(long ns, int thread, ThreadState state) { at(ns, EventKind.THREAD_STATE, thread, state.ordinal(), 0, 0); }

    private void user(long ns, int thread, String name) { at(ns, EventKind.USER, thread, text(name), 0, 0); }

    private List<String> blamed(Series.Kind kind, String name) {
        return ledger.worst(new Series(kind, name)).pieces().stream().map(piece -> piece.ns() + " " + piece.reason().text())
                .toList();
    }

    private List<String> blamed() { return blamed(Series.Kind.PATH, "p"); }

    @Test
    void aPageFaultIsWaitedFor() {
        measure("user from", "user to");
        state(10, 1, ThreadState.RUNNING);
        user(10, 1, "from");
        state(14, 1, ThreadState.WAITPAGE);
        state(20, 1, ThreadState.RUNNING);
        user(21, 1, "to");

        assertEquals(List.of("4 own computation by a/low", "6 page fault of a/low", "1 own computation by a/low"), blamed());
    }

    @Test
    void aStoppedThreadIsStopped() {
        measure("user from", "user to");
        state(10, 1, ThreadState.RUNNING);
        user(10, 1, "from");
        state(14, 1, ThreadState.STOPPED);
        state(20, 1, ThreadState.READY);
        state(20, 1, ThreadState.RUNNING);
        user(21, 1, "to");

        assertEquals(List.of("4 own computation by a/low", "6 stopped a/low", "1 own computation by a/low"), blamed());
    }

    /// Ready at 12 and run at 15, with nobody else there.
    @Test
    void aCoreMayBeIdleWhileAThreadIsReady() {
        measure("user from", "user to");
        state(10, 1, ThreadState.RUNNING);
        user(10, 1, "from");
        state(12, 1, ThreadState.READY);
        state(15, 1, ThreadState.RUNNING);
        user(16, 1, "to");

        assertEquals(List.of("2 own computation by a/low", "3 core idle", "1 own computation by a/low"), blamed());
    }

    /// Nominal release at 100, released at 130 with the timer; the job before runs until 90.
    @Test
    void aJobIsReleasedLate() {
        measure("user from", "user to");
        state(50, 1, ThreadState.RUNNING);
        at(90, EventKind.CALL_ENTER, 1, KernelCall.NANOSLEEP.ordinal(), 130, 0);
        state(90, 1, ThreadState.NANOSLEEP);
        at(130, EventKind.JOB_RELEASED, 1, 1, 100, 300);
        at(130, EventKind.IRQ_ASSERTED, 30, 4, 0, 0);
        at(130, EventKind.IRQ_ENTER, 0, 30, 0, 0);
        state(135, 1, ThreadState.READY);
        at(137, EventKind.IRQ_EXIT, 0, 30, 0, 0);
        state(137, 1, ThreadState.RUNNING);
        at(138, EventKind.CALL_EXIT, 1, KernelCall.NANOSLEEP.ordinal(), 0, 0);
        at(138, EventKind.JOB_STARTED, 1, 1, 0, 0);
        at(148, EventKind.JOB_COMPLETED, 1, 1, 10, 0);

        assertEquals(List.of("30 release jitter of a/low", "5 interrupt delivery of timer0", "2 interrupt delivery of timer0",
                "1 kernel call of a/low (ClockNanosleep)", "10 own computation by a/low"), blamed(Series.Kind.TASK, "low"));
    }

    /// Due at 100 while the first job still runs, until 120.
    @Test
    void aJobWaitsForTheOneBefore() {
        measure("user from", "user to");
        state(50, 1, ThreadState.RUNNING);
        at(50, EventKind.JOB_RELEASED, 1, 1, 50, 100);
        at(50, EventKind.JOB_STARTED, 1, 1, 0, 0);
        at(100, EventKind.JOB_RELEASED, 1, 2, 100, 150);
        at(120, EventKind.JOB_COMPLETED, 1, 1, 70, 0);
        at(120, EventKind.JOB_STARTED, 1, 2, 0, 0);
        at(200, EventKind.JOB_COMPLETED, 1, 2, 80, 0);

        assertEquals(List.of("20 earlier work of a/low", "80 own computation by a/low"), blamed(Series.Kind.TASK, "low"));
    }

    /// A frame of node car, queued at 1000: the bus is busy with 0x300 since 900; a first attempt fails; then through controller and
    /// thread. Bits of 2000 ns.
    @Test
    void aFrameGoesFromTheWireToAThread() {
        measure("queued can0 0x123", "user to");
        at(10, EventKind.CALL_ENTER, 2, KernelCall.MSG_RECEIVE.ordinal(), 0, 0);
        state(10, 2, ThreadState.RUNNING);
        state(20, 2, ThreadState.RECEIVE);
        at(900, EventKind.FRAME_QUEUED, 1, 3, 1, 0x300);
        at(900, EventKind.FRAME_START, 1, 3, 1, 0x300);
        at(1_000, EventKind.FRAME_QUEUED, 1, 3, 2, 0x123);
        at(90_000, EventKind.FRAME_END, 1, 1, 0x300, 0);
        at(96_000, EventKind.FRAME_START, 1, 3, 2, 0x123);
        at(110_000, EventKind.FRAME_ERROR, 1, 3, 2, text("bit"));
        at(150_000, EventKind.FRAME_RETRY, 1, 3, 2, 2);
        at(150_000, EventKind.FRAME_START, 1, 3, 2, 0x123);
        at(248_000, EventKind.IRQ_ASSERTED, 32, 2, 0, 0);
        at(248_000, EventKind.IRQ_ENTER, 0, 32, 0, 0);
        at(249_000, EventKind.PULSE_SEND, 0, 1, 1, 0);
        state(249_000, 2, ThreadState.READY);
        at(249_000, EventKind.IRQ_DELIVERED, 32, 0, 1, 0);
        at(249_500, EventKind.IRQ_EXIT, 0, 32, 0, 0);
        state(249_500, 2, ThreadState.RUNNING);
        at(249_500, EventKind.PULSE_RECEIVE, 2, 1, 1, 0);
        at(249_500, EventKind.CALL_EXIT, 2, KernelCall.MSG_RECEIVE.ordinal(), 0, 0);
        at(250_000, EventKind.FRAME_END, 1, 2, 0x123, 0);
        user(251_500, 2, "to");

        assertEquals(List.of("95000 bus busy with 0x300", "54000 bus error of 0x123", "98000 on the wire as 0x123",
                "1000 interrupt delivery of ctl", "500 interrupt delivery of ctl", "2000 own computation by a/high"), blamed());
    }

    /// From one value to the next: the thread waits for a frame that the car has not even queued.
    @Test
    void beforeItIsQueuedAFrameIsOutside() {
        measure("user to", "user to");
        state(10, 2, ThreadState.RUNNING);
        user(1_000, 2, "to");
        state(1_500, 2, ThreadState.INTR);
        at(50_000, EventKind.FRAME_QUEUED, 1, 3, 1, 0x123);
        at(50_000, EventKind.FRAME_START, 1, 3, 1, 0x123);
        at(148_000, EventKind.IRQ_ASSERTED, 32, 2, 0, 0);
        at(148_000, EventKind.IRQ_ENTER, 0, 32, 0, 0);
        at(148_100, EventKind.IRQ_DELIVERED, 32, 2, 0, 0);
        state(148_100, 2, ThreadState.READY);
        at(148_100, EventKind.IRQ_EXIT, 0, 32, 0, 0);
        state(148_100, 2, ThreadState.RUNNING);
        user(148_400, 2, "to");

        assertEquals(List.of("500 own computation by a/high", "48500 waiting for outside of car", "98000 on the wire as 0x123",
                "100 interrupt delivery of ctl", "300 own computation by a/high"), blamed());
    }

    @Test
    void aWakeThatNobodyIsSeenToCauseIsUnexplained() {
        measure("user from", "user to");
        state(10, 1, ThreadState.RUNNING);
        user(10, 1, "from");
        state(12, 1, ThreadState.SEM);
        state(30, 1, ThreadState.READY);
        state(30, 1, ThreadState.RUNNING);
        user(31, 1, "to");

        assertEquals(List.of("2 own computation by a/low", "18 unexplained a/low", "1 own computation by a/low"), blamed());
    }

    /// A sample that is longer than what is remembered: it still adds up.
    @Test
    void whatIsNotRememberedIsSaidToBeForgotten() {
        measure("user from", "user to");
        state(10, 1, ThreadState.RUNNING);
        user(10, 1, "from");
        long ns = 10;
        for (int i = 0; i < History.RECORDS_MAX; i++) {
            at(++ns, EventKind.CALL_ENTER, 1, KernelCall.SCHED_YIELD.ordinal(), 0, 0);
            at(++ns, EventKind.CALL_EXIT, 1, KernelCall.SCHED_YIELD.ordinal(), 0, 0);
        }
        user(ns + 1, 1, "to");

        SeriesBlame result = ledger.results().getFirst();
        assertEquals(1, result.exact());
        assertEquals(ns + 1 - 10, result.worst().shares().stream().mapToLong(Share::ns).sum());
        assertTrue(result.shares().stream().anyMatch(share -> share.reason().cause() == Cause.FORGOTTEN),
                result.shares().toString());
    }

    /// As a recorder with filters leaves them: any events, in any order, by any numbers. What is found is wrong, but adds up.
    @Test
    void aTraceWithHolesDoesNoHarm() {
        EventKind[] kinds = EventKind.values();
        for (long seed = 1; seed <= 40; seed++) {
            var dice = new Random(seed);
            measure("user from", "user to");
            int from = text("from");
            int to = text("to");
            long ns = 0;
            for (int i = 0; i < 3_000; i++) {
                ns += dice.nextInt(5);
                EventKind kind = dice.nextInt(4) == 0 ? EventKind.THREAD_STATE : kinds[dice.nextInt(kinds.length)];
                long b = switch (kind) {
                    case THREAD_STATE -> dice.nextInt(ThreadState.count());
                    case USER -> dice.nextBoolean() ? from : to;
                    case CALL_ENTER, CALL_EXIT -> dice.nextInt(KernelCall.values().length);
                    default -> dice.nextInt(6);
                };
                boolean announces = kind.ordinal() <= EventKind.OBJECT_CREATED.ordinal();
                if (!announces) ledger.event(ns, kind, dice.nextInt(5), b, dice.nextInt(4), dice.nextInt(6), 0);
            }

            assertEquals(ledger.sampleCount(), ledger.exactCount());
            assertTrue(ledger.sampleCount() > 5, () -> ledger.sampleCount() + " samples");
        }
    }

    /// Ten samples of 1 to 10 us, each half computing and half preempted; the middle of the tenth's rank is 95 %.
    @Test
    void bandsAndPercentilesAreOfTheirSamples() {
        measure("user from", "user to");
        var whole = new BlameLedger(new RunAnalysis(List.of(new PathSpec("p", "user from", "user to"))), series -> true, true);
        ledger = whole;
        texts.clear();
        at(0, EventKind.CORE, 0, text("board"), 0, 0);
        at(0, EventKind.PROCESS_CREATED, 1, 1, 0, text("a"));
        ledger.event(0, EventKind.THREAD_CREATED, 1, 1, 1, 10, text("low"));
        ledger.event(0, EventKind.THREAD_CREATED, 2, 1, 2, 20, text("high"));
        state(1, 1, ThreadState.RUNNING);
        long ns = 1_000;
        for (long us = 1; us <= 10; us++) {
            user(ns, 1, "from");
            state(ns + us * 500, 1, ThreadState.READY);
            state(ns + us * 500, 2, ThreadState.RUNNING);
            state(ns + us * 1_000, 2, ThreadState.SEM);
            state(ns + us * 1_000, 1, ThreadState.RUNNING);
            user(ns + us * 1_000, 1, "to");
            ns += 20_000;
        }

        SeriesBlame result = ledger.results().getFirst();
        assertEquals(List.of("p0-p50 5 15000", "p50-p90 4 30000", "p90-p99 1 10000"), result.bands().stream()
                .map(band -> band.name() + " " + band.samples() + " " + band.ns()).toList());
        assertEquals(List.of("own computation by a/low 27500", "preempted by a/high 27500"), result.shares().stream()
                .map(share -> share.reason().text() + " " + share.ns()).sorted().toList());
        assertEquals(5_000, ledger.ofPercentile(result.series(), 50).ns());
        assertEquals(10_000, ledger.ofPercentile(result.series(), 99).ns());
    }
}
