package rtk.trace.analysis.blame;

import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// Counts who took the core from whom: a thread goes from RUNNING to READY, and another is the next to run there.
public final class Preemptions implements TraceSink {
    private static final int RUNNING = ThreadState.RUNNING.ordinal();
    private static final int READY = ThreadState.READY.ordinal();

    private final ReasonNames names = new ReasonNames();
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private final TreeMap<Long, Long> runningOnCore = new TreeMap<>();
    private final TreeMap<Long, Long> oustedFromCore = new TreeMap<>();

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (kind.ordinal() <= EventKind.OBJECT_CREATED.ordinal() || kind == EventKind.THREAD_NAMED)
            names.event(timeNs, kind, a, b, c, d, e);
        if (kind != EventKind.THREAD_STATE) return;
        if (b == RUNNING) {
            Long ousted = oustedFromCore.remove(c);
            if (ousted != null && ousted != a) counts.merge(names.thread(ousted) + " by " + names.thread(a), 1L, Long::sum);
            runningOnCore.put(c, a);
        } else if (runningOnCore.getOrDefault(c, 0L) == a) {
            runningOnCore.remove(c);
            if (b == READY) oustedFromCore.put(c, a);
            else oustedFromCore.remove(c);
        }
    }

    /// By `low by high`.
    public TreeMap<String, Long> counts() { return new TreeMap<>(counts); }
}
