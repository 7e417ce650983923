package rtk.board.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class GpioTest {
    private final List<Long> raisedNs = new ArrayList<>();
    private final List<Long> changedNs = new ArrayList<>();
    private final World world = new World(1, new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind == EventKind.IRQ_ASSERTED) raisedNs.add(timeNs);
            if (kind == EventKind.DEVICE_NOTE) changedNs.add(timeNs);
        }

        @Override
        public void text(int id, String text) {}
    });
    private final GpioPort port = new GpioPort(new Board(world, "b", 1), "gpio");

    @Test
    void theAddressSaysWhichPinsAreWrittenAndRead() {
        port.write(GpioPort.DIR, 0xff);
        port.write(GpioPort.DATA + (0x0f << 2), 0xff);
        assertEquals(0x0f, port.read(GpioPort.DATA + (0xff << 2)));

        assertEquals(0x04, port.read(GpioPort.DATA + (0x14 << 2)));
    }

    @Test
    void anInputShowsWhatDrivesItAndAnOutputWhatWasWritten() {
        port.drive(0, true);
        assertTrue(port.level(0));
        port.write(GpioPort.DIR, 1);
        assertFalse(port.level(0));
        port.write(GpioPort.DIR, 0);

        assertTrue(port.level(0));
        assertThrows(IllegalArgumentException.class, () -> port.drive(8, true));
    }

    @Test
    void aRisingEdgeInterruptsOnceAndIsTakenBack() {
        port.write(GpioPort.IEV, 1);
        port.write(GpioPort.IE, 1);
        port.drive(0, true);
        port.drive(0, false);
        assertEquals(1, port.read(GpioPort.MIS));

        port.write(GpioPort.IC, 1);
        assertEquals(0, port.read(GpioPort.RIS));
        assertEquals(1, raisedNs.size());
    }

    @Test
    void aLevelInterruptsForAsLongAsItIsThere() {
        port.write(GpioPort.IS, 2);
        port.write(GpioPort.IEV, 2);
        port.write(GpioPort.IE, 2);
        port.drive(1, true);
        port.write(GpioPort.IC, 2);
        assertEquals(2, port.read(GpioPort.MIS));

        port.drive(1, false);
        assertEquals(0, port.read(GpioPort.MIS));
    }

    @Test
    void aButtonBouncesAndSettles() {
        port.write(GpioPort.IBE, 4);
        port.write(GpioPort.IE, 4);
        new Button(world, "menu", port, 2, 3, Ns.ms(5)).press(Ns.ms(10), Ns.ms(100));
        world.engine().runUntil(Ns.ms(60));
        assertTrue(port.level(2));
        int pressed = changedNs.size();
        world.engine().runUntil(Ns.s(1));

        assertFalse(port.level(2));
        assertEquals(List.of(7, 14), List.of(pressed, changedNs.size()));
        assertTrue(changedNs.stream().allMatch(ns -> ns <= Ns.ms(15) || (ns >= Ns.ms(110) && ns <= Ns.ms(115))),
                changedNs::toString);
    }

    @Test
    void aLightKnowsForHowLongItWasLit() {
        var led = new Led(world, port, 7);
        port.write(GpioPort.DIR, 0x80);
        port.write(GpioPort.DATA + 0x200, 0x80);
        world.engine().runUntil(Ns.ms(3));
        port.write(GpioPort.DATA + 0x200, 0);
        world.engine().runUntil(Ns.ms(9));
        port.write(GpioPort.DATA + 0x200, 0x80);
        world.engine().runUntil(Ns.ms(10));

        assertTrue(led.isLit());
        assertEquals(3, led.changes());
        assertEquals(Ns.ms(4), led.litNs());
    }
}
