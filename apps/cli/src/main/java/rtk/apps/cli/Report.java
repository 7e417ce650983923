package rtk.apps.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.board.sim.Ns;
import rtk.trace.analysis.BusResult;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.MessageResult;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.TaskResult;
import rtk.trace.analysis.Verdict;
import rtk.viz.LatencySeries;
import rtk.viz.TextChart;

/// Tables of results for people.
final class Report {
    private Report() {}

    static void print(Console console, RunAnalysis analysis, List<Verdict> verdicts) {
        latencies(console, analysis.latencies());
        tasks(console, "task", analysis.tasks());
        List<TaskResult> messages = new ArrayList<>();
        for (MessageResult m : analysis.messages()) {
            messages.add(new TaskResult(m.name(), m.releases(), m.completions(), m.misses(), m.responseMin(), m.responseMax()));
        }
        tasks(console, "message", messages);
        for (BusResult bus : analysis.buses()) {
            console.line("bus %s: %,d frames, load %.2f%%", bus.name(), bus.frames(), bus.load() * 100);
        }
        for (Verdict verdict : verdicts) {
            console.line("%-15s %s%s", verdict.verdict().label(), verdict.require().text(),
                    verdict.observed() == null ? "" : "  (observed " + verdict.observedText() + ")");
        }
    }

    /// A small histogram of the path whose latencies vary most.
    static void chart(Console console, RunReport report) {
        LatencySeries widest = null;
        long spanNs = -1;
        for (RunReport.Measured one : report.measured()) {
            LatencyResult result = one.series().result();
            if (one.name().kind() != Series.Kind.PATH || result.max() - result.min() <= spanNs) continue;
            widest = one.series();
            spanNs = result.max() - result.min();
        }
        if (widest != null) console.out().print(TextChart.histogram(widest, console.style()));
    }

    private static void latencies(Console console, List<LatencyResult> results) {
        if (results.isEmpty()) return;
        console.out().print(TextChart.table(results, console.style()));
        console.line("%s", "");
    }

    private static void tasks(Console console, String what, List<TaskResult> results) {
        if (results.isEmpty()) return;
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[]{what, "releases", "done", "misses", "min", "max"});
        for (TaskResult r : results) {
            rows.add(
                    new String[]{r.name(), Long.toString(r.releases()), Long.toString(r.completions()), Long.toString(r.misses()),
                        text(r.responseMin()), text(r.responseMax())});
        }
        table(console, rows);
    }

    /// The first column to the left, the others to the right.
    private static void table(Console console, List<String[]> rows) {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) widths[i] = Math.max(widths[i], row[i].length());
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? row[i] + padding : "  " + padding + row[i]);
            }
            console.line("%s", line.toString().stripTrailing());
        }
        console.line("%s", "");
    }

    private static String text(long ns) { return Ns.text(ns); }
}
