package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.can.log.CanLog;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

/// Load of recorded buses against figures that were computed apart from the project.
class BusLoadTest {
    private static final String LOGS = "data/can-logs/";

    /// @param worstBits in a tenth of a second
    private record Log(BusLoad load, long worstBits) {}

    /// In the NMEA 2000 log frames 973 to 1403, counted from 0, have the stamps of another clock; the figures are without them.
    private static boolean isLeftOut(String file, CanLog log) {
        return file.endsWith("can0-1.pcap") && log.lineNumber() >= 974 && log.lineNumber() <= 1404;
    }

    private static final TreeMap<String, Log> READ = new TreeMap<>();

    /// Reads a log once for all tests.
    private static Log log(String file, long bitrateHz) throws IOException {
        String key = file + " " + bitrateHz;
        if (!READ.containsKey(key)) READ.put(key, read(file, bitrateHz));
        return READ.get(key);
    }

    private static Log read(String file, long bitrateHz) throws IOException {
        Path path = Vectors.shared(LOGS + file);
        var load = new BusLoad(bitrateHz, 0);
        var bitsOfWindow = new TreeMap<Long, Long>();
        var inOrder = new TreeMap<Long, List<CanFrame>>(); // by stamp: in the NMEA 2000 log some are out of order
        long firstNs = -1;
        try (var log = CanLog.open(path, CanLog.Mode.STRICT, problem -> {})) {
            while (log.next()) {
                if (isLeftOut(file, log)) continue;
                if (firstNs < 0) firstNs = log.stampNs();
                long timeNs = log.stampNs() - firstNs;
                inOrder.computeIfAbsent(timeNs, time -> new ArrayList<>()).add(log.frame());
                bitsOfWindow.merge(timeNs / 100_000_000, FrameBits.length(log.frame()) + 3L, Long::sum);
            }
        }
        inOrder.forEach((timeNs, frames) -> frames.forEach(frame -> load.add(timeNs, frame)));
        return new Log(load, bitsOfWindow.values().stream().mapToLong(bits -> bits).max().orElse(0));
    }

    /// The rows are those of the data folder's own description.
    @ParameterizedTest
    @CsvSource(textBlock = """
            RAV4 bus 0 (rx + comma tx)   , rav4-comma2k19/rav4_bus0.log
            RAV4 bus 1 (radar)           , rav4-comma2k19/rav4_bus1.log.gz
            Truck J1939 CAN1             , truck-j1939-css/truck_j1939_can1.log.gz
            Truck J1939 CAN1 if at 500k  , truck-j1939-css/truck_j1939_can1.log.gz
            Car OBD2 CAN1                , car-obd2-css/car_obd2_can1.log
            Kona compressor CAN          , kona-compressor/kona_comp_can.log.gz
            NMEA2000 can0-1 (open)       , nmea2000-canboat/can0-1.pcap
            """)
    void loadAgreesWithTheOnePublishedWithTheLogToTheLastDigit(String name, String file) throws IOException {
        String row = Files.readAllLines(Vectors.shared("data/MANIFEST.md")).stream()
                .filter(line -> line.startsWith("| " + name + " |"))
                .findFirst().orElseThrow();
        String[] cells = row.split("\\|");
        long bitrateHz = Long.parseLong(cells[7].strip());
        Log log = log(file, bitrateHz);
        BusLoad load = log.load;

        assertEquals(cells[2].strip(), Long.toString(load.frames()));
        assertEquals(cells[3].strip(), fixed(load.spanNs() / 1e9, 2));
        assertEquals(cells[4].strip(), Integer.toString(load.identifiers().size()));
        assertEquals(cells[5].strip(), fixed(load.frames() * 1e9 / load.spanNs(), 1));
        assertEquals(cells[6].strip(), fixed((double) load.bits() / load.frames(), 1));
        assertEquals(cells[8].strip(), fixed(load.ppm() / 1e4, 1));
        assertEquals(cells[9].strip(), fixed(load.unstuffedPpm() / 1e4, 1));
        assertEquals(cells[10].strip(), fixed(log.worstBits * 1_000.0 / bitrateHz, 1));
    }

    @ParameterizedTest
    @CsvSource({"rav4_bus0, rav4-comma2k19/rav4_bus0.log", "rav4_bus1, rav4-comma2k19/rav4_bus1.log.gz",
        "truck_j1939_can1, truck-j1939-css/truck_j1939_can1.log.gz", "car_obd2_can1, car-obd2-css/car_obd2_can1.log",
        "kona_comp_can, kona-compressor/kona_comp_can.log.gz", "nmea2000_can0-1, nmea2000-canboat/can0-1.pcap"})
    void everyIdentifierHasThePublishedPeriods(String stats, String file) throws IOException {
        List<String> rows = Files.readAllLines(Vectors.shared(LOGS + "stats/" + stats + ".csv"));
        Log log = log(file, file.startsWith("truck") || file.startsWith("nmea") ? 250_000 : 500_000);

        var found = new TreeMap<String, BusLoad.Identifier>();
        for (var each : log.load.identifiers()) {
            CanFrame frame = frame(each.id());
            String id = frame.toString().replaceFirst("#.*", "");
            found.put(id, each);
        }
        assertEquals(rows.size() - 1, found.size());
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            var each = found.get(cells[0]);
            assertEquals(cells[1], Long.toString(each.frames()), row);
            if (each.frames() == 1) continue;
            // An exact half in the fifth decimal may have gone either way in the published figure.
            double meanMs = (each.lastNs() - each.firstNs()) / 1e6 / (each.frames() - 1);
            assertEquals(Double.parseDouble(cells[2]), meanMs, 0.000_05 + 1e-9, row);
            assertEquals(meanMs, each.meanNs() / 1e6, 0.000_001, row);
            assertEquals(cells[5], ms(each.shortestNs()), row);
            assertEquals(cells[6], ms(each.longestNs()), row);
        }
    }

    private static CanFrame frame(long traceId) {
        boolean extended = (traceId & 0x8000_0000L) != 0;
        return CanFrame.classic((int) traceId & 0x1fff_ffff, extended, 0, 0);
    }

    private static String ms(long ns) { return fixed(ns / 1e6, 4); }

    /// Rounds the value that the double has, as Python does.
    private static String fixed(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    @Test
    void aMonitorCountsWhatTheBusSendsAndChangesNothing() {
        var world = new World(1, TraceSink.NONE);
        var bus = new CanBus(world, "can0", 500_000, 2_000_000);
        var load = BusLoad.of(bus, "monitor");
        var node = new QueueingNode(bus, "node", "can-message", false);
        node.send(CanFrame.parse("123#11"));
        node.send(CanFrame.parse("123##111"));
        node.send(CanFrame.parse("124#"));

        world.engine().runUntil(Ns.ms(1));

        assertEquals(3, load.frames());
        assertEquals(bus.busyNs(), load.busyNs());
        assertEquals(List.of(0x123L, 0x124L), load.identifiers().stream().map(BusLoad.Identifier::id).toList());
    }
}
