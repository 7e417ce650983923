package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// Threads that wait for each other's mutexes in a circle: none of them goes on until one gives up or dies.
///
/// Each thread waits for one mutex at most, so it is in one cycle at most. The priorities of its members are worked out together:
/// one after the other they would hold each other up for ever after the one who raised them has gone.
final class DeadlockCycle {
    /// Each waits for a mutex of the next, the last for one of the first.
    private final List<Tcb> members = new ArrayList<>();

    private DeadlockCycle() {}

    /// Reports a cycle if the wait that `thread` has just begun closes one.
    static void look(Tcb thread, World world) {
        Tcb at = blocker(thread);
        while (at != null && at != thread && at.cycle == null) at = blocker(at);
        if (at != thread) return;
        var cycle = new DeadlockCycle();
        do {
            cycle.members.add(at);
            at.cycle = cycle;
            at = blocker(at);
        } while (at != thread);
        for (Tcb member : cycle.members) {
            world.emit(EventKind.MUTEX_DEADLOCK, member.waitsFor.number, member.number, blocker(member).number,
                    cycle.members.size());
        }
    }

    private static Tcb blocker(Tcb thread) { return thread.waitsFor instanceof Mutex wanted ? wanted.owner() : null; }

    /// A member no longer waits for `mutex`, or its owner lets go: if that was part of the circle, there is none any more.
    void opened(Mutex mutex) {
        for (Tcb member : members) {
            if (member.waitsFor != mutex) continue;
            for (Tcb former : members) former.cycle = null;
            return;
        }
    }

    /// Twice round: the first brings the highest priority to where it ends, the second to those before.
    void recompute(Scheduler scheduler) {
        int count = members.size();
        var priorities = new int[count];
        for (int i = 0; i < count; i++)
            priorities[i] = scheduler.priorityOf(members.get(i), members.get((i + count - 1) % count));
        for (int i = 0; i < 2 * count; i++) {
            int from = i % count;
            int to = (from + 1) % count;
            boolean inherits = ((Mutex) members.get(from).waitsFor).inheritor() != null;
            if (inherits) priorities[to] = Math.max(priorities[to], priorities[from]);
        }
        for (int i = 0; i < count; i++) {
            scheduler.setPriority(members.get(i), priorities[i], members.get((i + count - 1) % count));
        }
    }
}
