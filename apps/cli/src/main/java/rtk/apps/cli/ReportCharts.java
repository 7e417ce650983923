package rtk.apps.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.HistogramIterationValue;
import org.jfree.chart.ui.Drawable;
import rtk.trace.analysis.blame.Cause;
import rtk.trace.analysis.blame.Explanation;
import rtk.trace.analysis.blame.Piece;
import rtk.trace.analysis.blame.Share;
import rtk.viz.ChartFiles;
import rtk.viz.Charts;
import rtk.viz.RunCharts;
import rtk.viz.SampleTrack;
import rtk.viz.Theme;
import rtk.viz.TimeText;
import rtk.viz.gantt.Gantt;
import rtk.viz.gantt.GanttPicture;

/// The charts of a report, each with the numbers behind it.
final class ReportCharts {
    private static final int SHARES_MAX = 14;
    private static final int STEPS_MAX = 60;
    private static final int OVERVIEW_MAX = 7;
    private static final ChartFiles.Size SIZE = new ChartFiles.Size(1000, 460);

    private final Theme theme;
    private int drawn;

    ReportCharts(Theme theme) { this.theme = theme; }

    /// All in one picture.
    void overview(Html html, List<RunReport.Measured> measured) {
        html.heading(2, "together", "All together");
        if (measured.isEmpty()) html.paragraph("Nothing that is measured has a sample.");
        if (measured.size() < 2) return;
        var some = measured.subList(0, Math.min(OVERVIEW_MAX, measured.size())).stream().map(RunReport.Measured::series).toList();
        figure(html, "Latency by percentile of " + some.size() + " series", Charts.percentiles(some, theme), SIZE);
    }

    /// What there is to say and to draw about one series.
    void section(Html html, RunReport.Measured one, RunReport report) {
        String name = one.name().toString();
        html.heading(2, "", name);
        var spec = report.scenario().paths().stream().filter(path -> path.name().equals(name)).findFirst();
        spec.ifPresent(
                path -> html.raw("<p class=\"faint\">" + Html.escape("from " + path.from() + " to " + path.to()) + "</p>"));
        figure(html, "Histogram of " + name, Charts.histogram(one.series(), theme), SIZE);
        html.folded("data of the histogram and of the percentiles (CSV)", percentilesCsv(one));
        figure(html, "Percentile curve of " + name, Charts.percentiles(List.of(one.series()), theme), SIZE);
        figure(html, "Latency over time of " + name, RunCharts.overTime(one.series(), one.track(), theme), SIZE);
        html.folded("data over time (CSV)", timeCsv(one.track()));
        if (one.track().largestDifferenceNs() > 0) {
            figure(html, "Jitter of " + name, RunCharts.jitter(one.series(), one.track(), theme), SIZE);
        }
        if (one.blame() == null) return;
        if (one.blame().worst() != null) worst(html, one, one.blame().worst());
        figure(html, "Blame of " + name + " by percentile", RunCharts.blame(one.blame(), theme), SIZE);
    }

    private void worst(Html html, RunReport.Measured one, Explanation worst) {
        html.heading(3, "", "The worst sample: " + TimeText.of(worst.ns()) + ", blamed to the nanosecond");
        List<List<String>> rows = new ArrayList<>();
        long toldNs = 0;
        for (Share share : worst.shares().subList(0, Math.min(SHARES_MAX, worst.shares().size()))) {
            rows.add(row(share.ns(), worst.ns(), share.reason().text()));
            toldNs += share.ns();
        }
        if (toldNs < worst.ns()) rows.add(row(worst.ns() - toldNs, worst.ns(), "all else"));
        rows.add(row(worst.ns(), worst.ns(), "in all"));
        html.table(List.of("ns", "part", "<reason"), rows);
        GanttPicture picture = gantt(one, theme);
        if (picture != null) {
            figure(html, "Gantt chart of the worst sample of " + one.name(), picture,
                    new ChartFiles.Size(1000, picture.height()));
        }
        html.folded("step by step", steps(worst.pieces()));
    }

