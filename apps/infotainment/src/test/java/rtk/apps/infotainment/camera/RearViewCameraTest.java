package rtk.apps.infotainment.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.HeadUnit;
import rtk.apps.infotainment.VehicleGateway;
import rtk.apps.infotainment.hmi.Screen;
import rtk.board.can.CanFrame;
import rtk.board.can.OutsideNode;
import rtk.board.media.Camera;
import rtk.board.media.Display;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;
import rtk.resmgr.dev.CanManager;

class RearViewCameraTest {
    private static final int PARK = 0;
    private static final int REVERSE = 1;
    private static final int IN_FRONT = Display.SHOWN + RearViewCamera.LAYER * Display.LAYER_STRIDE;

    private final HeadUnit unit = new HeadUnit().spawn("dev-can", new CanManager(), 21, "can0")
            .spawn("gateway", new VehicleGateway(), 18).spawn("screen", new Screen(), 19);
    private final OutsideNode gearbox = new OutsideNode(unit.bus, "gearbox", frame -> {});

    private void lever(long atNs, int position) {
        unit.at(atNs, () -> gearbox.send(CanFrame.classic(289, false, new byte[]{(byte) position})));
    }

    /// When a picture of the camera was first seen after `ns`.
    private long shownAfter(long ns) {
        return unit.seen("camera-shown").stream().filter(shown -> shown.timeNs() > ns && shown.value() != 0).findFirst()
                .orElseThrow()
                .timeNs();
    }

    /// 20 ms until the lever is seen, 150 ms start of the camera, a frame of 33.3 ms, 16.7 ms to the vertical sync.
    @Test
    void aPictureIsSeenSoonAfterTheReverseGearAndGoesWithIt() {
        unit.spawn("camera", new RearViewCamera(), 16);
        lever(Ns.ms(500), REVERSE);
        lever(Ns.s(2), PARK);
        lever(Ns.s(3), REVERSE);
        unit.run(Ns.ms(1_990));

        long neededNs = shownAfter(Ns.ms(500)) - Ns.ms(500);
        assertTrue(neededNs >= Ns.ms(183) && neededNs <= Ns.ms(222), neededNs + " ns");
        // From then on, for 1.29 s, each of 30 frames a second is seen, in turn from all buffers.
        var shown = unit.values("camera-shown");
        assertEquals(38.7, shown.size(), 1);
        for (int n = 3; n < shown.size(); n++) assertEquals(shown.get(n - 3), shown.get(n));
        assertEquals(0, unit.camera.read(Camera.DROPPED));
        unit.run(Ns.ms(2_100));
        assertEquals(0, unit.display.read(IN_FRONT));
        assertEquals(0, unit.camera.read(Camera.CONTROL));
        unit.run(Ns.ms(3_300));
        assertTrue(shownAfter(Ns.s(3)) < Ns.ms(3_222));
        unit.close();
    }

    @Test
    void aCameraThatFallsSilentShowsNoOldPictureAndIsStartedAgain() {
        unit.spawn("camera", new RearViewCamera(), 16);
        lever(Ns.ms(500), REVERSE);
        unit.at(Ns.s(1), () -> unit.camera.write(Camera.CONTROL, Camera.POWER));
        unit.run(Ns.ms(1_300));

        assertEquals(List.of(1L), unit.values("camera-silent"));
        assertEquals(0, unit.display.read(IN_FRONT));
        unit.run(Ns.ms(1_500));
        assertTrue(unit.display.read(IN_FRONT) != 0);
        unit.close();
    }

    @Test
    void aProgramThatIsStartedByTheGearIsLaterByItsStartAndGoesWithTheGear() {
        unit.kernel.close();
        try (var small = new HeadUnit(new OneProgram())) {
            var box = new OutsideNode(small.bus, "gearbox", frame -> {});
            small.spawn("dev-can", new CanManager(), 21, "can0").spawn("gateway", new VehicleGateway(), 18)
                    .spawn("screen", new Screen(), 19).spawn("guard", new ReverseGuard(), 16);
            small.at(Ns.ms(500), () -> box.send(CanFrame.classic(289, false, new byte[]{REVERSE})));
            small.at(Ns.s(2), () -> box.send(CanFrame.classic(289, false, new byte[]{PARK})));
            small.run(Ns.ms(1_900));

            long neededNs = small.seen("camera-shown").getFirst().timeNs() - Ns.ms(500);
            // 3,000 KiB from flash and linked are 44.4 ms more; asked for the lever again, the camera sees it at once.
            assertTrue(neededNs >= Ns.ms(227) && neededNs <= Ns.ms(267), neededNs + " ns");
            assertEquals(1, count(small, "camera"));
            small.run(Ns.ms(2_100));
            assertEquals(0, count(small, "camera"));
            assertEquals(0, small.display.read(IN_FRONT));
        }
    }

    private static final class OneProgram implements ProgramStore {
        @Override
        public Program find(String name) { return name.equals("rear-camera") ? new RearViewCamera() : null; }

        @Override
        public List<String> names() { return List.of("rear-camera"); }
    }

    /// Processes of that name, by a program that looks.
    private static long count(HeadUnit unit, String name) {
        var found = new long[1];
        unit.spawn("look", 30, (KernelCalls k) -> found[0] = k.processes().stream().filter(p -> p.name().equals(name)).count());
        unit.run(unit.world.nowNs() + 1);
        return found[0];
    }
}
