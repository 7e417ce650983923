package rtk.trace.analysis.blame;

import java.util.TreeMap;
import java.util.TreeSet;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.Timeline;

/// Keeps, and draws, the states of the threads that a sample is about.
final class Rows {
    private static final int COLUMNS = 72;
    private static final int ROWS_MAX = 24;
    private static final int CHANGES_MAX = 1 << 12;
    /// Before its start, as part of the sample's length.
    private static final int MARGIN = 6;

    private final Chronicle chronicle;
    private final ReasonNames names;

    Rows(Chronicle chronicle, ReasonNames names) {
        this.chronicle = chronicle;
        this.names = names;
    }

    static long fromNs(Example example) { return Math.max(0, example.startNs - example.ns() / MARGIN); }

    void add(Example example) {
        var threads = new TreeSet<Integer>();
        for (int i = 0; i < example.keys.length && threads.size() < ROWS_MAX; i++) {
            if (example.holders[i] != 0) threads.add(example.holders[i]);
            if (ReasonKey.kind(example.keys[i]) == ReasonKey.THREAD) threads.add((int) ReasonKey.culprit(example.keys[i]));
        }
        for (int thread : threads) example.rows.add(row(thread, fromNs(example)));
    }

    private Example.Row row(int thread, long fromNs) {
        History history = chronicle.history;
        ThreadTracks tracks = chronicle.threads;
        var row = new Example.Row(thread, tracks.base(thread));
        long word = tracks.word(thread);
        int core = Math.max(0, tracks.core(thread));
        long record = tracks.at(thread);
        while (row.size() < CHANGES_MAX) {
            row.add(Math.max(fromNs, history.timeNs(record)), ThreadWord.state(word), core);
            if (!history.has(record) || history.timeNs(record) <= fromNs) break;
            word = history.get(record, History.BEFORE);
            long coreAt = history.get(record, History.CORE_AT);
            if (history.has(coreAt)) core = (int) Mark.thing(history.get(coreAt, History.MARK));
            record = history.get(record, History.PREVIOUS);
        }
        return row;
    }

    /// The most urgent thread first.
    String draw(Example example) {
        if (example.rows.isEmpty() || example.ns() == 0) return "";
        var timeline = new Timeline();
        for (CoreTrack core : chronicle.cores()) timeline.event(0, EventKind.CORE, core.number, 0, 0, 0, 0);
        var ordered = new TreeMap<Long, Example.Row>();
        for (Example.Row row : example.rows) ordered.put(((255L - row.priority) << 32) | row.thread, row);
        int text = 0;
        for (Example.Row row : ordered.values()) {
            timeline.text(++text, names.thread(row.thread));
            timeline.event(0, EventKind.THREAD_CREATED, row.thread, 0, 0, row.priority, text);
            for (int i = row.size() - 1; i >= 0; i--) {
                ThreadState state = ThreadState.ofNumber(row.state(i));
                timeline.event(row.startNs(i), EventKind.THREAD_STATE, row.thread, state.ordinal(), row.core(i), 0, 0);
            }
        }
        long fromNs = fromNs(example);
        long columnNs = Math.max(1, (example.endNs - fromNs + COLUMNS - 1) / COLUMNS);
        return timeline.draw(fromNs, example.endNs + 1, columnNs);
    }
}
