package rtk.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.HistogramIterationValue;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// The charts of latencies. [ChartFiles] writes them.
public final class Charts {
    /// One tick for each power of ten: the unit of a logarithmic axis is the exponent.
    private static final NumberTickUnit DECADE = new NumberTickUnit(1);
    private static final int BINS_MAX = 160;
    /// Lower end of the axis of counts: below 1, so that a bin with one sample is seen.
    private static final double COUNT_FLOOR = 0.6;
    /// A budget further away than this many times the maximum is told in words only.
    private static final double BUDGET_IN_SIGHT = 4;
    /// Part of the axis kept free on the right, for the name of the last line.
    private static final double LABEL_ROOM = 0.17;
    private static final int POINTS_MAX = 4_000;

    private Charts() {}

    /// How often which latency occurred: counts on a logarithmic axis, with lines at p50, p99, p99.9, the maximum, the budget and the bound.
    ///
    /// @param series without samples gives an empty chart that says so
    public static JFreeChart histogram(LatencySeries series, Theme theme) { return histogram(series, "latency", theme); }

    /// @param quantity on the axis, without unit
    static JFreeChart histogram(LatencySeries series, String quantity, Theme theme) {
        double rightNs = series.count() == 0 ? Math.max(1_000, series.budgetNs()) : series.maxNs();
        boolean budgetInSight = series.budgetNs() > 0 && series.budgetNs() <= rightNs * BUDGET_IN_SIGHT;
        boolean boundInSight = series.boundNs() > 0 && series.boundNs() <= rightNs * BUDGET_IN_SIGHT;
        if (budgetInSight) rightNs = Math.max(rightNs, (double) series.budgetNs());
        if (boundInSight) rightNs = Math.max(rightNs, (double) series.boundNs());
        TimeUnits unit = TimeUnits.fitting(rightNs);
        long firstNs = Bins.leftEdgeNs(series.minNs(), (long) rightNs);
        Bins bins = series.count() == 0
                ? new Bins(0, 1, List.of())
                : Bins.of(series.histogram(), firstNs, (long) rightNs, BINS_MAX);

        var x = ChartStyle.axis(new NumberAxis(), quantity + " (" + unit.symbol() + ")", theme);
        double spanNs = Math.max(rightNs - bins.startNs(), (double) bins.widthNs());
        double leftNs = Math.max(0, bins.startNs() == 0 ? 0 : bins.startNs() - spanNs * 0.05);
        double endNs = rightNs + spanNs * LABEL_ROOM;
        x.setRange(unit.of(leftNs), unit.of(endNs));
        x.setNumberFormatOverride(ChartStyle.format(TimeUnits::number));
        var y = ChartStyle.axis(new LogAxis(), "samples", theme);
        y.setRange(COUNT_FLOOR, (double) Math.max(10, bins.largest()) * 6.0);
        y.setTickUnit(DECADE);
        y.setNumberFormatOverride(ChartStyle.format(TimeUnits::shortCount));

        double budget = series.budgetNs() > 0 ? unit.of(series.budgetNs()) : Double.MAX_VALUE;
        var plot = new XYPlot(dataset(series.name(), bins, unit), x, y,
                new StairRenderer(theme.series(0), theme.alarm(), budget));
        addCallouts(plot, series, unit, budgetInSight, boundInSight, theme);
        return ChartStyle.chart(series.name(), subtitle(series), plot, theme);
    }

