package rtk.trace.relay;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A stretch of events and texts in their order, as plain numbers: what it costs to keep an event is seven stores.
final class EventBatch {
    static final int EVENTS_MAX = 4_096;

    private static final int WORDS = 2 + EventKind.FIELDS_MAX;
    /// In place of a kind: a text is defined.
    private static final int TEXT = -1;

    private final long[] words = new long[WORDS * EVENTS_MAX];
    private final List<String> texts = new ArrayList<>();
    private int end;

    boolean isEmpty() { return end == 0; }

    boolean isFull() { return end == words.length; }

    void event(long timeNs, int kind, long a, long b, long c, long d, long e) {
        long[] to = words;
        int at = end;
        to[at] = timeNs;
        to[at + 1] = kind;
        to[at + 2] = a;
        to[at + 3] = b;
        to[at + 4] = c;
        to[at + 5] = d;
        to[at + 6] = e;
        end = at + WORDS;
    }

    void text(int id, String text) {
        texts.add(text);
        event(0, TEXT, id, 0, 0, 0, 0);
    }

    void playTo(TraceSink sink) {
        long[] from = words;
        int textsPlayed = 0;
        for (int at = 0; at < end; at += WORDS) {
            int kind = (int) from[at + 1];
            if (kind == TEXT) sink.text((int) from[at + 2], texts.get(textsPlayed++));
            else
                sink.event(from[at], EventKind.ofNumber(kind), from[at + 2], from[at + 3], from[at + 4], from[at + 5],
                        from[at + 6]);
        }
    }

    void clear() {
        end = 0;
        texts.clear();
    }
}
