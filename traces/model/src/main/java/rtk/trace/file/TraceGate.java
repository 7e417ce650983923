package rtk.trace.file;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.TraceSink;
import rtk.trace.TraceText;

/// Stands before a recorder and lets through what programs want recorded ([EventKind#TRACE_CONTROL]); all until one says otherwise.
///
/// What is not let through is counted, and the number told as [EventKind#TRACE_SKIPPED] before the next control. What gives things their
/// names always passes, so that a trace can be read. A function of the events alone: a replay records the same.
public final class TraceGate implements TraceSink {
    private static final Set<EventKind> ALWAYS = always();
    private static final String ALL = "all";

    private final TraceSink recorder;
    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private Set<EventKind> open = EnumSet.allOf(EventKind.class);
    private long skipped;
    private long skippedInAll;

    public TraceGate(TraceSink recorder) { this.recorder = recorder; }

    private static Set<EventKind> always() {
        var kinds = EnumSet.of(EventKind.THREAD_CREATED, EventKind.TRACE_CONTROL);
        for (EventKind kind : EventKind.values()) {
            if (kind != EventKind.USER && kind.fields().stream().anyMatch(field -> field.type() == Field.Type.TEXT))
                kinds.add(kind);
        }
        return kinds;
    }

    /// Events that did not pass so far.
    public long skippedCount() { return skippedInAll; }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (kind == EventKind.TRACE_CONTROL) control(timeNs, b, c);
        if (open.contains(kind)) {
            recorder.event(timeNs, kind, a, b, c, d, e);
        } else {
            skipped++;
            skippedInAll++;
        }
    }

    private void control(long timeNs, long isOn, long kinds) {
        if (skipped > 0) recorder.event(timeNs, EventKind.TRACE_SKIPPED, skipped);
        skipped = 0;
        var wanted = EnumSet.copyOf(ALWAYS);
        if (isOn == 1) wanted.addAll(kinds(texts.getOrDefault((int) kinds, ALL)));
        open = wanted;
    }

    /// What cannot be read means all: rather too much than too little.
    private static Set<EventKind> kinds(String words) {
        if (words.equals(ALL)) return EnumSet.allOf(EventKind.class);
        try {
            return TraceText.kinds(List.of(words.strip().split("\\s+")));
        } catch (IllegalArgumentException e) {
            return EnumSet.allOf(EventKind.class);
        }
    }

    @Override
    public void text(int id, String text) {
        texts.put(id, text);
        recorder.text(id, text);
    }
}
