package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.Names;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// Finds priority inversions in a trace, and keeps the longest of each thread and kind.
///
/// A thread's *base* priority is the one that it was created with or that a program set last; what it inherits does not count. An
/// inversion of thread H lasts while
///
/// - H is blocked in MUTEX, SEND or REPLY, and the thread that it waits for in the end runs and has a lower base priority
///   ([Inversion.Kind#DIRECT]), or is READY while a thread of lower base priority than H runs ([Inversion.Kind#INDIRECT]);
/// - H is READY, and a thread of lower base priority runs at a priority not below that of H ([Inversion.Kind#PUSH_THROUGH]).
///
/// Whom H waits for: the owner of the mutex; who received its message; until somebody has, the threads that received last on that
/// channel and are not back there. If that thread is blocked so itself, whom it waits for. With several cores it is enough that one of
/// them runs such a thread.
///
/// After L. Sha, R. Rajkumar, J. P. Lehoczky, "Priority Inheritance Protocols: An Approach to Real-Time Synchronization", IEEE
/// Transactions on Computers 39(9), 1990. Not seen: waits for condvars and semaphores, which belong to nobody.
///
/// Each instant costs time proportional to the number of threads that suffer an inversion or may: READY, or waiting for another, and of
/// higher base priority than one that runs.
public final class InversionMonitor implements TraceSink {
    private static final int PRIORITIES = 256;

    private static final class Thread {
        final long number;
        final long process;
        final long tid;
        int base;
        int priority;
        ThreadState state = ThreadState.DEAD;
        long on;
        /// Number of its message, until it goes on.
        long message;
        /// Channel that it received on last.
        long serves;
        // While a priority is being set.
        long setTid;
        int setPriority;
        // The present inversion.
        Inversion.Kind kind;
        Thread by;
        long sinceNs;

        Thread(long number, long process, long tid, int priority) {
            this.number = number;
            this.process = process;
            this.tid = tid;
            this.priority = priority;
            base = priority;
        }

        boolean maySuffer() { return state == ThreadState.READY || waits(); }

        boolean waits() { return state == ThreadState.MUTEX || state == ThreadState.SEND || state == ThreadState.REPLY; }
    }

