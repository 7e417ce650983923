package rtk.apps.infotainment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.serial.SerialFeed;
import rtk.board.sim.Ns;
import rtk.kernel.CoroutineKind;

class CockpitTest {
    private static Cockpit driving(CoroutineKind coroutines, long durationNs) {
        var cockpit = new Cockpit(coroutines).spawn("gateway", new VehicleGateway(), 18)
                .spawn("cluster", new InstrumentCluster(), 12)
                .spawn("navigation", new Navigation(), 10);
        DriveCycle.start(cockpit.world, cockpit.bus);
        new SerialFeed(cockpit.world, cockpit.uart, DriveCycle.nmea(durationNs)).start();
        assertTrue(cockpit.kernel.run(durationNs));
        assertEquals(List.of(), cockpit.kernel.failures());
        return cockpit;
    }

    @ParameterizedTest
    @EnumSource(CoroutineKind.class)
    void servicesShowWhatTheCarDoes(CoroutineKind coroutines) {
        try (var cockpit = driving(coroutines, Ns.s(3))) {
            // A value every 20 ms from the first frame on, in thousandths of km/h: after 2 s 7 m/s.
            var speeds = cockpit.traced("speed");
            assertEquals(150, speeds.size(), 1);
            for (var speed : speeds) {
                long driven = DriveCycle.at(speed.timeNs() / 1_000_000).speedMmps() * 36 / 10;
                assertEquals(0, Math.abs(speed.value() - driven) / 100, speed + ", not " + driven);
            }
            // The needle follows with its damping.
            var needle = cockpit.traced("needle-speed");
            assertEquals(149, needle.size(), 1);
            long behind = speeds.getLast().value() - needle.getLast().value();
            assertTrue(behind > 0 && behind < 1_500, "needle is behind by " + behind);
            assertEquals(List.of(), cockpit.traced("cluster-late"));
            assertEquals(List.of(), cockpit.traced("cluster-blind"));
            // Five fixes a second, and they agree with the wheels but for their age of 60 ms and more.
            assertEquals(15, cockpit.traced("latitude").size(), 1);
            assertEquals(List.of(), cockpit.traced("nmea-error"));
            for (var error : cockpit.traced("fix-speed-error")) assertTrue(Math.abs(error.value()) < 400, error::toString);
            assertEquals(15, cockpit.traced("fix-speed-error").size(), 1);
        }
    }

    @Test
    void bothKindsOfCoroutineRunTheSame() {
        try (var one = driving(CoroutineKind.CONTINUATION, Ns.s(1)); var other = driving(CoroutineKind.VIRTUAL_THREAD, Ns.s(1))) {
            assertTrue(one.eventCount() > 10_000, one.eventCount() + " events");
            assertEquals(one.eventCount(), other.eventCount());
            assertEquals(one.eventHash(), other.eventHash());
        }
    }

    @Test
    void aClusterWithoutGatewayShowsNothingAndFindsOneThatComesLater() {
        try (var cockpit = new Cockpit(CoroutineKind.best()).spawn("cluster", new InstrumentCluster(), 12)) {
            DriveCycle.start(cockpit.world, cockpit.bus);
            assertTrue(cockpit.kernel.run(Ns.ms(500)));
            int blind = cockpit.traced("cluster-blind").size();

            cockpit.spawn("gateway", new VehicleGateway(), 18);
            assertTrue(cockpit.kernel.run(Ns.s(2)));

            assertEquals(25, blind, 1);
            assertEquals(blind, cockpit.traced("cluster-blind").size(), 1);
            assertTrue(cockpit.traced("needle-speed").getLast().value() > 10_000);
            assertEquals(List.of(), cockpit.kernel.failures());
        }
    }

    @Test
    void wrongArgumentsEndTheServiceWithOneSentence() {
        try (var cockpit = new Cockpit(CoroutineKind.best()).spawn("cluster", new InstrumentCluster(), 12, "--rate", "50")
                .spawn("gateway", new VehicleGateway(), 18, "--dbc", "missing.dbc")
                .spawn("navigation", new Navigation(), 10, "--gsp", "x")) {
            cockpit.kernel.run(Ns.ms(10));

            var messages = cockpit.kernel.failures().stream().map(failure -> failure.message()).toList();
            assertEquals(3, messages.size(), messages::toString);
            assertTrue(messages.stream().anyMatch(m -> m.contains("cluster: --rate: found 50, expected a rate such as 50Hz")),
                    messages::toString);
            assertTrue(messages.stream().anyMatch(m -> m.contains("gateway: --dbc: cannot read missing.dbc")),
                    messages::toString);
            assertTrue(messages.stream().anyMatch(m -> m.contains("navigation: found --gsp, expected one of --gps")),
                    messages::toString);
        }
    }
}
