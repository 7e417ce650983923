package rtk.kernel;

import rtk.trace.ThreadState;

/// When the threads of a stopped process come to STOPPED. What each of them has in common: a running thread stops on its way
/// out of the kernel.
sealed interface StopRule {
    static StopRule of(KernelVersion version) {
        return switch (version) {
            case SDP_7 -> new AtOnce();
            case SDP_8 -> new ByItself();
        };
    }

    void stop(Tcb thread, Scheduler scheduler);

    /// 6.x and 7.x: a ready thread at once, a waiting one when its wait ends.
    final class AtOnce implements StopRule {
        @Override
        public void stop(Tcb thread, Scheduler scheduler) {
            if (thread.queued) {
                scheduler.stop(thread);
            } else if (thread.state == ThreadState.RUNNING || thread.state == ThreadState.READY) {
                thread.stopWanted = true;
                thread.attention = true;
            } else {
                thread.stopsWhenWoken = true;
            }
        }
    }

    /// 8.0: no thread is pushed into STOPPED; it goes when it has a core.
    final class ByItself implements StopRule {
        @Override
        public void stop(Tcb thread, Scheduler scheduler) {
            thread.stopWanted = true;
            thread.attention = true;
        }
    }
}
