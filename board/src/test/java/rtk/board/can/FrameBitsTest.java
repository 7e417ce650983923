package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtk.board.sim.SimRandom;

class FrameBitsTest {
    private static final String FOLDER = "vectors/B_can/";
    /// Frames of each sort: together 100 000, a million in the nightly run.
    private static final int ENOUGH = Boolean.getBoolean("rtk.nightly") ? 10 : 1;
    private static final int CLASSIC_FRAMES = ENOUGH * 85_000;
    private static final int FD_FRAMES = ENOUGH * 15_000;

    @Test
    void lengthsAgreeWithCanframelen() throws IOException {
        var rows = Vectors.list(FOLDER + "B04a_canframelen_open.json", "rows");
        for (var row : rows) {
            CanFrame frame = frame(row);
            var bits = FrameBits.of(frame);

            assertEquals(Vectors.number(row, "exact"), bits.bits() + CanBus.INTERMISSION_BITS, row::toString);
            assertEquals(Vectors.number(row, "worst"), bits.worstCaseBits() + CanBus.INTERMISSION_BITS, row::toString);
            assertEquals(Vectors.number(row, "no_stuff"), bits.bits() - bits.stuffBits() + CanBus.INTERMISSION_BITS,
                    row::toString);
            assertEquals(Vectors.number(row, "stuff_bits"), bits.stuffBits(), row::toString);
            assertEquals(Vectors.number(row, "crc"), bits.crc(), row::toString);
            assertEquals(bits.bits(), FrameBits.length(frame));
        }
        assertEquals(190, rows.size());
    }

    @Test
    void wavesAgreeWithTheReferenceFramesOfACore() throws IOException {
        var frames = Vectors.list(FOLDER + "B01a_ctu_frames_open.json", "frames");
        for (var each : frames) {
            var expected = Vectors.map(each, "expected");
            var bits = FrameBits.of(frame(each));

            assertEquals(Vectors.text(expected, "wire_bits"), bits.wave(), each::toString);
            assertEquals(Vectors.number(expected, "length_sof_to_eof"), bits.bits(), each::toString);
            assertEquals(Vectors.number(expected, "crc"), bits.crc(), each::toString);
            assertEquals(Vectors.number(expected, "dynamic_stuff_bits"), bits.stuffBits(), each::toString);
            if (expected.containsKey("duration_ns_500k")) {
                assertEquals(Vectors.number(expected, "duration_ns_500k"), bits.nominalBits() * 2000 + bits.dataBits() * 500,
                        each::toString);
            }
        }
        assertEquals(189, frames.size());
    }

    @Test
    void wavesAgreeWithCapturedClassicFrames() throws IOException {
        for (var each : Vectors.list(FOLDER + "B02a_captured_classic_frames_open.json", "frames")) {
            var expected = Vectors.map(each, "expected");
            var bits = FrameBits.of(frame(each));

            assertEquals(Vectors.text(expected, "wire_bits"), bits.wave(), each::toString);
            assertEquals(Vectors.number(expected, "crc"), bits.crc(), each::toString);
            assertEquals(Vectors.number(expected, "stuff_bits"), bits.stuffBits(), each::toString);
        }
    }

    @Test
    void wavesAgreeWithCapturedFdFrames() throws IOException {
        for (var each : Vectors.list(FOLDER + "B03a_captured_canfd_pcan_open.json", "frames")) {
            var inputs = Vectors.map(each, "inputs");
            var expected = Vectors.map(each, "expected");
            byte[] data = new byte[Vectors.number(inputs, "length")];
            for (int i = 0; i < data.length; i++) data[i] = (byte) i;
            var bits = FrameBits
                    .of(CanFrame.fd(Vectors.number(inputs, "id"), Vectors.flag(inputs, "ext"), Vectors.flag(inputs, "brs"),
                            Vectors.flag(inputs, "esi"), data));

            assertEquals(Vectors.text(expected, "wire_bits"), bits.wave(), each::toString);
            assertEquals(Vectors.number(expected, "crc"), bits.crc(), each::toString);
            assertEquals(Vectors.number(expected, "crc_width"), bits.crcBits(), each::toString);
            assertEquals(Vectors.number(expected, "dynamic_stuff_bits"), bits.stuffBits(), each::toString);
            assertEquals(Vectors.number(expected, "fixed_stuff_bits"), bits.fixedStuffBits(), each::toString);
        }
    }

