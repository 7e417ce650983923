package rtk.apps.infotainment.climate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClimateLoopTest {
    private static final int STEP_MS = 100;

    @Test
    void outputIsProportionalAndFull() {
        assertEquals(new ClimateLoop.Command(400, 250, 0), new ClimateLoop().step(1_000, 0));
        assertEquals(new ClimateLoop.Command(600, 0, 500), new ClimateLoop().step(-2_000, 0));
        assertEquals(new ClimateLoop.Command(1_000, 1_000, 0), new ClimateLoop().step(50_000, STEP_MS));
        assertEquals(new ClimateLoop.Command(200, 0, 0), new ClimateLoop().step(0, STEP_MS));
    }

    @Test
    void theIntegralDoesInTwoMinutesWhatTheErrorDoesAtOnce() {
        var loop = new ClimateLoop();
        ClimateLoop.Command command = null;
        for (int ms = 0; ms < 120_000; ms += STEP_MS) command = loop.step(1_000, STEP_MS);

        assertEquals(500, command.heat());
    }

    @Test
    void whatCannotBeDoneIsNotMadeUpForLater() {
        var loop = new ClimateLoop();
        for (int ms = 0; ms < 3_600_000; ms += STEP_MS) loop.step(20_000, STEP_MS);

        assertEquals(new ClimateLoop.Command(200, 0, 0), loop.step(0, STEP_MS));
    }

    /// By hand: 6 kW and 200 W of sun on 100 kJ/K are 62 mK/s less what the walls lose; without heat, 10 K above outside, 600 W less 200 W of sun are -4 mK/s.
    @Test
    void theCabinIsOneHeatCapacity() {
        var warm = new CabinModel(5_000, 5_000, 200);
        for (int n = 0; n < 10; n++) warm.pass(100, 1_000, 0);
        assertEquals(5_061, warm.cabinMilli());

        var cold = new CabinModel(15_000, 5_000, 200);
        cold.pass(1_000, 0, 0);
        assertEquals(14_996, cold.cabinMilli());
    }

    @ParameterizedTest
    @CsvSource({"5000, 5000", "-20000, -10000", "50000, 35000"})
    void theCabinComesToTheSetPointAndStaysThere(long startMilli, long ambientMilli) {
        var cabin = new CabinModel(startMilli, ambientMilli, 200);
        var loop = new ClimateLoop();
        long worst = 0;
        for (int ms = 0; ms < 3_600_000; ms += STEP_MS) {
            var command = loop.step(22_000 - cabin.cabinMilli(), STEP_MS);
            cabin.pass(STEP_MS, command.heat(), command.cool());
            if (ms > 1_800_000) worst = Math.max(worst, Math.abs(22_000 - cabin.cabinMilli()));
        }

        assertTrue(worst < 200, worst + " mK off after half an hour");
    }
}
