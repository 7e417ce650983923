package rtk.apps.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rtk.apps.scenario.Scenario;
import rtk.board.sim.Ns;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.analysis.CoreResult;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.ThreadResult;
import rtk.viz.TimeText;

/// What `rtk top` shows of a run: cores, latencies, and the threads that used most of the time since it was shown last.
final class TopScreen implements TraceSink {
    private static final int BAR = 24;
    private static final int PATHS_MAX = 9;
    private static final long REFRESH_NS = 250_000_000;

    private final Scenario scenario;
    private final RunAnalysis analysis;
    private final Runnable refresh;
    private final Map<Long, Long> shownCpuNs = new LinkedHashMap<>();
    private long shownNs;
    private long refreshedNs = System.nanoTime();

    /// @param refresh called within an event, a few times a second of the host
    TopScreen(Scenario scenario, Runnable refresh) {
        this.scenario = scenario;
        this.refresh = refresh;
        analysis = Recording.analysis(scenario);
    }

    @Override
    public void text(int id, String text) { analysis.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        analysis.event(timeNs, kind, a, b, c, d, e);
        if (System.nanoTime() - refreshedNs < REFRESH_NS) return;
        refreshedNs = System.nanoTime();
        refresh.run();
    }

    void finish(long endNs) { analysis.finish(endNs); }

    /// The screen now, in lines of at most `columns` characters.
    ///
    /// @param rows at most so many lines
    List<String> lines(int columns, int rows) {
        long nowNs = analysis.nowNs();
        List<String> lines = new ArrayList<>();
        lines.add(scenario + "   at " + Ns.text(nowNs));
        for (CoreResult core : analysis.cores()) {
            int full = (int) Math.round(Math.clamp(core.load(), 0, 1) * BAR);
            lines.add(String.format(Locale.ROOT, "core %-2d [%s%s] %5.1f %%   interrupts %s", core.core(), "#".repeat(full),
                    ".".repeat(BAR - full), 100 * core.load(), Ns.text(core.interruptNs())));
        }
        lines.add("");
        lines.add(row("latency", "samples", "p50", "p99.9", "max"));
        List<LatencyResult> paths = analysis.latencies();
        for (LatencyResult path : paths.subList(0, Math.min(PATHS_MAX, paths.size()))) {
            lines.add(path.count() == 0
                    ? row(path.path(), "0", "-", "-", "-")
                    : row(path.path(), TimeText.count(path.count()), TimeText.of(path.p50()), TimeText.of(path.p999()),
                            TimeText.of(path.max())));
        }
        if (paths.size() > PATHS_MAX) lines.add("and " + (paths.size() - PATHS_MAX) + " more");
        lines.add("");
        lines.addAll(threads(nowNs, rows - lines.size()));
        return lines.stream().limit(rows).map(line -> line.length() <= columns ? line : line.substring(0, columns)).toList();
    }

    private List<String> threads(long nowNs, int rows) {
        List<String> lines = new ArrayList<>();
        long spanNs = Math.max(1, nowNs - shownNs);
        lines.add(row("thread", "name", "of a core", "in all", ""));
        List<ThreadResult> all = analysis.threads();
        Comparator<ThreadResult> busiest = Comparator.comparingLong(one -> -usedNs(one));
        for (ThreadResult one : all.stream().sorted(busiest).limit(Math.max(0, rows - 1)).toList()) {
            lines.add(row(one.process() + "/" + one.tid(), one.name(),
                    String.format(Locale.ROOT, "%.1f %%", 100.0 * usedNs(one) / spanNs), TimeText.of(one.cpuNs()), ""));
        }
        for (ThreadResult one : all) shownCpuNs.put(one.thread(), one.cpuNs());
        shownNs = nowNs;
        return lines;
    }

    private long usedNs(ThreadResult thread) { return thread.cpuNs() - shownCpuNs.getOrDefault(thread.thread(), 0L); }

    private static String row(String name, String a, String b, String c, String d) {
        return String.format(Locale.ROOT, "%-24s %12s %11s %11s %11s", name, a, b, c, d).stripTrailing();
    }
}
