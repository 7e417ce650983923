package rtk.kernel;

import java.util.Arrays;
import rtk.board.sim.Ns;

/// What is due when: a 4-ary heap by (due, insertion), each entry knowing its place. All O(log n). The keys stand beside the
/// entries in arrays of their own, so that sifting compares neighbours and touches no entry that stays.
final class TimeoutQueue {
    private long[] dues = new long[64];
    private long[] seqs = new long[64];
    private Timeout[] entries = new Timeout[64];
    private int size;
    private long nextSeq;

    boolean isEmpty() { return size == 0; }

    /// [Ns#NEVER] if there is none.
    long firstDueNs() { return size == 0 ? Ns.NEVER : dues[0]; }

    /// Sets `timeout` for `dueNs`; if it was set, here or in another queue, it moves and counts as set now.
    void set(Timeout timeout, long dueNs) {
        if (timeout.queue != null) timeout.queue.cancel(timeout);
        timeout.queue = this;
        timeout.dueNs = dueNs;
        if (size == entries.length) grow();
        siftUp(size++, dueNs, nextSeq++, timeout);
    }

    /// Takes out `timeout`, which is set here.
    void cancel(Timeout timeout) {
        assert timeout.queue == this : timeout;
        int at = timeout.place;
        timeout.queue = null;
        int last = --size;
        Timeout moved = entries[last];
        entries[last] = null;
        if (at == last) return;
        int parent = (at - 1) >> 2;
        if (at > 0 && before(dues[last], seqs[last], parent)) siftUp(at, dues[last], seqs[last], moved);
        else siftDown(at, dues[last], seqs[last], moved);
    }

    Timeout removeFirst() {
        Timeout first = entries[0];
        cancel(first);
        return first;
    }

    private boolean before(long dueNs, long seq, int other) {
        return dueNs < dues[other] || (dueNs == dues[other] && seq < seqs[other]);
    }

    private void siftUp(int from, long dueNs, long seq, Timeout timeout) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >> 2;
            if (!before(dueNs, seq, parent)) break;
            put(at, dues[parent], seqs[parent], entries[parent]);
            at = parent;
        }
        put(at, dueNs, seq, timeout);
    }

    private void siftDown(int from, long dueNs, long seq, Timeout timeout) {
        int at = from;
        for (;;) {
            int least = 4 * at + 1;
            if (least >= size) break;
            int end = Math.min(least + 4, size);
            for (int child = least + 1; child < end; child++) {
                if (before(dues[child], seqs[child], least)) least = child;
            }
            if (before(dueNs, seq, least)) break;
            put(at, dues[least], seqs[least], entries[least]);
            at = least;
        }
        put(at, dueNs, seq, timeout);
    }

    private void put(int at, long dueNs, long seq, Timeout timeout) {
        dues[at] = dueNs;
        seqs[at] = seq;
        entries[at] = timeout;
        timeout.place = at;
    }

    private void grow() {
        dues = Arrays.copyOf(dues, size * 2);
        seqs = Arrays.copyOf(seqs, size * 2);
        entries = Arrays.copyOf(entries, size * 2);
    }
}
