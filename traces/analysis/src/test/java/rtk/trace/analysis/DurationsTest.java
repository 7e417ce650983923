package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"250us,250000", "1.5ms,1500000", "10s,10000000000", "0ns,0", "1.234567ms,1234567", "2min,120000000000",
        "1h,3600000000000",
        "7µs,7000", "3 ms,3000000", ".5us,500", "1_000us,1000000", "9223372036s,9223372036000000000"})
    void durationsAreReadExactly(String text, long ns) { assertEquals(ns, Durations.parse(text).orThrow()); }

    @ParameterizedTest
    @ValueSource(strings = {"", "50", "0", "-1us", "1.2.3s", "us", "5 parsecs", "0.5ns", "9223372037s", "1e3us", "1.5MS"})
    void whatIsNoDurationIsAProblem(String text) { assertFalse(Durations.parse(text).isValid()); }

    @Test
    void aBareNumberIsToldItsUnits() {
        Problem problem = Durations.parse("50").problem();
        assertEquals("found \"50\", expected a duration with a unit, such as 250us, 1.5ms or 10s; write 50us, 50ms or 50s",
                problem.message());
    }

    @Test
    void aWrongUnitIsPointedAt() {
        Problem problem = Durations.parse("5msec").problem();
        assertEquals(2, problem.column());
        assertEquals("found \"msec\", expected one of the units ns, us, ms, s, min, h; did you mean ms?", problem.message());
    }

    @ParameterizedTest
    @CsvSource({"0,0ns", "999,999ns", "250000,250us", "1500000,1.5ms", "1234567,1.234567ms", "10000000000,10s", "-1500,-1.5us"})
    void textIsExactAndShort(long ns, String text) { assertEquals(text, Durations.text(ns)); }
}