    @Test
    void crcsAgreeWithTheCatalogue() throws IOException {
        for (var each : Vectors.list(FOLDER + "B06_crc_check_values.json", "cases")) {
            String name = Vectors.text(each, "name");
            String expected = Vectors.text(each, "expected");
            if (name.startsWith("check")) {
                var inputs = Vectors.map(each, "inputs");
                int width = Integer.parseInt(name.substring("check CRC-".length(), name.indexOf('/')));
                assertEquals(Vectors.number(inputs, "poly"), Crc.polynomial(width), name);
                int crc = 0;
                String ascii = Vectors.text(inputs, "ascii");
                for (int i = 0; i < ascii.length(); i++) crc = Crc.advance(crc, width, ascii.charAt(i), 8);
                assertEquals(Integer.decode(expected), crc, name);
            } else if (name.startsWith("OBD")) {
                var inputs = Vectors.map(each, "inputs");
                var frame = CanFrame.classic(Vectors.number(inputs, "id"), false, Vectors.hex(Vectors.text(inputs, "data")));
                assertEquals(Integer.decode(expected), FrameBits.of(frame).crc(), name);
            } else {
                String[] entries = expected.split(" ");
                for (int i = 0; i < entries.length; i++)
                    assertEquals(Integer.parseInt(entries[i], 16), Crc.advance(0, 15, i, 8), name);
            }
        }
    }

    @Test
    void fastAndSlowEncodersAgreeOnRandomFrames() {
        var random = new SimRandom(20_26, "frames");
        for (int i = 0; i < CLASSIC_FRAMES; i++) {
            CanFrame frame = randomClassic(random);
            var slow = new BitByBit(frame);
            var bits = FrameBits.of(frame);

            assertEquals(slow.crc, bits.crc(), frame::toString);
            assertEquals(slow.stuffBits, bits.stuffBits(), frame::toString);
            assertEquals(slow.wave.length(), FrameBits.length(frame), frame::toString);
            if (i % 10 == 0) assertEquals(slow.wave, bits.wave(), frame::toString);
            assertTrue(bits.bits() <= bits.worstCaseBits(), frame::toString);
        }
    }

    @Test
    void fastAndSlowEncodersAgreeOnRandomFdFrames() {
        var random = new SimRandom(20_26, "fd frames");
        for (int i = 0; i < FD_FRAMES; i++) {
            CanFrame frame = randomFd(random);
            var slow = new BitByBit(frame);
            var bits = FrameBits.of(frame);

            assertEquals(slow.wave, bits.wave(), frame::toString);
            assertEquals(slow.crc, bits.crc(), frame::toString);
            assertEquals(slow.stuffBits, bits.stuffBits(), frame::toString);
            assertEquals(bits.bits(), bits.nominalBits() + bits.dataBits());
            assertTrue(bits.bits() <= bits.worstCaseBits(), frame::toString);
            assertTrue(bits.dataBits() <= FrameBits.worstCaseDataBits(frame), frame::toString);
        }
    }

    /// The time measured ends at the last rising edge before the ACK slot. With the sample points of the capture (75 % and 80 %) a CRC
    /// delimiter after which the rate falls back takes 80 % of a data bit and 25 % of a nominal one, 150 ns more than a data bit.
    @Test
    void durationsAgreeWithCapturedFdFrames() throws IOException {
        for (var each : Vectors.list(FOLDER + "B03a_captured_canfd_pcan_open.json", "frames")) {
            var inputs = Vectors.map(each, "inputs");
            var expected = Vectors.map(each, "expected");
            boolean brs = Vectors.flag(inputs, "brs");
            byte[] data = new byte[Vectors.number(inputs, "length")];
            for (int i = 0; i < data.length; i++) data[i] = (byte) i;
            var bits = FrameBits.of(CanFrame.fd(0x42, Vectors.flag(inputs, "ext"), brs, false, data));

            long ackSlotNs = (bits.nominalBits() - 9) * 1_000L + bits.dataBits() * 500L;
            int ackSlot = bits.bits() - 9;
            int bitsAfterEdge = ackSlot - bits.wave().lastIndexOf("01", ackSlot - 1) - 1;
            long edgeNs = ackSlotNs - (brs ? bitsAfterEdge * 500L + 150 : bitsAfterEdge * 1_000L);
            long measuredNs = Vectors.number(expected, "captured_duration_sof_to_last_falling_ack_edge_10ns") * 10L;
            assertTrue(Math.abs(measuredNs - edgeNs) <= 120, () -> measuredNs + " measured, " + edgeNs + " computed: " + inputs);
        }
    }

