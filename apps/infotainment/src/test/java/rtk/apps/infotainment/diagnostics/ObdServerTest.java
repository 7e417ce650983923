package rtk.apps.infotainment.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.Ns;

class ObdServerTest {
    private final ShownVehicle car = new ShownVehicle();
    private final TroubleCodes codes = new TroubleCodes();
    private final ObdServer server = new ObdServer(car, codes, Identity.SAMPLE);

    private String ask(String request) { return ask(request, 0); }

    private String ask(String request, long nowNs) {
        byte[] answer = server.answer(HexFormat.of().parseHex(request.replace(" ", "")), nowNs);
        return answer == null ? null : HexFormat.ofDelimiter(" ").withUpperCase().formatHex(answer);
    }

    private void overheat() {
        car.with(Reading.COOLANT, 125_000);
        for (int test = 0; test < TroubleCodes.CONFIRM_TESTS; test++) server.monitor(0);
    }

    /// The examples of SAE J1979's scaling: 1726 rpm is 1A F8, and so on, by hand.
    @ParameterizedTest
    @CsvSource({"ENGINE_SPEED, 1726000, 01 0C, 41 0C 1A F8", "SPEED, 50999, 01 0D, 41 0D 32", "SPEED, 300000, 01 0D, 41 0D FF",
        "COOLANT, 87900, 01 05, 41 05 7F", "COOLANT, -40000, 01 05, 41 05 00", "OUTSIDE, -1, 01 46, 41 46 27",
        "INTAKE, 24000, 01 0F, 41 0F 40", "FUEL_LEVEL, 100000, 01 2F, 41 2F FF", "BATTERY, 14120, 01 42, 41 42 37 28",
        "FUEL_RATE, 1600, 01 5E, 41 5E 00 20", "ODOMETER, 18204600000, 01 A6, 41 A6 00 02 C7 1E",
        "ENGINE_TORQUE, 125000, 01 04, 41 04 7F",
        "ENGINE_TORQUE, -20000, 01 04, 41 04 00", "PEDAL, 40000, 01 49, 41 49 66", "OIL, 78000, 01 5C, 41 5C 76"})
    void valuesAreScaledAsTheStandardSays(Reading reading, long milli, String request, String answer) {
        car.with(reading, milli);

        assertEquals(answer, ask(request));
    }

    @Test
    void theMasksSayWhatThereIsAndNothingElse() {
        for (Reading reading : Reading.values()) car.with(reading, 10_000);

        int found = 0;
        for (int base = 0; base <= 0xe0; base += 0x20) {
            String mask = ask("01 %02X".formatted(base));
            long bits = mask == null ? 0 : Long.parseLong(mask.substring(6).replace(" ", ""), 16);
            for (int n = 1; n <= 0x20 && base + n <= 0xff; n++) {
                boolean said = (bits >> (0x20 - n) & 1) != 0;
                assertEquals(said, ask("01 %02X".formatted(base + n)) != null, "PID %02X".formatted(base + n));
                if (said && n < 0x20) found++;
            }
        }

        assertEquals(Pid.values().length + 3, found);
        // By hand: 01, 04, 05, 0C, 0D, 0F, 1C, 1F, and 20 says there is more.
        assertEquals("41 00 98 1A 00 13", ask("01 00"));
    }

