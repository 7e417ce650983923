package rtk.apps.testkit;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A whole run in memory, to be looked at as often as one likes.
final class Record implements TraceSink {
    private record Event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {}

    private record Text(int id, String text) {}

    /// Texts and events in their order.
    private final List<Object> entries = new ArrayList<>();

    @Override
    public void text(int id, String text) { entries.add(new Text(id, text)); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        entries.add(new Event(timeNs, kind, a, b, c, d, e));
    }

    void replay(TraceSink sink) {
        for (Object entry : entries) {
            switch (entry) {
                case Text(int id, String text) -> sink.text(id, text);
                case Event event -> sink.event(event.timeNs, event.kind, event.a, event.b, event.c, event.d, event.e);
                default -> throw new AssertionError(entry);
            }
        }
    }
}
