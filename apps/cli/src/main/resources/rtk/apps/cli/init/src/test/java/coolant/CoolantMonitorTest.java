package coolant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import rtk.apps.testkit.RtkTest;
import rtk.apps.testkit.RtkWorld;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.can.CanFrame;
import rtk.board.can.OutsideNode;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.PathManager;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.CanManager;

class CoolantMonitorTest {
    /// The board with its driver and the service; the answer is the engine's control unit on the bus.
    private static OutsideNode car(RtkWorld world) {
        var bus = new CanBus(world.board().world(), "can0", 500_000, 0);
        new CanController(world.board(), "can0", bus);
        world.at(0, "path-manager", 60, new PathManager());
        world.at(0, "dev-can", 21, new CanManager(), "can0");
        world.at(0, "coolant", 15, new CoolantMonitor());
        return new OutsideNode(bus, "engine", frame -> {});
    }

    private static void sends(RtkWorld world, OutsideNode engine, long atNs, int celsius) {
        world.at(atNs, () -> engine.send(CanFrame.classic(0x3d0, false, new byte[]{(byte) (celsius + 40)})));
    }

    @RtkTest
    void aReaderGetsTheLatestTemperature(RtkWorld world) {
        var engine = car(world);
        sends(world, engine, Ns.ms(5), 86);
        sends(world, engine, Ns.ms(6), 87);
        world.at(Ns.ms(8), "display", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/coolant", Posix.O_RDONLY);
            var line = new byte[16];
            world.say("reads " + new String(line, 0, posix.read(fd, line)).strip());
        });
        world.run(Ns.ms(10));

        assertEquals(List.of("8000 us reads 87"), world.log());
    }

    @RtkTest
    void beforeTheFirstFrameNothingIsKnown(RtkWorld world) {
        car(world);
        world.at(Ns.ms(8), "display", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/coolant", Posix.O_RDONLY);
            var failure = assertThrows(ErrnoException.class, () -> posix.read(fd, new byte[16]));
            world.say("gets " + failure.errno());
        });
        world.run(Ns.ms(10));

        assertEquals(List.of("8000 us gets " + Errno.EAGAIN), world.log());
    }

    @RtkTest
    void risingAboveTheLimitIsToldOnceAndEachFrameWithinTwoMicroseconds(RtkWorld world) {
        var engine = car(world);
        for (int celsius = 108; celsius <= 113; celsius++) sends(world, engine, Ns.ms(celsius - 100), celsius);
        world.run(Ns.ms(20));

        assertEquals(1, world.trace("user").stream().filter(line -> line.contains("coolant-hot")).count());
        var latency = world.latency("irq can0", "user coolant");
        assertEquals(6, latency.count());
        assertEquals(Ns.us(2), latency.max()); // what the service computes; the kernel costs nothing here
    }
}
