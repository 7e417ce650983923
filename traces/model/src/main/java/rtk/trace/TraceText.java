package rtk.trace;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A trace for people: one line per event, with names in place of numbers.
///
/// ```
///      1.234567 ms  thread.state     gateway/1 READY core 0
/// ```
///
/// Time in milliseconds to the nanosecond, the kind's label, then the fields: names, states and calls as they are, other numbers
/// after the name of their field. A field that names nothing (0) is left out. The same trace gives the same text.
public final class TraceText implements TraceSink {
    private static final int LABEL_WIDTH = 16;
    private static final String HEX = "0123456789abcdef";

    private final Names names = new Names();
    private final Appendable out;
    private final Set<EventKind> kinds;
    private final StringBuilder line = new StringBuilder();
    private IOException failure;
    private long lineCount;

    /// All kinds.
    public TraceText(Appendable out) { this(out, EnumSet.allOf(EventKind.class)); }

    /// @param kinds only these become lines; see [#kinds]
    public TraceText(Appendable out, Set<EventKind> kinds) {
        this.out = out;
        this.kinds = kinds.isEmpty() ? EnumSet.noneOf(EventKind.class) : EnumSet.copyOf(kinds);
    }

    /// The kinds that a filter asks for.
    ///
    /// @param labels labels such as `thread.state`, or families: `thread` or `thread.*`; none at all means all kinds
    /// @throws IllegalArgumentException for a label that fits no kind; the message lists the families
    public static Set<EventKind> kinds(List<String> labels) {
        if (labels.isEmpty()) return EnumSet.allOf(EventKind.class);
        var kinds = EnumSet.noneOf(EventKind.class);
        for (String label : labels) {
            String family = label.endsWith(".*") ? label.substring(0, label.length() - 2) : label;
            boolean fits = false;
            for (EventKind kind : EventKind.values()) {
                if (kind.label().equals(label) || kind.label().equals(family) || kind.label().startsWith(family + ".")) {
                    kinds.add(kind);
                    fits = true;
                }
            }
            if (!fits) throw new IllegalArgumentException("no event kind '" + label + "', expected one of " + families());
        }
        return kinds;
    }

    private static String families() {
        return Arrays.stream(EventKind.values()).map(kind -> kind.label().split("\\.")[0]).distinct()
                .collect(Collectors.joining(" "));
    }

    /// The first error of the output, or null; after it nothing more is written.
    public IOException failure() { return failure; }

    public long lineCount() { return lineCount; }

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.event(timeNs, kind, a, b, c, d, e);
        if (!kinds.contains(kind) || failure != null) return;
        line.setLength(0);
        appendTime(timeNs);
        line.append("  ").append(kind.label());
        int column = line.length() + Math.max(0, LABEL_WIDTH - kind.label().length());
        List<Field> fields = kind.fields();
        while (line.length() < column) line.append(' ');
        for (int index = 0; index < fields.size(); index++) {
            long value = switch (index) {
                case 0 -> a;
                case 1 -> b;
                case 2 -> c;
                case 3 -> d;
                default -> e;
            };
            appendField(kind, fields.get(index), value, b);
        }
        while (line.charAt(line.length() - 1) == ' ') line.setLength(line.length() - 1);
        line.append('\n');
        lineCount++;
        try {
            out.append(line);
        } catch (IOException error) {
            failure = error;
        }
    }

    private void appendTime(long timeNs) {
        String whole = Long.toString(timeNs / 1_000_000);
        line.append(" ".repeat(Math.max(0, 6 - whole.length()))).append(whole).append('.');
        String part = Long.toString(timeNs % 1_000_000);
        line.append("0".repeat(6 - part.length())).append(part).append(" ms");
    }

    private void appendField(EventKind kind, Field field, long value, long state) {
        switch (field.type()) {
            case ID -> appendId(kind, field.name(), value, state);
            case COUNT -> line.append(' ').append(field.name()).append(' ').append(Long.toUnsignedString(value));
            case SIGNED -> line.append(' ').append(field.name()).append(' ').append(value);
            case NS -> line.append(' ').append(field.name()).append(' ').append(value).append("ns");
            case BITS -> appendHex(field.name(), value);
            case TEXT -> {
                // The name that a thing is given is what it is called from then on, so it stands there already.
                boolean said = field.name().equals("name") && kind != EventKind.THREAD_CREATED && kind != EventKind.THREAD_NAMED
                        && kind != EventKind.USER;
                if (value != 0 && !said) appendWord(names.text(value));
            }
            case STATE -> line.append(' ').append(ThreadState.ofNumber(value));
            case CALL -> line.append(' ').append(KernelCall.ofNumber(value).label());
        }
    }

    private void appendId(EventKind kind, String field, long value, long state) {
        switch (field) {
            case "core" -> line.append(" core ").append(value);
            case "message", "pulse", "frame" -> line.append(' ').append(field).append(" #").append(value);
            default -> {
                if (value == 0) return;
                String name = name(kind, field, value, state);
                // What an event is about comes first and needs no word.
                boolean subject = kind.fields().getFirst().name().equals(field) || field.equals("thread");
                if (!subject) line.append(' ').append(field);
                appendWord(name);
            }
        }
    }

    private String name(EventKind kind, String field, long value, long state) {
        return switch (field) {
            case "device", "bus", "node" -> names.device(value);
            case "parent" -> kind == EventKind.DEVICE ? names.device(value) : names.process(value);
            case "process" -> names.process(value);
            case "thread", "from", "next", "owner" -> names.thread(value);
            case "channel" -> names.channel(value);
            case "object", "mutex", "condvar", "sem", "timer" -> names.object(value);
            case "on" -> awaited(ThreadState.ofNumber(state), value);
            default -> Long.toString(value);
        };
    }

    private String awaited(ThreadState state, long value) {
        return switch (state) {
            case SEND, RECEIVE, REPLY -> names.channel(value);
            case MUTEX, CONDVAR, SEM, RWLOCK_READ, RWLOCK_WRITE, BARRIER -> names.object(value);
            case JOIN -> names.thread(value);
            default -> Long.toString(value);
        };
    }

    private void appendHex(String name, long value) {
        line.append(' ').append(name).append(" 0x");
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
        for (int digit = digits - 1; digit >= 0; digit--) line.append(HEX.charAt((int) (value >>> (4 * digit)) & 15));
    }

    /// In quotes if it would not read as one word.
    private void appendWord(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c != '"' && c != 0x7f);
        line.append(' ');
        if (plain) {
            line.append(word);
            return;
        }
        line.append('"');
        for (int index = 0; index < word.length(); index++) {
            char c = word.charAt(index);
            if (c == '"' || c == '\\') line.append('\\').append(c);
            else if (c == '\n') line.append("\\n");
            else if (c < ' ' || c == 0x7f) line.append('?');
            else line.append(c);
        }
        line.append('"');
    }
}
