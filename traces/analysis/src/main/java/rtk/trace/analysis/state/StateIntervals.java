package rtk.trace.analysis.state;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// The states of everything in a window of time, as intervals.
///
/// | tracks | value |
/// |---|---|
/// | threads | number of the [ThreadState] and, while RUNNING, the core: see [#state], [#core] |
/// | cores | number of the thread that has it, 0 idle, -1 - *n* in interrupt *n* |
/// | buses | identifier of the frame on the wire plus 1, 0 none, -1 after an error |
/// | mutexes | number of the thread that owns it, 0 free |
/// | channels | how many clients wait to be received there (SEND) |
///
/// Give it all events from the first one on, then [#finish]; what is before the window counts as the state at its start. Memory is
/// bounded: after so many intervals no more are kept, and [#dropped] says how many changes were not.
///
/// Not thread-safe.
public final class StateIntervals implements TraceSink {
    /// A few hundred megabytes.
    public static final int INTERVALS_MAX = 1 << 24;
    private static final int CORE_SHIFT = 8;
    private static final int RUNNING = ThreadState.RUNNING.ordinal();
    private static final int SEND = ThreadState.SEND.ordinal();
    private static final long MUTEX_FREE = 0;

    private final long fromNs;
    private final long untilNs;
    private final int intervalsMax;
    private final Names names = new Names();
    private final TreeMap<Long, StateTrack> threads = new TreeMap<>();
    private final TreeMap<Long, StateTrack> cores = new TreeMap<>();
    private final TreeMap<Long, StateTrack> buses = new TreeMap<>();
    private final TreeMap<Long, StateTrack> mutexes = new TreeMap<>();
    private final TreeMap<Long, StateTrack> channels = new TreeMap<>();
    private final TreeMap<Long, Long> running = new TreeMap<>();
    private final TreeMap<Long, List<Long>> interrupts = new TreeMap<>();
    private final TreeMap<Long, Long> sendsTo = new TreeMap<>();
    private int intervals;
    private long dropped;

    /// The whole run.
    public StateIntervals() { this(0, Long.MAX_VALUE, INTERVALS_MAX); }

    /// @param untilNs changes at or after this instant are left out
    /// @param intervalsMax so many are kept
    public StateIntervals(long fromNs, long untilNs, int intervalsMax) {
        if (fromNs < 0 || untilNs < fromNs || intervalsMax < 1) {
            throw new IllegalArgumentException(intervalsMax + " intervals from " + fromNs + " to " + untilNs + " ns");
        }
        this.fromNs = fromNs;
        this.untilNs = untilNs;
        this.intervalsMax = intervalsMax;
    }

    /// The state in the value of a thread.
    public static ThreadState state(long value) { return ThreadState.ofNumber(value & 0xff); }

    /// The core in the value of a thread, -1 if it does not run.
    public static int core(long value) { return (int) (value >> CORE_SHIFT) - 1; }

    public List<StateTrack> threads() { return List.copyOf(threads.values()); }

    public List<StateTrack> cores() { return List.copyOf(cores.values()); }

    public List<StateTrack> buses() { return List.copyOf(buses.values()); }

    public List<StateTrack> mutexes() { return List.copyOf(mutexes.values()); }

    public List<StateTrack> channels() { return List.copyOf(channels.values()); }

    /// Changes that were not kept because there were too many.
    public long dropped() { return dropped; }

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (timeNs >= untilNs) return;
        switch (kind) {
            case DEVICE, PROCESS_CREATED, THREAD_CREATED, CHANNEL_CREATED, OBJECT_CREATED ->
                names.event(timeNs, kind, a, b, c, d, e);
            case CORE -> change(cores, a, "core " + a, timeNs, 0);
            case THREAD_STATE -> thread(timeNs, a, b, c, d);
            case IRQ_ENTER -> {
                interrupts.computeIfAbsent(a, core -> new ArrayList<>()).add(b);
                coreNow(timeNs, a);
            }
            case IRQ_EXIT -> {
                List<Long> nested = interrupts.getOrDefault(a, List.of());
                if (!nested.isEmpty()) nested.removeLast();
                coreNow(timeNs, a);
            }
            case MUTEX_LOCKED -> change(mutexes, a, names.object(a), timeNs, b);
            case MUTEX_UNLOCKED -> change(mutexes, a, names.object(a), timeNs, c);
            case OBJECT_DESTROYED -> {
                if (mutexes.containsKey(a)) change(mutexes, a, names.object(a), timeNs, MUTEX_FREE);
            }
            case FRAME_START -> change(buses, a, names.device(a), timeNs, d + 1);
            case FRAME_END -> change(buses, a, names.device(a), timeNs, 0);
            case FRAME_ERROR -> change(buses, a, names.device(a), timeNs, -1);
            default -> {
                // Changes no state that is kept.
            }
        }
    }

    /// The run, or the part of it that is of interest, ends.
    public void finish(long endNs) {
        long ns = Math.min(endNs, untilNs);
        for (var tracks : List.of(threads, cores, buses, mutexes, channels)) {
            for (StateTrack track : tracks.values()) track.end(ns);
        }
    }

    private void thread(long timeNs, long thread, long state, long core, long on) {
        change(threads, thread, names.thread(thread), timeNs, state | (state == RUNNING ? (core + 1) << CORE_SHIFT : 0));
        if (state == RUNNING) {
            running.put(core, thread);
            coreNow(timeNs, core);
        } else if (running.getOrDefault(core, 0L) == thread) {
            running.remove(core);
            coreNow(timeNs, core);
        }
        Long sentTo = sendsTo.remove(thread);
        if (sentTo != null) waiting(timeNs, sentTo, -1);
        if (state != SEND) return;
        sendsTo.put(thread, on);
        waiting(timeNs, on, 1);
    }

    private void waiting(long timeNs, long channel, long more) {
        StateTrack track = channels.get(channel);
        change(channels, channel, names.channel(channel), timeNs, (track == null ? 0 : track.last(0)) + more);
    }

    private void coreNow(long timeNs, long core) {
        List<Long> nested = interrupts.getOrDefault(core, List.of());
        long value = nested.isEmpty() ? running.getOrDefault(core, 0L) : -1 - nested.getLast();
        change(cores, core, "core " + core, timeNs, value);
    }

    private void change(TreeMap<Long, StateTrack> tracks, long number, String name, long timeNs, long value) {
        StateTrack track = tracks.computeIfAbsent(number, _ -> new StateTrack(number, name));
        if (timeNs < fromNs) track.begin(fromNs, value);
        else if (intervals >= intervalsMax) dropped++;
        else intervals += track.change(timeNs, value);
    }
}
