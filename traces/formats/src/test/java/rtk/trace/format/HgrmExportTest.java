package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import rtk.trace.analysis.PathSpec;

class HgrmExportTest {
    @Test
    void distributionIsInMicrosecondsWithTheUsualHeader() {
        var histogram = new Histogram(3);
        for (int value = 1; value <= 100; value++) histogram.recordValue(value * 1_000L);
        List<String> lines = HgrmExport.distribution(histogram).lines().toList();

        assertEquals("Value     Percentile TotalCount 1/(1-Percentile)", lines.getFirst().strip());
        assertTrue(lines.stream().anyMatch(line -> line.matches("\\s+50\\.0\\d+ 0\\.500000000000\\s+50\\s+2\\.00")),
                lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches("#\\[Max\\s+=\\s+100\\.0.*Total count\\s+=\\s+100\\]")),
                lines.toString());
    }

    @Test
    void pathNeverExercisedHasItsNameOnly() throws IOException {
        var out = new StringBuilder();
        new HgrmExport(List.of(new PathSpec("can-rx", "irq can0", "run dev-can")), out).finish();
        assertEquals("#[Path = can-rx]\n", out.toString());
    }
}