    /// Which latency was not exceeded by which part of the samples: the curve of HdrHistogram, in which each nine more takes
    /// the same room.
    ///
    /// @param series one or more; a budget is drawn if there is one series
    public static JFreeChart percentiles(List<LatencySeries> series, Theme theme) {
        long topNs = 1;
        long mostSamples = 10;
        for (LatencySeries one : series) {
            topNs = Math.max(topNs, one.maxNs());
            mostSamples = Math.max(mostSamples, one.count());
        }
        LatencySeries only = series.size() == 1 ? series.getFirst() : null;
        boolean budgetInSight = only != null && only.budgetNs() > 0 && only.budgetNs() <= topNs * BUDGET_IN_SIGHT;
        if (budgetInSight) topNs = Math.max(topNs, only.budgetNs());
        TimeUnits unit = TimeUnits.fitting(topNs);

        var x = ChartStyle.axis(new LogAxis(), "percentile", theme);
        x.setRange(1, mostSamples * 1.3);
        x.setTickUnit(DECADE);
        x.setNumberFormatOverride(ChartStyle.format(Charts::percentText));
        var y = ChartStyle.axis(new NumberAxis(), "latency (" + unit.symbol() + ")", theme);
        y.setRange(0, unit.of(topNs) * 1.1);
        y.setNumberFormatOverride(ChartStyle.format(TimeUnits::number));

        var curves = new XYSeriesCollection();
        var renderer = new XYStepRenderer();
        for (int number = 0; number < series.size(); number++) {
            curves.addSeries(curve(series.get(number), unit));
            renderer.setSeriesPaint(number, theme.series(number));
            renderer.setSeriesStroke(number, new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        }
        renderer.setDefaultShapesVisible(false);
        var plot = new XYPlot(curves, x, y, renderer);
        if (budgetInSight) plot.addRangeMarker(budgetLine(unit.of(only.budgetNs()), only.budgetNs(), theme), Layer.FOREGROUND);
        if (only != null && only.count() > 0) addMaximum(plot, only, unit, theme);
        String title = only == null ? "Latency by percentile" : only.name() + " by percentile";
        JFreeChart chart = ChartStyle.chart(title, only == null ? together(series) : subtitle(only), plot, theme);
        if (only == null) ChartStyle.addLegend(chart, theme);
        return chart;
    }

    private static XYIntervalSeriesCollection dataset(String name, Bins bins, TimeUnits unit) {
        var counts = new XYIntervalSeries(name);
        for (int bin = 0; bin < bins.counts().size(); bin++) {
            double left = unit.of(bins.edgeNs(bin));
            double right = unit.of(bins.edgeNs(bin + 1));
            double count = (double) bins.counts().get(bin);
            counts.add((left + right) / 2, left, right, count, count, count);
        }
        var dataset = new XYIntervalSeriesCollection();
        dataset.addSeries(counts);
        return dataset;
    }

    private record Line(String name, long ns, Color colour, boolean budget) {}

    private static void addCallouts(XYPlot plot, LatencySeries series, TimeUnits unit, boolean budgetInSight,
            boolean boundInSight,
            Theme theme) {
        List<Line> lines = new ArrayList<>();
        if (series.count() > 0) {
            addLine(lines, new Line("p50", series.percentileNs(50), theme.series(2), false));
            addLine(lines, new Line("p99", series.percentileNs(99), theme.series(1), false));
            addLine(lines, new Line("p99.9", series.percentileNs(99.9), theme.series(3), false));
            addLine(lines, new Line("max", series.maxNs(), theme.ink(), false));
        }
        if (budgetInSight) lines.add(new Line("budget", series.budgetNs(), theme.alarm(), true));
        if (boundInSight) lines.add(new Line("bound", series.boundNs(), theme.series(4), true));
        lines.sort(Comparator.comparingLong(Line::ns));
        for (int row = 0; row < lines.size(); row++) {
            Line line = lines.get(row);
            Color ink = line.budget ? line.colour : theme.ink();
            plot.addAnnotation(
                    new Callout(unit.of(line.ns), line.name, TimeUnits.text(line.ns), line.colour, ink, row, line.budget));
        }
    }

    /// Lines at the same place become one with both names.
    private static void addLine(List<Line> lines, Line line) {
        if (lines.isEmpty() || lines.getLast().ns != line.ns) {
            lines.add(line);
            return;
        }
        Line same = lines.removeLast();
        lines.add(new Line(same.name + " = " + line.name, line.ns, line.colour, false));
    }

    private static ValueMarker budgetLine(double at, long budgetNs, Theme theme) {
        return ChartStyle.marker(at, "budget " + TimeUnits.text(budgetNs), theme.alarm(), theme);
    }

    private static void addMaximum(XYPlot plot, LatencySeries series, TimeUnits unit, Theme theme) {
        var label = new XYTextAnnotation("max " + TimeUnits.text(series.maxNs()) + "  ", (double) series.count(),
                unit.of(series.maxNs()));
        label.setFont(ChartStyle.LABEL);
        label.setPaint(theme.ink());
        label.setTextAnchor(TextAnchor.BOTTOM_RIGHT);
        plot.addAnnotation(label);
    }

    /// The quantile function as steps: until which x = 1/(1-p) which latency was not exceeded.
    private static XYSeries curve(LatencySeries series, TimeUnits unit) {
        var curve = new XYSeries(series.name(), false, true);
        long total = series.count();
        if (total == 0) return curve;
        long before = 0;
        double lastX = 0;
        for (HistogramIterationValue value : series.histogram().recordedValues()) {
            double at = (double) total / (total - before);
            before += value.getCountAtValueIteratedTo();
            boolean last = before == total;
            if (!last && curve.getItemCount() > 0 && at < lastX * (1 + 20.0 / POINTS_MAX)) continue;
            curve.add(at, unit.of(Math.min(value.getValueIteratedTo(), series.maxNs())));
            lastX = at;
        }
        curve.add((double) total, unit.of(series.maxNs()));
        return curve;
    }

    private static String percentText(double x) {
        if (x <= 1) return "0 %";
        int decimals = Math.max(0, (int) Math.ceil(Math.log10(x) - 1e-9) - 2);
        return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * (1 - 1 / x));
    }

    private static String subtitle(LatencySeries series) {
        String length = series.simulatedNs() > 0 ? " in " + TimeUnits.text(series.simulatedNs()) + " of simulated time" : "";
        if (series.count() == 0) return "never exercised: no samples" + length;
        String samples = TimeUnits.count(series.count()) + (series.count() == 1 ? " sample" : " samples") + length;
        String range = "   ·   min " + TimeUnits.text(series.minNs()) + "   ·   mean " + TimeUnits.text(series.result().mean());
        if (series.budgetNs() <= 0) return samples + range;
        double used = 100.0 * series.maxNs() / series.budgetNs();
        return samples + range + "   ·   max uses " + TimeUnits.number(Math.round(used * 10) / 10.0) + " % of the budget of "
                + TimeUnits.text(series.budgetNs());
    }

    private static String together(List<LatencySeries> series) {
        long samples = series.stream().mapToLong(LatencySeries::count).sum();
        long simulatedNs = series.stream().mapToLong(LatencySeries::simulatedNs).max().orElse(0);
        String length = simulatedNs > 0 ? " in " + TimeUnits.text(simulatedNs) + " of simulated time" : "";
        return series.size() + " paths   ·   " + TimeUnits.count(samples) + " samples" + length;
    }
}
