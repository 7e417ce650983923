package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.SimRandom;

class CanFrameTest {
    @ParameterizedTest
    @ValueSource(strings = {"123#DEADBEEF", "12345678#00", "123#R4", "123##1AABB", "000#", "7FF#R0", "123#0011223344556677_F",
        "1FFFFFFF##3"})
    void notationIsReadAndWrittenAlike(String notation) { assertEquals(notation, CanFrame.parse(notation).toString()); }

    @Test
    void partsAreWhereTheyBelong() {
        var frame = CanFrame.parse("18FEF100#01.02.ff");

        assertEquals(0x18fef100, frame.identifier());
        assertEquals(0x98fef100, frame.idWithFlags());
        assertEquals(3, frame.length());
        assertEquals(0xff, frame.dataByte(2));
        assertEquals(0x0102_ff00_0000_0000L, frame.data());
        assertEquals(0x4000_0123, CanFrame.parse("123#R2").idWithFlags());
        assertEquals(0x3_0000_0123L, CanFrame.parse("123##1AA").traceId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            123             | column 4: found the end, expected '#'
            12#00           | column 1: found 2 digits before '#', expected an identifier of 3 or 8 hexadecimal digits, then '#'
            12345678900#    | column 9: found '9', expected a '#' after at most 8 hexadecimal digits
            8FF#            | column 1: found identifier 0x8FF, expected at most 0x7FF
            2FFFFFFF#       | column 1: found identifier 0x2FFFFFFF, expected at most 0x1FFFFFFF
            12G#            | column 3: found 'G', expected an identifier of 3 or 8 hexadecimal digits, then '#'
            123#0           | column 6: found the end, expected the second hexadecimal digit of a data byte
            123#0G          | column 6: found 'G', expected the second hexadecimal digit of a data byte
            123#001122334455667788 | column 21: found '8', expected the end after 8 data bytes
            123#R9          | column 6: found '9', expected a length from 0 to 8
            123##           | column 6: found the end, expected a digit of flags after '##'
            123##9          | column 6: found '9', expected a digit of flags from 0 to 7 (1 BRS, 2 ESI, 4 FDF)
            123##0001122334455667788 | column 7: found 9 data bytes, expected 0–8, 12, 16, 20, 24, 32, 48 or 64
            123#00_9        | column 7: found '_', expected a length code only after 8 data bytes
            123#0011223344556677_8 | column 22: found '8', expected a length code from 9 to F
            """)
    void whatIsNoFrameIsToldWithItsColumn(String notation, String message) {
        assertEquals(message,
                assertThrows(FrameNotationException.class, () -> CanFrame.parse(notation)).getMessage());
    }

    @Test
    void noTextMakesTheReaderFailInAnotherWay() {
        var random = new SimRandom(3, "fuzz");
        String alphabet = "0123456789ABCDEFabcdef#R_.xé \0";
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            for (long n = random.between(0, 24); n > 0; n--)
                text.append(alphabet.charAt((int) random.between(0, alphabet.length() - 1)));
            try {
                var frame = CanFrame.parse(text.toString());
                assertEquals(frame, CanFrame.parse(frame.toString()));
            } catch (FrameNotationException e) {
                assertEquals(1, e.getMessage().lines().count());
            }
        }
    }
}
