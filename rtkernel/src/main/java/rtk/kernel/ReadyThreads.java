package rtk.kernel;

import java.util.Arrays;

/// All READY threads, found by the core that looks for one: those that may run anywhere in one [ReadyQueue], those bound to
/// some cores in another for each run mask.
///
/// The lists of one priority in all queues are one FIFO list cut into pieces: a thread keeps its position in the whole, so that
/// the order among equals does not depend on masks.
///
/// Cost: constant while no bound thread is ready; otherwise it grows with the number of different run masks of READY threads
/// that there have been at once, never with the number of threads. A queue that is empty is given to the next new mask.
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

    /// @return the first of the highest priority that may run on `cpu`, null if none
    Tcb top(Cpu cpu) {
        Tcb best = anywhere.isEmpty() ? null : anywhere.top();
        if (boundThreads == 0) return best;
        for (ReadyQueue queue : bound) {
            if ((queue.runMask & cpu.bit) == 0 || queue.isEmpty()) continue;
            Tcb other = queue.top();
            if (best == null || isBefore(other, best)) best = other;
        }
        return best;
    }

    /// @return the first that may run on `cpu` and that no core has been told to run, null if none; O(cores) more than [#top]
    Tcb firstUnpromised(Cpu cpu) {
        Tcb best = anywhere.firstUnpromised();
        if (boundThreads == 0) return best;
        for (ReadyQueue queue : bound) {
            if ((queue.runMask & cpu.bit) == 0) continue;
            Tcb other = queue.firstUnpromised();
            if (other != null && (best == null || isBefore(other, best))) best = other;
        }
        return best;
    }

    private static boolean isBefore(Tcb a, Tcb b) {
        return a.priority != b.priority ? a.priority > b.priority : a.readyPosition < b.readyPosition;
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
        if (thread.runMask == Tcb.EVERY_CORE) return anywhere;
        boundThreads++;
        ReadyQueue last = thread.readyQueue;
        if (last != null && last.runMask == thread.runMask) return last;
        ReadyQueue empty = null;
        for (ReadyQueue queue : bound) {
            if (queue.runMask == thread.runMask) return queue;
            if (empty == null && queue.isEmpty()) empty = queue;
        }
        if (empty == null) {
            empty = new ReadyQueue();
            bound = Arrays.copyOf(bound, bound.length + 1);
            bound[bound.length - 1] = empty;
        }
        empty.runMask = thread.runMask;
        return empty;
    }
}
