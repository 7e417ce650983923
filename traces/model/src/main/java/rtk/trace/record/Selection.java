package rtk.trace.record;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.TraceSink;

/// Lets through the events of some kinds, or of some processes, and counts the others.
///
/// Definitions always pass, so that what is kept can be read. An event that concerns a process (itself, its threads, its channels) passes if one
/// of those it concerns is chosen; one that concerns none – wires, interrupts, registers – always does.
public final class Selection implements TraceSink {
    private final Set<EventKind> kinds;
    private final Set<String> processes;
    private final TraceSink sink;
    private final TreeMap<Integer, String> texts = new TreeMap<>();
    // Chosen things, by their numbers; null where all are.
    private final TreeSet<Long> chosenProcesses = new TreeSet<>();
    private final TreeSet<Long> chosenThreads = new TreeSet<>();
    private final TreeSet<Long> chosenChannels = new TreeSet<>();
    private long dropped;
    private long nowNs;

    /// @param kinds all if empty
    /// @param processes names; all if empty
    public Selection(Set<EventKind> kinds, List<String> processes, TraceSink sink) {
        this.kinds = kinds.isEmpty() ? EnumSet.allOf(EventKind.class) : EnumSet.copyOf(kinds);
        this.processes = new TreeSet<>(processes);
        this.sink = sink;
    }

    /// The run is over: tells how much is missing.
    public void finish() {
        if (dropped > 0) sink.event(nowNs, EventKind.TRACE_SKIPPED, dropped, Reason.NOT_SELECTED, 0, 0, 0);
    }

    /// Events left out so far.
    public long dropped() { return dropped; }

    @Override
    public void text(int id, String text) {
        if (!processes.isEmpty()) texts.put(id, text);
        sink.text(id, text);
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        nowNs = timeNs;
        if (!processes.isEmpty()) learn(kind, a, b, d);
        if (kind.isDefinition() || (kinds.contains(kind) && concernsChosen(kind, a, b, c, d, e)))
            sink.event(timeNs, kind, a, b, c, d, e);
        else
            dropped++;
    }

    private void learn(EventKind kind, long a, long b, long d) {
        switch (kind) {
            case PROCESS_CREATED -> {
                if (processes.contains(texts.getOrDefault((int) d, ""))) chosenProcesses.add(a);
            }
            case THREAD_CREATED -> {
                if (chosenProcesses.contains(b)) chosenThreads.add(a);
            }
            case CHANNEL_CREATED -> {
                if (chosenProcesses.contains(b)) chosenChannels.add(a);
            }
            default -> {}
        }
    }

    private boolean concernsChosen(EventKind kind, long... values) {
        if (processes.isEmpty()) return true;
        boolean concernsAny = false;
        List<Field> fields = kind.fields();
        for (int index = 0; index < fields.size(); index++) {
            if (values[index] == 0) continue;
            TreeSet<Long> chosen = switch (fields.get(index).name()) {
                case "thread", "from", "next", "owner", "by" -> chosenThreads;
                case "process" -> chosenProcesses;
                case "channel" -> chosenChannels;
                default -> null;
            };
            if (chosen == null || fields.get(index).type() != Field.Type.ID) continue;
            if (chosen.contains(values[index])) return true;
            concernsAny = true;
        }
        return !concernsAny;
    }
}
