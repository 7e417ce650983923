package rtk.trace.format;

import java.util.TreeMap;
import rtk.trace.EventKind;

/// The threads of a trace under the numbers that other tools want: one world-wide `tid` each, and a `pid` that no thread has.
///
/// Tools of Linux take a thread whose tid is its pid for the main one, and need tids unique in the whole machine; in QNX each process counts its
/// threads from 1. So a process has its world-wide number times 100,000, and a thread adds its tid: `400001` is thread 1 of process 4.
final class ThreadTable {
    static final int TIDS = 100_000;

    /// @param name its own name; empty if it has none but its tid
    record Row(long process, int pid, int tid, String name) {}

    private final TreeMap<Long, Row> threads = new TreeMap<>();
    private final TreeMap<Long, Long> priorities = new TreeMap<>();

    /// @param name what text `e` of a created thread is, or empty
    void event(EventKind kind, long a, long b, long c, long d, String name) {
        switch (kind) {
            case THREAD_CREATED -> {
                int pid = pid(b);
                threads.put(a, new Row(b, pid, pid + (int) c, name.equals(Long.toString(c)) ? "" : name));
                priorities.put(a, d);
            }
            case THREAD_PRIORITY -> priorities.put(a, c);
            default -> {}
        }
    }

    static int pid(long process) { return (int) (process * TIDS); }

    /// @return null if it was never announced
    Row row(long thread) { return threads.get(thread); }

    int tid(long thread) {
        Row row = threads.get(thread);
        return row == null ? 0 : row.tid;
    }

    int pidOf(long thread) {
        Row row = threads.get(thread);
        return row == null ? 0 : row.pid;
    }

    /// Effective priority now.
    long priority(long thread) { return priorities.getOrDefault(thread, 0L); }
}
