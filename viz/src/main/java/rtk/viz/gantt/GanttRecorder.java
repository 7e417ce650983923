package rtk.viz.gantt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;
import rtk.viz.gantt.Gantt.Arrow;
import rtk.viz.gantt.Gantt.Bar;
import rtk.viz.gantt.Gantt.Group;
import rtk.viz.gantt.Gantt.Lane;
import rtk.viz.gantt.Gantt.Look;
import rtk.viz.gantt.Gantt.Mark;

/// Reads a window of a trace into a [Gantt]. Give it all events from the first one on, at least to the end of the window; then [#gantt].
///
/// A thread has a lane if it ran, or came to be ready or to wait for another thread, within the window: who waited all the time has nothing to
/// tell. Threads stand by the highest priority that they had in the window, the most urgent on top.
///
/// Memory grows with the things in the world and with what happens in the window, up to [#ITEMS_MAX]; more is counted, not kept.
public final class GanttRecorder implements TraceSink {
    /// Bars and arrows kept.
    public static final int ITEMS_MAX = 100_000;
    private static final int THREADS_MAX = 24;
    private static final int DATA_FRAME_BITS = 29;

    private final long fromNs;
    private final long toNs;
    private final Names names = new Names();
    private final Map<Long, Track> cores = new TreeMap<>();
    private final Map<Long, Track> lines = new TreeMap<>();
    private final Map<Long, Track> threads = new TreeMap<>();
    private final Map<Long, Track> buses = new TreeMap<>();
    private final Map<Long, String> devices = new TreeMap<>();
    private final Map<Long, String> boards = new TreeMap<>();
    private final Map<Long, Sent> messages = new TreeMap<>();
    private final Map<Long, Long> coreOf = new TreeMap<>();
    private final List<ThreadArrow> arrows = new ArrayList<>();
    private int kept;
    private long leftOut;

    private record ThreadArrow(long from, long fromNs, long to, long toNs, boolean reply) {}

    private record Sent(long from, long atNs) {}

    /// What goes on on one lane, and since when.
    private static final class Track {
        String name = "";
        long highest;
        long sinceNs;
        Look look;
        String text = "";
        /// What the core did before interrupts, one below the other.
        final List<Look> looksBefore = new ArrayList<>();
        final List<String> textsBefore = new ArrayList<>();
        final List<Bar> bars = new ArrayList<>();
        final List<Mark> marks = new ArrayList<>();
    }

