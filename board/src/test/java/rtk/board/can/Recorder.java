package rtk.board.can;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.TraceSink;

/// Keeps events of some kinds as lines of text: `time label field field …`.
final class Recorder implements TraceSink {
    final List<String> lines = new ArrayList<>();
    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final Set<EventKind> kinds;

    Recorder(EventKind... kinds) { this.kinds = Set.of(kinds); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (!kinds.contains(kind)) return;
        long[] values = {a, b, c, d, e};
        var line = new StringBuilder().append(timeNs).append(' ').append(kind.label());
        for (int i = 0; i < kind.fields().size(); i++) {
            Field.Type type = kind.fields().get(i).type();
            line.append(' ').append(type == Field.Type.TEXT
                    ? texts.get((int) values[i])
                    : type == Field.Type.BITS ? String.format(Locale.ROOT, "%x", values[i]) : Long.toString(values[i]));
        }
        lines.add(line.toString());
    }

    @Override
    public void text(int id, String text) { texts.put(id, text); }

    /// All lines so far, which are forgotten.
    String take() {
        String all = String.join("\n", lines);
        lines.clear();
        return all;
    }
}
