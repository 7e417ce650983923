package rtk.board.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

class InterruptControllerTest {
    private final World world = new World(1, TraceSink.NONE);
    private final InterruptController controller = new InterruptController(world, 2);

    @BeforeEach
    void connectCores() {
        for (int core = 0; core < 2; core++) new Core(world, controller, core, core, "test");
    }

    private IrqLine enabled(int irq) {
        IrqLine line = controller.line(irq, 0);
        controller.setEnabled(irq, true);
        return line;
    }

    @Test
    void afterResetNothingIsEnabledOrOffered() {
        IrqLine line = controller.line(40, 0);
        line.set(true);

        assertFalse(controller.isEnabled(40));
        assertFalse(controller.offers(0));
        assertEquals(-1, controller.acknowledge(0));
    }

    @Test
    void aLevelIsPendingWhileItIsUp() {
        IrqLine line = enabled(40);
        line.set(true);
        assertTrue(controller.offers(0));

        line.set(false);
        assertFalse(controller.offers(0));
    }

    @Test
    void theSmallestPriorityNumberGoesFirstAndEqualsByLineNumber() {
        for (int irq : new int[]{70, 41, 40, 200}) enabled(irq).set(true);
        controller.setPriority(200, 10);

        assertEquals(200, controller.acknowledge(0));
        controller.endOfInterrupt(0, 200);
        controller.setEnabled(200, false);
        assertEquals(40, controller.acknowledge(0));
    }

    @Test
    void anActiveInterruptHoldsBackTheSameUrgency() {
        enabled(40).set(true);
        assertEquals(40, controller.acknowledge(0));
        enabled(41).set(true);

        assertFalse(controller.offers(0));
    }

    @Test
    void aMoreUrgentOneNestsAndEndsBeforeTheOuter() {
        enabled(40).set(true);
        IrqLine urgent = enabled(42);
        controller.setPriority(42, 5);
        assertEquals(40, controller.acknowledge(0));
        urgent.set(true);

        assertEquals(42, controller.acknowledge(0));
        urgent.set(false);
        controller.endOfInterrupt(0, 42);
        controller.endOfInterrupt(0, 40);
        assertTrue(controller.offers(0), "line 40 is still up");
    }

    @Test
    void aLineGoesToTheCoreItIsRoutedTo() {
        controller.setTarget(40, 1);
        enabled(40).set(true);

        assertFalse(controller.offers(0));
        assertTrue(controller.offers(1));
    }

    @Test
    void anInputIsWiredOnce() {
        controller.line(40, 0);

        assertThrows(IllegalArgumentException.class, () -> controller.line(40, 0));
        assertThrows(IllegalArgumentException.class, () -> controller.line(InterruptController.LINES_MAX, 0));
    }
}
