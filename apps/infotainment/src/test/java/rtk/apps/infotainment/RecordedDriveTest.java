package rtk.apps.infotainment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.can.CanReplay;
import rtk.board.can.log.CanLog;
import rtk.board.serial.SerialFeed;
import rtk.board.sim.Ns;
import rtk.kernel.CoroutineKind;

/// A recorded drive through the whole cockpit: log → wire → controller → interrupt → driver → gateway → signal.
class RecordedDriveTest {
    private static final String RAV4 = "data/can-logs/rav4-comma2k19/";

    private static Path shared(String relative) {
        Path path = Path.of(System.getProperty("rtk.shared", "../shared"), relative);
        assumeTrue(Files.exists(path), "skipped: no " + path + "; give the folder of the shared data with -Drtk.shared=DIR");
        return path;
    }

    /// A NumPy array of `<f8`, format version 1, row by row.
    private static double[] npy(Path path) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(10 + (bytes.getShort(8) & 0xffff));
        var values = new double[bytes.remaining() / 8];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    @Test
    void wheelSpeedsOfARecordedMinuteArriveAtTheServicesAsTheyWere() throws IOException {
        Path log = shared(RAV4 + "rav4_bus0.log");
        double[] expected = npy(shared(RAV4 + "oracle/wheel_speed.value.npy"));
        byte[] sentences = Files.readAllBytes(shared("data/gps-nmea/gpsd/ublox-lea-4h.log"));
        String[] wheels = {"WHEEL_SPEED_FL", "WHEEL_SPEED_FR", "WHEEL_SPEED_RL", "WHEEL_SPEED_RR"};
        var args = new ArrayList<>(List.of("--dbc", shared(RAV4 + "toyota_rav4_2017_pt_generated.dbc").toString()));
        for (String wheel : wheels) args.addAll(List.of("--trace", wheel));
        try (var cockpit = new Cockpit(CoroutineKind.best());
                var candump = CanLog.open(log, CanLog.Mode.STRICT, problem -> {})) {
            cockpit.spawn("gateway", new VehicleGateway(), 18, args.toArray(String[]::new))
                    .spawn("cluster", new InstrumentCluster(), 12, "--speed", "SPEED", "--rpm", "RPM")
                    .spawn("navigation", new Navigation(), 10, "--left", "WHEEL_SPEED_RL", "--right", "WHEEL_SPEED_RR");
            assertTrue(cockpit.kernel.run(Ns.ms(1)));
            var replay = new CanReplay(cockpit.bus, candump);
            replay.start();
            new SerialFeed(cockpit.world, cockpit.uart, sentences).start();

            assertTrue(cockpit.kernel.run(Ns.s(61)));

            assertEquals(List.of(), cockpit.kernel.failures());
            assertEquals(66_234, cockpit.bus.frameCount());
            for (int wheel = 0; wheel < wheels.length; wheel++) {
                var traced = cockpit.traced(wheels[wheel]);
                assertEquals(4_974, traced.size());
                for (int n = 0; n < traced.size(); n++) {
                    double metresPerSecond = traced.get(n).value() / 1_000.0 / 3.6;
                    assertEquals(expected[4 * n + wheel], metresPerSecond, 1e-12 * metresPerSecond, wheels[wheel] + " " + n);
                }
            }
            // The data's description computes 24.3 % for the 59.99 s of the log.
            long loadPpm = cockpit.bus.loadPpm(Ns.ms(59_990));
            assertTrue(loadPpm >= 242_500 && loadPpm < 243_500, loadPpm + " ppm");
            assertEquals(List.of(), cockpit.traced("can rx dropped"));
            assertEquals(List.of(), cockpit.traced("cluster-blind"));
            assertTrue(cockpit.traced("needle-speed").size() > 2_900);
            // The log has nine valid RMC sentences and ten lines of comment.
            assertEquals(9, cockpit.traced("latitude").size());
            assertEquals(10, cockpit.traced("nmea-error").size());
        }
    }
}
