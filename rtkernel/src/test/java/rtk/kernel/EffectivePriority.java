package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import rtk.kernel.api.MutexProtocol;

/// What the effective priority of every thread has to be by definition, worked out from scratch and by other means than the kernel's:
/// its own priority or that of the message it serves, the ceilings of the mutexes it has, and the effective priorities of all who wait
/// for an inheriting mutex that it has. The least numbers for which this holds, so that a circle of waits lifts nobody by itself.
///
/// It holds whenever no kernel call is in the middle of its act: between kernel calls, and at the trace events CALL_ENTER and CALL_EXIT.
final class EffectivePriority {
    private EffectivePriority() {}

    /// Checks all threads that live.
    static void check(Kernel kernel) {
        List<Tcb> threads = kernel.threads.all().stream().filter(Tcb::isAlive).toList();
        int[] expected = of(threads);
        for (int i = 0; i < expected.length; i++) {
            Tcb thread = threads.get(i);
            assertEquals(expected[i], thread.priority, () -> thread + " " + thread.name + " " + thread.state);
        }
    }

    /// @param threads all that live
    static int[] of(List<Tcb> threads) {
        var priorities = new int[threads.size()];
        for (int i = 0; i < priorities.length; i++)
            priorities[i] = Math.max(threads.get(i).basePriority, ceiling(threads.get(i)));
        for (boolean changed = true; changed;) {
            changed = false;
            for (int i = 0; i < priorities.length; i++) {
                if (!(threads.get(i).waitsFor instanceof Mutex mutex)) continue;
                int owner = threads.indexOf(mutex.owner());
                boolean inherits = mutex.attr().protocol() == MutexProtocol.INHERIT && owner >= 0;
                if (!inherits || priorities[owner] >= priorities[i]) continue;
                priorities[owner] = priorities[i];
                changed = true;
            }
        }
        return priorities;
    }

    private static int ceiling(Tcb thread) {
        return thread.process.mutexes.all().stream()
                .filter(mutex -> mutex.owner() == thread && mutex.attr().protocol() == MutexProtocol.PROTECT)
                .mapToInt(Mutex::ceiling).max().orElse(0);
    }
}
