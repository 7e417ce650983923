package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Error counters and error frames against the conformance tests of ISO 16845-1.
class FaultConfinementTest {
    private static final String VECTORS = "vectors/B_can/B09a_error_counters_open.json";
    private static final CanFrame FRAME = CanFrame.parse("155#5A");
    private static final String WAVE = new BitByBit(FRAME).wave;
    private static final int END = WAVE.length();
    private static final int ACK_SLOT = END - 9;
    private static final String FLAG = "000000";
    private static final String RECESSIVE = "1".repeat(40);

    private static UnitUnderTest fresh() { return new UnitUnderTest(0, 0); }

    /// An error-active receiver in its first bit of error flag, after a stuff error.
    private static UnitUnderTest receiverInFlag() { return fresh().untilTold("0000000"); }

    /// A transmitter in its first bit of error flag, after a bit error in the data.
    private static UnitUnderTest transmitterInFlag(int tec) {
        var unit = new UnitUnderTest(tec, 0).send(FRAME, 22);
        return unit.wire(unit.drives() == 0 ? "1" : "0");
    }

    private static String dominantAt(int bit) { return WAVE.substring(0, bit) + "0" + WAVE.substring(bit + 1); }

    private static String flipped(String wave, int bit) {
        return wave.substring(0, bit) + (wave.charAt(bit) == '0' ? '1' : '0') + wave.substring(bit + 1);
    }

    /// The unit has sent a frame well and then an overload flag; the next bit is the second of the delimiter.
    private static UnitUnderTest inOverloadDelimiter(UnitUnderTest unit) { return unit.tester("0" + FLAG + "1"); }

    @Test
    void countersChangeAsTheConformanceTestsAsk() throws IOException {
        var seen = new TreeMap<String, List<Integer>>();
        for (var each : Vectors.list(VECTORS, "cases")) {
            String test = Vectors.text(each, "iso_test");
            List<Integer> changes = changes(test);
            if (test.equals("8.6.4")) {
                assertEquals(expectedByDominantBits(each), changes);
            } else {
                int expected = Vectors.number(Vectors.map(each, "expected"), "net_change");
                assertTrue(!changes.isEmpty() && changes.stream().allMatch(change -> change == expected),
                        () -> test + ": expected " + expected + " each, found " + changes);
            }
            seen.put(test, changes);
        }
        assertEquals(24, seen.size());
    }

    @SuppressWarnings("unchecked")
    private static List<Integer> expectedByDominantBits(Map<String, Object> each) {
        return ((List<Map<String, Object>>) each.get("expected")).stream().map(row -> Vectors.number(row, "net_change")).toList();
    }