    @Test
    void worstCasesAgreeWithThePublishedFormula() throws IOException {
        var worst = Vectors.map(Vectors.object(FOLDER + "B05_worst_case_length_formulas.json"), "expected");
        for (int length = 0; length <= 8; length++) {
            String key = Integer.toString(length);
            int standard = FrameBits.worstCaseLength(CanFrame.classic(1, false, length, 0));
            int extended = FrameBits.worstCaseLength(CanFrame.classic(1, true, length, 0));

            assertEquals(Vectors.number(Vectors.map(worst, "standard"), key), standard + 3);
            assertEquals(Vectors.number(Vectors.map(worst, "extended"), key), extended + 3);
            assertEquals(Vectors.number(Vectors.map(worst, "without_ifs_standard"), key), standard);
        }
    }

    @Test
    void theWorstStandardFrameOfEightBytesIsFoundToBeAsLongAsTheFormulaSays() {
        assertEquals(132, FrameBits.of(CanFrame.parse("123#0011223344556677")).worstCaseBits());
        assertEquals(157, FrameBits.of(CanFrame.parse("12345678#0011223344556677")).worstCaseBits());
        assertEquals(52, FrameBits.of(CanFrame.parse("123#R8")).worstCaseBits());
    }

    /// Few different bits make many stuff bits.
    static CanFrame randomClassic(SimRandom random) {
        boolean extended = random.between(0, 1) == 1;
        int identifier = (int) (sparse(random) & (extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX));
        int length = (int) random.between(0, 8);
        if (random.between(0, 15) == 0) return CanFrame.remote(identifier, extended, length);
        long data = sparse(random);
        if (length == 8 && random.between(0, 7) == 0)
            return CanFrame.classicWithDlc(identifier, extended, (int) random.between(8, 15), data);
        return CanFrame.classic(identifier, extended, length, data);
    }

    static CanFrame randomFd(SimRandom random) {
        int[] lengths = {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64};
        boolean extended = random.between(0, 1) == 1;
        int identifier = (int) (sparse(random) & (extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX));
        byte[] data = new byte[lengths[(int) random.between(0, 15)]];
        for (int i = 0; i < data.length; i++) data[i] = (byte) sparse(random);
        return CanFrame.fd(identifier, extended, random.between(0, 1) == 1, random.between(0, 1) == 1, data);
    }

    /// Any number, one of few ones, one of few zeros, all zeros or all ones.
    private static long sparse(SimRandom random) {
        long first = random.nextLong();
        long second = random.nextLong();
        return switch ((int) random.between(0, 3)) {
            case 0 -> first;
            case 1 -> first & second;
            case 2 -> first | second;
            default -> first >> 63;
        };
    }

    private static CanFrame frame(Map<String, Object> row) {
        int id = Vectors.number(row, "id");
        boolean extended = Vectors.flag(row, "ext");
        byte[] data = Vectors.hex(Vectors.text(row, "data"));
        if (Vectors.flag(row, "fdf")) return CanFrame.fd(id, extended, Vectors.flag(row, "brs"), Vectors.flag(row, "esi"), data);
        int dlc = Vectors.number(row, "dlc");
        if (Vectors.flag(row, "rtr")) return CanFrame.remote(id, extended, dlc);
        CanFrame plain = CanFrame.classic(id, extended, data);
        return dlc > 8 ? CanFrame.classicWithDlc(id, extended, dlc, plain.data()) : plain;
    }
}
