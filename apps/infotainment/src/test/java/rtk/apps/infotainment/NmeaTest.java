package rtk.apps.infotainment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NmeaTest {
    private static Path shared(String relative) {
        Path path = Path.of(System.getProperty("rtk.shared", "../shared"), relative);
        assumeTrue(Files.exists(path), "skipped: no " + path + "; give the folder of the shared data with -Drtk.shared=DIR");
        return path;
    }

    @Test
    void checksumsAreThoseOfTheVectors() throws IOException {
        var bodies = Pattern.compile("\"body\": \"([^\"]*)\",\\s*\"checksum\": \"(..)\"")
                .matcher(Files.readString(shared("vectors/C_uart/C05a_nmea_pynmea2_open.json")));
        int count = 0;
        for (; bodies.find(); count++)
            assertEquals(bodies.group(2), "%02X".formatted(Nmea.checksum(bodies.group(1))), bodies.group(1));

        assertEquals(34, count);
    }

    @Test
    void capturedSentencesAreRead() throws Exception {
        var texts = Pattern.compile("\"text\": \"([^\"]*)\"")
                .matcher(Files.readString(shared("vectors/C_uart/C03a_nmea0183_captured_sentences_open.json")));
        var kinds = new ArrayList<String>();
        while (texts.find()) {
            Nmea.Sentence sentence = Nmea.parse(texts.group(1));
            kinds.add(sentence.getClass().getSimpleName());
            if (sentence instanceof Nmea.Rmc rmc) {
                assertEquals(LocalDate.of(2013, 8, 26), rmc.date());
                assertEquals(OptionalLong.of(20), rmc.speedMilliknots());
                assertEquals(OptionalLong.of(79_970), rmc.courseMillideg());
                assertTrue(rmc.valid());
            }
        }

        assertEquals(
                List.of("Other", "Other", "Rmc", "Vtg", "Other", "Rmc", "Gga", "Other", "Vtg", "Gga", "Rmc", "Vtg", "Other",
                        "Rmc"),
                kinds);
    }

    @Test
    void fieldsOfRmcAreThoseOfTheVector() throws NmeaException {
        var rmc = assertInstanceOf(Nmea.Rmc.class,
                Nmea.parse("$GPRMC,225446,A,4916.45,N,12311.12,W,000.5,054.7,191194,020.3,E*68\r\n"));

        // 49.274166666666666, -123.18533333333333
        assertEquals(new Nmea.Position(49_274_166_667L, -123_185_333_333L), rmc.position());
        assertEquals(LocalTime.of(22, 54, 46), rmc.time());
        assertEquals(LocalDate.of(1994, 11, 19), rmc.date());
        assertEquals(OptionalLong.of(500), rmc.speedMilliknots());
        assertEquals(OptionalLong.of(54_700), rmc.courseMillideg());
    }

    @Test
    void fieldsOfGgaAreThoseOfTheVector() throws NmeaException {
        var gga = assertInstanceOf(Nmea.Gga.class,
                Nmea.parse("$GPGGA,184353.07,1929.045,S,02410.506,E,1,04,2.6,100.00,M,-33.9,M,,0000*6D"));

        assertEquals(LocalTime.of(18, 43, 53, 70_000_000), gga.time());
        assertEquals(new Nmea.Position(-19_484_083_333L, 24_175_100_000L), gga.position());
        assertEquals(1, gga.quality());
        assertEquals(4, gga.satellites());
        assertEquals(OptionalLong.of(2_600), gga.hdopMilli());
        assertEquals(OptionalLong.of(100_000), gga.altitudeMm());
        assertEquals(OptionalLong.of(-33_900), gga.geoidSeparationMm());
    }

    @Test
    void emptyFieldsAreUnknown() throws NmeaException {
        var gga = assertInstanceOf(Nmea.Gga.class, Nmea.parse("$GPGGA,201716.684,,,,,0,00,,,M,0.0,M,,0000*5F"));

        assertNull(gga.position());
        assertEquals(0, gga.quality());
        assertEquals(OptionalLong.empty(), gga.altitudeMm());
    }

    @Test
    void gllAndVtgAreRead() throws NmeaException {
        var gll = assertInstanceOf(Nmea.Gll.class, Nmea.parse(Nmea.line("GPGLL,4916.45,N,12311.12,W,225444,V")));
        var vtg = assertInstanceOf(Nmea.Vtg.class, Nmea.parse("$GPVTG,108.53,T,,M,0.04,N,0.07,K,A*31"));

        assertEquals(new Nmea.Position(49_274_166_667L, -123_185_333_333L), gll.position());
        assertFalse(gll.valid());
        assertEquals(new Nmea.Vtg(OptionalLong.of(108_530), OptionalLong.of(40), OptionalLong.of(70)), vtg);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "GPRMC,1*00~column 1: found 'G', expected '$'",
        "$GPRMC,1~column 9: found the end of the line, expected '*' and a checksum",
        "$GPVTG,108.53,T,,M,0.04,N,0.07,K,A*32~column 36: found the checksum '32', expected 31"})
    void whatIsNoSentenceIsSaidWithItsColumn(String line, String expected) {
        assertEquals(expected, assertThrows(NmeaException.class, () -> Nmea.parse(line)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPRMC,256199,A,4916.45,N,12311.12,W,,,,,", "GPRMC,,B,,,,,,,", "GPGLL,9916.45,N,12311.12,W,225444,V",
        "GPGLL,4961.45,N,12311.12,W,225444,V", "GPGLL,4916.45,X,12311.12,W,225444,V", "GPGLL,4916.45,N,12311.12",
        "GPRMC,,A,,,,,1e3,,,",
        "GPRMC,,A,,,,,,,310299"})
    void fieldsThatCannotBeAreRefused(String body) {
        var failure = assertThrows(NmeaException.class, () -> Nmea.parse(Nmea.line(body)));

        assertTrue(failure.getMessage().matches("column [0-9]+: found .*, expected .*|column [0-9]+: found '.*', at most .*"),
                failure.getMessage());
    }

    @Test
    void damagedSentencesNeverDoAnythingElseThanFail() {
        var random = new SplittableRandom(3);
        String body = "GPRMC,225446,A,4916.45,N,12311.12,W,000.5,054.7,191194,020.3,E";
        for (int round = 0; round < 20_000; round++) {
            var damaged = new StringBuilder(body);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                damaged.setCharAt(random.nextInt(6, damaged.length()), ",.-0159ANSEWX*$".charAt(random.nextInt(15)));
            }
            try {
                Nmea.parse(Nmea.line(damaged.toString()));
            } catch (NmeaException expected) {
                assertTrue(expected.getMessage().startsWith("column "), expected.getMessage());
            }
        }
    }

    @Test
    void aRealReceiversLogIsReadToItsEnd() throws IOException {
        int good = 0;
        int bad = 0;
        for (String line : Files.readAllLines(shared("data/gps-nmea/gpsd/ublox-lea-4h.log"), StandardCharsets.ISO_8859_1)) {
            if (!line.startsWith("$")) continue;
            try {
                Nmea.parse(line);
                good++;
            } catch (NmeaException e) {
                bad++;
            }
        }

        assertTrue(good > 100 && bad == 0, good + " good, " + bad + " bad");
    }
}
