package rtk.apps.verify.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.verify.bound.Blocking.Mutex;
import rtk.apps.verify.bound.Blocking.Protocol;
import rtk.apps.verify.bound.Blocking.Section;
import rtk.apps.verify.bound.Blocking.Task;

/// Blocking by hand.
final class BlockingTest {
    private static final Mutex A = new Mutex("a", Protocol.INHERIT, 0);
    private static final Mutex B = new Mutex("b", Protocol.INHERIT, 0);

    private static Task task(int priority, Section... sections) { return new Task(priority, List.of(sections)); }

    private static List<Long> blocking(List<Mutex> mutexes, Task... tasks) {
        var blocking = new Blocking(List.of(tasks), mutexes);
        return java.util.stream.IntStream.range(0, tasks.length).mapToObj(i -> blocking.of(i).blockingNs()).toList();
    }

    /// The top task locks a and b, the two below one each, longer: it may wait for both. The middle one, which locks a, waits for the
    /// lowest alone, whose b has the ceiling of the top task.
    @Test
    void withInheritanceEachLessUrgentTaskBlocksOnce() {
        assertEquals(List.of(7L + 5L, 5L, 0L),
                blocking(List.of(A, B), task(30, new Section(0, 0, 1), new Section(1, 2, 1)), task(20, new Section(0, 0, 7)),
                        task(10, new Section(1, 0, 5))));
    }

    /// Three tasks below share one mutex with the top one: however many they are, one of them holds it.
    @Test
    void withInheritanceEachMutexBlocksOnceIfNoneIsLockedInsideAnother() {
        assertEquals(9L,
                blocking(List.of(A), task(30, new Section(0, 0, 1)), task(20, new Section(0, 0, 4)),
                        task(15, new Section(0, 0, 9)),
                        task(10, new Section(0, 0, 6))).getFirst());
    }

    /// The top task wants the mutex twice. When it unlocks, the next in the queue has it, less urgent as that is.
    @Test
    void eachRequestCanMeetAnotherLessUrgentTask() {
        var tasks = List.of(task(30, new Section(0, 0, 1), new Section(0, 1, 1)), task(20, new Section(0, 0, 4)),
                task(15, new Section(0, 0, 9)),
                task(10, new Section(0, 0, 6)));
        var loads = List.of(Load.of(30, 5, 100), Load.of(20, 5, 100), Load.of(15, 10, 100), Load.of(10, 7, 100));
        var blocking = new Blocking(tasks, List.of(A));

        assertEquals(9 + 6, blocking.of(0).blockingNs());
        assertEquals(new Blocking.Settled(new Response(20, 20, 1), 15),
                blocking.response(0, loads, loads.get(0), List.of(), List.of()));
        // A second job of the top one in the window of the one below: four requests of it and one of its own, but two tasks to meet.
        var often = List.of(Load.of(30, 5, 18), loads.get(1), loads.get(2), loads.get(3));
        assertEquals(15, blocking.response(1, often, often.get(1), List.of(often.get(0)), List.of()).blockingNs());
    }

    /// The lowest task locks b inside a: who wants b alone waits for all of a, which the top task can want. That one waits for it too, and in it
    /// for 2 of the middle one, which may have b.
    @Test
    void aNestedSectionBlocksForTheOneAroundIt() {
        assertEquals(List.of(10L + 2L, 10L, 0L),
                blocking(List.of(A, B), task(30, new Section(0, 0, 2)), task(20, new Section(1, 0, 2)),
                        task(10, new Section(0, 0, 10), new Section(1, 4, 3))));
    }

    /// The lowest owns b, which the middle one wants inside a, which the top one wants: b lends the top one's priority on.
    @Test
    void aCeilingGoesThroughTheMutexAround() {
        assertEquals(List.of(6L + 8L, 8L, 0L),
                blocking(List.of(A, B), task(30, new Section(0, 0, 2)), task(20, new Section(0, 0, 6), new Section(1, 1, 3)),
                        task(10, new Section(1, 0, 8))));
    }

    @Test
    void underCeilingsOneSectionBlocksInAll() {
        var ceilings = List.of(new Mutex("a", Protocol.CEILING, 30), new Mutex("b", Protocol.CEILING, 30));

        assertEquals(List.of(7L, 5L, 0L), blocking(ceilings, task(30, new Section(0, 0, 1), new Section(1, 2, 1)),
                task(20, new Section(0, 0, 7)), task(10, new Section(1, 0, 5))));
    }

    /// A ceiling above all users keeps out who has nothing to do with the mutex.
    @Test
    void aHighCeilingBlocksWhoIsBelowIt() {
        assertEquals(List.of(5L, 0L),
                blocking(List.of(new Mutex("a", Protocol.CEILING, 40)), task(30), task(10, new Section(0, 0, 5))));
    }

    @Test
    void withoutProtocolNothingBoundsWhoIsBetweenTheUsers() {
        var none = List.of(new Mutex("a", Protocol.NONE, 0));

        assertEquals(List.of(0L, Response.NONE, Response.NONE, 0L, 0L),
                blocking(none, task(40), task(30, new Section(0, 0, 1)), task(20), task(10, new Section(0, 0, 5)), task(5)));
    }

    @Test
    void locksInACircleHaveNoBound() {
        var tasks = new Task[]{task(40), task(30, new Section(0, 0, 4), new Section(1, 1, 1)),
            task(20, new Section(1, 0, 4), new Section(0, 1, 1))};

        assertEquals(List.of(0L, Response.NONE, Response.NONE), blocking(List.of(A, B), tasks));
        assertTrue(new Blocking(List.of(tasks), List.of(A, B)).of(1).reason().contains("deadlock"));
        assertTrue(new Blocking(List.of(tasks), List.of(A, B)).mayWait(1));
        assertFalse(new Blocking(List.of(tasks), List.of(A, B)).mayWait(0));
    }
}
