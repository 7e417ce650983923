package rtk.kernel;

import java.util.List;
import java.util.TreeSet;

/// Who waits for one thing, in the order in which they will be served: by priority, then by arrival.
///
/// @param <W> what waits
final class WaitQueue<W extends Waiting> {
    private final TreeSet<W> waiting = new TreeSet<>(Waiting.ORDER);
    private long nextSeq;

    boolean isEmpty() { return waiting.isEmpty(); }

    int size() { return waiting.size(); }

    /// Enters at the end of those of `priority`. O(log n).
    void add(W one, int priority) {
        one.waitPriority = priority;
        one.waitSeq = nextSeq++;
        waiting.add(one);
    }

    boolean remove(W one) { return waiting.remove(one); }

    W first() { return waiting.first(); }

    W removeFirst() { return waiting.pollFirst(); }

    /// Priority of the first, 0 if none waits.
    int topPriority() { return waiting.isEmpty() ? 0 : waiting.first().waitPriority; }

    /// Priority of the first that is not `without`, 0 if there is none.
    int topPriority(W without) {
        if (waiting.isEmpty()) return 0;
        W first = waiting.first();
        if (first == without) first = waiting.higher(first);
        return first == null ? 0 : first.waitPriority;
    }

    /// In order of service.
    List<W> all() { return List.copyOf(waiting); }
}
