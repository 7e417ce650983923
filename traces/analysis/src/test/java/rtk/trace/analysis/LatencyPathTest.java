package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

class LatencyPathTest {
    private RunAnalysis analysis;

    private Play measure(String from, String to) {
        analysis = new RunAnalysis(List.of(new PathSpec("p", from, to)));
        return new Play(analysis);
    }

    private LatencyResult result() { return analysis.latency("p"); }

    @Test
    void threeSamplesGiveExactExtremesMeanAndTheInstantOfTheWorst() {
        Play run = measure("user a", "user b");

        run.user(1_000, "a").user(1_100, "b").user(2_000, "a").user(2_400, "b").user(3_000, "a").user(3_400, "b");

        assertEquals(new LatencyResult("p", 3, 100, 300, 400, 400, 400, 400, 400, 2_400), result());
    }

    @Test
    void oneEffectClosesAllCausesBeforeIt() {
        Play run = measure("user a", "user b");

        run.user(100, "a").user(200, "a").user(300, "a").user(350, "b").user(400, "b");

        assertEquals(3, result().count());
        assertEquals(50, result().min());
        assertEquals(250, result().max());
        assertEquals(350, result().worstAt());
    }

    @Test
    void theEffectBeforeItsCauseInTheSameNanosecondDoesNotCount() {
        Play run = measure("user a", "user b");

        run.user(100, "b").user(100, "a").user(130, "b");

        assertEquals(1, result().count());
        assertEquals(30, result().max());
    }

    @Test
    void aPointToItselfMeasuresPeriods() {
        Play run = measure("user lap", "user lap");

        run.user(100, "lap").user(200, "lap").user(350, "lap");

        assertEquals(2, result().count());
        assertEquals(100, result().min());
        assertEquals(150, result().max());
    }

    @Test
    void anInterruptEndsWhenTheThreadItWokeLeavesInterruptWait() {
        Play run = measure("irq can0", "run dev-can");

        run.raise(1_000).enter(1_200).deliverTo(1_500, Play.RX).exit(1_600);
        run.leave(1_700, Play.MAIN, KernelCall.MSG_RECEIVE);
        run.leave(1_900, Play.RX, KernelCall.INTERRUPT_WAIT);

        assertEquals(1, result().count());
        assertEquals(900, result().max());
        assertEquals(1_900, result().worstAt());
    }

    @Test
    void anInterruptThatBecomesAPulseEndsWhenItsReceiverLeavesMsgReceive() {
        Play run = measure("irq can0", "run dev-can");

        run.raise(1_000).enter(1_200).deliverPulse(1_500, 7).exit(1_600);
        run.leave(1_700, Play.MAIN, KernelCall.MSG_RECEIVE);
        run.receivePulse(2_000, Play.MAIN, 6).leave(2_100, Play.MAIN, KernelCall.MSG_RECEIVE);
        run.receivePulse(2_200, Play.MAIN, 7).leave(2_300, Play.MAIN, KernelCall.MSG_RECEIVE);
        run.raise(5_000).enter(5_100).receivePulse(5_150, Play.MAIN, 8).deliverPulse(5_150, 8).leave(5_400, Play.MAIN,
                KernelCall.MSG_RECEIVE);

        assertEquals(List.of(2L, 400L), List.of(result().count(), result().min()));
    }

    @Test
    void anOwnerThatRunsForAnotherReasonClosesNothing() {
        Play run = measure("irq can0", "run dev-can");
        run.at(10, EventKind.CALL_ENTER, Play.RX, KernelCall.INTERRUPT_ATTACH_EVENT.ordinal(), Play.CAN_IRQ, 0, 0);

        run.raise(1_000).leave(1_100, Play.MAIN, KernelCall.MSG_RECEIVE).state(1_200, Play.MAIN, ThreadState.RUNNING);
        assertEquals(0, result().count());
        run.enter(1_200).deliverTo(1_500, Play.RX).leave(1_900, Play.RX, KernelCall.INTERRUPT_WAIT);

        assertEquals(1, result().count());
        assertEquals(900, result().max());
    }

