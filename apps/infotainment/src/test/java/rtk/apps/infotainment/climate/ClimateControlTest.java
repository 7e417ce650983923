package rtk.apps.infotainment.climate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.Bench;
import rtk.board.can.CanBus;
import rtk.board.can.CanFaults;
import rtk.board.sim.Ns;
import rtk.resmgr.dev.CanManager;

/// Control and box on one bus, each with a controller of its own.
class ClimateControlTest {
    private static CanBus start(Bench bench) {
        CanBus bus = bench.bus("can1", "can4");
        bench.spawn("climate", new ClimateControl(), 11);
        bench.spawn("box", new ClimateBox(), 10, "--can", "/dev/can4", "--cabin", "10");
        return bus;
    }

    @Test
    void theBoxDoesWhatIsCommandedAndTheCabinWarms() {
        try (var bench = new Bench()) {
            start(bench);

            assertTrue(bench.kernel().run(Ns.s(10)));

            assertEquals(List.of(), bench.kernel().failures());
            // Ten a second, after the first sensor.
            assertTrue(bench.traced("climate-command").size() >= 97, bench.traced("climate-command").size() + " commands");
            assertEquals(1_000, bench.values("box-command").getFirst());
            // 12 K too cold: full heat, 6.2 kW on 100 kJ/K less the losses of 300 W and more are 59 mK/s and less.
            long cabin = bench.values("cabin").getLast();
            assertTrue(cabin >= 10_500 && cabin <= 10_600, cabin + " m°C");
            assertEquals(List.of(), bench.values("box-safe"));
            assertEquals(List.of(), bench.values("climate-bus-off"));
        }
    }

    @Test
    void aBrokenBusIsLeftAndTakenUpAgainWithoutOldCommands() {
        try (var bench = new Bench()) {
            CanBus bus = start(bench);
            // Whoever sends reads recessive where it was dominant, 32 times.
            bus.faults().stuck(CanFaults.Level.RECESSIVE, new CanFaults.Window(Ns.s(3), Ns.ms(3_800)));

            assertTrue(bench.kernel().run(Ns.s(6)));

            assertEquals(List.of(), bench.kernel().failures());
            assertEquals(List.of(1L), bench.values("climate-bus-off"));
            assertEquals(List.of(1L), bench.values("box-safe"));
            // Back within 128 x 11 bits, a step of the loop, and a sensor.
            var back = bench.traced("climate-back");
            assertTrue(back.getLast().timeNs() > Ns.ms(3_800) && back.getLast().timeNs() < Ns.ms(4_110), back::toString);
            long commanded = bench.traced("climate-command").stream().filter(c -> c.timeNs() > Ns.s(3)).count();
            long taken = bench.traced("box-command").stream().filter(c -> c.timeNs() > Ns.s(3)).count();
            // Those handed over just before the controller left are repeated; all others are as fresh as ever.
            assertTrue(taken >= 20 && taken - commanded <= 1, taken + " taken of " + commanded);
        }
    }

    @Test
    void withoutSensorsTheLastCommandIsHeld() {
        try (var bench = new Bench()) {
            start(bench);
            bench.killAt(Ns.s(3), "box");

            assertTrue(bench.kernel().run(Ns.s(6)));

            assertEquals(List.of(1L), bench.values("climate-holding"));
            var held = bench.traced("climate-command").stream().filter(command -> command.timeNs() > Ns.ms(4_300)).toList();
            assertTrue(held.size() >= 16, held::toString);
            for (var command : held) assertEquals(held.getFirst().value(), command.value());
        }
    }

    @Test
    void aDriverThatDiesIsOpenedAgain() {
        try (var bench = new Bench()) {
            start(bench);
            bench.killAt(Ns.s(3), "dev-can1");
            assertTrue(bench.kernel().run(Ns.ms(3_200)));
            bench.spawn("dev-can1", new CanManager(), 21, "can1");

            assertTrue(bench.kernel().run(Ns.s(5)));

            assertTrue(bench.traced("climate-command").stream().anyMatch(command -> command.timeNs() > Ns.ms(4_900)));
            assertEquals(List.of(), bench.values("box-safe"));
        }
    }
}
