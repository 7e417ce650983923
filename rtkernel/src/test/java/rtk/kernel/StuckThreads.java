package rtk.kernel;

import java.util.ArrayList;
import java.util.List;

/// Who waits for ever, worked out from the present waits alone: the slow way to what [WaitCircles] notes as it happens.
final class StuckThreads {
    private StuckThreads() {}

    /// The most threads of which each waits, without a timeout, for none but others of them.
    static List<Tcb> of(Kernel kernel) {
        List<Tcb> all = kernel.threads.all();
        var stuck = new ArrayList<>(
                all.stream().filter(thread -> thread.isBlockedByOthers() && !thread.timeout.isSet()).toList());
        boolean changed = true;
        while (changed) changed = stuck.removeIf(thread -> !stuck.containsAll(awaited(thread, all)));
        return stuck;
    }

    /// All who can end the wait of `thread`.
    private static List<Tcb> awaited(Tcb thread, List<Tcb> all) {
        return switch (thread.state) {
            case MUTEX -> List.of(((Mutex) thread.waitsFor).owner());
            case JOIN -> List.of(thread.joined);
            default -> all.stream().filter(other -> other.isAlive() && other.process == thread.channel.process).toList();
        };
    }
}
