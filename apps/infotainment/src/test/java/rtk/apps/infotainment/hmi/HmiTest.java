package rtk.apps.infotainment.hmi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.HeadUnit;
import rtk.board.media.Display;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.NameService;
import rtk.resmgr.dev.GpioManager;

class HmiTest {
    @Test
    void eachVerticalSyncHasANewFrame() {
        try (var unit = new HeadUnit().spawn("screen", new Screen(), 19).spawn("hmi", new Hmi(), 9, "--touch", "none")) {
            unit.run(Ns.ms(1_301));

            // 10,000 KiB in 148 ms, the scene in 140 ms, a frame in 1.1 ms: seen at the 18th vertical sync, 300 ms; told 8 us later.
            assertEquals(new HeadUnit.Seen(Ns.us(300_008), 1), unit.seen("hmi-shown").getFirst());
            var shown = unit.values("hmi-shown");
            assertEquals(61, shown.size());
            assertEquals(61L, shown.getLast());
            assertEquals(List.of(), unit.values("hmi-missed"));
        }
    }

    /// Held up for 40 ms from just after a vertical sync on: the frames of the two in between are missing.
    @Test
    void framesThatAreLateAreCountedAndTheMapGoesOn() {
        try (var unit = new HeadUnit().spawn("screen", new Screen(), 19).spawn("hmi", new Hmi(), 9, "--touch", "none")
                .spawn("other", 12, k -> {
                    k.sleepUntil(Ns.ms(501));
                    k.compute(Ns.ms(40));
                })) {
            unit.run(Ns.ms(1_001));

            // Drawn from 500 ms on, due at 516.7; goes on at 541 ms, seen at 550.
            assertEquals(List.of(2L), unit.values("hmi-missed"));
            assertEquals(43 - 2, unit.seen("hmi-shown").size());
        }
    }

    @Test
    void aTouchIsSeenWithinTheSecondFrameAfterIt() {
        try (var unit = new HeadUnit().spawn("screen", new Screen(), 19).spawn("dev-gpio", new GpioManager(), 20, "gpio0").spawn(
                "hmi",
                new Hmi(), 9)) {
            for (int n = 0; n < 10; n++) {
                int up = n;
                unit.at(Ns.ms(400) + n * Ns.us(53_500), () -> unit.gpio.drive(0, true));
                unit.at(Ns.ms(420) + n * Ns.us(53_500), () -> unit.gpio.drive(0, up < 0));
            }
            unit.run(Ns.s(1));

            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), unit.values("touch-seen"));
            for (int n = 0; n < 10; n++) {
                long neededNs = unit.seen("touch-seen").get(n).timeNs() - Ns.ms(400) - n * Ns.us(53_500);
                assertTrue(neededNs > Ns.ms(1) && neededNs < Ns.ms(34), neededNs + " ns");
            }
        }
    }

    @Test
    void theUserInterfaceFindsAScreenThatComesLaterOrAgain() {
        try (var unit = new HeadUnit().spawn("hmi", new Hmi(), 9, "--touch", "none").spawn("launcher", 30, k -> {
            k.sleep(Ns.ms(500));
            int first = k.spawn("screen", new Screen(), List.of(), ThreadAttr.named("main").priority(19));
            k.sleep(Ns.ms(200));
            k.kill(first, 9);
            k.sleep(Ns.ms(50));
            k.spawn("screen", new Screen(), List.of(), ThreadAttr.named("main").priority(19));
        })) {
            unit.run(Ns.s(1));

            // The second one is asked again when an answer has been missing for 100 ms.
            var shown = unit.seen("hmi-shown");
            assertTrue(shown.getFirst().timeNs() < Ns.ms(535), shown::toString);
            assertTrue(shown.stream().anyMatch(one -> one.timeNs() > Ns.ms(760) && one.timeNs() < Ns.ms(850)), shown::toString);
            assertEquals(List.of(), unit.values("hmi-missed"));
        }
    }

    @Test
    void aLayerBelongsToOneProcessAndIsEmptyWhenItEnds() {
        var errnos = new ArrayList<Errno>();
        try (var unit = new HeadUnit().spawn("screen", new Screen(), 19).spawn("owner", 10, k -> {
            k.sleep(1);
            new Layer(k, "map", 2).post(77);
            k.sleep(Ns.ms(100));
        }).spawn("thief", 10, k -> {
            k.sleep(Ns.ms(20));
            tryOpen(k, errnos, 2);
            tryOpen(k, errnos, 4);
            k.sleep(Ns.ms(100));
            tryOpen(k, errnos, 2);
        })) {
            unit.run(Ns.ms(50));
            int shown = Display.SHOWN + 2 * Display.LAYER_STRIDE;
            assertEquals(77, unit.display.read(shown));
            unit.run(Ns.ms(118));
            assertEquals(0, unit.display.read(shown));

            unit.run(Ns.ms(200));
            assertEquals(List.of(Errno.EBUSY, Errno.EINVAL, Errno.EOK), errnos);
        }
    }

    private static void tryOpen(KernelCalls k, List<Errno> errnos, int layer) {
        try {
            new Layer(k, "other", layer).post(1);
            errnos.add(Errno.EOK);
        } catch (ErrnoException e) {
            errnos.add(e.errno());
        }
    }

    @Test
    void nonsenseIsRefused() {
        var errnos = new ArrayList<Errno>();
        try (var unit = new HeadUnit().spawn("screen", new Screen(), 19).spawn("client", 10, k -> {
            int coid = NameService.openWhenThere(k, Screen.NAME, Ns.s(1));
            byte[] noEvent = ScreenMessages.open(1, new byte[]{99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "x");
            byte[] longName = ScreenMessages.open(1, new byte[20], "x");
            longName[ScreenMessages.NAME_LENGTH] = 16;
            for (byte[] message : new byte[][]{{}, new byte[8], ScreenMessages.post(1, 5), ScreenMessages.post(-1, 5), noEvent,
                longName}) {
                try {
                    k.msgSend(coid, message, null);
                } catch (ErrnoException e) {
                    errnos.add(e.errno());
                }
            }
        })) {
            unit.run(Ns.ms(50));

            assertEquals(List.of(Errno.EINVAL, Errno.ENOSYS, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL), errnos);
        }
    }
}
