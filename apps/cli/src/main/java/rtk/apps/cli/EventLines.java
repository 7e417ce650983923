package rtk.apps.cli;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.TraceText;

/// Keeps one block of events as lines of text.
final class EventLines implements TraceSink {
    private final StringBuilder text = new StringBuilder();
    private final TraceText printer = new TraceText(text);
    private final List<String> lines = new ArrayList<>();
    private final long from;
    private long events;

    EventLines(long from) { this.from = from; }

    List<String> lines() { return lines; }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        text.setLength(0);
        printer.event(timeNs, kind, a, b, c, d, e);
        if (events >= from && events < from + EventHashes.BLOCK) lines.add(text.toString().strip());
        events++;
    }

    @Override
    public void text(int id, String value) { printer.text(id, value); }
}
