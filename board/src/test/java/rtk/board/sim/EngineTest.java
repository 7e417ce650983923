package rtk.board.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {
    private final Engine engine = new Engine();
    private final List<String> log = new ArrayList<>();

    @Test
    void eventsHappenByTimeThenRankThenInsertion() {
        engine.at(logs(Rank.OBSERVER, "observer"), 10);
        engine.at(logs(Rank.CORE, "core 1"), 10);
        engine.at(logs(Rank.CORE, "core 2"), 10);
        engine.at(logs(Rank.DEVICE, "late"), 11);
        engine.at(logs(Rank.DEVICE, "device"), 10);
        engine.at(logs(Rank.OBSERVER, "early"), 9);

        assertTrue(engine.runUntil(20));

        assertEquals(List.of("9 early", "10 device", "10 core 1", "10 core 2", "10 observer", "11 late"), log);
        assertEquals(6, engine.eventCount());
        assertEquals(20, engine.nowNs());
    }

    @Test
    void eventSetForThePresentInstantStillHappensInIt() {
        SimEvent device = logs(Rank.DEVICE, "device");
        engine.at(SimEvent.of(Rank.CORE, () -> {
            log.add("core");
            engine.at(device, engine.nowNs());
        }), 5);
        engine.at(logs(Rank.OBSERVER, "observer"), 5);

        engine.runUntil(5);

        assertEquals(List.of("core", "5 device", "5 observer"), log);
    }

    @Test
    void cancelledEventDoesNotHappenAndMayBeSetAgain() {
        SimEvent event = logs(Rank.DEVICE, "x");
        engine.at(event, 5);
        assertTrue(event.isSet());
        engine.cancel(event);
        assertFalse(event.isSet());
        engine.cancel(event);
        engine.runUntil(10);
        assertEquals(List.of(), log);

        engine.after(event, 3);
        engine.runUntil(20);
        assertEquals(List.of("13 x"), log);
    }

    @Test
    void reArmedEventMovesAndCountsAsSetNow() {
        SimEvent a = logs(Rank.DEVICE, "a");
        SimEvent b = logs(Rank.DEVICE, "b");
        engine.at(a, 5);
        engine.at(b, 5);
        engine.at(a, 5);
        engine.runUntil(5);
        assertEquals(List.of("5 b", "5 a"), log);

        engine.at(a, 100);
        engine.at(a, 8);
        engine.runUntil(200);
        assertEquals(List.of("5 b", "5 a", "8 a"), log);
        assertEquals(0, engine.pendingCount());
    }

    @Test
    void pastIsRefused() {
        engine.runUntil(10);
        SimEvent event = logs(Rank.DEVICE, "x");

        var error = assertThrows(IllegalArgumentException.class, () -> engine.at(event, 9));
        assertTrue(error.getMessage().startsWith("it is 10 ns, too late for 9 ns: "), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> engine.after(event, -1));
        assertThrows(ArithmeticException.class, () -> engine.after(event, Long.MAX_VALUE));
        engine.at(event, 10);
        engine.runUntil(10);
        assertEquals(List.of("10 x"), log);
    }

    @Test
    void eventThatSetsItselfForThePresentIsAnErrorNotAHang() {
        var stuck = new SimEvent(Rank.DEVICE) {
            @Override
            protected void happen() { engine.after(this, 0); }

            @Override
            public String toString() { return "stubborn"; }
        };
        engine.at(stuck, 50);

        var error = assertThrows(StuckClockException.class, () -> engine.runUntil(100));
        assertEquals("time is stuck at 50 ns after 1000000 events, the last one stubborn", error.getMessage());
    }

    @Test
    void asManyEventsAsAllowedAtEachInstantAreNoError() {
        var busy = new SimEvent(Rank.DEVICE) {
            int count;

            @Override
            protected void happen() {
                if (++count < 2 * Engine.EVENTS_PER_INSTANT_MAX)
                    engine.after(this, count % Engine.EVENTS_PER_INSTANT_MAX == 0 ? 1 : 0);
            }
        };
        engine.at(busy, 1);
        engine.runUntil(10);
        assertEquals(2 * Engine.EVENTS_PER_INSTANT_MAX, busy.count);
    }

    @Test
    void runUntilIncludesItsEnd() {
        engine.at(logs(Rank.OBSERVER, "at"), 10);
        engine.at(logs(Rank.DEVICE, "after"), 11);

        engine.runUntil(10);
        assertEquals(List.of("10 at"), log);
        assertEquals(11, engine.nextTimeNs());
        engine.runUntil(11);
        assertEquals(List.of("10 at", "11 after"), log);
        assertEquals(Ns.NEVER, engine.nextTimeNs());
    }

    @Test
    void stopTakesEffectBeforeTheNextEvent() {
        engine.at(SimEvent.of(Rank.DEVICE, engine::stop), 5);
        engine.at(logs(Rank.DEVICE, "x"), 5);

        assertFalse(engine.runUntil(10));
        assertEquals(5, engine.nowNs());
        assertEquals(List.of(), log);
        assertTrue(engine.runUntil(10));
        assertEquals(List.of("5 x"), log);
    }

    @Test
    void stepRunsOneEvent() {
        engine.at(logs(Rank.DEVICE, "a"), 3);
        engine.at(logs(Rank.DEVICE, "b"), 3);
        assertTrue(engine.step());
        assertEquals(List.of("3 a"), log);
        assertTrue(engine.step());
        assertFalse(engine.step());
        assertEquals(3, engine.nowNs());
    }

    @Test
    void runningEventStepsOverEmptyTimeOnly() {
        engine.at(logs(Rank.DEVICE, "next"), 20);
        engine.at(SimEvent.of(Rank.CORE, () -> {
            assertTrue(engine.advanceTo(10));
            assertTrue(engine.advanceTo(19));
            assertEquals(19, engine.nowNs());
            // Something is due then, and it may come first.
            assertFalse(engine.advanceTo(20));
            assertFalse(engine.advanceTo(21));
            assertTrue(engine.advanceTo(19));
        }), 10);
        engine.runUntil(100);
        assertEquals(List.of("20 next"), log);
    }

    @Test
    void runningEventDoesNotStepOverTheEndOfTheRun() {
        engine.at(SimEvent.of(Rank.CORE, () -> {
            assertFalse(engine.advanceTo(31));
            assertTrue(engine.advanceTo(30));
        }), 10);
        engine.runUntil(30);
        assertEquals(30, engine.nowNs());
    }

    @Test
    void runningEventDoesNotStepOverAStop() {
        engine.at(SimEvent.of(Rank.CORE, () -> {
            engine.stop();
            assertFalse(engine.advanceTo(11));
        }), 10);
        assertFalse(engine.runUntil(30));
        assertEquals(10, engine.nowNs());
    }

    private SimEvent logs(Rank rank, String name) { return SimEvent.of(rank, () -> log.add(engine.nowNs() + " " + name)); }
}
