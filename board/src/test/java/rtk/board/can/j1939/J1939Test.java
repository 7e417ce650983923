package rtk.board.can.j1939;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.can.CanFrame;
import rtk.board.can.dbc.Dbc;
import rtk.board.can.dbc.Message;
import rtk.board.can.log.CanLog;
import rtk.board.sim.SimRandom;

class J1939Test {
    private final ParameterGroups groups = new ParameterGroups(FastPackets::contains);

    /// Of the table in SAE J1939-21 5.2: engine controller 1, a request to one address and one to all, an address claim; NMEA 2000's
    /// position and product information.
    @ParameterizedTest
    @CsvSource({"0x0cf00400, 3, 61444, 255, 0", "0x18ea00f9, 6, 59904, 0, 249", "0x18eafffe, 6, 59904, 255, 254",
        "0x18eeff23, 6, 60928, 255, 35", "0x09f80102, 2, 129025, 255, 2", "0x1df014ab, 7, 126996, 255, 171"})
    void identifiersFallIntoPriorityGroupAndAddresses(String identifier, int priority, int pgn, int destination, int source) {
        int bits = Integer.decode(identifier);
        var id = new J1939Id(priority, pgn, destination, source);

        assertEquals(id, J1939Id.of(bits));
        assertEquals(bits, id.identifier());
    }

    @Test
    void everyIdentifierIsMadeAgainFromItsParts() {
        var random = new SimRandom(1, "identifiers");
        for (int n = 0; n < 100_000; n++) {
            int identifier = (int) random.between(0, CanFrame.EXTENDED_ID_MAX);
            assertEquals(identifier, J1939Id.of(identifier).identifier());
        }
    }