    /// @param fromNs start of the window
    /// @param toNs its end, not before `fromNs`
    public GanttRecorder(long fromNs, long toNs) {
        if (toNs < fromNs) throw new IllegalArgumentException("a window from " + fromNs + " to " + toNs + " ns");
        this.fromNs = fromNs;
        this.toNs = toNs;
    }

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (timeNs > toNs) return;
        switch (kind) {
            case CORE -> boards.put(a, names.text(b));
            case THREAD_CREATED -> {
                names.event(timeNs, kind, a, b, c, d, e);
                Track track = track(threads, a);
                String own = names.text(e);
                track.name = names.thread(a)
                        + (own.isEmpty() || own.equals(Long.toString(c)) || own.equals(names.process(b)) ? "" : " " + own);
                track.highest = d;
            }
            case THREAD_STATE -> threadState(timeNs, a, ThreadState.ofNumber(b), c, d);
            case THREAD_PRIORITY -> priority(timeNs, a, b, c);
            case IRQ_ASSERTED -> {
                Track line = track(lines, b);
                line.name = "irq " + names.device(b);
                devices.put(a, names.device(b));
                change(line, timeNs, Look.INTERRUPT, "");
            }
            case IRQ_DEASSERTED -> change(track(lines, b), timeNs, null, "");
            case IRQ_ENTER -> enter(track(cores, a), timeNs, interrupt(b));
            case IRQ_EXIT -> leave(track(cores, a), timeNs);
            case MSG_SEND -> messages.put(c, new Sent(a, timeNs));
            case MSG_RECEIVE -> received(timeNs, a, c);
            case MSG_REPLY -> {
                Sent sent = messages.remove(b);
                if (sent != null && timeNs >= fromNs) add(new ThreadArrow(a, timeNs, sent.from, timeNs, true));
            }
            case MSG_ERROR -> messages.remove(b);
            case FRAME_START -> {
                Track bus = track(buses, a);
                bus.name = names.device(a);
                change(bus, timeNs, Look.FRAME, identifier(d));
            }
            case FRAME_END, FRAME_ERROR -> change(track(buses, a), timeNs, null, "");
            default -> names.event(timeNs, kind, a, b, c, d, e);
        }
    }

    /// The window as it is now known.
    public Gantt gantt() {
        List<Lane> lanes = new ArrayList<>();
        cores.forEach((core, track) -> lanes.add(lane(Group.CORE,
                boards.size() > 1 ? "core " + core + " of " + boards.getOrDefault(core, "?") : "core " + core, track)));
        lines.values().forEach(track -> addIfAny(lanes, lane(Group.INTERRUPT, track.name, track)));
        Map<Long, Integer> laneOf = new TreeMap<>();
        for (Map.Entry<Long, Track> one : byPriority()) {
            Track track = one.getValue();
            laneOf.put(one.getKey(), lanes.size());
            lanes.add(lane(Group.THREAD, track.name + " · " + track.highest, track));
        }
        buses.values().forEach(track -> addIfAny(lanes, lane(Group.BUS, track.name, track)));
        List<Arrow> drawn = new ArrayList<>();
        for (ThreadArrow arrow : arrows) {
            Integer from = laneOf.get(arrow.from);
            Integer to = laneOf.get(arrow.to);
            if (from != null && to != null) drawn.add(new Arrow(from, arrow.fromNs, to, arrow.toNs, arrow.reply));
        }
        return new Gantt(fromNs, toNs, List.copyOf(lanes), List.copyOf(drawn), leftOut);
    }

    private List<Map.Entry<Long, Track>> byPriority() {
        Comparator<Map.Entry<Long, Track>> urgent = Comparator.comparingLong(one -> -one.getValue().highest);
        return threads.entrySet().stream().filter(one -> tells(one.getValue()))
                .sorted(urgent.thenComparing(Map.Entry.comparingByKey())).limit(THREADS_MAX).toList();
    }

    private boolean tells(Track track) {
        boolean ran = track.bars.stream().anyMatch(bar -> bar.look() == Look.RUNNING)
                || (track.look == Look.RUNNING && track.sinceNs < toNs);
        boolean changed = track.bars.stream().anyMatch(bar -> bar.startNs() > fromNs || bar.endNs() < toNs)
                || (track.sinceNs > fromNs && track.sinceNs < toNs && track.look != null);
        return ran || changed;
    }

    private static void addIfAny(List<Lane> lanes, Lane lane) {
        if (!lane.bars().isEmpty()) lanes.add(lane);
    }

    private Lane lane(Group group, String name, Track track) {
        List<Bar> bars = new ArrayList<>(track.bars);
        if (track.look != null && track.sinceNs < toNs) {
            bars.add(new Bar(Math.max(track.sinceNs, fromNs), toNs, track.look, track.text));
        }
        return new Lane(group, name, List.copyOf(bars), List.copyOf(track.marks));
    }

    private void threadState(long timeNs, long thread, ThreadState state, long core, long on) {
        Track track = track(threads, thread);
        if (track.name.isEmpty()) track.name = names.thread(thread);
        Long had = coreOf.remove(thread);
        if (had != null && (state != ThreadState.RUNNING || had != core)) runs(timeNs, track(cores, had), null, "");
        if (state == ThreadState.RUNNING) {
            coreOf.put(thread, core);
            runs(timeNs, track(cores, core), Look.RUNNING, names.thread(thread));
        }
        switch (state) {
            case RUNNING -> change(track, timeNs, Look.RUNNING, "");
            case READY -> change(track, timeNs, Look.READY, "");
            case MUTEX -> change(track, timeNs, Look.BLOCKED, "MUTEX " + names.object(on));
            case SEND, REPLY -> change(track, timeNs, Look.BLOCKED, state.name());
            default -> change(track, timeNs, null, "");
        }
    }

    /// What the core does when it serves no interrupt.
    private void runs(long timeNs, Track core, Look look, String text) {
        if (core.looksBefore.isEmpty()) {
            change(core, timeNs, look, text);
        } else {
            core.looksBefore.set(0, look);
            core.textsBefore.set(0, text);
        }
    }

    /// Numbers of lines are those of one board; with several of them a number may mean more than one device.
    private String interrupt(long irq) {
        boolean oneBoard = boards.values().stream().distinct().count() <= 1;
        return "irq " + (oneBoard ? devices.getOrDefault(irq, Long.toString(irq)) : Long.toString(irq));
    }

    private void enter(Track core, long timeNs, String text) {
        core.looksBefore.add(core.look);
        core.textsBefore.add(core.text);
        change(core, timeNs, Look.INTERRUPT, text);
    }

    private void leave(Track core, long timeNs) {
        if (core.looksBefore.isEmpty()) return;
        change(core, timeNs, core.looksBefore.removeLast(), core.textsBefore.removeLast());
    }

    private void priority(long timeNs, long thread, long from, long to) {
        Track track = track(threads, thread);
        if (timeNs < fromNs) {
            track.highest = to;
            return;
        }
        track.highest = Math.max(track.highest, to);
        if (isRoom()) track.marks.add(new Mark(timeNs, Long.toString(to), to > from));
    }

    private void received(long timeNs, long thread, long message) {
        Sent sent = messages.get(message);
        if (sent != null && timeNs >= fromNs) add(new ThreadArrow(sent.from, Math.max(sent.atNs, fromNs), thread, timeNs, false));
    }

    private void add(ThreadArrow arrow) {
        if (isRoom()) arrows.add(arrow);
    }

    private void change(Track track, long timeNs, Look look, String text) {
        if (track.look != null && timeNs > fromNs && timeNs > track.sinceNs && isRoom()) {
            track.bars.add(new Bar(Math.max(track.sinceNs, fromNs), timeNs, track.look, track.text));
        }
        track.look = look;
        track.text = text;
        track.sinceNs = timeNs;
    }

    private boolean isRoom() {
        if (kept < ITEMS_MAX) {
            kept++;
            return true;
        }
        leftOut++;
        return false;
    }

    private static String identifier(long id) {
        return String.format(java.util.Locale.ROOT, "0x%X", id & ((1L << DATA_FRAME_BITS) - 1));
    }

    private static Track track(Map<Long, Track> tracks, long number) { return tracks.computeIfAbsent(number, _ -> new Track()); }
}
