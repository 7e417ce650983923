package rtk.board.can.dbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Recorded drives, decoded: equal to what cantools and the makers of the recording decode from them.
class RecordedDriveDecodingTest {
    private static final String RAV4 = "can-logs/rav4-comma2k19/";

    private static final class Sums {
        long count;
        BigDecimal minimum;
        BigDecimal maximum;
        BigDecimal first;
        BigDecimal last;
        BigDecimal sum = BigDecimal.ZERO;

        void add(BigDecimal value) {
            if (count++ == 0) first = minimum = maximum = value;
            minimum = minimum.min(value);
            maximum = maximum.max(value);
            last = value;
            sum = sum.add(value);
        }
    }

    private interface FrameSink {
        void frame(int idWithFlags, byte[] data) throws IOException;
    }

    /// Nothing but `(seconds) can0 ID#DATA`.
    private static void frames(Path log, FrameSink sink) throws IOException {
        try (var in = Files.newInputStream(log);
                var reader = new BufferedReader(
                        new InputStreamReader(log.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                                StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String frame = line.split(" ")[2];
                int hash = frame.indexOf('#');
                int flags = hash == 8 ? Message.EXTENDED : 0;
                sink.frame(Integer.parseUnsignedInt(frame.substring(0, hash), 16) | flags,
                        HexFormat.of().parseHex(frame, hash + 1,
                                frame.length()));
            }
        }
    }

    private static void compareWithCantools(Path log, Path database, Path expected) throws Exception {
        Dbc dbc = Dbc.read(database);
        Map<String, Sums> sums = new TreeMap<>();
        frames(log, (id, data) -> {
            Message message = dbc.message(id);
            if (message == null) return;
            message.decode(data,
                    (signal, raw) -> sums.computeIfAbsent(message + "," + signal, key -> new Sums()).add(signal.physical(raw)));
        });

        List<String> lines = Files.readAllLines(expected);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",");
            Sums ours = sums.remove(fields[1] + "," + fields[2]);
            assertEquals(Long.parseLong(fields[3]), ours == null ? 0 : ours.count, line);
            assertEquals(Double.parseDouble(fields[4]), ours.minimum.doubleValue(), 1e-9, line);
            assertEquals(Double.parseDouble(fields[5]), ours.maximum.doubleValue(), 1e-9, line);
            assertEquals(Double.parseDouble(fields[6]), ours.first.doubleValue(), 1e-9, line);
            assertEquals(Double.parseDouble(fields[7]), ours.last.doubleValue(), 1e-9, line);
            double mean = ours.sum.doubleValue() / ours.count;
            assertEquals(Double.parseDouble(fields[8]), mean, 1e-6 * Math.max(1, Math.abs(mean)), line);
        }
        assertEquals(List.of(), new ArrayList<>(sums.keySet()));
    }

    @Test
    void aCarIsDecodedAsByCantools() throws Exception {
        compareWithCantools(SharedData.file(RAV4 + "rav4_bus0.log"), SharedData.file(RAV4 + "toyota_rav4_2017_pt_generated.dbc"),
                SharedData.file(RAV4 + "expected_signals_bus0.cantools.csv"));
    }

    @Test
    void aCompressorIsDecodedAsByCantools() throws Exception {
        String folder = "can-logs/kona-compressor/";
        compareWithCantools(SharedData.file(folder + "kona_comp_can.log.gz"), SharedData.file(folder + "comp_can.dbc"),
                SharedData.file(folder + "expected_signals.cantools.csv"));
    }

    @Test
    void wheelSpeedsAreThoseOfTheRecording() throws Exception {
        Message wheels = Dbc.read(SharedData.file(RAV4 + "toyota_rav4_2017_pt_generated.dbc")).message(0x0aa);
        double[] expected = SharedData.npy(RAV4 + "oracle/wheel_speed.value.npy");
        String[] names = {"WHEEL_SPEED_FL", "WHEEL_SPEED_FR", "WHEEL_SPEED_RL", "WHEEL_SPEED_RR"};
        var found = new ArrayList<BigDecimal>();
        frames(SharedData.file(RAV4 + "rav4_bus0.log"), (id, data) -> {
            if (id != 0x0aa) return;
            for (String name : names) {
                Signal signal = wheels.signal(name);
                found.add(signal.physical(signal.raw(data)));
            }
        });

        assertEquals(4 * 4974, expected.length);
        assertEquals(expected.length, found.size());
        for (int n = 0; n < expected.length; n++) {
            // km/h to m/s; the recording has rounded to double in between.
            assertEquals(expected[n], found.get(n).doubleValue() / 3.6, 1e-12 * expected[n], "value " + n);
        }
    }

    @Test
    void steeringAnglesAreThoseOfTheRecording() throws Exception {
        Message steering = Dbc.read(SharedData.file(RAV4 + "toyota_rav4_2017_pt_generated.dbc")).message("STEER_ANGLE_SENSOR");
        double[] expected = SharedData.npy(RAV4 + "oracle/steering_angle.value.npy");
        var found = new ArrayList<Double>();
        frames(SharedData.file(RAV4 + "rav4_bus0.log"), (id, data) -> {
            if (id != steering.idWithFlags()) return;
            Signal angle = steering.signal("STEER_ANGLE");
            Signal fraction = steering.signal("STEER_FRACTION");
            found.add(angle.physical(angle.raw(data)).add(fraction.physical(fraction.raw(data))).doubleValue());
        });

        assertEquals(4974, expected.length);
        assertEquals(expected.length, found.size());
    }

    @Test
    void aTruckIsDecodedByParameterGroups() throws Exception {
        String folder = "can-logs/truck-j1939-css/";
        Dbc dbc = Dbc.read(SharedData.file(folder + "CSS-Electronics-SAE-J1939-DEMO.dbc"));
        Map<String, Integer> counts = new TreeMap<>();
        frames(SharedData.file(folder + "truck_j1939_can1.log.gz"), (id, data) -> {
            Message message = dbc.message(id);
            if (message != null) counts.merge(message.name() + " " + Integer.toHexString(id), 1, Integer::sum);
        });

        System.out.println("truck: " + counts);
        assertEquals(2, counts.size(), counts::toString);
    }
}
