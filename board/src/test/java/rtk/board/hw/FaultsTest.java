package rtk.board.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class FaultsTest {
    private final List<String> events = new ArrayList<>();
    private final World world = new World(1, new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            events.add(timeNs + " " + kind.label() + " " + c);
        }

        @Override
        public void text(int id, String text) {}
    });
    private final InterruptController controller = new InterruptController(world, 1);
    private final Core core = new Core(world, controller, 0, 0, "test");
    private final IrqLine line = controller.line(40, 9);
    private final List<Long> doneNs = new ArrayList<>();

    private FaultsTest() {
        controller.setEnabled(40, true);
        core.connect(new InterruptSink() {
            @Override
            public void interrupt() { controller.acknowledge(0); }

            @Override
            public void workDone() { doneNs.add(world.nowNs()); }
        });
    }

    private void until(long ns) { world.engine().runUntil(ns); }

    @Test
    void aLostInterruptIsNotSeenUntilTheLineFallsAndRisesAgain() {
        line.faults().lose(1);
        line.set(true);
        assertTrue(line.isUp());
        assertFalse(controller.offers(0));

        line.set(false);
        line.set(true);
        assertTrue(controller.offers(0));
    }

    @Test
    void aLateInterruptComesByItsDelayAndNotAtAllIfTheLineHasFallen() {
        line.faults().delay(2, 500);
        line.set(true);
        until(499);
        assertFalse(controller.offers(0));
        until(500);
        assertTrue(controller.offers(0));

        line.set(false);
        line.set(true);
        line.set(false);
        until(5_000);
        assertFalse(controller.offers(0));
    }

    @Test
    void aSpuriousInterruptComesOnce() {
        line.faults().spurious();
        assertEquals(40, controller.acknowledge(0));
        controller.endOfInterrupt(0, 40);

        assertFalse(controller.offers(0));
    }

    @Test
    void aStormRaisesOneEachPeriod() {
        line.faults().storm(100, 1_000);
        until(10_000);

        assertEquals(10, events.stream().filter(event -> event.contains("device.note")).count());
    }

    /// 1,000 ns of work; slowed to a quarter after 400 ns: the other 600 take 2,400.
    @Test
    void aSlowCoreTakesItsTimeFromThatInstantOn() {
        core.begin(1_000);
        until(400);
        core.setSpeed(250);
        until(10_000);
        core.setSpeed(1_000);
        core.begin(1_000);
        until(20_000);

        assertEquals(List.of(2_800L, 11_000L), doneNs);
    }

    @Test
    void workLeftOverOnASlowCoreIsWhatWasNotDone() {
        core.setSpeed(500);
        core.begin(1_000);
        until(1_500);

        assertEquals(250, core.stop());
    }

    @Test
    void interferenceStretchesEachPieceWithinItsBoundAndSaysByHowMuch() {
        core.setInterference(50);
        long worstNs = 0;
        long startNs = 0;
        for (int piece = 0; piece < 200; piece++) {
            core.begin(1_000);
            until(startNs + 2_000);
            long tookNs = doneNs.get(piece) - startNs;
            assertTrue(tookNs >= 1_000 && tookNs <= 1_050, () -> String.valueOf(tookNs));
            worstNs = Math.max(worstNs, tookNs);
            startNs += 2_000;
        }

        assertTrue(worstNs > 1_040, "evenly spread up to the bound");
        assertTrue(events.stream().filter(event -> event.contains("cost")).count() > 180);
    }
}
