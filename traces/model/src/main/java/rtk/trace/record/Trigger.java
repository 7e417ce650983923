package rtk.trace.record;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtk.trace.EventKind;

/// What ends a flight: the event that one wants to know the history of.
///
/// Written as words: `miss`, `miss TASK` (a deadline), `crash`, `crash PROCESS` (an end by signal), `user NAME` (what a program tells),
/// `deadlock`, or `event KIND`, the label of any kind of event. Feed it all events, definitions included.
public final class Trigger {
    private enum Sort {
        MISS, CRASH, USER, DEADLOCK, EVENT
    }

    private final String text;
    private final Sort sort;
    /// Task, process, value; empty for any.
    private final String name;
    private final EventKind kind;
    private final TreeMap<Long, String> texts = new TreeMap<>();
    private final TreeMap<Long, String> processes = new TreeMap<>();
    private final TreeMap<Long, String> tasks = new TreeMap<>();

    private Trigger(String text, Sort sort, String name, EventKind kind) {
        this.text = text;
        this.sort = sort;
        this.name = name;
        this.kind = kind;
    }

    /// @throws IllegalArgumentException with what was found and what was expected
    public static Trigger parse(String text) {
        String[] words = text.strip().split("\\s+");
        Sort sort = switch (words[0]) {
            case "miss" -> Sort.MISS;
            case "crash" -> Sort.CRASH;
            case "user" -> Sort.USER;
            case "deadlock" -> Sort.DEADLOCK;
            case "event" -> Sort.EVENT;
            default -> throw wrong(text, "miss [TASK], crash [PROCESS], user NAME, deadlock or event KIND");
        };
        boolean needsName = sort == Sort.USER || sort == Sort.EVENT;
        int most = sort == Sort.DEADLOCK ? 1 : 2;
        if (words.length > most || (needsName && words.length < 2))
            throw wrong(text,
                    needsName ? words[0] + " and one name" : words[0] + (most == 1 ? " alone" : " and perhaps one name"));
        String name = words.length > 1 ? words[1] : "";
        EventKind kind = sort == Sort.EVENT ? kind(text, name) : null;
        return new Trigger(String.join(" ", words), sort, name, kind);
    }

    private static EventKind kind(String text, String label) {
        for (EventKind kind : EventKind.values()) {
            if (kind.label().equals(label)) return kind;
        }
        String family = label.split("\\.")[0] + ".";
        List<String> near = Stream.of(EventKind.values()).map(EventKind::label).filter(known -> known.startsWith(family))
                .toList();
        throw wrong(text, near.isEmpty()
                ? "a kind of event such as job.missed (rtk trace info lists them)"
                : "one of " + near.stream().collect(Collectors.joining(", ")));
    }

    private static IllegalArgumentException wrong(String found, String expected) {
        return new IllegalArgumentException("found '" + found + "', expected " + expected);
    }

    void text(int id, String value) { texts.put((long) id, value); }

    /// Is this the event?
    boolean isAt(EventKind event, long a, long b, long c, long d, long e) {
        switch (event) {
            case PROCESS_CREATED -> processes.put(a, texts.getOrDefault(d, ""));
            case THREAD_CREATED -> tasks.put(a, texts.getOrDefault(e, ""));
            default -> {}
        }
        return switch (sort) {
            case MISS -> event == EventKind.JOB_MISSED && isNamed(tasks.get(a));
            case CRASH -> event == EventKind.PROCESS_EXITED && b < 0 && isNamed(processes.get(a));
            case USER -> event == EventKind.USER && isNamed(texts.get(b));
            case DEADLOCK -> event == EventKind.SEND_CYCLE || event == EventKind.MUTEX_DEADLOCK;
            case EVENT -> event == kind;
        };
    }

    private boolean isNamed(String found) { return name.isEmpty() || name.equals(found); }

    @Override
    public String toString() { return text; }
}
