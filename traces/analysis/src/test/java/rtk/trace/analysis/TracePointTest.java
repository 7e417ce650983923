package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracePointTest {
    @ParameterizedTest
    @ValueSource(strings = {"irq can0", "isr can0", "run dev-can", "run dev-can/rx", "frame can0", "frame can0 0x123",
        "frame can0 0x18FEF100",
        "queued can0 0x00000100", "char ser1", "user shown", "release t1", "complete t1", "pulse nav", "receive nav", "reply nav",
        "timer nav"})
    void everyFormIsReadAndWrittenBack(String text) { assertEquals(text, TracePoint.parse(text).orThrow().text()); }

    @Test
    void eightDigitsOrMoreThanElevenBitsMakeAnIdentifierExtended() {
        assertEquals(0x123, TracePoint.parse("frame can0 0x123").orThrow().frameId());
        assertEquals(0x8000_0123L, TracePoint.parse("frame can0 0x00000123").orThrow().frameId());
        assertEquals(0x8000_0800L, TracePoint.parse("frame can0 0x800").orThrow().frameId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"irk can0|1|did you mean irq?", "interrupt can0|1|did you mean irq?",
        "irq|5|for example: irq can0",
        "run dev-can/|5|for example: run dev-can/rx", "frame can0 123|12|identifiers are hexadecimal: write 0x123",
        "''|1|for example: irq can0"})
    void whatIsWrongIsPointedAtWithAHint(String text, int column, String hint) {
        Problem problem = TracePoint.parse(text).problem();
        assertEquals(column, problem.column());
        assertEquals(hint, problem.hint());
    }

    @Test
    void wordsTooManyAreAProblem() {
        Problem problem = TracePoint.parse("irq can0 can1").problem();
        assertEquals("found \"can1\", expected the end after irq DEVICE", problem.message());
        assertEquals(10, problem.column());
    }

    @Test
    void anAnalysisRefusesAPathItCannotRead() {
        var paths = List.of(new PathSpec("rx", "irk can0", "run dev-can"));
        var refusal = assertThrows(IllegalArgumentException.class, () -> new RunAnalysis(paths));
        assertEquals(true, refusal.getMessage().startsWith("path rx: found \"irk\""));
    }
}
