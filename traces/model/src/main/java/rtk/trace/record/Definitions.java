package rtk.trace.record;

import java.util.ArrayList;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// What a reader has to know who begins in the middle: all definitions, and for each thread the state and priority that it had last.
final class Definitions {
    private record Event(long order, long timeNs, EventKind kind, long a, long b, long c, long d, long e) {}

    private final ArrayList<Event> definitions = new ArrayList<>();
    private final TreeMap<Long, Event> states = new TreeMap<>();
    private final TreeMap<Long, Event> priorities = new TreeMap<>();
    private long count;

    static boolean isKept(EventKind kind) {
        return kind.isDefinition() || kind == EventKind.THREAD_STATE || kind == EventKind.THREAD_PRIORITY;
    }

    /// Takes a kept event.
    void keep(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        var event = new Event(count++, timeNs, kind, a, b, c, d, e);
        switch (kind) {
            case THREAD_STATE -> states.put(a, event);
            case THREAD_PRIORITY -> priorities.put(a, event);
            default -> definitions.add(event);
        }
    }

    /// Tells them at their own times, in their own order.
    ///
    /// @return how many of them define nothing, but say in what state things are
    int tell(TraceSink sink) {
        var all = new ArrayList<>(definitions);
        all.addAll(states.values());
        all.addAll(priorities.values());
        all.sort((left, right) -> Long.compare(left.order, right.order));
        for (Event event : all) sink.event(event.timeNs, event.kind, event.a, event.b, event.c, event.d, event.e);
        return states.size() + priorities.size();
    }
}
