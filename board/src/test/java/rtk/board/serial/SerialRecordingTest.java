package rtk.board.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.Board;
import rtk.board.serial.SerialFeed.Burst;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class SerialRecordingTest {
    @Test
    void timesHaveUnitsOrAreNanosecondsAndBytesAreHexOrText() throws IOException {
        assertEquals(List.of("1500 0d0a", "2500000 41542b", "20000000 4f4b2c220d", "20000000 "), bursts("""
                # recorded on the bench

                1500,0D0A
                2.5ms, 41 54 2b
                20ms,"OK,\\"\\x0D"
                0.02s,""
                """));
    }

    @Test
    void theHeaderSaysWhichColumnIsWhat() throws IOException {
        String text = "byte_hex,char,line,start_us\n41,A,tx,1.5\n42,B,rx,2\n43,C,tx,3.25\n";

        assertEquals(List.of("1500 41", "2000 42", "3250 43"), bursts(text));
        assertEquals(List.of("1500 41", "3250 43"), all(new ByteTimedCsv("f", in(text), "tx")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1x,41                  | f:1:1: found '1x', expected a time such as 1500 (in ns) or 1.5us
            1ms,4                  | f:1:5: found '4', expected pairs of hexadecimal digits, or a text in quotes
            1ms, 41 4g             | f:1:9: found '4g', expected pairs of hexadecimal digits, or a text in quotes
            1ms                    | f:1:4: found the end of the line, expected bytes
            1ms,"a                 | f:1:7: found the end of the field, expected a closing "
            1ms,"a\\q"             | f:1:7: found '\\q', expected one of \\r \\n \\t \\\\ \\" \\x00 to \\xff
            99999999999999999999,1 | f:1:1: found '99999999999999999999', expected a time such as 1500 (in ns) or 1.5us
            """)
    void whatARowCannotBeIsSaidWithItsPlace(String text, String expected) {
        var e = assertThrows(SerialFileException.class, () -> bursts(text.strip()));
        assertEquals(expected.strip(), e.getMessage());
    }

    @Test
    void rowsOutOfOrderAreRefused() {
        var e = assertThrows(SerialFileException.class, () -> bursts("2ms,41\n1ms,41\n"));
        assertEquals("f:2:1: found the time '1ms' before that of the row above, expected times in order", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # x\\n\\n12,41 42   | true
            time,bytes         | true
            1ms,"hello"        | true
            start_bit_us,line,byte_hex,char,stop_ok | true
            Hello, world       | false
            $GPGGA,1,2         | false
            12,xy              | false
            """)
    void aRecordingIsToldFromOtherFilesByItsFirstLine(String text, boolean expected) throws IOException {
        var in = new BufferedInputStream(in(text.replace("\\n", "\n")));

        assertEquals(expected, FeedOptions.DEFAULT.bursts("f", in) instanceof ByteTimedCsv);
    }

    @Test
    void sentencesComeAsTheirTimesSay() throws IOException {
        List<String> bursts = all(new TimedSentences("f", in("""
                noise
                $GPGGA,235958.000,4530.7,N,12240.8,W,2
                $GPGSV,4,2,14
                $GPRMC,235958.5,A
                $GPGLL,4530.7,N,12240.8,W,235959.000,A
                $GPRMC,000001.250,A
                $GPRMC,000000.250,A
                $GPRMC,000009.000,A*00
                """)));

        assertEquals(List.of("0", "0", "0", "500000000", "1000000000", "3250000000", "3250000000", "3250000000"),
                bursts.stream().map(burst -> burst.split(" ")[0]).toList());
    }

    @Test
    void aReceiverRecordedByteByByteIsHeardWithItsTiming() throws IOException {
        Path file = Path.of(System.getProperty("rtk.shared", "../shared"), "data/uart-at/mtk3339.bytes.csv");
        assumeTrue(Files.exists(file), "skipped: no " + file + "; give the folder of the shared data with -Drtk.shared=DIR");
        List<Long> ends = new ArrayList<>();
        var world = new World(1, new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.SERIAL_CHAR) ends.add(timeNs);
            }

            @Override
            public void text(int id, String text) {}
        });
        var uart = new Uart(new Board(world, "b", 1), "ser1", 9600, 16);

        SerialFeed.of(world, uart, "mtk3339", Files.newInputStream(file), FeedOptions.DEFAULT).start();
        world.engine().runUntil(Ns.s(10));

        List<String> rows = Files.readAllLines(file);
        assertEquals(rows.size() - 1, ends.size());
        for (int n = 0; n < ends.size(); n++) {
            double startUs = Double.parseDouble(rows.get(n + 1).split(",")[0]);
            // The receiver's clock is a little fast: by the end of a row it is two characters ahead of 9600 baud.
            assertEquals(startUs + 1041.667, ends.get(n) / 1000.0, 2_500, "byte " + n);
        }
    }

    private static List<String> bursts(String text) throws IOException { return all(new ByteTimedCsv("f", in(text), null)); }

    private static List<String> all(BurstSource source) throws IOException {
        var all = new ArrayList<String>();
        for (Burst burst = source.next(); burst != null; burst = source.next()) {
            all.add(burst.timeNs() + " " + java.util.HexFormat.of().formatHex(burst.bytes()));
        }
        assertTrue(all.size() < 100);
        return all;
    }

    private static ByteArrayInputStream in(String text) { return new ByteArrayInputStream(text.getBytes(ISO_8859_1)); }
}
