package rtk.board.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.hw.Oscillator;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class TimersTest {
    private final List<Long> raisedNs = new ArrayList<>();
    private final World world = new World(1, new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind == EventKind.IRQ_ASSERTED) raisedNs.add(timeNs);
        }

        @Override
        public void text(int id, String text) {}
    });
    private final Board board = new Board(world, "b", 1);

    private void until(long ns) { world.engine().runUntil(ns); }

    /// 3 MHz: 100 counts are 33,333.3 ns, each expiry at its own edge, no drift.
    @Test
    void aPeriodicTimerExpiresAtTheExactEdges() {
        var timer = new IntervalTimer(board, "t", new Oscillator(3_000_000, 0));
        timer.write(IntervalTimer.LOAD, 100);
        timer.write(IntervalTimer.CONTROL,
                IntervalTimer.ON | IntervalTimer.PERIODIC | IntervalTimer.WIDE | IntervalTimer.INTERRUPT);
        for (int period = 1; period <= 4; period++) {
            until(Ns.edge(100L * period, 3_000_000));
            assertEquals(1, timer.read(IntervalTimer.MIS));
            timer.write(IntervalTimer.INT_CLR, 0);
        }

        assertEquals(List.of(33_334L, 66_667L, 100_000L, 133_334L), raisedNs);
        assertEquals(100, timer.read(IntervalTimer.VALUE));
        until(133_334 + 5_000);
        assertEquals(85, timer.read(IntervalTimer.VALUE));
    }

    @Test
    void aOneShotTimerStopsAtZeroAndAPrescaledOneCountsSlowly() {
        var timer = new IntervalTimer(board, "t", new Oscillator(1_000_000, 0));
        timer.write(IntervalTimer.LOAD, 3);
        timer.write(IntervalTimer.CONTROL, IntervalTimer.ON | IntervalTimer.ONE_SHOT | 0x04 | IntervalTimer.INTERRUPT);
        until(Ns.us(40));
        assertEquals(1, timer.read(IntervalTimer.VALUE));
        until(Ns.ms(1));

        assertEquals(List.of(Ns.us(48)), raisedNs);
        assertEquals(0, timer.read(IntervalTimer.VALUE));
    }

    @Test
    void theBackgroundLoadCountsFromTheNextPeriodOn() {
        var timer = new IntervalTimer(board, "t", new Oscillator(1_000_000, 0));
        timer.write(IntervalTimer.LOAD, 10);
        timer.write(IntervalTimer.CONTROL, IntervalTimer.ON | IntervalTimer.PERIODIC | IntervalTimer.INTERRUPT);
        until(Ns.us(5));
        timer.write(IntervalTimer.BG_LOAD, 4);
        for (long us : new long[]{10, 14, 18}) {
            until(Ns.us(us));
            timer.write(IntervalTimer.INT_CLR, 0);
        }

        assertEquals(List.of(Ns.us(10), Ns.us(14), Ns.us(18)), raisedNs);
    }

    @Test
    void aWatchdogThatIsAnsweredNeverBarks() {
        var watchdog = new Watchdog(board, "w", new Oscillator(1_000_000, 0));
        watchdog.write(Watchdog.LOAD, 1_000);
        watchdog.write(Watchdog.CONTROL, Watchdog.INTERRUPT | Watchdog.RESET);
        for (int ms = 1; ms <= 20; ms++) {
            until(Ns.us(900L * ms));
            watchdog.write(Watchdog.INT_CLR, 0);
        }

        assertEquals(List.of(), raisedNs);
        assertEquals(0, watchdog.resets());
    }

    @Test
    void anUnansweredWatchdogInterruptsAndThenResets() {
        var watchdog = new Watchdog(board, "w", new Oscillator(1_000_000, 0));
        var resetNs = new ArrayList<Long>();
        watchdog.onReset(() -> resetNs.add(world.nowNs()));
        watchdog.write(Watchdog.LOAD, 1_000);
        watchdog.write(Watchdog.CONTROL, Watchdog.INTERRUPT | Watchdog.RESET);
        until(Ns.us(2_500));

        assertEquals(List.of(Ns.ms(1)), raisedNs);
        assertEquals(List.of(Ns.ms(2)), resetNs);
    }

    @Test
    void aLockedWatchdogCannotBeSwitchedOffByMistake() {
        var watchdog = new Watchdog(board, "w", new Oscillator(1_000_000, 0));
        watchdog.write(Watchdog.CONTROL, Watchdog.INTERRUPT);
        watchdog.write(Watchdog.LOCK, 1);
        watchdog.write(Watchdog.CONTROL, 0);
        assertEquals(1, watchdog.read(Watchdog.LOCK));
        assertEquals(Watchdog.INTERRUPT, watchdog.read(Watchdog.CONTROL));

        watchdog.write(Watchdog.LOCK, Watchdog.UNLOCK);
        watchdog.write(Watchdog.CONTROL, 0);
        assertEquals(0, watchdog.read(Watchdog.CONTROL));
    }

    /// A crystal 100 ppm slow: at 5 s it has passed edge 163,823; 32,768 edges later it is 6.000081209… s.
    @Test
    void theRealTimeClockCountsTheSecondsOfItsCrystal() {
        var clock = new RealTimeClock(board, "r", -100_000, 1_700_000_000);
        until(Ns.s(5));
        assertEquals(1_700_000_000, clock.read(RealTimeClock.DR));
        clock.write(RealTimeClock.CR, 1);
        until(6_000_081_210L - 1);
        assertEquals(1_700_000_000, clock.read(RealTimeClock.DR));

        until(6_000_081_210L);
        assertEquals(1_700_000_001, clock.read(RealTimeClock.DR));
    }

    @Test
    void theAlarmComesWhenTheSecondIsReachedAndIsTakenBack() {
        var clock = new RealTimeClock(board, "r", 0, 0);
        clock.write(RealTimeClock.LR, 100);
        clock.write(RealTimeClock.CR, 1);
        clock.write(RealTimeClock.MR, 103);
        clock.write(RealTimeClock.IMSC, 1);
        until(Ns.s(3) - 1);
        assertFalse(clock.read(RealTimeClock.RIS) == 1);
        until(Ns.s(10));

        assertEquals(List.of(Ns.s(3)), raisedNs);
        clock.write(RealTimeClock.ICR, 1);
        assertEquals(0, clock.read(RealTimeClock.MIS));
        assertTrue(clock.read(RealTimeClock.DR) == 110);
    }

    @Test
    void aClockThatJumpsForwardOverItsAlarmMissesIt() {
        var clock = new RealTimeClock(board, "r", 0, 0);
        clock.write(RealTimeClock.CR, 1);
        clock.write(RealTimeClock.MR, 5);
        clock.write(RealTimeClock.IMSC, 1);
        until(Ns.s(2));
        clock.set(60);
        until(Ns.s(30));

        assertEquals(List.of(), raisedNs);
    }
}
