package rtk.apps.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Ns;
import rtk.kernel.api.SigEvent;
import rtk.trace.analysis.LatencyResult;

class RtkWorldTest {
    @RtkTest
    void aLogHasTheTimeInMicroseconds(RtkWorld world) {
        world.at(Ns.us(1), "a", 10, k -> {
            world.say("begins");
            k.compute(1_500);
            world.say("ends");
        });
        world.run(Ns.ms(1));

        assertEquals(List.of("1 us begins", "2.500 us ends"), world.log());
    }

    @RtkTest
    void programsGetTheirArgumentsAndTheirStatusIsInTheTrace(RtkWorld world) {
        world.at(0, "a", 10, (k, args) -> Integer.parseInt(args.get(0)), "7");
        world.run(Ns.ms(1));

        assertEquals(List.of("     0.000000 ms  process.exited   a status 7"), world.trace("process.exited"));
        assertThrows(IllegalArgumentException.class, () -> world.trace("process.exits"));
    }

    /// The driver runs at 0, and then for each interrupt; the second one finds it shadowed for 4 us.
    @RtkTest
    void latenciesGoFromOneTracePointToAnother(RtkWorld world) {
        IrqLine line = world.board().newLine(0);
        world.at(0, "driver", 30, k -> {
            k.interruptAttachEvent(line.irq(), new SigEvent.Intr());
            for (int i = 0; i < 2; i++) {
                k.interruptWait();
                line.set(false);
                k.interruptUnmask(line.irq());
                k.compute(Ns.us(10));
                k.trace("done", i);
            }
        });
        world.at(0, "shadow", 40, k -> {
            k.sleepUntil(Ns.us(200));
            k.compute(Ns.us(5));
        });
        world.at(Ns.us(100), () -> line.set(true));
        world.at(Ns.us(201), () -> line.set(true));
        world.run(Ns.ms(1));

        LatencyResult result = world.latency("run driver", "user done");
        assertEquals(3, result.count());
        assertEquals(10_000, result.min());
        assertEquals(110_000, result.max());
    }

    @RtkTest(cores = 2)
    void twoCoresRunTwoThreads(RtkWorld world) {
        world.at(0, "a", 10, k -> k.compute(Ns.us(4)));
        world.at(0, "b", 20, k -> k.compute(Ns.us(2)));
        world.run(Ns.us(5));

        assertEquals("""
                a      10 |1111
                b      20 |00
                """, world.timeline(Ns.us(1)));
        assertTrue(world.picture().contains("one column is"), world.picture());
    }

    @RtkTest(seed = 7)
    void theSeedIsTheTests(RtkWorld world) { assertEquals(7, world.board().world().seed()); }

    @RtkTest
    void anExpectedDeathIsNoFailure(RtkWorld world) {
        world.expectDeath("a").at(0, "a", 10, k -> {
            throw new IllegalStateException("on purpose");
        });
        world.run(Ns.ms(1));

        assertEquals("on purpose", world.kernel().failures().getFirst().message().replaceFirst(".*: ", ""));
    }
}
