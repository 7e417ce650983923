package rtk.trace.format;

import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Which thread has each core, told as switches in the way that tools of operating systems know them: from one thread to the next, with the
/// state in which the first was left.
///
/// A thread keeps its core while an interrupt runs over it. Between a thread that left and the one that the kernel is switching to, the
/// core belongs to the first; it belongs to nobody (thread 0) when nothing was to run at the instant of leaving. Feed events in the order of time.
final class CoreSwitches {
    interface Listener {
        /// @param from thread that leaves, 0 for idle
        /// @param left the state that it is in from now on; READY for idle
        /// @param to thread that has the core from now on, 0 for idle
        void switched(long timeNs, long core, long from, ThreadState left, long to);
    }

    private static final class Core {
        long running;
        long leaving;
        ThreadState left = ThreadState.READY;
        long leftNs;
        boolean switching;
    }

    private final Listener listener;
    private final TreeMap<Long, Core> cores = new TreeMap<>();
    private int leavingCores;

    CoreSwitches(Listener listener) { this.listener = listener; }

    /// The thread that has `core`, or is leaving it; 0 for none.
    long running(long core) {
        Core known = cores.get(core);
        return known == null ? 0 : known.running != 0 ? known.running : known.leaving;
    }

    /// Call before anything else is made of the event.
    void event(long timeNs, EventKind kind, long a, long b, long c, long d) {
        if (leavingCores > 0) settle(timeNs);
        switch (kind) {
            case CORE -> cores.putIfAbsent(a, new Core());
            case COST -> {
                Core core = core(a);
                if (core.leaving != 0 && d != 0 && timeNs == core.leftNs) core.switching = true;
            }
            case THREAD_STATE -> state(timeNs, a, ThreadState.ofNumber(b), c);
            default -> {}
        }
    }

    /// Tells what is not told yet, at the end of the trace.
    void finish() { settle(Long.MAX_VALUE); }

    private Core core(long number) { return cores.computeIfAbsent(number, id -> new Core()); }

    private void state(long timeNs, long thread, ThreadState state, long number) {
        Core core = core(number);
        if (state == ThreadState.RUNNING) {
            long from = core.leaving != 0 ? core.leaving : core.running;
            ThreadState left = core.left;
            if (core.leaving != 0) {
                leavingCores--;
                core.leaving = 0;
            } else {
                left = ThreadState.READY;
            }
            core.switching = false;
            core.running = thread;
            if (from != thread) listener.switched(timeNs, number, from, left, thread);
        } else if (core.running == thread) {
            core.running = 0;
            core.leaving = thread;
            core.left = state;
            core.leftNs = timeNs;
            leavingCores++;
        } else if (core.leaving == thread) {
            core.left = state;
        }
    }

    /// Cores that were left at an instant now past, with nothing to switch to, are idle since then.
    private void settle(long nowNs) {
        for (var entry : cores.entrySet()) {
            Core core = entry.getValue();
            if (core.leaving == 0 || nowNs == core.leftNs || (core.switching && nowNs != Long.MAX_VALUE)) continue;
            long from = core.leaving;
            core.leaving = 0;
            core.switching = false;
            leavingCores--;
            listener.switched(core.leftNs, entry.getKey(), from, core.left, 0);
        }
    }
}