    private final Names names = new Names();
    /// By number; null for numbers without a thread of this trace.
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> living = new ArrayList<>();
    // Each by number.
    private final TreeMap<Long, Thread> running = new TreeMap<>();
    /// By base priority: those that may suffer.
    private final List<TreeMap<Long, Thread>> exposed = Stream.generate(() -> new TreeMap<Long, Thread>()).limit(PRIORITIES)
            .toList();
    /// Which of these are not empty.
    private final BitSet exposedBases = new BitSet(PRIORITIES);
    private final TreeMap<Long, Thread> suffering = new TreeMap<>();
    /// By channel and number: those that received on it last.
    private final TreeMap<Long, TreeMap<Long, Thread>> servers = new TreeMap<>();
    private final TreeMap<Long, Thread> owners = new TreeMap<>();
    /// Who received a message not yet replied to.
    private final TreeMap<Long, Thread> receivers = new TreeMap<>();
    private final TreeMap<Long, EnumMap<Inversion.Kind, Inversion>> longest = new TreeMap<>();
    private long nowNs;
    private boolean changed;

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.event(timeNs, kind, a, b, c, d, e);
        if (timeNs > nowNs && changed) judge();
        nowNs = timeNs;
        switch (kind) {
            case THREAD_CREATED -> create(new Thread(a, b, c, (int) d));
            case THREAD_STATE -> state(thread(a), ThreadState.ofNumber(b), d);
            case THREAD_PRIORITY -> thread(a).priority = (int) c;
            case CALL_ENTER -> {
                if (b != KernelCall.SCHED_SET.ordinal()) return;
                thread(a).setTid = c;
                thread(a).setPriority = (int) d;
            }
            case CALL_EXIT -> {
                if (b != KernelCall.SCHED_SET.ordinal() || c < 0) return;
                set(thread(a));
            }
            case MSG_SEND -> thread(a).message = c;
            case MSG_RECEIVE -> {
                receivers.put(c, thread(a));
                serve(thread(a), b);
            }
            case PULSE_RECEIVE -> serve(thread(a), b);
            case MSG_REPLY, MSG_ERROR -> receivers.remove(b);
            case MUTEX_LOCKED -> owners.put(a, thread(b));
            case MUTEX_UNLOCKED -> owners.remove(a);
            default -> {
                return;
            }
        }
        changed = true;
    }

    /// The run is over.
    ///
    /// @param endNs instant of its end
    public void finish(long endNs) {
        if (changed) judge();
        nowNs = endNs;
        for (Thread thread : living) end(thread);
    }

    /// The longest inversion of each thread and kind, longest first, then by thread and kind.
    public List<Inversion> longest() {
        List<Inversion> all = new ArrayList<>();
        longest.values().forEach(kinds -> all.addAll(kinds.values()));
        all.sort(Comparator.comparingLong(Inversion::lengthNs).reversed());
        return all;
    }

    private void create(Thread thread) {
        while (threads.size() <= thread.number) threads.add(null);
        threads.set((int) thread.number, thread);
        living.add(thread);
    }

    private Thread thread(long number) { return threads.get((int) number); }

    private void state(Thread thread, ThreadState state, long on) {
        if (thread.waits() && state != ThreadState.REPLY) receivers.remove(thread.message);
        thread.state = state;
        thread.on = on;
        if (state == ThreadState.RECEIVE) serve(thread, on);
        place(thread);
        if (state != ThreadState.DEAD) return;
        end(thread);
        living.remove(thread);
        servers.getOrDefault(thread.serves, new TreeMap<>()).remove(thread.number);
    }

    private void place(Thread thread) {
        if (thread.state == ThreadState.RUNNING) running.put(thread.number, thread);
        else running.remove(thread.number);
        expose(thread, thread.maySuffer());
    }

    private void expose(Thread thread, boolean is) {
        TreeMap<Long, Thread> equals = exposed.get(thread.base);
        if (is) equals.put(thread.number, thread);
        else equals.remove(thread.number);
        exposedBases.set(thread.base, !equals.isEmpty());
    }

    private void serve(Thread thread, long channel) {
        if (thread.serves == channel) return;
        servers.getOrDefault(thread.serves, new TreeMap<>()).remove(thread.number);
        thread.serves = channel;
        servers.computeIfAbsent(channel, key -> new TreeMap<>()).put(thread.number, thread);
    }

    private void set(Thread caller) {
        for (Thread thread : living) {
            boolean meant = caller.setTid == 0
                    ? thread == caller
                    : thread.process == caller.process && thread.tid == caller.setTid;
            if (!meant) continue;
            expose(thread, false);
            thread.base = caller.setPriority;
            place(thread);
        }
    }

    /// At the end of an instant: who suffers an inversion from now on?
    private void judge() {
        changed = false;
        Thread lowest = lowestRunning();
        if (!suffering.isEmpty()) {
            for (Thread thread : List.copyOf(suffering.values())) {
                if (lowest == null || lowest.base >= thread.base || !thread.maySuffer()) end(thread);
            }
        }
        if (lowest == null) return;
        for (int base = exposedBases.nextSetBit(lowest.base + 1); base >= 0; base = exposedBases.nextSetBit(base + 1)) {
            for (Thread thread : exposed.get(base).values()) judge(thread, lowest);
        }
    }

    private void judge(Thread thread, Thread lowest) {
        Inversion.Kind kind = kind(thread, lowest);
        if (kind == thread.kind) return;
        end(thread);
        if (kind == null) return;
        suffering.put(thread.number, thread);
        thread.kind = kind;
        thread.by = kind == Inversion.Kind.DIRECT ? first(awaited(thread), ThreadState.RUNNING) : lowest;
        thread.sinceNs = nowNs;
    }

    private Thread lowestRunning() {
        Thread lowest = null;
        for (Thread thread : running.values()) {
            if (lowest == null || thread.base < lowest.base) lowest = thread;
        }
        return lowest;
    }

    private Inversion.Kind kind(Thread thread, Thread lowest) {
        if (thread.state == ThreadState.READY) {
            return lowest.priority >= thread.priority ? Inversion.Kind.PUSH_THROUGH : null;
        }
        if (!thread.waits()) return null;
        List<Thread> awaited = awaited(thread);
        Thread running = first(awaited, ThreadState.RUNNING);
        if (running != null) return running.base < thread.base ? Inversion.Kind.DIRECT : null;
        return first(awaited, ThreadState.READY) == null ? null : Inversion.Kind.INDIRECT;
    }

    private static Thread first(List<Thread> some, ThreadState state) {
        for (Thread thread : some) {
            if (thread.state == state) return thread;
        }
        return null;
    }

    /// All that `thread` waits for, each once.
    private List<Thread> awaited(Thread thread) {
        List<Thread> all = new ArrayList<>();
        all.add(thread);
        for (int next = 0; next < all.size(); next++) {
            Thread waiting = all.get(next);
            switch (waiting.state) {
                case MUTEX -> addNew(all, owners.get(waiting.on));
                case REPLY -> addNew(all, receivers.get(waiting.message));
                case SEND -> {
                    for (Thread server : servers.getOrDefault(waiting.on, new TreeMap<>()).values()) {
                        if (server.state != ThreadState.RECEIVE) addNew(all, server);
                    }
                }
                default -> {
                    // Waits for nobody.
                }
            }
        }
        return all.subList(1, all.size());
    }

    private static void addNew(List<Thread> all, Thread thread) { if (thread != null && !all.contains(thread)) all.add(thread); }

    private void end(Thread thread) {
        if (thread.kind == null) return;
        var inversion = new Inversion(names.thread(thread.number), thread.kind, names.thread(thread.by.number), thread.sinceNs,
                nowNs - thread.sinceNs);
        longest.computeIfAbsent(thread.number, key -> new EnumMap<>(Inversion.Kind.class)).merge(thread.kind, inversion,
                (before, now) -> now.lengthNs() > before.lengthNs() ? now : before);
        thread.kind = null;
        suffering.remove(thread.number);
    }
}
