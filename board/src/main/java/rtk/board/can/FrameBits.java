package rtk.board.can;

/// The bits of one frame on the wire: how many, which CRC, which of them are stuff bits, and the bits themselves.
///
/// Counts run from SOF to the last bit of EOF, without the 3 bits of intermission. Sources: CAN Specification
/// 2.0, part B, "Message transfer" and "Coding"; ISO 11898-1:2015 for CAN FD.
///
/// ## The fast way
/// For classic frames [#length] looks bytes up instead of walking bits. CRC-15 starts from 0 and is linear, so the CRC of a frame
/// is the exclusive-or of one table entry per byte, chosen by its distance from the end. Stuffing is an automaton whose state is
/// the last bit on the wire and the length of the run it ends (1 to 4: a run of 5 is cut by a stuff bit at once); eight states, so a
/// table gives for each state and byte the next state and the number of stuff bits. The bits from SOF to CRC are a
/// multiple of 8 and 2 (standard) or 6 (extended) more; alternating bits before SOF fill them up to whole bytes without
/// making a run.
public final class FrameBits {
    /// CRC delimiter, ACK slot and delimiter, EOF.
    private static final int TRAILER_BITS = 10;
    /// Bits of a classic frame from SOF to length code.
    private static final int STANDARD_HEADER = 19;
    private static final int EXTENDED_HEADER = 39;
    /// Bits of an FD frame from SOF to length code.
    private static final int FD_STANDARD_HEADER = 22;
    private static final int FD_EXTENDED_HEADER = 41;
    private static final int CRC15_BITS = 15;
    /// Bytes that a CRC can run over: header and data of an extended frame.
    private static final int CRC_BYTES_MAX = 13;
    /// State of the stuffing automaton after an alternating pattern that ended recessive: last bit 1, run of 1.
    private static final int AFTER_RECESSIVE = 4;

    /// By distance from the end × 256 + byte.
    private static final char[] CRC15 = crcTable();
    /// By state × 256 + byte: next state × 256 + stuff bits.
    private static final short[] STUFFING = stuffingTable();

    private final CanFrame frame;
    private final int crc;
    private final int crcBits;
    private final int stuffBits;
    private final int fixedStuffBits;
    private final int dataBits;
    private final int bits;

    private FrameBits(CanFrame frame, int crc, int crcBits, int stuffBits, int fixedStuffBits, int dataBits, int bits) {
        this.frame = frame;
        this.crc = crc;
        this.crcBits = crcBits;
        this.stuffBits = stuffBits;
        this.fixedStuffBits = fixedStuffBits;
        this.dataBits = dataBits;
        this.bits = bits;
    }

    public static FrameBits of(CanFrame frame) {
        if (frame.isFd()) {
            var encoder = new FrameEncoder(frame);
            return new FrameBits(frame, encoder.crc(), encoder.crcBits(), encoder.stuffBits(), encoder.fixedStuffBits(),
                    encoder.dataBits(), encoder.bits());
        }
        int result = crcAndStuffBits(frame);
        return new FrameBits(frame, result >>> 8, CRC15_BITS, result & 0xff, 0, 0, plainLength(frame) + (result & 0xff));
    }

    /// The exact number of bits of `frame`. No garbage for classic frames.
    public static int length(CanFrame frame) {
        if (frame.isFd()) return new FrameEncoder(frame).bits();
        return plainLength(frame) + (crcAndStuffBits(frame) & 0xff);
    }

    /// The most bits that a frame of this format and length can have, whatever its identifier and data: for classic frames the formula of
    /// Davis, Burns, Bril, Lukkien 2007, equation (1), less the intermission.
    public static int worstCaseLength(CanFrame frame) {
        int dataBits = 8 * frame.dataLength();
        if (!frame.isFd()) {
            int stuffed = (frame.isExtended() ? EXTENDED_HEADER : STANDARD_HEADER) + dataBits + CRC15_BITS;
            return stuffed + (stuffed - 1) / 4 + TRAILER_BITS;
        }
        // No dynamic stuff bit after the last data bit: the fixed one comes there anyway.
        int stuffed = (frame.isExtended() ? FD_EXTENDED_HEADER : FD_STANDARD_HEADER) + dataBits;
        return stuffed + (stuffed - 2) / 4 + fdCrcField(frame) + TRAILER_BITS;
    }

    /// How many bits of [#worstCaseLength] are sent at the data bit rate: those after BRS, of a frame in which as many stuff bits as
    /// possible come after it.
    static int worstCaseDataBits(CanFrame frame) {
        if (!frame.isBrs()) return 0;
        int header = frame.isExtended() ? FD_EXTENDED_HEADER : FD_STANDARD_HEADER;
        int nominal = header - 5; // SOF to BRS; ESI and length code are data bits
        return worstCaseLength(frame) - nominal - (nominal - 1) / 4 - (TRAILER_BITS - 1);
    }

    /// The CRC as a number of [#crcBits] bits.
    public int crc() { return crc; }

    /// Width of the CRC: 15, 17 or 21.
    public int crcBits() { return crcBits; }

    /// Stuff bits that depend on the bits before them.
    public int stuffBits() { return stuffBits; }

