package rtk.kernel;

/// READY threads that may run on the same cores: one FIFO list per priority, and a bitmap of those that are not empty.
/// Everything in constant time.
final class ReadyQueue {
    static final int PRIORITIES = 256;

    private final Tcb[] heads = new Tcb[PRIORITIES];
    private final Tcb[] tails = new Tcb[PRIORITIES];
    private final long[] occupied = new long[PRIORITIES / 64];
    /// Bit `w` is set while `occupied[w]` is not 0.
    private int occupiedWords;
    /// The highest priority at which a thread is ready, -1 if none.
    private int topPriority = -1;

    // Written only by ReadyThreads.
    /// Whose threads these are: a bit for each core they may run on, their partition, whether they are critical.
    int runMask = Tcb.EVERY_CORE;
    Partition partition;
    boolean isCritical;

    boolean isEmpty() { return topPriority < 0; }

    /// @return the highest priority at which a thread is ready, -1 if none
    int topPriority() { return topPriority; }

    private int highestOccupied() {
        if (occupiedWords == 0) return -1;
        int word = 31 - Integer.numberOfLeadingZeros(occupiedWords);
        return (word << 6) + 63 - Long.numberOfLeadingZeros(occupied[word]);
    }

    boolean isEmptyAt(int priority) { return heads[priority] == null; }

    /// The first of the highest priority; there must be one.
    Tcb top() { return heads[topPriority]; }

    /// @return the first that no core has been told to run; a core has been told of one at most
    Tcb firstUnpromised() {
        Tcb thread = isEmpty() ? null : top();
        while (thread != null && thread.isPromised()) thread = after(thread);
        return thread;
    }

    private Tcb after(Tcb thread) {
        if (thread.next != null) return thread.next;
        for (int priority = thread.priority - 1; priority >= 0; priority--) {
            if (heads[priority] != null) return heads[priority];
        }
        return null;
    }

    void addLast(Tcb thread) {
        enter(thread);
        int priority = thread.priority;
        thread.previous = tails[priority];
        thread.next = null;
        if (tails[priority] == null) heads[priority] = thread;
        else tails[priority].next = thread;
        tails[priority] = thread;
    }

    void addFirst(Tcb thread) {
        enter(thread);
        int priority = thread.priority;
        thread.next = heads[priority];
        thread.previous = null;
        if (heads[priority] == null) tails[priority] = thread;
        else heads[priority].previous = thread;
        heads[priority] = thread;
    }

    void remove(Tcb thread) {
        assert thread.queued && thread.readyQueue == this : thread;
        int priority = thread.priority;
        if (thread.previous == null) heads[priority] = thread.next;
        else thread.previous.next = thread.next;
        if (thread.next == null) tails[priority] = thread.previous;
        else thread.next.previous = thread.previous;
        thread.next = null;
        thread.previous = null;
        thread.queued = false;
        if (heads[priority] != null) return;
        occupied[priority >> 6] &= ~(1L << priority);
        if (occupied[priority >> 6] == 0) occupiedWords &= ~(1 << (priority >> 6));
        if (priority == topPriority) topPriority = highestOccupied();
    }

    private void enter(Tcb thread) {
        assert !thread.queued : thread;
        thread.queued = true;
        thread.readyQueue = this;
        occupied[thread.priority >> 6] |= 1L << thread.priority;
        occupiedWords |= 1 << (thread.priority >> 6);
        if (thread.priority > topPriority) topPriority = thread.priority;
    }
}