    @Test
    void anInterruptOfAnotherDeviceClosesNothing() {
        Play run = measure("irq can0", "run dev-can");

        run.raise(1_000);
        run.at(1_010, EventKind.IRQ_ASSERTED, Play.UART_IRQ, Play.UART, 0, 0, 0);
        run.at(1_020, EventKind.IRQ_DELIVERED, Play.UART_IRQ, Play.RX, 0, 0, 0).deliverTo(1_030, Play.MAIN);
        run.leave(1_100, Play.RX, KernelCall.INTERRUPT_WAIT).leave(1_300, Play.MAIN, KernelCall.INTERRUPT_WAIT);

        assertEquals(1, result().count());
        assertEquals(300, result().max());
    }

    @Test
    void anInterruptServedByPollingIsWithdrawn() {
        Play run = measure("irq can0", "run dev-can");

        run.raise(1_000).enter(1_100).deliverTo(1_200, Play.RX).leave(1_500, Play.RX, KernelCall.INTERRUPT_WAIT).fall(1_600);
        run.raise(1_700).fall(1_800);
        run.raise(9_000).enter(9_100).fall(9_150).deliverTo(9_200, Play.RX).leave(9_400, Play.RX, KernelCall.INTERRUPT_WAIT);

        assertEquals(2, result().count());
        assertEquals(500, result().max());
        assertEquals(1, analysis.withdrawn("p"));
    }

    @Test
    void aFrameEndsWhenTheDriverOfTheBusRunsForItsInterrupt() {
        Play run = measure("frame can0", "run dev-can/rx");

        run.at(1_000, EventKind.FRAME_END, Play.BUS, 1, 0x100, 8, 0).raise(1_000).enter(1_100).deliverTo(1_200, Play.RX);
        run.leave(1_300, Play.MAIN, KernelCall.MSG_RECEIVE).leave(1_450, Play.RX, KernelCall.INTERRUPT_WAIT);

        assertEquals(1, result().count());
        assertEquals(450, result().max());
    }

    @Test
    void aFrameServedWithinItsLastBitHasNoLatency() {
        Play run = measure("frame can0", "user shown");

        run.at(0, EventKind.FRAME_START, Play.BUS, 0, 1, 0x100, 111).raise(220_000).user(221_000, "shown").fall(221_000);
        run.at(222_000, EventKind.FRAME_END, Play.BUS, 1, 0x100, 8, 0);
        run.at(300_000, EventKind.FRAME_START, Play.BUS, 0, 2, 0x100, 111).raise(520_000);
        run.at(522_000, EventKind.FRAME_END, Play.BUS, 2, 0x100, 8, 0).user(522_700, "shown").fall(522_800);
        run.at(600_000, EventKind.FRAME_START, Play.BUS, 0, 3, 0x100, 111).raise(700_000).user(710_000, "shown");
        run.at(822_000, EventKind.FRAME_END, Play.BUS, 3, 0x100, 8, 0).user(823_000, "shown");

        assertEquals(List.of(3L, 0L, 1_000L), List.of(result().count(), result().min(), result().max()));
        assertEquals(700, result().p50());
    }

    @Test
    void aClientOfTheDriverRunsAtItsNextReturn() {
        Play run = measure("irq can0", "run cluster");

        run.raise(1_000).enter(1_100).deliverTo(1_200, Play.RX).leave(1_450, Play.RX, KernelCall.INTERRUPT_WAIT).fall(1_460);
        run.leave(1_500, Play.OTHER, KernelCall.MSG_SEND).leave(2_000, Play.CLUSTER, KernelCall.MSG_SEND);

        assertEquals(1, result().count());
        assertEquals(1_000, result().max());
    }

    @Test
    void theFirstRunOfAThreadCountsAndLaterOnesDoNot() {
        Play run = measure("user go", "run other");

        run.user(100, "go").state(150, Play.OTHER, ThreadState.RUNNING).state(160, Play.OTHER, ThreadState.READY);
        run.user(200, "go").state(250, Play.OTHER, ThreadState.RUNNING).leave(260, Play.OTHER, KernelCall.NANOSLEEP);
        run.user(300, "go").leave(310, Play.OTHER, KernelCall.CLOCK_TIME);

        assertEquals(2, result().count());
        assertEquals(60, result().max());
    }