    /// Stuff bits at fixed places in the CRC field of CAN FD.
    public int fixedStuffBits() { return fixedStuffBits; }

    /// Bits at the nominal rate: all of a frame without bit-rate switch.
    public int nominalBits() { return bits - dataBits; }

    /// Bits at the data rate: of a frame with bit-rate switch those from ESI to the CRC delimiter.
    public int dataBits() { return dataBits; }

    /// All bits, stuff bits included.
    public int bits() { return bits; }

    /// As [#worstCaseLength].
    public int worstCaseBits() { return worstCaseLength(frame); }

    /// The bits on the wire, SOF to EOF, as `0` (dominant) and `1`, with the ACK slot dominant.
    public String wave() { return new FrameEncoder(frame).wave(); }

    private static int fdCrcField(CanFrame frame) { return frame.length() > 16 ? 4 + 21 + 7 : 4 + 17 + 6; }

    private static int plainLength(CanFrame frame) {
        return (frame.isExtended() ? EXTENDED_HEADER : STANDARD_HEADER) + 8 * frame.dataLength() + CRC15_BITS + TRAILER_BITS;
    }

    /// The CRC-15 of a classic frame in the upper bits, the number of its stuff bits in the lower eight.
    static int crcAndStuffBits(CanFrame frame) {
        int length = frame.dataLength();
        long data = frame.data();
        int remote = frame.isRemote() ? 1 : 0;
        boolean extended = frame.isExtended();
        long header = extended
                ? extendedHeader(frame.identifier(), remote, frame.dlc())
                : (long) frame.identifier() << 7 | remote << 6 | frame.dlc();

        int row = length << 8; // header bytes stand before `length` data bytes
        int crc = CRC15[row + octet(header)] ^ CRC15[row + 0x100 + octet(header >>> 8)]
                ^ CRC15[row + 0x200 + octet(header >>> 16)];
        if (extended) crc ^= CRC15[row + 0x300 + octet(header >>> 24)] ^ CRC15[row + 0x400 + octet(header >>> 32)];
        long rest = data;
        for (int distance = length - 1; distance >= 0; distance--) {
            crc ^= CRC15[(distance << 8) + octet(rest >>> 56)];
            rest <<= 8;
        }

        // Standard: 6 bits of filling, 19 of header; extended: 2 and 39. Either leaves the last header bit for the next byte.
        int state = AFTER_RECESSIVE << 8;
        if (extended) {
            long filled = 0b01L << EXTENDED_HEADER | header;
            state = step(state, octet(filled >>> 33));
            state = step(state, octet(filled >>> 25));
            state = step(state, octet(filled >>> 17));
            state = step(state, octet(filled >>> 9));
            state = step(state, octet(filled >>> 1));
        } else {
            long filled = 0b010101L << STANDARD_HEADER | header;
            state = step(state, octet(filled >>> 17));
            state = step(state, octet(filled >>> 9));
            state = step(state, octet(filled >>> 1));
        }
        int carry = (int) header & 1;
        rest = data;
        for (int i = 0; i < length; i++) {
            int next = octet(rest >>> 56);
            state = step(state, (carry << 7) + (next >>> 1));
            carry = next & 1;
            rest <<= 8;
        }
        state = step(state, (carry << 7) + (crc >>> 8));
        state = step(state, crc & 0xff);
        return (crc << 8) + (state & 0xff);
    }

    private static int octet(long value) { return (int) value & 0xff; }

    /// Advances the automaton by a byte.
    ///
    /// @param state bits 10–8 the state, bits 7–0 the stuff bits so far
    private static int step(int state, int octet) { return STUFFING[(state & 0x700) + octet] + (state & 0xff); }

    /// SOF, base identifier, SRR and IDE recessive, extension, RTR, two reserved bits, length code.
    private static long extendedHeader(int identifier, int remote, int dlc) {
        return (long) (identifier >>> 18) << 27 | 3L << 25 | (long) (identifier & 0x3_ffff) << 7 | remote << 6 | dlc;
    }

    private static char[] crcTable() {
        var table = new char[CRC_BYTES_MAX << 8];
        for (int value = 0; value < 256; value++) {
            int crc = value << 7; // the byte at the top of 15 bits
            for (int distance = 0; distance < CRC_BYTES_MAX; distance++) {
                crc = Crc.advance(crc, CRC15_BITS, 0, 8);
                table[distance << 8 | value] = (char) crc;
            }
        }
        return table;
    }

    /// A state is last bit × 4 + run − 1.
    private static short[] stuffingTable() {
        var table = new short[8 << 8];
        for (int index = 0; index < table.length; index++) {
            int last = index >> 10 & 1;
            int run = ((index >> 8) & 3) + 1;
            int stuffed = 0;
            for (int bit = 7; bit >= 0; bit--) {
                int next = index >> bit & 1;
                run = next == last ? run + 1 : 1;
                last = next;
                if (run == 5) {
                    stuffed++;
                    last ^= 1;
                    run = 1;
                }
            }
            table[index] = (short) (((last * 4 + run - 1) << 8) + stuffed);
        }
        return table;
    }
}
