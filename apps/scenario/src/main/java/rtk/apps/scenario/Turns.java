package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;

/// Jobs of tasks of one priority run in order of release, as schedulability analysis has it.
///
/// A thread that wakes goes to the tail of its priority, so that the kernel serves the *first* jobs so by itself. A task that fell behind its
/// releases is a thread that does not wake: it would go on with its next job, however long others have waited. So a job whose turn
/// it is not yet yields to those with earlier ones. Within one core, for policy `fifo`, and without partitions, where the order of
/// threads is that of the ready list; a job that waits for a mutex lets others go first.
final class Turns {
    private static final int NO_CORE = -1;

    private final List<Turn> all = new ArrayList<>();

    /// The place of one task.
    static final class Turn {
        private final TaskSpec spec;
        private final int core;
        private final List<Turn> peers = new ArrayList<>();
        private long releaseNs = Long.MAX_VALUE;
        private boolean waiting;

        private Turn(TaskSpec spec, int core) {
            this.spec = spec;
            this.core = core;
        }

        /// The next job is one released at this instant; called before the thread runs first, and when a job is done.
        void next(long newReleaseNs) { releaseNs = newReleaseNs; }

        /// The job is about to wait for a mutex, or has it.
        void waits(boolean forMutex) { waiting = forMutex; }

        /// Lets all jobs of peers run that were released before the one at hand. Each round takes at least one of them off, or
        /// finds it not awake yet: so many rounds are enough.
        void await(KernelCalls k) {
            for (int round = 0; round < peers.size() && !isFirst(); round++) k.schedYield();
        }

        private boolean isFirst() {
            for (Turn peer : peers) {
                if (peer.releaseNs < releaseNs && !peer.waiting) return false;
            }
            return true;
        }

        private boolean sharesWith(Turn other) {
            return spec.policy() == SchedPolicy.FIFO && other.spec.policy() == SchedPolicy.FIFO
                    && spec.priority() == other.spec.priority() && core == other.core && core != NO_CORE;
        }
    }

    /// @param core that the task is bound to; [#NO_CORE] if its place is not that of its core's ready list alone
    Turn of(TaskSpec spec, int core) {
        var turn = new Turn(spec, core);
        for (Turn other : all) {
            if (!turn.sharesWith(other)) continue;
            turn.peers.add(other);
            other.peers.add(turn);
        }
        all.add(turn);
        return turn;
    }

    /// The core on whose ready list the threads of a place are.
    static int coreOf(Scenario scenario, PlaceSpec place) {
        if (scenario.kernel().partitions() != null) return NO_CORE;
        if (scenario.boards().getFirst().cpus() == 1) return 0;
        return Integer.bitCount(place.runMask()) == 1 ? Integer.numberOfTrailingZeros(place.runMask()) : NO_CORE;
    }
}
