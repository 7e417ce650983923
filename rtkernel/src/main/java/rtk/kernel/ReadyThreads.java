package rtk.kernel;

import java.util.Arrays;

/// All READY threads, found by the core that looks for one: those that may run anywhere in one [ReadyQueue], those bound to
/// some cores in another for each run mask; with partitions, in another for each partition too, critical ones apart.
///
/// The lists of one priority in all queues are one FIFO list cut into pieces: a thread keeps its position in the whole, so that
/// the order among equals does not depend on masks.
///
/// Cost: constant while no bound thread is ready; otherwise it grows with the number of different run masks (and partitions) of
/// READY threads that there have been at once, never with the number of threads. A queue that is empty is given to the next new
/// mask.
final class ReadyThreads {
    private final ReadyQueue anywhere = new ReadyQueue();
    private ReadyQueue[] bound = {};
    private int boundThreads;
    private long lastPosition;
    private long firstPosition;

    void addLast(Tcb thread) {
        thread.readyPosition = ++lastPosition;
        queueOf(thread).addLast(thread);
    }

    void addFirst(Tcb thread) {
        thread.readyPosition = --firstPosition;
        queueOf(thread).addFirst(thread);
    }

    void remove(Tcb thread) {
        if (thread.readyQueue != anywhere) boundThreads--;
        thread.readyQueue.remove(thread);
    }

    /// @return the highest priority at which a thread is ready that may run on `cpu`, -1 if none
    int topPriority(Cpu cpu) {
        int top = anywhere.topPriority();
        if (boundThreads == 0) return top;
        for (ReadyQueue queue : bound) {
            if ((queue.runMask & cpu.bit) != 0) top = Math.max(top, queue.topPriority());
        }
        return top;
    }

    /// @return the most urgent that may run on `cpu`, null if none
    Tcb top(Cpu cpu) {
        Tcb best = anywhere.isEmpty() ? null : anywhere.top();
        if (boundThreads == 0) return best;
        for (ReadyQueue queue : bound) {
            if ((queue.runMask & cpu.bit) == 0 || queue.isEmpty()) continue;
            best = first(best, queue.top());
        }
        return best;
    }

    /// @return the most urgent that may run on `cpu` and that no core has been told to run, null if none; O(cores) more than [#top]
    Tcb firstUnpromised(Cpu cpu) {
        Tcb best = anywhere.firstUnpromised();
        if (boundThreads == 0) return best;
        for (ReadyQueue queue : bound) {
            if ((queue.runMask & cpu.bit) != 0) best = first(best, queue.firstUnpromised());
        }
        return best;
    }

    /// @param best null for none
    /// @param other null for none
    private static Tcb first(Tcb best, Tcb other) {
        if (other == null || other.urgency() < 0) return best;
        if (best == null) return other;
        long more = other.urgency() - best.urgency();
        return more > 0 || (more == 0 && other.readyPosition < best.readyPosition) ? other : best;
    }

    boolean isEmpty() { return anywhere.isEmpty() && boundThreads == 0; }

    /// Is a thread ready in a partition that has budget, other than `but`?
    boolean hasEntitledOutside(Partition but) {
        for (ReadyQueue queue : bound) {
            if (queue.partition != but && !queue.isEmpty() && queue.partition.hasBudget()) return true;
        }
        return false;
    }

    /// Is no thread of `priority` ready that may run on `cpu`?
    boolean isEmptyAt(Cpu cpu, int priority) {
        if (!anywhere.isEmptyAt(priority)) return false;
        if (boundThreads == 0) return true;
        for (ReadyQueue queue : bound) {
            if ((queue.runMask & cpu.bit) != 0 && !queue.isEmptyAt(priority)) return false;
        }
        return true;
    }

    private ReadyQueue queueOf(Tcb thread) {
        if (thread.runMask == Tcb.EVERY_CORE && thread.partition == null) return anywhere;
        boundThreads++;
        if (thread.readyQueue != null && isFor(thread, thread.readyQueue)) return thread.readyQueue;
        ReadyQueue empty = null;
        for (ReadyQueue queue : bound) {
            if (isFor(thread, queue)) return queue;
            if (empty == null && queue.isEmpty()) empty = queue;
        }
        if (empty == null) {
            empty = new ReadyQueue();
            bound = Arrays.copyOf(bound, bound.length + 1);
            bound[bound.length - 1] = empty;
        }
        empty.runMask = thread.runMask;
        empty.partition = thread.partition;
        empty.isCritical = thread.isCritical;
        return empty;
    }

    private static boolean isFor(Tcb thread, ReadyQueue queue) {
        return queue.runMask == thread.runMask && queue.partition == thread.partition && queue.isCritical == thread.isCritical;
    }
}
