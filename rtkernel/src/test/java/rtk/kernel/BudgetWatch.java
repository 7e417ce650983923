package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Watches thread number 1 of a world, a sporadic one: its budget, its priority, and when it ran at which priority.
final class BudgetWatch implements TestWorld.Eye {
    /// One line for each change: when, capacity, number of pending replenishments, activation time, in ms.
    final List<String> budgets = new ArrayList<>();
    /// One line for each change: when in ms, from, to.
    final List<String> priorities = new ArrayList<>();
    int pendingMax;
    private final int normal;
    /// Begin and end of each stretch at normal priority, in ns.
    private final List<long[]> normalRuns = new ArrayList<>();
    private int priority;
    private boolean running;
    private boolean counting;
    private long lastNs;

    BudgetWatch(int normal) { this.normal = normal; }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        lastNs = timeNs;
        if (a != 1) return;
        switch (kind) {
            case THREAD_CREATED -> priority = (int) d;
            case THREAD_STATE -> running = b == ThreadState.RUNNING.ordinal();
            case THREAD_PRIORITY -> {
                priority = (int) c;
                priorities.add(ms(timeNs) + " " + b + ">" + c);
            }
            case THREAD_BUDGET -> {
                budgets.add(ms(timeNs) + ": " + ms(b) + ", " + c + ", " + ms(d));
                pendingMax = Math.max(pendingMax, (int) c);
            }
            default -> {}
        }
        boolean counts = running && priority == normal;
        if (counts != counting && counts) normalRuns.add(new long[]{timeNs, Long.MAX_VALUE});
        if (counts != counting && !counts) normalRuns.getLast()[1] = timeNs;
        counting = counts;
    }

    private static String ms(long ns) {
        return ns % 1_000_000 == 0
                ? String.valueOf(ns / 1_000_000)
                : String.format(Locale.ROOT, "%.1f", ns / 1e6);
    }

    /// How long it ran at normal priority, up to the last event.
    long normalNs() { return normalNs(0, lastNs); }

    /// How long it ran at normal priority from `fromNs` to `untilNs`.
    private long normalNs(long fromNs, long untilNs) {
        long sumNs = 0;
        for (long[] run : normalRuns) sumNs += Math.max(0, Math.min(run[1], untilNs) - Math.max(run[0], fromNs));
        return sumNs;
    }

    /// The most that it ran at normal priority within `windowNs`, over all windows that begin with such a run.
    long mostWithin(long windowNs) {
        long mostNs = 0;
        for (long[] run : normalRuns) mostNs = Math.max(mostNs, normalNs(run[0], Math.min(lastNs, run[0] + windowNs)));
        return mostNs;
    }
}
