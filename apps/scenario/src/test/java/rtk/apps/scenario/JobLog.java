package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// Keeps what a trace says about jobs and running threads, for tests. Times are told in ms.
final class JobLog implements TraceSink {
    private static final long MS = 1_000_000;

    private record Stretch(long fromNs, long toNs) {}

    private static final class Task {
        final List<Stretch> running = new ArrayList<>();
        final List<Long> releases = new ArrayList<>();
        final List<Long> ends = new ArrayList<>();
        long runningSinceNs = -1;
    }

    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final TreeMap<Long, String> names = new TreeMap<>();
    private final TreeMap<String, Task> tasks = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();

    /// `5 t1 completed 2` for each job event, times in ms.
    List<String> lines() { return lines; }

    /// As [#lines], only those of `what`.
    List<String> lines(String what) { return lines.stream().filter(line -> line.contains(" " + what + " ")).toList(); }

    /// Processor time in ms of the task's current job after all events at `atMs`: the first job that is released and has not
    /// ended; if there is none, the last that ended.
    long executedMs(String name, long atMs) {
        Task task = tasks.get(name);
        long atNs = atMs * MS;
        int released = (int) task.releases.stream().filter(t -> t <= atNs).count();
        int ended = (int) task.ends.stream().filter(t -> t <= atNs).count();
        int current = released > ended ? ended + 1 : ended;
        long fromNs = current <= 1 ? 0 : task.ends.get(current - 2);
        long toNs = current <= ended ? task.ends.get(current - 1) : atNs;
        long sumNs = 0;
        for (Stretch stretch : task.running) sumNs += overlapNs(stretch, fromNs, toNs);
        if (task.runningSinceNs >= 0) sumNs += overlapNs(new Stretch(task.runningSinceNs, Long.MAX_VALUE), fromNs, toNs);
        return sumNs / MS;
    }

    private static long overlapNs(Stretch stretch, long fromNs, long toNs) {
        return Math.max(0, Math.min(stretch.toNs(), toNs) - Math.max(stretch.fromNs(), fromNs));
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (kind == EventKind.THREAD_CREATED) {
            names.put(a, texts.get((int) e));
            tasks.put(texts.get((int) e), new Task());
            return;
        }
        boolean job = kind.label().startsWith("job.");
        if (!job && kind != EventKind.THREAD_STATE) return;
        Task task = tasks.get(names.get(a));
        switch (kind) {
            case THREAD_STATE -> {
                if (task.runningSinceNs >= 0) task.running.add(new Stretch(task.runningSinceNs, timeNs));
                task.runningSinceNs = b == ThreadState.RUNNING.ordinal() ? timeNs : -1;
            }
            case JOB_RELEASED -> task.releases.add(timeNs);
            case JOB_COMPLETED, JOB_ABANDONED -> task.ends.add(timeNs);
            default -> {}
        }
        if (!job) return;
        String time = timeNs % MS == 0 ? String.valueOf(timeNs / MS) : String.format(Locale.ROOT, "%.6f", timeNs / 1e6);
        lines.add(time + " " + names.get(a) + " " + kind.label().substring(4) + " " + b);
    }

    @Override
    public void text(int id, String text) { texts.put(id, text); }
}
