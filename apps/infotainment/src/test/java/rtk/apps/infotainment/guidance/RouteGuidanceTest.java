package rtk.apps.infotainment.guidance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.DriveCycle;
import rtk.apps.infotainment.HeadUnit;
import rtk.apps.infotainment.VehicleGateway;
import rtk.apps.infotainment.audio.AudioMixer;
import rtk.board.sim.Ns;
import rtk.resmgr.dev.CanManager;

class RouteGuidanceTest {
    /// The drive turns at 49 m, after 5.5 s, where it drives at 14 m/s.
    @Test
    void aTurnIsAnnouncedThreeSecondsBeforeItAndOnceOnly() {
        try (var unit = new HeadUnit().spawn("dev-can", new CanManager(), 21, "can0").spawn("gateway", new VehicleGateway(), 18)
                .spawn("audio", new AudioMixer(), 17)
                .spawn("guide", new RouteGuidance(), 12, "--at", "49m:right", "--at", "60m:arrive")) {
            DriveCycle.start(unit.world, unit.bus);
            unit.run(Ns.s(6));

            // At 3.5 m/s² 1.75 t² + 3 × 3.5 t are 49 m at t = 3.08 s; the odometer tells whole metres, and is asked ten times a second.
            assertEquals(List.of(1L, 2L), unit.values("guide-says"));
            long firstNs = unit.seen("guide-says").getFirst().timeNs();
            assertTrue(firstNs > Ns.ms(3_080) && firstNs < Ns.ms(3_350), firstNs + " ns");
            assertEquals(List.of(), unit.values("guide-late"));
            var left = unit.values("guide-next");
            assertTrue(left.getFirst() > 45 && left.getFirst() <= 49, left::toString);
            // 1.2 s of speech each.
            long spoken = unit.values("audio-mixed").stream().filter(peak -> peak > 0).count();
            assertTrue(Math.abs(spoken - 2 * 225) <= 2, spoken + " periods");
        }
    }

    @Test
    void manoeuvresAreReadAndAllElseIsNot() {
        assertEquals(new Manoeuvre(49, Manoeuvre.Turn.RIGHT), Manoeuvre.of("49m:right"));
        for (String text : List.of("49:right", "49m", "m:left", "49m:up", "-1m:left", "12345678m:left"))
            assertNull(Manoeuvre.of(text), text);
        try (var unit = new HeadUnit().spawn("a", new RouteGuidance(), 10).spawn("b", new RouteGuidance(), 10, "--at", "5m:left",
                "--at",
                "5m:right")) {
            unit.kernel.run(Ns.ms(1));

            var sentences = unit.kernel.failures().stream().map(failure -> failure.message()).toList().toString();
            assertTrue(sentences.contains("a: --at is missing, for example --at 49m:right"), sentences);
            assertTrue(
                    sentences.contains("b: --at: found 5m:right, expected a manoeuvre such as 49m:right, behind the one before"),
                    sentences);
        }
    }
}