    @Test
    void aHandlerIsReachedByTheLineOfItsDevice() {
        Play run = measure("irq can0", "isr can0");

        run.at(900, EventKind.ISR_ENTER, 0, Play.UART_IRQ, 1, 0, 0);
        run.raise(1_000).enter(1_100).at(1_150, EventKind.ISR_ENTER, 0, Play.CAN_IRQ, 1, 0, 0);

        assertEquals(1, result().count());
        assertEquals(150, result().max());
    }

    @Test
    void framesAreChosenByIdentifierAndPairedByNumber() {
        Play run = measure("queued can0 0x100", "frame can0 0x100");

        run.at(100, EventKind.FRAME_QUEUED, Play.BUS, 0, 1, 0x100, 8).at(150, EventKind.FRAME_QUEUED, Play.BUS, 0, 2, 0x100, 8);
        run.at(160, EventKind.FRAME_QUEUED, Play.BUS, 0, 3, 0x101, 8).at(170, EventKind.FRAME_QUEUED, Play.BUS, 0, 4, 0x100, 8);
        run.at(400, EventKind.FRAME_END, Play.BUS, 2, 0x100, 8, 0).at(500, EventKind.FRAME_END, Play.BUS, 3, 0x101, 8, 0);
        run.at(600, EventKind.FRAME_DROPPED, Play.BUS, 0, 4, 0, 0).at(800, EventKind.FRAME_END, Play.BUS, 1, 0x100, 8, 0);

        assertEquals(List.of(2L, 250L, 700L), List.of(result().count(), result().min(), result().max()));
        assertEquals(0, analysis.openNs("p"));
    }

    @Test
    void jobsArePairedByNumberFromTheirNominalRelease() {
        Play run = measure("release t1", "complete t1");

        run.at(110, EventKind.JOB_RELEASED, Play.CLUSTER, 1, 100, 200, 0).at(210, EventKind.JOB_RELEASED, Play.CLUSTER, 2, 200,
                300, 0);
        run.at(220, EventKind.JOB_COMPLETED, Play.CLUSTER, 1, 50, 0, 0).at(270, EventKind.JOB_COMPLETED, Play.CLUSTER, 2, 50, 0,
                0);

        assertEquals(List.of(2L, 70L, 120L), List.of(result().count(), result().min(), result().max()));
    }

    @Test
    void aTimerSampleStartsWhenItShouldHaveFired() {
        Play run = measure("timer cluster", "receive cluster");
        run.at(0, EventKind.OBJECT_CREATED, 5, 2, run.text("timer"), run.text(""), 0);

        run.at(1_020, EventKind.TIMER_FIRED, 5, 1_000, 0, 0, 0).at(1_100, EventKind.PULSE_RECEIVE, Play.CLUSTER, 2, 1, 1, 0);

        assertEquals(100, result().max());
    }

    @Test
    void pulsesRepliesAndCharactersBelongToTheirOwners() {
        Play run = measure("char ser1", "reply cluster");
        run.at(10, EventKind.SERIAL_CHAR, Play.UART, 1, 65, 0, 0).at(20, EventKind.SERIAL_CHAR, Play.UART, 0, 65, 0, 0);
        run.at(30, EventKind.MSG_REPLY, Play.OTHER, 1, 0, 0, 0).at(45, EventKind.MSG_REPLY, Play.CLUSTER, 2, 0, 0, 0);
        assertEquals(25, result().max());

        Play other = measure("pulse cluster", "user seen");
        other.at(10, EventKind.PULSE_SEND, 0, 1, 1, 0, 0).at(20, EventKind.PULSE_SEND, 0, 2, 2, 0, 0).user(50, "seen");
        assertEquals(List.of(1L, 30L), List.of(result().count(), result().max()));
    }

    @Test
    void namesThatNeverAppearLeaveAnEmptyResult() {
        Play run = measure("irq can7", "run nobody");

        run.raise(100).deliverTo(200, Play.RX).leave(300, Play.RX, KernelCall.INTERRUPT_WAIT);

        assertEquals(new LatencyResult("p", 0, 0, 0, 0, 0, 0, 0, 0, -1), result());
    }

    @Test
    void samplesOfHoursAreKept() {
        Play run = measure("user a", "user b");

        run.user(0, "a").user(7_200_000_000_001L, "b");

        assertEquals(7_200_000_000_001L, result().max());
        assertEquals(7_200_000_000_001L, result().p50());
    }

}