    /// Net change of the counter in each variant of a test.
    private static List<Integer> changes(String test) {
        var changes = new ArrayList<Integer>();
        switch (test) {
            case "7.6.1" -> {
                for (int bit : new int[]{1, 3, 6})
                    changes.add(receiverInFlag().tester(FLAG.substring(0, bit - 1)).wire("1").rest().rec());
            }
            case "7.6.3" -> changes.add(receiverInFlag().tester(FLAG + "0".repeat(16)).rest().rec());
            case "7.6.5" -> changes.add(fresh().wire(WAVE.substring(0, ACK_SLOT)).wire("1").rest().rec());
            case "7.6.7" -> changes.add(new UnitUnderTest(0, 9).untilTold(dominantAt(ACK_SLOT + 1)).rest().rec() - 9);
            case "7.6.9" -> {
                for (int bit : new int[]{4, 14, 20, 30}) {
                    String held = WAVE.substring(bit - 1, bit).repeat(7);
                    var unit = fresh().untilTold(WAVE.substring(0, bit) + held);
                    assertEquals("stuff", unit.told.getLast());
                    changes.add(unit.rest().rec());
                }
            }
            case "7.6.10" -> {
                for (String frame : new String[]{"155#5A", "155##05A", "155##0" + "5A".repeat(20)}) changes.add(crcError(frame));
            }
            case "7.6.13" -> {
                for (int bit : new int[]{2, 7}) {
                    var unit = inOverloadDelimiter(fresh().wire(WAVE));
                    changes.add(unit.wire("1".repeat(bit - 2) + "0").rest().rec());
                    assertEquals("form", unit.told.getLast());
                }
            }
            case "7.6.14" -> changes.add(new UnitUnderTest(0, 5).wire(WAVE).rest().rec() - 5);
            case "7.6.16" -> {
                var unit = new UnitUnderTest(0, 9).wire(dominantAt(END - 1)).rest();
                assertEquals(List.of("received " + FRAME, "overload"), unit.told);
                changes.add(unit.rec() - 9);
            }
            case "7.6.18" -> changes.add(receiverInFlag().tester(FLAG + "0".repeat(7)).rest().rec());
            case "7.6.20" -> changes.add(inOverloadDelimiter(fresh().wire(WAVE)).wire("1".repeat(6) + "0").rest().rec());
            case "7.6.21" -> {
                var unit = receiverInFlag().rest().sendWell(FRAME);
                assertEquals(0, unit.tec());
                changes.add(unit.rec());
            }
            case "8.6.1" -> {
                for (int bit : new int[]{1, 3, 6})
                    changes.add(transmitterInFlag(0).tester(FLAG.substring(0, bit - 1)).wire("1").rest().sendWell(FRAME).tec());
            }
            case "8.6.3" -> changes.add(transmitterInFlag(0).tester(FLAG + "0".repeat(16)).rest().sendWell(FRAME).tec());
            case "8.6.4" -> {
                for (int dominant : new int[]{1, 6, 8, 9, 16})
                    changes.add(transmitterInFlag(130).wire("111111" + "0".repeat(dominant)).rest().sendWell(FRAME).tec() - 130);
            }
            case "8.6.6" -> {
                int idBit = WAVE.indexOf('0', 1);
                for (int bit : new int[]{0, idBit, 16, 22, 30}) changes.add(disturbedTransmission(FRAME, bit, "bit"));
            }
            case "8.6.7" -> {
                for (int bit : new int[]{ACK_SLOT - 1, ACK_SLOT + 1, END - 7, END - 4, END - 1})
                    changes.add(disturbedTransmission(FRAME, bit, "form"));
                CanFrame fd = CanFrame.parse("155##05A");
                changes.add(disturbedTransmission(fd, new BitByBit(fd).wave.length() - 10 - 27, "bit"));
            }
            case "8.6.8" -> {
                var unit = fresh().send(FRAME, ACK_SLOT).wire("1");
                assertEquals(List.of("ack", "failed"), unit.told);
                changes.add(unit.rest().sendWell(FRAME).tec());
            }
            case "8.6.10" -> {
                for (int bit : new int[]{2, 7}) {
                    var unit = fresh().send(FRAME, ACK_SLOT).wire("0" + "1".repeat(8));
                    changes.add(inOverloadDelimiter(unit).wire("1".repeat(bit - 2) + "0").rest().tec());
                }
            }
            case "8.6.11" -> changes.add(new UnitUnderTest(50, 0).sendWell(FRAME).tec() - 50);
            case "8.6.12" -> changes.add(new UnitUnderTest(150, 0).sendWell(FRAME).tec() - 150);
            case "8.6.17" -> {
                var unit = new UnitUnderTest(150, 0).send(FRAME, ACK_SLOT).wire("1").rest();
                assertEquals(150, unit.tec());
                changes.add(unit.sendWell(FRAME).tec() - 150);
            }
            case "8.6.18" -> changes.add(
                    new UnitUnderTest(150, 0).send(FRAME, ACK_SLOT).wire("1").wire("111110").rest().sendWell(FRAME).tec() - 150);
            case "8.6.20" -> {
                // Its recessive identifier bit is overwritten; the frame of the other has a lower identifier.
                var unit = new UnitUnderTest(20, 0);
                CanFrame higher = CanFrame.parse("154#5A");
                unit.send(FRAME, 0).tester(new BitByBit(higher).wave);
                assertEquals(List.of("failed", "received " + higher), unit.told);
                changes.add(unit.rest().sendWell(FRAME).tec() - 20);
            }
            default -> {}
        }
        return changes;
    }

    /// A frame in whose CRC a bit is wrong such that no other error comes first; the flag begins after the ACK delimiter, in FD one bit later.
    private static int crcError(String notation) {
        CanFrame frame = CanFrame.parse(notation);
        String wave = new BitByBit(frame).wave;
        for (int bit = wave.length() - 11;; bit--) {
            var unit = fresh().untilTold(flipped(wave, bit) + RECESSIVE);
            if (!unit.told.getFirst().equals("crc")) continue;
            assertEquals(0, unit.drives());
            var again = fresh().wire(flipped(wave, bit).substring(0, wave.length() - (frame.isFd() ? 6 : 7) - 1));
            assertEquals(List.of(), again.told);
            return unit.rest().rec();
        }
    }

