package rtk.board.can.dbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DbcTest {
    private static Signal signal(String layout) throws DbcException {
        return Dbc.parse("t.dbc", "BO_ 1 A: 8 X\n SG_ s : " + layout + " [0|0] \"\" X\n").message(1).signal("s");
    }

    @Test
    void anIntelSignalStartsAtItsLeastSignificantBit() throws DbcException {
        Signal signal = signal("12|12@1+ (1,0)");

        // Bytes 00 A0 BC: bits 12..23 are the high nibble of byte 1, then byte 2.
        assertEquals(0xBCA, signal.raw(0x00A0_BC00_0000_0000L));
        assertEquals(0xBCA, signal.raw(new byte[]{0, (byte) 0xa0, (byte) 0xbc}));
        assertEquals(3, signal.bytesNeeded());
    }

    @Test
    void aMotorolaSignalStartsAtItsMostSignificantBit() throws DbcException {
        Signal signal = signal("3|12@0+ (1,0)");

        assertEquals(0xABC, signal.raw(0x0ABC_0000_0000_0000L));
        assertEquals(0xABC, signal.raw(new byte[]{0x0a, (byte) 0xbc}));
        assertEquals(2, signal.bytesNeeded());
    }

    @Test
    void signedValuesAreExtended() throws DbcException {
        assertEquals(-1, signal("0|3@1- (1,0)").raw(0x0700_0000_0000_0000L));
        assertEquals(-4, signal("0|3@1- (1,0)").raw(0x0400_0000_0000_0000L));
        assertEquals(7, signal("0|3@1+ (1,0)").raw(0x0700_0000_0000_0000L));
        assertEquals(Long.MIN_VALUE, signal("7|64@0- (1,0)").raw(Long.MIN_VALUE));
    }

    @Test
    void physicalValuesAreExactDecimals() throws DbcException {
        Signal wheel = signal("7|16@0+ (0.01,-67.67)");
        Signal fine = signal("7|24@0- (0.004901594652,0)");

        assertEquals(new BigDecimal("32.33"), wheel.physical(10_000));
        assertEquals(32_330, wheel.physicalMilli(10_000));
        assertEquals(-67_670, wheel.physicalMilli(0));
        assertEquals(new BigDecimal("-0.004901594652"), fine.physical(-1));
        assertEquals(-5, fine.physicalMilli(-1));
        assertEquals(4_902, fine.physicalMilli(1_000));
        assertEquals(10_000, wheel.rawOfMilli(32_330));
    }

    @Test
    void unsigned64BitValuesAreNotNegative() throws DbcException {
        Signal signal = signal("0|64@1+ (1,0)");

        assertEquals(new BigDecimal("18446744073709551615"), signal.physical(-1));
        assertEquals(Long.MAX_VALUE, signal.physicalMilli(-1));
    }

    @Test
    void floatingPointSignalsAreReadExactly() throws DbcException {
        String text = """
                BO_ 1 A: 8 X
                 SG_ f : 0|32@1- (1,0) [0|0] "" X
                 SG_ g : 32|32@1- (2,1) [0|0] "" X
                SIG_VALTYPE_ 1 f : 1;
                BO_ 2 B: 8 X
                 SG_ d : 0|64@1- (1,0) [0|0] "" X
                SIG_VALTYPE_ 2 d : 2;
                """;
        Dbc dbc = Dbc.parse("t.dbc", text);
        Signal single = dbc.message(1).signal("f");
        Signal twice = dbc.message(2).signal("d");

        for (float value : new float[]{0, 1, -1.5f, 0.1f, 3.4e38f, Float.MIN_VALUE, 12345.678f}) {
            assertEquals(0, new BigDecimal(value).compareTo(single.physical(Float.floatToRawIntBits(value) & 0xffff_ffffL)),
                    value + "");
        }
        for (double value : new double[]{0.1, -2.5e-300, Double.MIN_VALUE, 1e300}) {
            assertEquals(0, new BigDecimal(value).compareTo(twice.physical(Double.doubleToRawLongBits(value))), value + "");
        }
        assertThrows(ArithmeticException.class, () -> single.physical(Float.floatToRawIntBits(Float.NaN)));
    }

    @Test
    void writingIsTheOppositeOfReadingAndLeavesOtherBitsAlone() throws DbcException {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 5_000; round++) {
            boolean motorola = random.nextBoolean();
            int length = random.nextInt(1, 65);
            int fromTop = random.nextInt(0, 65 - length);
            int start = motorola ? fromTop / 8 * 8 + 7 - fromTop % 8 : fromTop;
            Signal signal = signal(
                    start + "|" + length + "@" + (motorola ? "0" : "1") + (random.nextBoolean() ? "+" : "-") + " (1,0)");
            long before = random.nextLong();
            long raw = signal.raw(random.nextLong());

            long after = signal.withRaw(before, raw);

            assertEquals(raw, signal.raw(after), signal::toString);
            assertEquals(before, signal.withRaw(after, signal.raw(before)));
            byte[] bytes = java.nio.ByteBuffer.allocate(8).putLong(after).array();
            assertEquals(raw, signal.raw(bytes));
        }
    }

    @Test
    void multiplexorsSelectSignals() throws DbcException {
        String text = """
                BO_ 1 A: 8 X
                 SG_ mode M : 0|8@1+ (1,0) [0|0] "" X
                 SG_ a m0 : 8|8@1+ (1,0) [0|0] "" X
                 SG_ b m1M : 8|8@1+ (1,0) [0|0] "" X
                 SG_ c m2 : 16|8@1+ (1,0) [0|0] "" X
                 SG_ always : 56|8@1+ (1,0) [0|0] "" X
                SG_MUL_VAL_ 1 c b 2-3, 7-9;
                """;
        Message message = Dbc.parse("t.dbc", text).message(1);

        assertEquals(List.of("mode=0", "a=1", "always=255"), decoded(message, 0x0001_0200_0000_00ffL, 8));
        assertEquals(List.of("mode=1", "b=8", "c=2", "always=0"), decoded(message, 0x0108_0200_0000_0000L, 8));
        assertEquals(List.of("mode=1", "b=4"), decoded(message, 0x0104_0200_0000_0000L, 7));
    }

    private static List<String> decoded(Message message, long data, int nbytes) {
        var result = new ArrayList<String>();
        message.decode(data, nbytes, (signal, raw) -> result.add(signal + "=" + raw));
        return result;
    }

    @Test
    void j1939MessagesAreFoundByTheirParameterGroup() throws DbcException {
        String text = """
                BO_ 2364540158 EEC1: 8 X
                 SG_ EngineSpeed : 24|16@1+ (0.125,0) [0|8031.875] "rpm" X
                BA_DEF_DEF_ "VFrameFormat" "J1939PG";
                """;
        Dbc dbc = Dbc.parse("t.dbc", text);

        assertEquals("EEC1", dbc.message(0x8CF00400).name());
        assertNull(dbc.message(0x8CF00500));
        assertNull(dbc.message(0x0CF00400));
    }

    @Test
    void labelsCommentsAndPeriodsAreKept() throws DbcException {
        String text = """
                CM_ BO_ 5 "what it\nis \\"for\\"";
                BA_DEF_DEF_ "GenMsgCycleTime" 0;
                BO_ 5 Gear: 1 TCU
                 SG_ gear : 0|4@1- (1,0) [-1|6] "" A,B
                VAL_ 5 gear -1 "R" 0 "N" ;
                BA_ "GenMsgCycleTime" BO_ 5 100;
                """;
        Message message = Dbc.parse("t.dbc", text).message(5);

        assertEquals("what it\nis \"for\"", message.comment());
        assertEquals(100, message.cycleTimeMs());
        assertEquals("R", message.signal("gear").label(-1));
        assertEquals(List.of("A", "B"), message.signal("gear").receivers());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "BO_ 1 A: 8 X| SG_ s : 0|8@1* (1,0) [0|0] \"\" X~t.dbc:2:15: found '*', expected a word",
        "BO_ 1 A: 8 X| SG_ s : 0|8@2+ (1,0) [0|0] \"\" X~signal s has byte order 2, expected 0 (Motorola) or 1 (Intel)",
        "BO_ 1 A: 8 X| SG_ s : 0|0@1+ (1,0) [0|0] \"\" X~signal s has 0 bits, expected 1 or more",
        "BO_ 1 A: 8 X| SG_ s : 0|8@1+ (1;0) [0|0] \"\" X~t.dbc:2:19: found ';', expected ','",
        "SG_ s : 0|8@1+ (1,0) [0|0] \"\" X~t.dbc:1:1: found a signal (SG_) before any message, expected BO_ first",
        "BO_ 1 A: 8 X| SG_ s : 0|8@1+ (1E-999999999,0) [0|0] \"\" X~found '1E-999999999', expected the scale of a double's range",
        "BO_ x A: 8 X~t.dbc:1:5: found 'x', expected the identifier of a message",
        "bo_ 1 A: 8 X~t.dbc:1:1: found 'bo_', expected a statement such as BO_, SG_ or CM_; did you mean BO_?",
        "CM_ \"no end~t.dbc:1:5: this string has no end",
        "BA_ \"x\" 5~found the end of the file, expected ';'"})
    void whatIsWrongIsSaidWithLineAndColumn(String text, String expected) {
        String lines = text.replace("| SG_", "\n SG_");

        var failure = assertThrows(DbcException.class, () -> Dbc.parse("t.dbc", lines));

        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }

    @Test
    void damagedTextsNeverDoAnythingElseThanFailWithALine() throws DbcException {
        String text = """
                VERSION "1"
                NS_ :
                 BS_
                BS_:
                BU_: A B
                BO_ 1 A: 8 X
                 SG_ s m1 : 7|8@0- (1.5E-3,0) [0|0] "u" X,Y
                VAL_ 1 s 1 "x" ;
                CM_ SG_ 1 s "c";
                SIG_VALTYPE_ 1 s : 0;
                SG_MUL_VAL_ 1 s m 1-2;
                BA_ "GenMsgCycleTime" BO_ 1 10;
                """;
        Dbc.parse("t.dbc", text);
        var random = new SplittableRandom(11);
        for (int round = 0; round < 20_000; round++) {
            var damaged = new StringBuilder(text);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int at = random.nextInt(damaged.length());
                if (random.nextBoolean()) damaged.deleteCharAt(at);
                else damaged.setCharAt(at, text.charAt(random.nextInt(text.length())));
            }
            try {
                Dbc.parse("t.dbc", damaged.toString());
            } catch (DbcException expected) {
                assertTrue(expected.getMessage().startsWith("t.dbc:"), expected.getMessage());
            }
        }
    }

    /// Found by the fuzzer.
    @Test
    void multiplexorsThatSelectEachOtherSelectNothing() throws Exception {
        Dbc dbc = Dbc.parse("circle.dbc", """
                BO_ 1 M: 8 X
                 SG_ A m0M : 0|8@1+ (1,0) [0|0] "" X
                 SG_ B m0M : 8|8@1+ (1,0) [0|0] "" X
                SG_MUL_VAL_ 1 A B 0-0;
                SG_MUL_VAL_ 1 B A 0-0;
                """);

        var found = new ArrayList<String>();
        dbc.message("M").decode(0, 8, (signal, raw) -> found.add(signal.name()));
        dbc.message("M").decode(new byte[8], (signal, raw) -> found.add(signal.name()));
        assertEquals(List.of(), found);
    }
}