    /// The window around the worst sample, with what it is blamed on as the first lane; null if there is none.
    static GanttPicture gantt(RunReport.Measured one, Theme theme) {
        if (one.gantt() == null) return null;
        Explanation worst = one.blame().worst();
        Gantt gantt = one.gantt().withTop(new Gantt.Lane(Gantt.Group.BLAME, "blame", bars(worst.pieces()), List.of()));
        return new GanttPicture(gantt, one.name() + ": the worst sample", TimeText.exact(worst.startNs()) + " to "
                + TimeText.exact(worst.endNs()), worst.startNs(), worst.endNs(), theme);
    }

    private static List<String> row(long ns, long allNs, String reason) {
        return List.of(TimeText.count(ns), String.format(Locale.ROOT, "%.1f %%", allNs == 0 ? 100.0 : 100.0 * ns / allNs),
                reason);
    }

    private static List<Gantt.Bar> bars(List<Piece> pieces) {
        return pieces.stream().map(piece -> new Gantt.Bar(piece.startNs(), piece.endNs(), look(piece.reason().cause()),
                piece.reason().text())).toList();
    }

    /// The three parts of response-time analysis, and time in which there is nothing to do.
    private static Gantt.Look look(Cause cause) {
        return switch (cause) {
            case COMPUTATION, KERNEL, SWITCH, DELIVERY, HANDLER, TRANSMISSION, SERVER, STARTUP, PAGE_FAULT -> Gantt.Look.OWN;
            case INTERRUPT, PENDING, PREEMPTED, EQUAL_PRIORITY, BUDGET, ARBITRATION, BUS_ERROR, STOPPED ->
                Gantt.Look.INTERFERENCE;
            case EARLIER_WORK, INTERRUPTS_OFF, MASKED, INVERSION, SERVER_BUSY, MUTEX, BUS_BUSY -> Gantt.Look.BLOCKING;
            case TIMER, SLEEP, RELEASE_JITTER, OUTSIDE, DISPATCH, FORGOTTEN, UNEXPLAINED -> Gantt.Look.WAITING;
        };
    }

    private static String steps(List<Piece> pieces) {
        var text = new StringBuilder();
        for (Piece piece : pieces.subList(0, Math.min(STEPS_MAX, pieces.size()))) {
            text.append(String.format(Locale.ROOT, "%s  +%d ns  %s  %s%n", TimeText.exact(piece.startNs()), piece.ns(),
                    piece.holder(), piece.reason().text()));
        }
        if (pieces.size() > STEPS_MAX) text.append(pieces.size() - STEPS_MAX).append(" more steps, in rtk explain --json\n");
        return text.toString();
    }

    private void figure(Html html, String title, Drawable chart, ChartFiles.Size size) {
        html.raw("<figure role=\"img\" aria-label=\"" + Html.escape(title) + "\">"
                + ChartFiles.inlineSvg(chart, size, "c" + drawn++ + "-") + "</figure>");
    }

    static String percentilesCsv(RunReport.Measured one) {
        var csv = new StringBuilder("latency_ns,count,percentile\n");
        for (HistogramIterationValue value : one.series().histogram().recordedValues()) {
            csv.append(Math.min(value.getValueIteratedTo(), one.series().result().max())).append(',')
                    .append(value.getCountAtValueIteratedTo()).append(',')
                    .append(String.format(Locale.ROOT, "%.6f", value.getPercentile())).append('\n');
        }
        return csv.toString();
    }

    static String timeCsv(SampleTrack track) {
        var csv = new StringBuilder("from_ns,length_ns,count,min_ns,mean_ns,max_ns\n");
        for (SampleTrack.Stretch one : track.stretches()) {
            csv.append(String.format(Locale.ROOT, "%d,%d,%d,%d,%.1f,%d%n", one.fromNs(), one.lengthNs(), one.count(), one.minNs(),
                    one.meanNs(), one.maxNs()));
        }
        return csv.toString();
    }
}
