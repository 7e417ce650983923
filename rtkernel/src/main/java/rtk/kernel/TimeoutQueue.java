package rtk.kernel;

import java.util.Arrays;
import rtk.board.sim.Ns;

/// What is due when: a binary heap by (due, insertion), each entry knowing its place. All O(log n).
final class TimeoutQueue {
    private Timeout[] heap = new Timeout[64];
    private int size;
    private long nextSeq;

    long firstDueNs() { return size == 0 ? Ns.NEVER : heap[0].dueNs; }

    /// Sets `timeout`, which may be set already, for `dueNs`.
    void set(Timeout timeout, long dueNs) {
        cancel(timeout);
        timeout.dueNs = dueNs;
        timeout.seq = nextSeq++;
        if (size == heap.length) heap = Arrays.copyOf(heap, size * 2);
        siftUp(size++, timeout);
    }

    void cancel(Timeout timeout) {
        int at = timeout.place;
        if (at < 0) return;
        timeout.place = -1;
        Timeout last = heap[--size];
        heap[size] = null;
        if (at == size) return;
        if (at > 0 && before(last, heap[(at - 1) >> 1])) siftUp(at, last);
        else siftDown(at, last);
    }

    /// @return the first that is due at `nowNs`, taken out, or null
    Timeout removeDue(long nowNs) {
        if (size == 0 || heap[0].dueNs > nowNs) return null;
        Timeout first = heap[0];
        cancel(first);
        return first;
    }

    private static boolean before(Timeout a, Timeout b) { return a.dueNs < b.dueNs || (a.dueNs == b.dueNs && a.seq < b.seq); }

    private void siftUp(int from, Timeout timeout) {
        int at = from;
        while (at > 0 && before(timeout, heap[(at - 1) >> 1])) {
            put(at, heap[(at - 1) >> 1]);
            at = (at - 1) >> 1;
        }
        put(at, timeout);
    }

    private void siftDown(int from, Timeout timeout) {
        int at = from;
        for (;;) {
            int child = 2 * at + 1;
            if (child >= size) break;
            if (child + 1 < size && before(heap[child + 1], heap[child])) child++;
            if (!before(heap[child], timeout)) break;
            put(at, heap[child]);
            at = child;
        }
        put(at, timeout);
    }

    private void put(int at, Timeout timeout) {
        heap[at] = timeout;
        timeout.place = at;
    }
}
