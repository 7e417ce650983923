package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

/// Load of recorded buses against figures that were computed apart from the project.
class BusLoadTest {
    private static final String LOGS = "data/can-logs/";

    private record Log(BusLoad load, TreeMap<Long, List<Long>> times, long worstBits) {}

    private static Log read(String file, long bitrateHz) throws IOException {
        Path path = Vectors.shared(LOGS + file);
        var load = new BusLoad(bitrateHz, 0);
        var times = new TreeMap<Long, List<Long>>();
        var bitsOfWindow = new TreeMap<Long, Long>();
        try (InputStream in = Files.newInputStream(path);
                var log = new CandumpLog(file, file.endsWith(".gz") ? new GZIPInputStream(in) : in, CandumpLog.Mode.STRICT,
                        problem -> {})) {
            while (log.next()) {
                load.add(log.timeNs(), log.frame());
                times.computeIfAbsent(log.frame().traceId(), id -> new ArrayList<>()).add(log.timeNs());
                bitsOfWindow.merge(log.timeNs() / 100_000_000, FrameBits.length(log.frame()) + 3L, Long::sum);
            }
        }
        return new Log(load, times, bitsOfWindow.values().stream().mapToLong(bits -> bits).max().orElse(0));
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
            """)
    void loadAgreesWithTheOnePublishedWithTheLogToTheLastDigit(String name, String file) throws IOException {
        String row = Files.readAllLines(Vectors.shared("data/MANIFEST.md")).stream()
                .filter(line -> line.startsWith("| " + name + " |"))
                .findFirst().orElseThrow();
        String[] cells = row.split("\\|");
        long bitrateHz = Long.parseLong(cells[7].strip());
        Log log = read(file, bitrateHz);
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
        "kona_comp_can, kona-compressor/kona_comp_can.log.gz"})
    void everyIdentifierHasThePublishedPeriods(String stats, String file) throws IOException {
        List<String> rows = Files.readAllLines(Vectors.shared(LOGS + "stats/" + stats + ".csv"));
        Log log = read(file, 500_000);

        var found = new TreeMap<String, String>();
        for (var each : log.load.identifiers()) {
            CanFrame frame = frame(each.id());
            String id = frame.toString().replaceFirst("#.*", "");
            found.put(id, each.frames() + "," + mean(each) + "," + ms(each.shortestNs()) + "," + ms(each.longestNs()));
        }
        var expected = new TreeMap<String, String>();
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            expected.put(cells[0], cells[1] + "," + cells[2] + "," + cells[5] + "," + cells[6]);
        }
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((id, figures) -> assertEquals(id + ": " + figures, id + ": " + found.get(id)));
    }

    /// Not from [BusLoad.Identifier#meanNs], so as to round once.
    private static String mean(BusLoad.Identifier each) {
        long meanNs = (each.lastNs() - each.firstNs()) / (each.frames() - 1);
        assertTrue(each.meanNs() - meanNs <= 1, each::toString);
        return fixed((each.lastNs() - each.firstNs()) / 1e6 / (each.frames() - 1), 4);
    }

    private static CanFrame frame(long traceId) {
        boolean extended = (traceId & 0x8000_0000L) != 0;
        return CanFrame.classic((int) traceId & 0x1fff_ffff, extended, 0, 0);
    }

    private static String ms(long ns) { return fixed(ns / 1e6, 4); }

    private static String fixed(double value, int decimals) { return String.format(Locale.ROOT, "%." + decimals + "f", value); }

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
        assertEquals(List.of(0x123L, 0x124L, 0x3_0000_0123L), load.identifiers().stream().map(BusLoad.Identifier::id).toList());
    }
}
