package rtk.apps.infotainment.isotp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.can.CanFrame;
import rtk.board.sim.Ns;
import rtk.resmgr.dev.CanRecord;

/// The rules of ISO 15765-2, frame by frame in candump's notation. Those of sending and receiving that can be published were compared
/// with the test suite of python-can-isotp (github.com/pylessard/python-can-isotp, MIT).
class IsoTpLinkTest {
    private static final IsoTpAddress TESTER = IsoTpAddress.normal(0x7e0, 0x7e8);
    private static final IsoTpAddress ECU = IsoTpAddress.normal(0x7e8, 0x7e0).withFunctional(0x7df);
    private static final IsoTpSettings UNPADDED = IsoTpSettings.DEFAULT.padding(IsoTpSettings.NO_PADDING).frame(0);

    private static CanRecord frame(String notation) {
        CanFrame frame = CanFrame.parse(notation);
        return new CanRecord(frame.idWithFlags(), frame.length(), 0, frame.data());
    }

    private static String text(CanRecord frame) {
        if (frame == null) return null;
        var data = new byte[frame.length()];
        for (int n = 0; n < data.length; n++) data[n] = (byte) frame.dataByte(n);
        return CanFrame.classic(frame.identifier(), frame.isExtended(), data).toString();
    }

    private static byte[] hex(String digits) { return HexFormat.of().parseHex(digits.replace(" ", "")); }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        for (int n = 0; n < length; n++) bytes[n] = (byte) (n * 7 + length);
        return bytes;
    }

    private static String received(IsoTpLink link) {
        var message = link.take();
        return message == null ? null : HexFormat.of().formatHex(message.bytes());
    }

    private static IsoTpLink ecu(IsoTpSettings settings) { return new IsoTpLink(ECU, settings); }

    @Test
    void aShortMessageIsASingleFrame() {
        var link = ecu(UNPADDED);

        link.send(hex("41 00 BE 3E B8 13"));

        assertEquals("7E8#064100BE3EB813", text(link.next(0)));
        assertNull(link.next(0));
        assertEquals(IsoTpResult.OK, link.takeSent());
        assertEquals(Ns.NEVER, link.dueNs());
    }

    /// The answer to a request for the vehicle identification number, as SAE J1979 and every introduction to OBD-II show it.
    @Test
    void theVehicleIdentificationNumberIsAFirstAndTwoConsecutiveFrames() {
        var link = ecu(IsoTpSettings.LEGISLATED.padding(0x55).frame(0));
        byte[] message = concat(hex("49 02 01"), "1D4GP00R55B123456".getBytes(StandardCharsets.US_ASCII));

        link.send(message);

        assertEquals("7E8#1014490201314434", text(link.next(0)));
        assertNull(link.next(Ns.ms(1)));
        link.received(frame("7E0#300000"), Ns.ms(2));
        assertEquals("7E8#2147503030523535", text(link.next(Ns.ms(2))));
        assertEquals("7E8#2242313233343536", text(link.next(Ns.ms(2))));
        assertEquals(IsoTpResult.OK, link.takeSent());
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /// A real car's answer, recorded; the number itself stays where it is.
    @Test
    void aRecordedAnswerOfARealCarIsPutTogether() throws IOException {
        Path log = Path.of(System.getProperty("rtk.shared", "../shared"), "data/can-logs/car-obd2-css/car_obd2_can1.log");
        assumeTrue(Files.exists(log), "skipped: no " + log + "; give the folder of the shared data with -Drtk.shared=DIR");
        var tester = new IsoTpLink(TESTER, UNPADDED);
        var messages = new ArrayList<byte[]>();

        try (var lines = Files.lines(log)) {
            lines.limit(3_000).forEach(line -> {
                String[] words = line.split(" ");
                long ns = Math.round((Double.parseDouble(words[0].substring(1, words[0].length() - 1)) - 1_725_694_999) * 1e9);
                tester.received(frame(words[2]), ns);
                if (tester.next(ns) != null) assertEquals("7E8#10", words[2].substring(0, 6)); // flow control to a first frame only
                for (var message = tester.take(); message != null; message = tester.take()) messages.add(message.bytes());
            });
        }

        var long1 = messages.stream().filter(message -> message.length > 7).toList();
        assertEquals(1, long1.size());
        String text = new String(long1.getFirst(), 3, 17, StandardCharsets.US_ASCII);
        assertEquals(20, long1.getFirst().length);
        assertArrayEquals(hex("49 02 01"), Arrays.copyOf(long1.getFirst(), 3));
        assertTrue(text.matches("[A-HJ-NPR-Z0-9]{17}"), "letters of an identification number");
        assertTrue(messages.size() > 1_000, messages.size() + " messages");
    }

    @Test
    void theReceiverSteersBlocksAndSeparation() {
        var link = ecu(UNPADDED.blocks(2, 0xf3));
        byte[] message = bytes(30);
        var hex = HexFormat.of().withUpperCase();

        link.received(frame("7E0#101E" + hex.formatHex(message, 0, 6)), 0);
        assertEquals("7E8#3002F3", text(link.next(0)));
        link.received(frame("7E0#21" + hex.formatHex(message, 6, 13)), 1);
        assertNull(link.next(1));
        link.received(frame("7E0#22" + hex.formatHex(message, 13, 20)), 2);
        assertEquals("7E8#3002F3", text(link.next(2)));
        link.received(frame("7E0#23" + hex.formatHex(message, 20, 27)), 3);
        link.received(frame("7E0#24" + hex.formatHex(message, 27, 30)), 4);

        assertNull(link.next(4));
        assertEquals(HexFormat.of().formatHex(message), received(link));
        assertEquals(IsoTpResult.OK, link.takeReceived());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1000000", "127, 127000000", "0x80, 127000000", "0xF0, 127000000", "0xF1, 100000", "0xF9, 900000",
        "0xFA, 127000000", "0xFF, 127000000"})
    void separationIsMillisecondsOrHundredsOfMicroseconds(String octet, long expectedNs) {
        int stmin = Integer.decode(octet);
        long frameNs = Ns.us(250);
        var link = ecu(UNPADDED.frame(frameNs));

        link.send(bytes(20));
        link.next(0);
        link.received(frame("7E0#3000%02X".formatted(stmin)), 1_000);

        assertEquals(0x21, link.next(1_000).dataByte(0));
        assertNull(link.next(1_000 + frameNs + expectedNs - 1));
        assertEquals(1_000 + frameNs + expectedNs, link.dueNs());
        assertEquals(0x22, link.next(1_000 + frameNs + expectedNs).dataByte(0));
    }

    @Test
    void withoutFlowControlTheMessageEnds() {
        var link = ecu(IsoTpSettings.LEGISLATED);

        link.send(bytes(20));
        link.next(0);
        assertEquals(Ns.ms(75), link.dueNs());
        assertNull(link.next(Ns.ms(75) - 1));
        assertNull(link.takeSent());
        assertNull(link.next(Ns.ms(75)));

        assertEquals(IsoTpResult.TIMEOUT_BS, link.takeSent());
        assertEquals(Ns.NEVER, link.dueNs());
    }

    @Test
    void withoutConsecutiveFrameTheMessageEnds() {
        var link = ecu(IsoTpSettings.LEGISLATED);

        link.received(frame("7E0#1014010203040506"), 0);
        link.next(0);
        link.received(frame("7E0#210708090A0B0C0D"), Ns.ms(149));
        assertNull(link.takeReceived());
        link.received(frame("7E0#220E0F1011121314"), Ns.ms(149) + Ns.ms(150));

        assertNull(received(link));
        assertEquals(IsoTpResult.TIMEOUT_CR, link.takeReceived());
    }

    @Test
    void eachWaitBeginsTheTimeAnew() {
        var link = ecu(UNPADDED);

        link.send(bytes(8));
        link.next(0);
        link.received(frame("7E0#310000"), Ns.ms(900));
        assertNull(link.next(Ns.ms(1_800)));
        link.received(frame("7E0#300000"), Ns.ms(1_899));

        assertEquals("7E8#21" + HexFormat.of().withUpperCase().formatHex(bytes(8), 6, 8), text(link.next(Ns.ms(1_899))));
        assertEquals(IsoTpResult.OK, link.takeSent());
    }

    @Test
    void aReceiverThatIsBusyTellsToWaitAndGivesUpAfterSoManyTimes() {
        var settings = new IsoTpSettings(0, 0, 2, 100, IsoTpSettings.NO_PADDING, Ns.ms(100), Ns.ms(100), 0);
        var link = ecu(settings);

        link.setBusy(true);
        link.received(frame("7E0#1014010203040506"), 0);
        assertEquals("7E8#310000", text(link.next(0)));
        assertNull(link.next(Ns.ms(50) - 1));
        assertEquals("7E8#310000", text(link.next(Ns.ms(50))));
        assertNull(link.next(Ns.ms(100)));
        assertEquals(IsoTpResult.WFT_OVRN, link.takeReceived());

        link.received(frame("7E0#1014010203040506"), Ns.ms(200));
        assertEquals("7E8#310000", text(link.next(Ns.ms(200))));
        link.setBusy(false);
        assertEquals("7E8#300000", text(link.next(Ns.ms(201))));
    }

    @Test
    void whatIsTooLongIsRefusedAndTheSenderHearsOfIt() {
        var receiver = ecu(UNPADDED.bytes(19));
        var sender = new IsoTpLink(TESTER, UNPADDED);

        sender.send(bytes(20));
        receiver.received(sender.next(0), 0);
        CanRecord refusal = receiver.next(0);
        sender.received(refusal, 0);

        assertEquals("7E8#320000", text(refusal));
        assertEquals(IsoTpResult.BUFFER_OVFLW, receiver.takeReceived());
        assertEquals(IsoTpResult.BUFFER_OVFLW, sender.takeSent());
        receiver.received(frame("7E0#2101020304050607"), 1);
        assertNull(receiver.next(1));
    }

    @Test
    void anUnknownFlowStatusEndsTheMessage() {
        var link = ecu(UNPADDED);

        link.send(bytes(20));
        link.next(0);
        link.received(frame("7E0#330000"), 0);

        assertEquals(IsoTpResult.INVALID_FS, link.takeSent());
    }

    @Test
    void aFrameOutOfTurnEndsTheMessage() {
        var link = ecu(UNPADDED);

        link.received(frame("7E0#1014010203040506"), 0);
        link.next(0);
        link.received(frame("7E0#2201020304050607"), 1);

        assertEquals(IsoTpResult.WRONG_SN, link.takeReceived());
        assertNull(received(link));
    }

    @Test
    void anotherMessageEndsTheOneBeingReceived() {
        var link = ecu(UNPADDED);

        link.received(frame("7E0#1014010203040506"), 0);
        link.next(0);
        link.received(frame("7E0#023E00"), 1);
        assertEquals("3e00", received(link));
        assertEquals(IsoTpResult.UNEXP_PDU, link.takeReceived());

        link.received(frame("7E0#1014010203040506"), 2);
        link.next(2);
        link.received(frame("7E0#1008AABBCCDDEEFF"), 3);
        assertEquals(IsoTpResult.UNEXP_PDU, link.takeReceived());
        assertEquals("7E8#300000", text(link.next(3)));
        link.received(frame("7E0#210102"), 4);
        assertEquals("aabbccddeeff0102", received(link));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7E0#", "7E0#00", "7E0#0811223344556677", "7E0#053E00", "7E0#1007010203040506", "7E0#10140102030405",
        "7E0#10000000000F0102", "7E0#2101020304050607", "7E0#3000", "7E0#300000", "7E0#4001", "7E0#F0", "7E0#R8", "7E1#023E00",
        "000007E0#023E00", "7DF#1014010203040506"})
    void whatIsNotAsTheStandardSaysIsIgnored(String notation) {
        var link = ecu(UNPADDED);

        link.received(frame(notation), 0);

        assertNull(received(link));
        assertNull(link.next(0));
        assertEquals(Ns.NEVER, link.dueNs());
    }

    @Test
    void bothDirectionsMayBeUnderWayAtOnce() {
        var link = ecu(UNPADDED);

        link.send(bytes(8));
        assertEquals("7E8#1008", text(link.next(0)).substring(0, 8));
        link.received(frame("7E0#1008010203040506"), 1);
        assertEquals("7E8#300000", text(link.next(1)));
        link.received(frame("7E0#300000"), 2);
        assertEquals("7E8#21", text(link.next(2)).substring(0, 6));
        link.received(frame("7E0#210708"), 3);

        assertEquals("0102030405060708", received(link));
        assertEquals(IsoTpResult.OK, link.takeSent());
    }

    @Test
    void aMessageToAllIsToldApart() {
        var link = ecu(UNPADDED);

        link.received(frame("7DF#020902"), 0);
        link.received(frame("7E0#020902"), 0);

        assertTrue(link.take().functional());
        assertTrue(!link.take().functional());
    }

    @ParameterizedTest
    @CsvSource({"normalFixed, 18DAF110#023E00CCCCCCCCCC", "extended, 7E8#F1023E00CCCCCCCC", "mixed, 7E8#99023E00CCCCCCCC",
        "mixedFixed, 18CEF110#99023E00CCCCCCCC"})
    void eachFormatOfAddressesHasItsIdentifiersAndBytes(String format, String expected) {
        IsoTpAddress address = switch (format) {
            case "normalFixed" -> IsoTpAddress.normalFixed(0xf1, 0x10);
            case "extended" -> IsoTpAddress.extended(0x7e8, 0x7e0, 0xf1, 0x10);
            case "mixed" -> IsoTpAddress.mixed(0x7e8, 0x7e0, 0x99);
            default -> IsoTpAddress.mixedFixed(0xf1, 0x10, 0x99);
        };
        var link = new IsoTpLink(address, IsoTpSettings.DEFAULT);

        link.send(hex("3E 00"));

        assertEquals(expected, text(link.next(0)));
    }

    @Test
    void everyLengthGoesThroughWithEveryFormatBlockAndSeparation() {
        var random = new SplittableRandom(15_765);
        List<IsoTpAddress> ends = List.of(TESTER, IsoTpAddress.normal(0x7e8, 0x7e0),
                IsoTpAddress.normalFixed(0x10, 0xf1), IsoTpAddress.normalFixed(0xf1, 0x10),
                IsoTpAddress.extended(0x600, 0x601, 0x12, 0x34), IsoTpAddress.extended(0x601, 0x600, 0x34, 0x12),
                IsoTpAddress.mixedFixed(1, 2, 3), IsoTpAddress.mixedFixed(2, 1, 3));
        for (int round = 0; round < 400; round++) {
            int length = round < 40 ? round + 1 : random.nextInt(10) == 0 ? random.nextInt(4_090, 6_000) : random.nextInt(1, 300);
            int pair = 2 * random.nextInt(4);
            int separation = random.nextInt(3) == 0 ? 0 : random.nextInt(256);
            var settings = (random.nextBoolean() ? UNPADDED : IsoTpSettings.DEFAULT).bytes(6_000)
                    .blocks(random.nextInt(2) * random.nextInt(256), separation).frame(Ns.us(250));
            var one = new IsoTpLink(ends.get(pair), settings);
            var other = new IsoTpLink(ends.get(pair + 1), settings);

            one.send(bytes(length));
            int prefix = pair < 4 ? 0 : 1;
            assertEquals(expectedFrames(length, prefix), exchange(one, other, SeparationTime.ns(separation)),
                    "frames of " + length);

            assertArrayEquals(bytes(length), other.take().bytes());
            assertEquals(IsoTpResult.OK, one.takeSent());
        }
    }

    /// By hand: 7 bytes or fewer in one frame; else 6 in the first and 7 in each other one; 2 in the first if the length needs 32 bits; with an
    /// address byte one less each.
    private static int expectedFrames(int length, int prefix) {
        if (length <= 7 - prefix) return 1;
        int inFirst = (length <= 4_095 ? 6 : 2) - prefix;
        return 1 + (length - inFirst + 6 - prefix) / (7 - prefix);
    }

    /// Lets both ends talk until nothing is due.
    ///
    /// @return frames of `one`
    private static int exchange(IsoTpLink one, IsoTpLink other, long separationNs) {
        long nowNs = 0;
        long lastConsecutiveNs = Long.MIN_VALUE / 2;
        int count = 0;
        for (;;) {
            CanRecord there = one.next(nowNs);
            CanRecord back = there == null ? other.next(nowNs) : null;
            if (there != null) {
                count++;
                if (isConsecutive(there)) {
                    assertTrue(nowNs - lastConsecutiveNs >= separationNs, "too soon after the last frame");
                    lastConsecutiveNs = nowNs;
                }
                nowNs += Ns.us(250);
                other.received(there, nowNs);
            } else if (back != null) {
                nowNs += Ns.us(250);
                one.received(back, nowNs);
                lastConsecutiveNs = Long.MIN_VALUE / 2; // the first frame of a block need not wait
            } else {
                long dueNs = Math.min(one.dueNs(), other.dueNs());
                if (dueNs == Ns.NEVER) return count;
                nowNs = dueNs;
            }
        }
    }

    private static boolean isConsecutive(CanRecord frame) {
        int prefix = frame.identifier() == 0x600 || frame.identifier() == 0x601 || (frame.identifier() >> 16) == 0x18ce ? 1 : 0;
        return frame.dataByte(prefix) >> 4 == 2;
    }

    /// Random frames, also broken ones, at random times: no state is without a way out, and nothing is thrown.
    @Test
    void noSequenceOfFramesLeavesALinkStuck() {
        var random = new SplittableRandom(2);
        var link = ecu(UNPADDED.blocks(3, 0));
        long nowNs = 0;
        int frames = 0;
        int messages = 0;
        for (int round = 0; round < 50_000; round++) {
            nowNs += random.nextLong(Ns.ms(300));
            if (random.nextInt(8) == 0 && !link.isSending()) link.send(bytes(random.nextInt(1, 60)));
            int first = random.nextInt(4) << 4 | random.nextInt(random.nextBoolean() ? 2 : 16);
            long data = (long) first << 56 | random.nextLong() >>> 8 >>> random.nextInt(40);
            link.received(new CanRecord(0x7e0, random.nextInt(9), 0, data), nowNs);
            while (link.next(nowNs) != null) frames++;
            while (link.take() != null) messages++;
        }

        nowNs += Ns.s(3);
        while (link.next(nowNs) != null) nowNs += Ns.s(2);
        assertNull(link.next(nowNs + Ns.s(2)));

        assertEquals(Ns.NEVER, link.dueNs());
        assertTrue(!link.isSending());
        assertTrue(frames > 5_000 && messages > 2_000, frames + " frames, " + messages + " messages");
    }

    @Test
    void whatCannotBeSentIsRefusedWithASentence() {
        var link = ecu(UNPADDED);

        assertTrue(assertThrows(IllegalArgumentException.class, () -> link.send(new byte[0])).getMessage().contains("not 0"));
        link.send(bytes(20));
        assertThrows(IllegalStateException.class, () -> link.send(bytes(1)));
        assertThrows(IllegalArgumentException.class, () -> IsoTpAddress.normal(1, 1));
    }
}
