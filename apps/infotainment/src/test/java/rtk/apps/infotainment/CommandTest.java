package rtk.apps.infotainment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.CoroutineKind;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.Signal;
import rtk.resmgr.dev.CanManager;
import rtk.resmgr.dev.CanRecord;

/// Commands to the vehicle, and services whose drivers die.
class CommandTest {
    private static Cockpit driving() {
        var cockpit = new Cockpit(CoroutineKind.best()).spawn("gateway", new VehicleGateway(), 18, "--send", "/dev/can0/tx0");
        DriveCycle.start(cockpit.world, cockpit.bus);
        return cockpit;
    }

    private static void kill(Cockpit cockpit, String name) {
        cockpit.spawn("killer", (k, args) -> {
            for (var process : k.processes()) if (process.name().equals(name)) k.kill(process.pid(), Signal.SIGKILL);
            return 0;
        }, 50);
    }

    @Test
    void commandsAreAcknowledgedOnceTheyWereOnTheWire() {
        try (var cockpit = driving().spawn("switches", new SwitchPanel(), 11, "--rate", "100Hz")) {
            assertTrue(cockpit.kernel.run(Ns.ms(105)));

            var sent = cockpit.traced("command");
            var acknowledged = cockpit.traced("command-acknowledged");
            assertEquals(10, acknowledged.size());
            for (int n = 0; n < 10; n++) {
                assertEquals(n + 1, acknowledged.get(n).value());
                // A frame of four bytes takes 79 bits and stuff bits, at 2 us.
                long ns = acknowledged.get(n).timeNs() - sent.get(n).timeNs();
                assertTrue(ns >= Ns.us(158) && ns < Ns.ms(2), "acknowledged after " + ns + " ns");
            }
            assertEquals(List.of(), cockpit.kernel.failures());
        }
    }

    @Test
    void whatNoControllerCanSendIsRefused() {
        try (var cockpit = driving().spawn("client", (k, args) -> {
            var vehicle = new VehicleCommands(k);
            try {
                vehicle.send(new CanRecord(0x800, 1, 0, 0));
            } catch (ErrnoException e) {
                k.trace("refused", e.errno().number());
            }
            k.trace("sent", vehicle.send(new CanRecord(0x7ff, 0, 0, 0)));
            return 0;
        }, 11)) {
            assertTrue(cockpit.kernel.run(Ns.ms(50)));

            assertEquals(Errno.EINVAL.number(), cockpit.traced("refused").getFirst().value());
            assertEquals(1, cockpit.traced("sent").getFirst().value());
        }
    }

    @Test
    void gatewayAndClientsGoOnWhenWhatTheyLeanOnIsBack() {
        try (var cockpit = driving().spawn("switches", new SwitchPanel(), 11).spawn("cluster", new InstrumentCluster(), 12)) {
            assertTrue(cockpit.kernel.run(Ns.ms(100)));
            kill(cockpit, "dev-can");
            assertTrue(cockpit.kernel.run(Ns.ms(150)));
            cockpit.spawn("dev-can", new CanManager(), 21, "can0");
            assertTrue(cockpit.kernel.run(Ns.ms(200)));
            kill(cockpit, "gateway");
            assertTrue(cockpit.kernel.run(Ns.ms(250)));
            cockpit.spawn("gateway", new VehicleGateway(), 18, "--send", "/dev/can0/tx0");
            assertTrue(cockpit.kernel.run(Ns.ms(300)));

            assertEquals(List.of(), cockpit.kernel.failures());
            // 50 ms without driver, until the next frame; the panel notices with its next press.
            assertEquals(50, cockpit.traced("gateway-can-back").getFirst().value() / 1e6, 5);
            assertEquals(40, cockpit.traced("gateway-send-back").getFirst().value() / 1e6, 10);
            assertEquals(50, cockpit.traced("cluster-gateway-back").getFirst().value() / 1e6, 20);
            long last = 0;
            for (var acknowledged : cockpit.traced("command-acknowledged")) assertEquals(++last, acknowledged.value());
            assertTrue(cockpit.traced("command-acknowledged").getLast().timeNs() > Ns.ms(280));
        }
    }
}
