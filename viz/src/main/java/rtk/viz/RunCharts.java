package rtk.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.blame.Band;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.analysis.blame.Share;

/// The charts of how a run went: latency over time, jitter, and what latencies are blamed on.
public final class RunCharts {
    private static final int CAUSES_MAX = 6;
    private static final String REST = "all else";
    private static final double LINE_IN_SIGHT = 4;
    private static final double PERCENT = 100;

    private RunCharts() {}

    /// Latency over simulated time: the band from least to greatest of each stretch of time, the mean as a line, the maximum named.
    public static JFreeChart overTime(LatencySeries series, SampleTrack track, Theme theme) {
        long topNs = Math.max(1, series.maxNs());
        boolean budget = series.budgetNs() > 0 && series.budgetNs() <= topNs * LINE_IN_SIGHT;
        if (budget) topNs = Math.max(topNs, series.budgetNs());
        TimeUnits unit = TimeUnits.fitting(topNs);
        TimeUnits timeUnit = TimeUnits.fitting(Math.max(1, series.simulatedNs()));
        var band = new YIntervalSeries(series.name());
        for (SampleTrack.Stretch stretch : track.stretches()) {
            double at = timeUnit.of(stretch.fromNs() + stretch.lengthNs() / 2);
            band.add(at, unit.of(stretch.meanNs()), unit.of(stretch.minNs()), unit.of(stretch.maxNs()));
        }
        var data = new YIntervalSeriesCollection();
        data.addSeries(band);

        var x = ChartStyle.axis(new NumberAxis(), "simulated time (" + timeUnit.symbol() + ")", theme);
        x.setRange(0, Math.max(timeUnit.of(series.simulatedNs()), 1e-9));
        x.setNumberFormatOverride(ChartStyle.format(TimeUnits::number));
        var y = ChartStyle.axis(new NumberAxis(), "latency (" + unit.symbol() + ")", theme);
        y.setRange(0, unit.of(topNs) * 1.12);
        y.setNumberFormatOverride(ChartStyle.format(TimeUnits::number));
        var renderer = new DeviationRenderer(true, false);
        renderer.setSeriesPaint(0, theme.series(0));
        renderer.setSeriesFillPaint(0, theme.series(0));
        renderer.setAlpha(0.35f);
        renderer.setSeriesStroke(0, new BasicStroke(1.4f));
        var plot = new XYPlot(data, x, y, renderer);
        if (budget) {
            plot.addRangeMarker(ChartStyle.marker(unit.of(series.budgetNs()), "budget " + TimeUnits.text(series.budgetNs()),
                    theme.alarm(), theme), Layer.FOREGROUND);
        }
        if (series.count() > 0) plot.addAnnotation(worst(series, unit, timeUnit, theme));
        String subtitle = series.count() == 0
                ? "never exercised: no samples"
                : "band: least to greatest of each stretch of time   ·   line: mean   ·   " + TimeUnits.count(series.count())
                        + " samples";
        return ChartStyle.chart(series.name() + " over time", subtitle, plot, theme);
    }

    private static XYTextAnnotation worst(LatencySeries series, TimeUnits unit, TimeUnits timeUnit, Theme theme) {
        long atNs = series.result().worstAt();
        boolean left = atNs > series.simulatedNs() / 2;
        String text = "max " + TimeUnits.text(series.maxNs()) + " at " + TimeUnits.text(atNs);
        var label = new XYTextAnnotation(left ? text + " ▸ " : " ◂ " + text, timeUnit.of(atNs), unit.of(series.maxNs()));
        label.setFont(ChartStyle.LABEL);
        label.setPaint(theme.ink());
        label.setTextAnchor(left ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT);
        return label;
    }

    /// How much each sample differs from the one before: counts on a logarithmic axis.
    public static JFreeChart jitter(LatencySeries series, SampleTrack track, Theme theme) {
        Histogram differences = track.differences();
        long count = differences.getTotalCount();
        long maxNs = track.largestDifferenceNs();
        var result = new LatencyResult(series.name() + ": difference from the sample before", count,
                count == 0 ? 0 : differences.getMinValue(), count == 0 ? 0 : differences.getMean(),
                differences.getValueAtPercentile(50), differences.getValueAtPercentile(90), differences.getValueAtPercentile(99),
                differences.getValueAtPercentile(99.9), maxNs, -1);
        return Charts.histogram(new LatencySeries(result, differences, 0, series.simulatedNs()), "difference", theme);
    }

    /// What the samples of each range of percentiles are blamed on, as parts of their time: the causes of most time by name, the
    /// others together.
    public static JFreeChart blame(SeriesBlame blame, Theme theme) {
        List<String> causes = causes(blame);
        var data = new DefaultCategoryDataset();
        for (Band band : blame.bands()) {
            Map<String, Double> parts = parts(band, causes);
            for (String cause : causes) data.addValue(parts.getOrDefault(cause, 0.0), cause, title(band));
        }
        var categories = new CategoryAxis();
        categories.setTickLabelFont(ChartStyle.LABEL);
        categories.setTickLabelPaint(theme.ink());
        categories.setAxisLinePaint(theme.axis());
        categories.setMaximumCategoryLabelWidthRatio(0.6f);
        categories.setCategoryMargin(0.25);
        var y = ChartStyle.axis(new NumberAxis(), "part of the time (%)", theme);
        y.setRange(0, PERCENT);
        y.setNumberFormatOverride(ChartStyle.format(TimeUnits::number));
        var renderer = new StackedBarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(true);
        renderer.setMaximumBarWidth(0.16);
        for (int i = 0; i < causes.size(); i++) {
            Color colour = causes.get(i).equals(REST) ? theme.axis() : theme.series(i);
            renderer.setSeriesPaint(i, colour);
            renderer.setSeriesOutlinePaint(i, theme.background());
        }
        var plot = new CategoryPlot(data, categories, y, renderer);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setRangeGridlinePaint(theme.grid());
        JFreeChart chart = ChartStyle.titled(blame.series() + ": what it is blamed on", TimeUnits.count(blame.samples())
                + " samples by percentile; parts of each bar from left to right in the order of the legend", plot, theme);
        ChartStyle.addLegend(chart, theme);
        return chart;
    }

    private static String title(Band band) {
        return band.name() + "  (" + TimeUnits.count(band.samples()) + " × "
                + TimeUnits.text(band.ns() / Math.max(1, band.samples()))
                + ")";
    }

    /// Those of most time in some band first.
    private static List<String> causes(SeriesBlame blame) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (Band band : blame.bands()) {
            Map<String, Double> one = new LinkedHashMap<>();
            for (Share share : band.shares()) one.merge(share.reason().text(), part(share, band), Double::sum);
            one.forEach((reason, part) -> weights.merge(reason, part, Math::max));
        }
        List<String> names = new ArrayList<>(weights.keySet());
        names.sort((a, b) -> Double.compare(weights.get(b), weights.get(a)));
        List<String> top = new ArrayList<>(names.subList(0, Math.min(CAUSES_MAX, names.size())));
        if (names.size() > CAUSES_MAX) top.add(REST);
        return top;
    }

    private static Map<String, Double> parts(Band band, List<String> causes) {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Share share : band.shares()) {
            String reason = share.reason().text();
            parts.merge(causes.contains(reason) ? reason : REST, part(share, band), Double::sum);
        }
        return parts;
    }

    private static double part(Share share, Band band) { return PERCENT * share.ns() / Math.max(1, band.ns()); }
}