    @Test
    void upToSixValuesComeInOneAnswer() {
        car.with(Reading.SPEED, 50_000).with(Reading.ENGINE_SPEED, 800_000);

        assertEquals("41 0D 32 0C 0C 80 1C 06", ask("01 0D 0C 99 1C"));
        assertNull(ask("01 0D 0C 0D 0C 0D 0C 0D"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "01 02", "01 FF", "01 0C", "02 02", "03 00", "05", "06 00", "08 00", "09", "09 03", "09 02 00",
        "0A"})
    void whatIsNotSupportedOrNotKnownGetsNoAnswer(String request) {
        assertNull(ask(request));
    }

    @Test
    void theRunTimeCountsFromTheStartOfTheEngine() {
        car.with(Reading.ENGINE_SPEED, 0);
        server.monitor(Ns.s(5));
        assertEquals("41 1F 00 00", ask("01 1F", Ns.s(9)));

        car.with(Reading.ENGINE_SPEED, 800_000);
        server.monitor(Ns.s(10));
        server.monitor(Ns.s(11));
        assertEquals("41 1F 01 2C", ask("01 1F", Ns.s(310)));
    }

    @Test
    void aFaultIsPendingAtOnceAndConfirmedAfterASecond() {
        assertEquals("43 00", ask("03"));
        car.with(Reading.COOLANT, 125_000).with(Reading.SPEED, 80_000);
        server.monitor(0);
        assertEquals("47 01 02 17", ask("07"));
        assertEquals("43 00", ask("03"));
        assertEquals("41 01 00 04 00 00", ask("01 01"));

        for (int test = 1; test < TroubleCodes.CONFIRM_TESTS; test++) server.monitor(0);

        assertEquals("43 01 02 17", ask("03"));
        assertEquals("41 01 81 04 00 00", ask("01 01"));
    }

    @Test
    void aFaultThatComesAndGoesIsNotConfirmed() {
        for (int test = 0; test < 100; test++) {
            car.with(Reading.COOLANT, test % TroubleCodes.CONFIRM_TESTS == 0 ? 90_000 : 125_000);
            server.monitor(0);
        }

        assertEquals("43 00", ask("03"));
        assertEquals("47 01 02 17", ask("07"));
    }

    @Test
    void theFreezeFrameIsOfTheFirstConfirmedFault() {
        car.with(Reading.SPEED, 80_000);
        overheat();
        car.with(Reading.SPEED, 20_000).with(Reading.BATTERY, 9_000);
        for (int test = 0; test < TroubleCodes.CONFIRM_TESTS; test++) server.monitor(0);

        assertEquals("43 02 02 17 05 62", ask("03"));
        assertEquals("42 02 00 02 17", ask("02 02 00"));
        assertEquals("42 0D 00 50 05 00 A5", ask("02 0D 00 05 00"));
        assertNull(ask("02 0D 01"));
        assertNull(ask("02 42 00"));
        assertEquals("42 00 00 58 1A 00 01", ask("02 00 00"));
    }

    @Test
    void clearingForgetsCodesAndFreezeFrame() {
        overheat();

        assertEquals("44", ask("04"));

        assertEquals("43 00", ask("03"));
        assertEquals("47 00", ask("07"));
        assertEquals("42 02 00 00 00", ask("02 02 00"));
        assertNull(ask("02 05 00"));
    }

    @Test
    void aControlUnitThatFallsSilentIsMissed() {
        car.with(Reading.ENGINE_SPEED, 800_000).aged(Reading.ENGINE_SPEED, Ns.s(1));
        for (int test = 0; test < 20; test++) server.monitor(0);
        assertEquals("47 00", ask("07"));

        car.aged(Reading.ENGINE_SPEED, Ns.s(1) + 1);
        for (int test = 0; test < 20; test++) server.monitor(0);

        assertEquals("43 01 C1 00", ask("03"));
        assertEquals("41 01 01 04 00 00", ask("01 01")); // no lamp for the network
    }

    @Test
    void theVehicleSaysWhoItIs() {
        assertEquals("49 00 50 40 00 00", ask("09 00"));
        assertEquals("49 02 01 52 54 4B 45 52 4E 45 4C 30 53 41 4D 50 4C 45 30 31", ask("09 02"));
        assertEquals("49 04 01 52 54 4B 2D 43 4F 43 4B 50 49 54 2D 30 30 30 31", ask("09 04"));
        assertTrue(ask("09 0A").startsWith("49 0A 01 48 55 2D"));
        assertFalse(ask("09 0A").length() < 3 * 23 - 1);
    }

    /// SAE J2012: the letter is two bits.
    @Test
    void troubleCodesHaveTheirLetterInTwoBits() {
        assertEquals(0x0217, TroubleCode.OVERHEATED.number());
        assertEquals(0xc100, TroubleCode.NO_ENGINE.number());
        assertEquals(0xc121, TroubleCode.NO_BRAKES.number());
    }
}
