package rtk.board.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

class CoreTest {
    private final World world = new World(1, TraceSink.NONE);
    private final InterruptController controller = new InterruptController(world, 1);
    private final Core core = new Core(world, controller, 0, 0, "test");
    private final IrqLine line = controller.line(40, 0);
    private final List<String> log = new ArrayList<>();

    CoreTest() {
        controller.setEnabled(40, true);
        core.connect(new InterruptSink() {
            @Override
            public void interrupt() {
                log.add(world.nowNs() + " interrupt, " + core.remainingNs() + " left");
                controller.acknowledge(0);
            }

            @Override
            public void workDone() { log.add(world.nowNs() + " done"); }
        });
        core.setInterruptsOn(true);
    }

    private void at(long ns, Runnable action) { world.engine().at(SimEvent.of(Rank.DEVICE, action), ns); }

    @Test
    void workTakesItsTime() {
        at(100, () -> core.begin(250));
        world.engine().runUntil(1_000);

        assertEquals(List.of("350 done"), log);
    }

    @Test
    void anInterruptSplitsWorkAtItsNanosecond() {
        at(100, () -> core.begin(250));
        at(223, () -> line.set(true));
        world.engine().runUntil(1_000);

        assertEquals(List.of("223 interrupt, 127 left"), log);
    }

    /// Rank puts devices first: the work is not yet ended.
    @Test
    void anInterruptAtTheLastNanosecondFindsTheWorkNotYetEnded() {
        at(100, () -> core.begin(250));
        at(350, () -> line.set(true));
        world.engine().runUntil(1_000);

        assertEquals(List.of("350 interrupt, 0 left"), log);
    }

    @Test
    void withInterruptsOffItWaits() {
        at(100, () -> {
            core.setInterruptsOn(false);
            core.begin(250);
        });
        at(223, () -> line.set(true));
        world.engine().runUntil(1_000);

        assertEquals(List.of("350 done"), log);
    }

    @Test
    void aRestingCoreTakesItAtOnce() {
        at(223, () -> line.set(true));
        world.engine().runUntil(1_000);

        assertEquals(List.of("223 interrupt, 0 left"), log);
    }

    @Test
    void theCoreTimersLineIsUpWhileTheCounterHasReachedTheCompareValue() {
        var timer = new CoreTimer(world, controller);
        controller.setEnabled(CoreTimer.IRQ, true);
        at(0, () -> timer.setCompare(Ns.us(5)));
        at(Ns.us(3), () -> timer.setCompare(Ns.us(7)));
        world.engine().runUntil(Ns.us(10));
        assertEquals(List.of("7000 interrupt, 0 left"), log);

        timer.setCompare(Ns.us(20));
        controller.endOfInterrupt(0, CoreTimer.IRQ);
        core.rest();
        core.setInterruptsOn(true);
        world.engine().runUntil(Ns.us(30));
        assertEquals(List.of("7000 interrupt, 0 left", "20000 interrupt, 0 left"), log);
    }
}
