package rtk.viz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;

class ChartsTest {
    @Test
    void everyBinStandsWhereItsSamplesAre() {
        XYPlot plot = Charts.histogram(SampleRuns.stairs(), Theme.LIGHT).getXYPlot();
        var bins = (IntervalXYDataset) plot.getDataset();

        double total = 0;
        for (int item = 0; item < bins.getItemCount(0); item++) {
            double count = bins.getYValue(0, item);
            total += count;
            if (count > 0) assertEquals(count, Math.floor(bins.getStartXValue(0, item) + 1e-9));
        }
        assertEquals(55, total);
        assertTrue(plot.getRangeAxis() instanceof LogAxis);
        assertEquals("latency (µs)", plot.getDomainAxis().getLabel());
    }

    @Test
    void linesStandAtThePercentilesTheMaximumAndTheBudget() {
        XYPlot plot = Charts.histogram(SampleRuns.stairs(), Theme.LIGHT).getXYPlot();

        assertEquals(List.of("p50 7.003 µs @7.003", "p99 = p99.9 = max 10 µs @10", "budget 20 µs @20"), callouts(plot));
        assertTrue(plot.getDomainAxis().getUpperBound() > 20);
    }

    @Test
    void titleAndSubtitleSayWhatWasMeasured() {
        JFreeChart chart = Charts.histogram(SampleRuns.stairs(), Theme.LIGHT);

        assertEquals("stairs", chart.getTitle().getText());
        assertEquals(
                "55 samples in 1 s of simulated time   ·   min 1 µs   ·   mean 7 µs   ·   max uses 50 % of the budget of 20 µs",
                ((TextTitle) chart.getSubtitle(0)).getText());
    }

    @Test
    void aBudgetFarAwayIsToldButNotDrawn() {
        XYPlot plot = Charts.histogram(SampleRuns.canReceive(1_000_000), Theme.LIGHT).getXYPlot();

        assertEquals(List.of("p50 4.487 µs @4.487", "p99 8.959 µs @8.959", "p99.9 9.935 µs @9.935", "max 41.23 µs @41.23"),
                callouts(plot));
        assertTrue(plot.getDomainAxis().getUpperBound() < 50);
    }

    @Test
    void theCurveEndsAtTheExactMaximum() {
        XYPlot plot = Charts.percentiles(List.of(SampleRuns.canReceive(50_000)), Theme.DARK).getXYPlot();
        XYDataset curve = plot.getDataset();
        int last = curve.getItemCount(0) - 1;

        assertEquals(200_000, curve.getXValue(0, last));
        assertEquals(41.234, curve.getYValue(0, last));
        assertEquals(List.of("budget 50 µs @50"), markers(plot.getRangeMarkers(Layer.FOREGROUND)));
        for (int item = 1; item <= last; item++) assertTrue(curve.getYValue(0, item) >= curve.getYValue(0, item - 1));
    }

    @Test
    void severalPathsShareOneChartWithALegend() {
        JFreeChart chart = Charts.percentiles(List.of(SampleRuns.canReceive(0), SampleRuns.tasks()), Theme.LIGHT);

        assertEquals(2, chart.getXYPlot().getSeriesCount());
        assertEquals(2, chart.getXYPlot().getLegendItems().getItemCount());
        assertEquals("Latency by percentile", chart.getTitle().getText());
    }

    @Test
    void aPathWithoutSamplesStillMakesAChart() throws IOException {
        JFreeChart chart = Charts.histogram(SampleRuns.none(), Theme.LIGHT);
        assertEquals("never exercised: no samples in 10 s of simulated time", ((TextTitle) chart.getSubtitle(0)).getText());
        assertTrue(svg(chart).length > 1_000);
        assertTrue(svg(Charts.percentiles(List.of(SampleRuns.none()), Theme.LIGHT)).length > 1_000);
    }

    @Test
    void svgIsTheSameEachTimeAndHoldsTextAsText() throws IOException {
        byte[] first = svg(Charts.histogram(SampleRuns.canReceive(50_000), Theme.LIGHT));
        byte[] second = svg(Charts.histogram(SampleRuns.canReceive(50_000), Theme.LIGHT));

        assertArrayEquals(first, second);
        String text = new String(first, StandardCharsets.UTF_8);
        assertTrue(text.contains("latency (µs)"));
        assertTrue(text.contains("viewBox=\"0 0 1000 560\""));
        assertFalse(text.contains("Generated"));
    }

    @Test
    void constantLatenciesStandOutOnAnAxisFromZero() {
        XYPlot plot = Charts.histogram(SampleRuns.constant(), Theme.LIGHT).getXYPlot();

        assertEquals(0, plot.getDomainAxis().getLowerBound());
        assertEquals(List.of("p50 = p99 = p99.9 = max 5 µs @5"), callouts(plot));
    }

    @Test
    void picturesHaveTheirExtentAndBackground() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "charts"));
        for (Theme theme : Theme.values()) {
            var png = new ByteArrayOutputStream();
            ChartFiles.writePng(Charts.histogram(SampleRuns.canReceive(50_000), theme), new ChartFiles.Size(800, 450), 1, png);
            Files.write(folder.resolve(theme.name().toLowerCase(Locale.ROOT) + ".png"), png.toByteArray());
            Files.write(folder.resolve("constant.svg"), svg(Charts.histogram(SampleRuns.constant(), theme)));
            var image = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
            assertEquals(List.of(800, 450), List.of(image.getWidth(), image.getHeight()));
            assertEquals(theme.background().getRGB(), image.getRGB(2, 2));
        }
    }

    private static byte[] svg(JFreeChart chart) throws IOException {
        var bytes = new ByteArrayOutputStream();
        OutputStream out = bytes;
        ChartFiles.writeSvg(chart, ChartFiles.Size.DEFAULT, out);
        return bytes.toByteArray();
    }

    private static List<String> callouts(XYPlot plot) {
        List<String> texts = new ArrayList<>();
        for (Object annotation : plot.getAnnotations()) {
            var callout = (Callout) annotation;
            texts.add(callout.text() + " @" + TimeUnits.number(callout.value()));
        }
        return texts;
    }

    private static List<String> markers(Collection<?> markers) {
        List<String> texts = new ArrayList<>();
        for (Object marker : markers) {
            var line = (ValueMarker) marker;
            texts.add(line.getLabel() + " @" + TimeUnits.number(line.getValue()));
        }
        return texts;
    }
}