    private static int disturbedTransmission(CanFrame frame, int bit, String error) {
        var unit = fresh().send(frame, bit);
        boolean ackSlotBefore = bit > new BitByBit(frame).wave.length() - 9;
        if (ackSlotBefore) unit = fresh().send(frame, ACK_SLOT).wire("0").tester("1".repeat(bit - ACK_SLOT - 1));
        unit.wire(unit.drives() == 0 ? "1" : "0");
        assertEquals(List.of(error, "failed"), unit.told);
        return unit.rest().sendWell(frame).tec();
    }

    @Test
    void anErrorFrameIsSixBitsOfFlagAndEightOfDelimiter() throws IOException {
        var lengths = Vectors.map(Vectors.object("vectors/B_can/B10_error_frame_lengths.json"), "expected");
        var unit = receiverInFlag();

        assertEquals(Vectors.number(lengths, "active_error_flag"), bitsIn(unit, Mac.Phase.ACTIVE_FLAG));
        assertEquals(Vectors.number(lengths, "error_delimiter"),
                bitsIn(unit, Mac.Phase.FLAG_END) + bitsIn(unit, Mac.Phase.DELIMITER));
        assertEquals(Vectors.number(lengths, "intermission"), bitsIn(unit, Mac.Phase.INTERMISSION));

        var passive = transmitterInFlag(130);
        assertEquals(Vectors.number(lengths, "passive_error_flag"), bitsIn(passive, Mac.Phase.PASSIVE_FLAG));
        passive.tester("1".repeat(8 + 3));
        assertEquals(Vectors.number(lengths, "suspend_transmission"), bitsIn(passive, Mac.Phase.SUSPEND));

        var overloaded = fresh().wire(WAVE).tester("0");
        assertEquals(Vectors.number(lengths, "overload_flag"), bitsIn(overloaded, Mac.Phase.OVERLOAD_FLAG));
        assertEquals(Vectors.number(lengths, "overload_delimiter"),
                bitsIn(overloaded, Mac.Phase.FLAG_END) + bitsIn(overloaded, Mac.Phase.DELIMITER));
    }

    private static int bitsIn(UnitUnderTest unit, Mac.Phase phase) {
        int bits = 0;
        for (; unit.phase() == phase; bits++) unit.tester("1");
        return bits;
    }

    /// 8.5.15: flag, delimiter, intermission and suspend, 25 bits, lie between the last dominant bit and the repeated frame.
    @Test
    void aPassiveTransmitterRepeatsAfterTwentyFiveBits() {
        var unit = new UnitUnderTest(130, 0).send(FRAME, 22);
        unit.wire(unit.drives() == 0 ? "1" : "0");

        unit.tester("1".repeat(24));
        assertEquals(Mac.Phase.SUSPEND, unit.phase());
        unit.tester("1");
        assertEquals(Mac.Phase.IDLE, unit.phase());
    }

    /// 8.5.3 and 8.5.8: who has received, or has lost arbitration, does not wait longer: ACK delimiter, EOF and intermission.
    @Test
    void aPassiveReceiverDoesNotWait() {
        var receiver = new UnitUnderTest(130, 0).wire(WAVE).tester("111");
        assertEquals(Mac.Phase.IDLE, receiver.phase());

        var loser = new UnitUnderTest(130, 0).send(FRAME, 0).tester(new BitByBit(CanFrame.parse("154#5A")).wave).tester("111");
        assertEquals(Mac.Phase.IDLE, loser.phase());
    }

    @Test
    void thirtyTwoErrorsInARowAreBusOff() throws IOException {
        var expected = Vectors.map(sequence("bus-off"), "expected");
        var unit = fresh();
        var states = new TreeMap<Integer, ErrorState>();
        for (int attempt = 1; unit.phase() != Mac.Phase.BUS_OFF; attempt++) {
            unit.send(FRAME, 22).wire(unit.drives() == 0 ? "1" : "0");
            states.put(attempt, unit.port.errorState());
            if (unit.phase() != Mac.Phase.BUS_OFF) unit.rest();
        }

        assertEquals(first(states, ErrorState.ERROR_WARNING), Vectors.number(expected, "attempts_to_error_warning_96"));
        assertEquals(first(states, ErrorState.ERROR_PASSIVE), Vectors.number(expected, "attempts_to_error_passive_128"));
        assertEquals(first(states, ErrorState.BUS_OFF), Vectors.number(expected, "attempts_to_bus_off_256"));
    }

