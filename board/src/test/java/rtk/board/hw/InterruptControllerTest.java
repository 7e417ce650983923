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

    @Test
    void anEdgeIsRememberedUntilItIsAcknowledgedAndOnceMoreWhileActive() {
        IrqLine line = enabled(40);
        controller.setTrigger(40, InterruptController.Trigger.EDGE);
        line.set(true);
        line.set(false);
        assertEquals(40, controller.acknowledge(0));
        line.set(true);
        line.set(false);
        line.set(true);

        assertEquals(InterruptController.NONE, controller.acknowledge(0));
        controller.endOfInterrupt(0, 40);
        assertEquals(40, controller.acknowledge(0));
        controller.endOfInterrupt(0, 40);
        assertFalse(controller.offers(0), "the line is still up, but it has not risen again");
    }

    @Test
    void anInterruptRoutedToTwoCoresIsTakenByTheFirstThatAcknowledges() {
        IrqLine line = enabled(40);
        controller.setTargets(40, 0b11);
        line.set(true);
        assertTrue(controller.offers(0) && controller.offers(1));

        assertEquals(40, controller.acknowledge(1));
        assertEquals(InterruptController.NONE, controller.acknowledge(0));
        controller.endOfInterrupt(1, 40);
        assertTrue(controller.offers(0) && controller.offers(1));
    }

    @Test
    void privateInputsOfTheSameNumberAreOneForEachCore() {
        IrqLine first = controller.line(0, 30, 1);
        IrqLine second = controller.line(1, 30, 2);
        controller.setEnabled(0, 30, true);
        controller.setEnabled(1, 30, true);
        second.set(true);
        assertFalse(controller.offers(0));
        first.set(true);

        assertEquals(30, controller.acknowledge(1));
        assertEquals(30, controller.acknowledge(0));
    }

    @Test
    void softwareInterruptsReachTheCoresNamedAndNoOther() {
        for (int core = 0; core < 2; core++) controller.setEnabled(core, 5, true);
        controller.sendSgi(5, 0b10);

        assertFalse(controller.offers(0));
        assertEquals(5, controller.acknowledge(1));
        controller.endOfInterrupt(1, 5);
        assertFalse(controller.offers(1));
        assertThrows(IllegalArgumentException.class, () -> controller.sendSgi(16, 1));
    }

    @Test
    void thePriorityMaskHoldsBackWhatIsNotMoreUrgent() {
        IrqLine line = enabled(40);
        controller.setPriorityMask(0, 128);
        line.set(true);
        assertFalse(controller.offers(0));

        controller.setPriorityMask(0, 129);
        assertTrue(controller.offers(0));
    }

    /// IHI 0048B, table 3-2: with three bits below the binary point 0x80 and 0x87 are of one group, 0x78 is of another.
    @Test
    void belowTheBinaryPointAPriorityOrdersButDoesNotPreempt() {
        controller.setBinaryPoint(0, 3);
        enabled(40).set(true);
        controller.setPriority(40, 0x87);
        assertEquals(40, controller.acknowledge(0));
        IrqLine same = enabled(41);
        controller.setPriority(41, 0x80);
        same.set(true);
        assertFalse(controller.offers(0));
        IrqLine other = enabled(42);
        controller.setPriority(42, 0x7f);
        other.set(true);

        assertEquals(42, controller.acknowledge(0));
    }

    @Test
    void reroutingTakesTheOfferAlong() {
        enabled(40).set(true);
        controller.setTarget(40, 1);

        assertFalse(controller.offers(0));
        assertEquals(40, controller.acknowledge(1));
    }
}
