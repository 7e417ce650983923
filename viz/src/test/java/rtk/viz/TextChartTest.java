package rtk.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.trace.analysis.LatencyResult;

class TextChartTest {
    private static final LatencyResult FAST = new LatencyResult("can-rx", 200_000, 4_000, 4_667.3, 4_487, 5_243, 8_959, 9_935,
            41_234,
            3_210_123_456L);
    private static final LatencyResult SLOW = new LatencyResult("gauge", 500, 1_500_000, 2e6, 2_000_000, 2_000_000, 2_500_000,
            2_500_000,
            12_345_678, 999);
    private static final LatencyResult NONE = new LatencyResult("never", 0, 0, 0, 0, 0, 0, 0, 0, -1);

    @Test
    void tablePutsNumbersUnderEachOther() {
        String table = TextChart.table(List.of(FAST, SLOW, NONE), new TextStyle(120, true, false));

        assertEquals("""
                path    samples     min      mean       p50       p90       p99     p99.9       max  worst at
                ─────────────────────────────────────────────────────────────────────────────────────────────
                can-rx  200 000    4 µs  4.667 µs  4.487 µs  5.243 µs  8.959 µs  9.935 µs  41.23 µs    3.21 s
                gauge       500  1.5 ms      2 ms      2 ms      2 ms    2.5 ms    2.5 ms  12.35 ms    999 ns
                never         0       -         -         -         -         -         -         -         -
                """, table);
    }

    @Test
    void aNarrowTableKeepsTheMostTellingColumns() {
        assertEquals(
                """
                        path        min       p50       p99       max
                        ---------------------------------------------
                        can-rx     4 us  4.487 us  8.959 us  41.23 us
                        gauge    1.5 ms      2 ms    2.5 ms  12.35 ms
                        never         -         -         -         -
                        """.replace("path        min", "path       min").replace("can-rx     4", "can-rx    4")
                        .replace("gauge    1.5", "gauge   1.5")
                        .replace("never         -  ", "never        -  ")
                        .replace("---------------------------------------------", "-".repeat(44)),
                TextChart.table(List.of(FAST, SLOW, NONE), new TextStyle(50, false, false)));
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width = 40; width <= 200; width += 7) {
            for (LatencySeries series : List.of(SampleRuns.canReceive(50_000), SampleRuns.stairs(), SampleRuns.none(),
                    SampleRuns.tasks())) {
                var style = new TextStyle(width, true, false);
                String text = TextChart.histogram(series, style) + TextChart.table(List.of(FAST, SLOW), style);
                int limit = width;
                assertTrue(text.lines().allMatch(line -> line.length() <= limit), width + "\n" + text);
            }
        }
    }

    @Test
    void asciiStyleIsAsciiAndColourIsOnlyThereWhenWanted() {
        String ascii = TextChart.histogram(SampleRuns.canReceive(20_000), TextStyle.PLAIN);
        String coloured = TextChart.histogram(SampleRuns.canReceive(20_000), new TextStyle(100, false, true));

        assertTrue(ascii.chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127)), ascii);
        assertEquals(ascii, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
        assertTrue(coloured.contains("\u001b[38;5;208m"));
    }

    @Test
    void barsFollowTheCounts() {
        String text = TextChart.histogram(SampleRuns.stairs(), new TextStyle(40, true, false));

        assertEquals("""
                stairs
                       │
                       │
                       │
                    10 ┤          ▁
                       │      ▂▄▆██
                       │    ▄▇█████
                       │  ▃████████
                     1 ┤ ▁█████████
                       └┬───────────────────┬
                        0 µs                20
                                  ▲max      ▲budget
                  55 samples · p50 7.003 µs · p99 10 µs
                  p99.9 10 µs · max 10 µs · budget 20 µs
                """, text);
    }

    @Test
    void constantLatenciesStandOutOnAnAxisFromZero() {
        String text = TextChart.histogram(SampleRuns.constant(), TextStyle.PLAIN);

        assertEquals(List.of("1k", "100", "10", "1"),
                text.lines().filter(line -> line.contains(" | ")).map(line -> line.substring(0, 6).strip())
                        .filter(label -> !label.isEmpty())
                        .toList());
        assertTrue(text.lines().anyMatch(line -> line.endsWith("^max") && line.indexOf('^') == 58), text);
        assertTrue(text.contains("0 us"), text);
    }

    @Test
    void aPathWithoutSamplesSaysSo() {
        assertEquals("never\n  never exercised: no samples\n", TextChart.histogram(SampleRuns.none(), TextStyle.PLAIN));
    }
}