    private static int first(Map<Integer, ErrorState> states, ErrorState state) {
        return states.entrySet().stream().filter(entry -> entry.getValue() == state).findFirst().orElseThrow().getKey();
    }

    @Test
    void aLoneNodeStaysAtOneHundredAndTwentyEight() throws IOException {
        var unit = fresh();
        var counts = new ArrayList<Long>();
        for (int attempt = 0; attempt < 20; attempt++) {
            unit.send(FRAME, ACK_SLOT).wire("1").rest();
            counts.add((long) unit.tec());
        }

        assertEquals(Vectors.map(sequence("no ACK partner, never bus-off"), "expected").get("TEC_sequence_first_20"), counts);
        assertEquals(ErrorState.ERROR_PASSIVE, unit.port.errorState());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> sequence(String name) throws IOException {
        return ((List<Map<String, Object>>) Vectors.object(VECTORS).get("sequences")).stream()
                .filter(each -> name.equals(each.get("name"))).findFirst().orElseThrow();
    }

    /// 8.5.11: a group of 10 recessive bits does not count, one of 21 counts once.
    @Test
    void busOffEndsAfterOneHundredAndTwentyEightTimesElevenRecessiveBits() {
        var unit = new UnitUnderTest(248, 7).send(FRAME, 22);
        unit.wire(unit.drives() == 0 ? "1" : "0");
        assertEquals(Mac.Phase.BUS_OFF, unit.phase());
        assertEquals(1, unit.drives());
        unit.wire("1".repeat(5_000));
        assertEquals(Mac.Phase.BUS_OFF, unit.phase(), "nobody asked it to recover");

        unit.port.counters().recover();
        unit.wire("0" + "1".repeat(10) + "0" + "1".repeat(21) + "0" + "1".repeat(127 * 11 - 1));
        assertEquals(Mac.Phase.BUS_OFF, unit.phase());
        unit.wire("1");

        assertEquals(Mac.Phase.IDLE, unit.phase());
        assertEquals(0, unit.tec() + unit.rec());
    }

    @Test
    void aNodeInBusOffNeitherAcknowledgesNorFlags() {
        var unit = new UnitUnderTest(256, 0);
        unit.port.mac().begin(Mac.Phase.BUS_OFF);

        unit.wire(WAVE.substring(0, ACK_SLOT));
        assertEquals(1, unit.drives());
        unit.wire(FLAG + FLAG);
        assertEquals(1, unit.drives());
    }

    @Test
    void aReceiverAboveOneHundredAndTwentySevenComesBackToIt() {
        assertEquals(127, new UnitUnderTest(0, 200).wire(WAVE).rec());
    }

    /// Rule c, second exception: the transmitter's recessive stuff bit in arbitration is overwritten.
    @Test
    void aStuffErrorInArbitrationDoesNotCountForTheTransmitter() {
        CanFrame zeros = CanFrame.parse("000#");

        var unit = fresh().send(zeros, 5).wire("0");

        assertEquals(List.of("stuff", "failed"), unit.told);
        assertEquals(0, unit.tec());
    }

    @Test
    void aListeningNodeDrivesNothingThatCountsAndCountsNothing() {
        var unit = new UnitUnderTest(0, 0);
        unit.port.setMode(CanPort.Mode.LISTEN_ONLY);

        unit.untilTold("0000000").rest();

        assertEquals(0, unit.rec());
    }

    @Test
    void aDominantBitInIntermissionIsAnOverloadAndAThirdOneASof() {
        assertEquals("overload", fresh().wire(WAVE).wire("0").told.getLast());
        assertEquals("overload", fresh().wire(WAVE).wire("10").told.getLast());
        assertEquals(Mac.Phase.RECEIVING, fresh().wire(WAVE).wire("110").phase());
    }

    @Test
    void aNodeThatKnowsNoFdWaitsForTheEndOfAnFdFrame() {
        var unit = fresh();
        unit.port.setFd(false);
        unit.port.mac().begin(Mac.Phase.IDLE);
        String wave = new BitByBit(CanFrame.parse("155##05A")).wave;

        unit.wire(wave);
        assertEquals(List.of(), unit.told);
        assertEquals(Mac.Phase.INTEGRATING, unit.phase());
        unit.wire("111");

        assertEquals(Mac.Phase.IDLE, unit.phase());
    }
}
