package rtk.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.junit.jupiter.api.Test;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.blame.Band;
import rtk.trace.analysis.blame.Cause;
import rtk.trace.analysis.blame.Reason;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.analysis.blame.Share;

class RunChartsTest {
    @Test
    void aLongRunHasAsFewStretchesAsAShortOneAndLosesNoExtremeAndNoSample() {
        var random = new Random(3);
        var track = new SampleTrack();
        long greatestNs = 0;
        long leastNs = Long.MAX_VALUE;
        for (long atNs = 1_000_000; atNs < 3_000_000_000L; atNs += 300_000) {
            long latencyNs = 1_000L + random.nextInt(900_000);
            greatestNs = Math.max(greatestNs, latencyNs);
            leastNs = Math.min(leastNs, latencyNs);
            track.add(atNs - latencyNs, atNs);
        }

        List<SampleTrack.Stretch> all = track.stretches();

        assertTrue(all.size() > SampleTrack.STRETCHES_MAX / 2 && all.size() <= SampleTrack.STRETCHES_MAX, "" + all.size());
        assertEquals(9_997, all.stream().mapToLong(SampleTrack.Stretch::count).sum());
        assertEquals(greatestNs, all.stream().mapToLong(SampleTrack.Stretch::maxNs).max().orElse(0));
        assertEquals(leastNs, all.stream().mapToLong(SampleTrack.Stretch::minNs).min().orElse(0));
    }

    @Test
    void jitterIsTheDifferenceToTheSampleBefore() {
        SampleTrack track = track(5_000, 7_000, 6_000, 6_000);

        assertEquals(3, track.differences().getTotalCount());
        assertEquals(2_000, track.largestDifferenceNs());
        assertEquals(0, track.differences().getMinValue());
        assertEquals("difference (µs)",
                RunCharts.jitter(SampleRuns.stairs(), track, Theme.LIGHT).getXYPlot().getDomainAxis().getLabel());
    }

    @Test
    void overTimeTheBandGoesFromLeastToGreatest() {
        XYPlot plot = RunCharts.overTime(SampleRuns.stairs(), track(5_000, 7_000), Theme.LIGHT).getXYPlot();
        var band = (YIntervalSeriesCollection) plot.getDataset();

        assertEquals(2, band.getItemCount(0));
        assertEquals(5, band.getStartYValue(0, 0));
        assertEquals(7, band.getEndYValue(0, 1));
        assertEquals("latency (µs)", plot.getRangeAxis().getLabel());
    }

    @Test
    void barsOfBlameAreWholeAndTheRestIsOne() {
        List<Share> shares = List.of(share("a", 40), share("b", 20), share("c", 10), share("d", 9), share("e", 8), share("f", 7),
                share("g", 4), share("h", 2));
        var blame = new SeriesBlame(new Series(Series.Kind.PATH, "p"), 1, 1, 0, 100, shares,
                List.of(new Band("p0-p50", 1, 100, shares)),
                null);

        CategoryPlot plot = RunCharts.blame(blame, Theme.DARK).getCategoryPlot();

        assertEquals(7, plot.getDataset().getRowCount());
        assertEquals("all else", plot.getDataset().getRowKey(6));
        assertEquals(6.0, plot.getDataset().getValue(6, 0));
        double sum = 0;
        for (int row = 0; row < 7; row++) sum += plot.getDataset().getValue(row, 0).doubleValue();
        assertEquals(100, sum, 1e-9);
    }

    @Test
    void aBoundIsALineOfTheHistogram() {
        LatencySeries stairs = SampleRuns.stairs();
        var bounded = new LatencySeries(stairs.result(), stairs.histogram(), 0, 15_000, stairs.simulatedNs());

        XYPlot plot = Charts.histogram(bounded, Theme.LIGHT).getXYPlot();

        assertTrue(
                plot.getAnnotations().stream().anyMatch(one -> one instanceof Callout line && line.text().equals("bound 15 µs")));
    }

    @Test
    void pdfIsOneAndInlineSvgHasIdentifiersOfItsOwn() throws IOException {
        var pdf = new ByteArrayOutputStream();

        ChartFiles.writePdf(Charts.histogram(SampleRuns.stairs(), Theme.LIGHT), ChartFiles.Size.DEFAULT, pdf);
        String svg = ChartFiles.inlineSvg(Charts.histogram(SampleRuns.stairs(), Theme.LIGHT), ChartFiles.Size.DEFAULT, "c7-");

        assertTrue(pdf.toString(StandardCharsets.ISO_8859_1).startsWith("%PDF-1."));
        assertTrue(svg.startsWith("<svg"));
        assertTrue(svg.contains("id=\"c7-"));
        assertFalse(svg.contains("id=\"clipPath"));
    }

    private static Share share(String culprit, long ns) { return new Share(new Reason(Cause.PREEMPTED, culprit, ""), ns); }

    private static SampleTrack track(long... latenciesNs) {
        var track = new SampleTrack();
        long atNs = 100_000;
        for (long latencyNs : latenciesNs) {
            track.add(atNs - latencyNs, atNs);
            atNs += 10_000;
        }
        return track;
    }
}
