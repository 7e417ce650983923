package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BitTimingTest {
    private static final Map<String, BitTiming.Limits> LIMITS = Map.of("sja1000", new BitTiming.Limits(1, 16, 1, 8, 4, 64),
            "mcp251x",
            new BitTiming.Limits(3, 16, 2, 8, 4, 64), "flexcan", new BitTiming.Limits(4, 16, 2, 8, 4, 256), "mcp251xfd nominal",
            new BitTiming.Limits(2, 256, 1, 128, 128, 256), "mcp251xfd data", new BitTiming.Limits(1, 32, 1, 16, 16, 256));

    @Test
    void timingsAgreeWithThoseOfCanCalcBitTiming() throws IOException {
        var rows = Vectors.list("vectors/B_can/B07a_bit_timing_open.json", "rows");
        for (var row : rows) {
            String controller = Vectors.text(row, "controller");
            var limits = LIMITS.getOrDefault(controller, LIMITS.get(controller + " " + row.get("phase")));
            var preference = row.get("algorithm").equals("v4.8")
                    ? BitTiming.Preference.JUMP_OF_ONE
                    : BitTiming.Preference.WIDE_JUMP;
            int bitrateHz = Vectors.number(row, "bitrate");
            int clockHz = Vectors.number(row, "clock_hz");
            var timing = BitTiming.of(clockHz, bitrateHz, BitTiming.usualSamplePoint(bitrateHz), limits, preference);

            if (Boolean.FALSE.equals(row.get("possible"))) {
                assertNull(timing, row::toString);
                continue;
            }
            var expected = new BitTiming(clockHz, Vectors.number(row, "brp"), Vectors.number(row, "prop_seg"),
                    Vectors.number(row, "phase_seg1"), Vectors.number(row, "phase_seg2"), Vectors.number(row, "sjw"));
            assertEquals(expected, timing, row::toString);
            assertEquals(Vectors.number(row, "real_bitrate"), timing.bitrateHz(), row::toString);
        }
        assertEquals(240, rows.size());
    }

    @Test
    @SuppressWarnings("unchecked")
    void requestsAreMetOrNotAsAClassicControllerMust() throws IOException {
        var expected = Vectors.map(Vectors.object("vectors/B_can/B08_zephyr_timing_validity.json"), "expected");
        for (int clockMhz : new int[]{8, 16, 20, 40, 80}) {
            for (var request : (List<List<Long>>) expected.get("accept"))
                assertTrue(meets(clockMhz, request), clockMhz + " " + request);
            for (var request : (List<List<Long>>) expected.get("refuse"))
                assertTrue(!meets(clockMhz, request), clockMhz + " " + request);
        }
    }

    private static boolean meets(int clockMhz, List<Long> request) {
        int bitrateHz = request.get(0).intValue();
        int samplePoint = request.get(1).intValue();
        var timing = BitTiming.of(clockMhz * 1_000_000, bitrateHz, samplePoint, new BitTiming.Limits(1, 16, 1, 8, 4, 1024),
                BitTiming.Preference.WIDE_JUMP);
        return timing != null && timing.meets(bitrateHz, samplePoint);
    }

    /// By hand: 16 quanta, phase segments 7 and 2, jump width 1: 1/320 is 3125 ppm; 2/(2 × (208 − 2)) is 4854 ppm.
    @Test
    void theToleranceIsTheLesserOfTheTwoConditions() {
        assertEquals(3_125, new BitTiming(8_000_000, 1, 6, 7, 2, 1).tolerancePpm());
        assertEquals(4_854, new BitTiming(8_000_000, 1, 6, 7, 2, 2).tolerancePpm());
        // The largest there is at all: 10 quanta, phase segments and jump width of 4 (Bosch: 1.58 %).
        assertEquals(15_873, new BitTiming(10_000_000, 1, 1, 4, 4, 4).tolerancePpm());
    }
}