    @Test
    void partsThatNoIdentifierHasAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new J1939Id(8, 61444, 255, 0));
        assertThrows(IllegalArgumentException.class, () -> new J1939Id(3, 61444, 7, 0));
        assertThrows(IllegalArgumentException.class, () -> new J1939Id(6, 59904 + 1, 7, 0));
    }

    /// The head of canboat's candumpSample1.txt says who is on the bus: two units by Garmin (229) and one by Airmar (135).
    @ParameterizedTest
    @CsvSource({"05a0be1c00a0a0c0, 229, 2007045", "9fb9e310008278c0, 135, 244127", "f262aa1c009178c0, 229, 680690"})
    void namesOfARealBusSayTheirManufacturer(String hex, int manufacturer, int identity) {
        var name = J1939Name.of(HexFormat.of().parseHex(hex));

        assertEquals(manufacturer, name.manufacturer());
        assertEquals(identity, name.identity());
        assertEquals(4, name.industryGroup(), "marine");
        assertTrue(name.isArbitraryAddressCapable());
    }

    @Test
    void theSmallerNameWinsAnAddressUnsigned() {
        assertTrue(new J1939Name(1).compareTo(new J1939Name(-1)) < 0);
    }

    private ParameterGroups.Message feed(String... frames) {
        ParameterGroups.Message whole = null;
        for (String frame : frames) {
            assertNull(whole, "whole before its last frame");
            whole = groups.frame(CanFrame.parse(frame));
        }
        return whole;
    }

    private static String hex(ParameterGroups.Message message) {
        return message.id() + " " + HexFormat.of().formatHex(message.data());
    }

    @Test
    void aBroadcastIsPutTogetherFromItsPackets() {
        var whole = feed("1CECFF00#200A0002FFCAFE00", "1CEBFF00#0101020304050607", "1CEBFF00#0208090AFFFFFFFF");

        assertEquals("PGN 65226 from 0 priority 7 0102030405060708090a", hex(whole));
    }

    @Test
    void aConnectionIsPutTogetherAndAPacketAskedForAgainIsTakenAgain() {
        var whole = feed("18EC2100#10090002FF00EF00", "18EC0021#110201FFFF00EF00", "18EB2100#01FFFFFFFFFFFFFF",
                "18EC0021#110201FFFF00EF00", "18EB2100#0111223344556677", "18EB2100#028899FFFFFFFFFF");

        assertEquals("PGN 61184 from 0 to 33 priority 6 112233445566778899", hex(whole));
        assertNull(feed("18EC0021#13090002FF00EF00"));
        assertEquals(0, groups.lostCount());
    }

    @Test
    void messagesOfSeveralSendersAreKeptApart() {
        assertNull(feed("1CECFF00#20090002FFCAFE00", "1CECFF01#20090002FFCAFE00", "1CEBFF00#0100000000000000",
                "1CEBFF01#0111111111111111"));

        assertEquals("PGN 65226 from 1 priority 7 111111111111111111", hex(feed("1CEBFF01#021111FFFFFFFFFF")));
        assertEquals("PGN 65226 from 0 priority 7 000000000000000000", hex(feed("1CEBFF00#020000FFFFFFFFFF")));
    }

    @ParameterizedTest
    @CsvSource({
        "a packet is missing, 1CECFF00#20100003FFCAFE00 1CEBFF00#0100000000000000 1CEBFF00#0300000000000000",
        "a packet belongs to nothing, 1CEBFF00#0100000000000000",
        "it is given up, 18EC2100#10090002FF00EF00 18EC0021#FF01FFFFFF00EF00",
        "more bytes than packets, 1CECFF00#20FF0002FFCAFE00",
        "it would fit into a frame, 1CECFF00#20080002FFCAFE00",
        "a fast packet goes on that was not begun, 09F80502#0100000000000000",
        "a fast packet without a byte, 09F80502#0000000000000000"})
    void whatCannotBePutTogetherIsCounted(String why, String frames) {
        assertNull(feed(frames.split(" ")), why);
        assertEquals(1, groups.lostCount(), why);
    }

    @Test
    void aFastPacketIsPutTogetherFromItsFrames() {
        var whole = feed("09F80502#400A010203040506", "09F80502#410708090AFFFFFF");

        assertEquals("PGN 129029 from 2 priority 2 0102030405060708090a", hex(whole));
    }

    @Test
    void messagesThatAreNeverFinishedTakeNoMemoryWithoutLimit() {
        for (int n = 0; n < 100_000; n++) {
            groups.frame(CanFrame.parse(String.format("1CEC%02X%02X#10090002FF00EF00", n % 255, n / 255 % 255)));
        }

        assertTrue(groups.lostCount() > 99_000);
    }

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("rtk.shared", "../shared"), "data", name);
        assumeTrue(Files.exists(file), "skipped: no " + file + "; give the folder of the shared data with -Drtk.shared=DIR");
        return file;
    }

    /// gpsd has decoded the same log: each position report of a ship that it found is among ours, in the same order.
    @Test
    void shipsOfARecordedBoatAreWhereGpsdSeesThem() throws Exception {
        var report = Pattern.compile(
                "\"class\":\"AIS\".*\"type\":[13],.*\"mmsi\":(\\d+),.*\"lon\":(-?[0-9.]+),\"lat\":(-?[0-9.]+),");
        var expected = new ArrayList<String[]>();
        for (String line : Files.readAllLines(shared("can-logs/nmea2000-gpsd/logfile_20140914_365495765_can.log.chk"))) {
            var matcher = report.matcher(line);
            if (matcher.find()) expected.add(new String[]{matcher.group(1), matcher.group(2), matcher.group(3)});
        }
        int found = 0;
        int reports = 0;
        try (var log = CanLog.open(shared("can-logs/nmea2000-gpsd/logfile_20140914_365495765_can.log"), CanLog.Mode.LENIENT,
                problem -> {})) {
            while (log.next()) {
                var message = groups.frame(log.frame());
                if (message == null || message.id().pgn() != 129038) continue;
                reports++;
                if (found == expected.size()) continue;
                String[] next = expected.get(found);
                boolean same = Integer.toString(number(message.data(), 1)).equals(next[0])
                        && Math.abs(number(message.data(), 5) / 1e7 - Double.parseDouble(next[1])) < 2e-6
                        && Math.abs(number(message.data(), 9) / 1e7 - Double.parseDouble(next[2])) < 2e-6;
                if (same) found++;
            }
        }

        assertEquals(123, expected.size());
        assertEquals(expected.size(), found);
        assertTrue(reports <= 124, reports + " reports");
        assertEquals(26, groups.lostCount(), "frames are missing in the log");
    }

    private static int number(byte[] data, int at) {
        return (data[at] & 0xff) | ((data[at + 1] & 0xff) << 8) | ((data[at + 2] & 0xff) << 16) | ((data[at + 3] & 0xff) << 24);
    }

    /// All of canboat's captures: what begins is finished, but for frames from before the capture began.
    @ParameterizedTest
    @CsvSource({"candump-fast.txt, 5, 0", "actisense-522.candump.log, 14, 0", "candumpSample3.txt, 264, 0",
        "can0-1.pcap, 4788, 6"})
    void fastPacketsOfCanboatsCapturesAreWhole(String file, int messages, int lost) throws Exception {
        int whole = 0;
        try (var log = CanLog.open(shared("can-logs/nmea2000-canboat/" + file), CanLog.Mode.LENIENT, problem -> {})) {
            while (log.next()) {
                var message = groups.frame(log.frame());
                if (message != null && FastPackets.contains(message.id().pgn())) whole++;
            }
        }

        assertEquals(messages, whole);
        assertEquals(lost, groups.lostCount());
    }

    /// The database has the engine's speed for source address 254; on the truck's bus it comes from 0.
    @Test
    void messagesOfATruckAreFoundWhoeverSendsThem() throws Exception {
        Dbc dbc = Dbc.read(shared("can-logs/truck-j1939-css/CSS-Electronics-SAE-J1939-DEMO.dbc"));
        var frames = new TreeMap<String, Integer>();
        try (var log = CanLog.open(shared("can-logs/truck-j1939-css/truck_j1939_can1.log.gz"), CanLog.Mode.STRICT,
                problem -> {})) {
            while (log.next()) {
                Message message = dbc.message(log.frame().idWithFlags());
                if (message == null) continue;
                frames.merge(message.name() + " from " + J1939Id.of(log.frame().identifier()).source(), 1, Integer::sum);
            }
        }
        List<String> stats = Files.readAllLines(shared("can-logs/stats/truck_j1939_can1.csv"));
        int expected = 0;
        for (String row : stats.subList(1, stats.size())) {
            String[] cells = row.split(",");
            int pgn = J1939Id.pgn(Integer.parseInt(cells[0], 16));
            if (pgn == 61444 || pgn == 65265) expected += Integer.parseInt(cells[1]);
        }
        assertEquals("{CCVS1 from 0=3993, EEC1 from 0=3993}", frames.toString());
        assertEquals(expected, frames.values().stream().mapToInt(n -> n).sum());
    }

    /// The same in cantools' own example, whose attributes say J1939 by default.
    @Test
    void aDatabaseIsOfJ1939ByItsDefaults() throws Exception {
        Dbc dbc = Dbc.read(shared("dbc/cantools-j1939.dbc"));
        Message message = dbc.messages().getFirst();
        var id = J1939Id.of(message.identifier());

        var other = new J1939Id(7 - id.priority(), id.pgn(), id.isAddressed() ? 77 : id.destination(), 99);
        assertEquals(message, dbc.message(other.identifier() | Message.EXTENDED));
        assertNull(dbc.message(new J1939Id(3, 65000, 255, 0).identifier() | Message.EXTENDED));
        assertNotNull(dbc.message(message.name()));
        assertArrayEquals(new boolean[]{true, true}, new boolean[]{dbc.isJ1939(), message.isJ1939()});
    }
}
