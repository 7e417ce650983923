package rtk.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();

    @Test
    void aColumnIsTheStateAtItsBeginningAfterAllThatHappenedThen() {
        cores(1);
        thread(1, "hi", 30);
        thread(2, "lo", 10);
        state(0, 2, ThreadState.READY);
        state(0, 2, ThreadState.RUNNING);
        state(15, 1, ThreadState.RUNNING);
        state(15, 2, ThreadState.READY);
        state(40, 1, ThreadState.MUTEX);
        state(40, 2, ThreadState.RUNNING);
        state(60, 2, ThreadState.DEAD);

        assertEquals("""
                hi     30 |  ##mmm
                lo     10 |##--##
                """, timeline.draw(0, 70, 10));
        assertEquals("""
                hi     30 |#m
                lo     10 |-#
                """, timeline.draw(30, 50, 10));
    }

    @Test
    void onlyTheRowsAskedForAreDrawnInTheirOrder() {
        cores(1);
        timeline.row("second", 20);
        timeline.row("first", 10);
        thread(1, "first", 10);
        thread(2, "other", 10);
        thread(3, "second", 20);
        for (int thread = 1; thread <= 3; thread++) state(0, thread, ThreadState.READY);

        assertEquals("""
                second  20 |--
                first   10 |--
                """, timeline.draw(0, 2, 1));
    }

    @Test
    void onSeveralCoresARunningThreadIsTheNumberOfItsCore() {
        cores(12);
        thread(1, "a", 10);
        timeline.event(0, EventKind.THREAD_STATE, 1, ThreadState.RUNNING.ordinal(), 1);
        timeline.event(1, EventKind.THREAD_STATE, 1, ThreadState.RUNNING.ordinal(), 11);

        assertEquals("a      10 |1B\n", timeline.draw(0, 2, 1));
    }

    @Test
    void everyStateHasACharacterOfItsOwnThatTheLegendTells() {
        cores(1);
        var symbols = new TreeSet<Character>();
        for (ThreadState state : ThreadState.values()) {
            thread(state.ordinal() + 1, state.name(), 1);
            state(0, state.ordinal() + 1, state);
        }
        for (String line : timeline.draw(0, 1, 1).lines().toList()) {
            String name = line.substring(0, line.indexOf(' '));
            char symbol = line.endsWith("|") ? ' ' : line.charAt(line.length() - 1);
            symbols.add(symbol);

            assertTrue(Timeline.LEGEND.contains(symbol == '#' || symbol == '-' || symbol == ' '
                    ? name.toLowerCase(Locale.ROOT)
                    : symbol + " " + name), name);
        }

        assertEquals(ThreadState.count(), symbols.size());
    }

    @Test
    void aColumnWithoutTimeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> timeline.draw(0, 10, 0));
    }

    private void cores(int count) {
        for (int core = 0; core < count; core++) timeline.event(0, EventKind.CORE, core);
    }

    private void thread(int number, String name, int priority) {
        timeline.text(number, name);
        timeline.event(0, EventKind.THREAD_CREATED, number, 1, number, priority, number);
    }

    private void state(long ns, int thread, ThreadState state) {
        timeline.event(ns, EventKind.THREAD_STATE, thread, state.ordinal());
    }
}
