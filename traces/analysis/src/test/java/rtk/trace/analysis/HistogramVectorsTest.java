package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Published readings of logs and encoded histograms, from the tests of HdrHistogram and of its ports to Go and Python
/// (CC0-1.0, MIT, Apache-2.0).
class HistogramVectorsTest {
    @Test
    void aPublishedLogGivesItsPublishedReadings() throws IOException {
        Histogram sum = sumOf("jHiccup-2.0.7S.logV2.hlog", null, 62);

        assertEquals(48_761, sum.getTotalCount());
        assertEquals(1_745_879_039L, sum.getValueAtPercentile(99.9));
        assertEquals(1_796_210_687L, sum.getMaxValue());
    }

    @Test
    void aTaggedLogIsReadByTag() throws IOException {
        Histogram untagged = sumOf("tagged-Log.logV2.hlog", null, -1);
        Histogram tagged = sumOf("tagged-Log.logV2.hlog", "A", -1);

        assertEquals(32_290, untagged.getTotalCount() + tagged.getTotalCount());
        assertEquals(untagged, tagged);
    }

    @ParameterizedTest
    @CsvSource({"8180,8183", "8191,8191", "8193,8199", "9995,9999", "10007,10007", "10008,10015", "8376320,8380415",
        "8387584,8388607",
        "8389632,8396799", "10234880,10239999", "10247168,10248191", "10248192,10256383"})
    void valuesAreEquivalentAsInTheOtherLanguages(long value, long highest) {
        var histogram = new Histogram(1, 3_600_000_000L, 3);
        assertEquals(highest, histogram.highestEquivalentValue(value));

        var samples = new Samples();
        samples.record(value, 1);
        samples.record(3 * value, 2);
        assertEquals(highest, samples.percentileNs(50));
    }

    @Test
    void anEncodedHistogramOfGoIsRead() throws DataFormatException {
        Histogram histogram = decode("HISTFAAAAB542pNpmSzMwMDAxAABzFCaEUoz2X+AMIKZAEARAtM=");

        assertEquals(1, histogram.getTotalCount());
        assertEquals(42.0, histogram.getMean());
    }

    @Test
    void theExactMaximumCapsEveryPercentile() {
        var samples = new Samples();
        for (int i = 0; i < 10_000; i++) samples.record(1_000, i);
        samples.record(100_000_000, 10_001);

        assertEquals(1_000, samples.percentileNs(90));
        assertEquals(100_000_000, samples.percentileNs(99.999));
        assertEquals(100_007_935, samples.histogram().getValueAtPercentile(99.999));
    }

    private static Histogram decode(String text) throws DataFormatException {
        return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    }

    /// @param tag null for what has none
    /// @param histograms expected number, or -1
    private static Histogram sumOf(String file, String tag, int histograms) throws IOException {
        Path path = Path.of(System.getProperty("rtk.shared", "absent"), "data", "traces", "hlog", file);
        assumeTrue(Files.exists(path), "needs the published log " + file);
        var sum = new Histogram(3);
        int seen = 0;
        try (var reader = reader(path)) {
            while (reader.hasNext()) {
                var interval = (Histogram) reader.nextIntervalHistogram();
                if (interval == null) break;
                if (!Objects.equals(tag, interval.getTag())) continue;
                sum.add(interval);
                seen++;
            }
        }
        if (histograms >= 0) assertEquals(histograms, seen);
        return sum;
    }

    private static HistogramLogReader reader(Path path) throws FileNotFoundException {
        return new HistogramLogReader(path.toFile());
    }
}
