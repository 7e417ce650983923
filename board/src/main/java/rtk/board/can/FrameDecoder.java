package rtk.board.can;

/// Reads a frame bit by bit, as every node on the wire does, its sender included: takes out stuff bits, checks stuffing, form, stuff count and
/// CRC, and knows which bit comes next.
///
/// ```
///   STUFFED                                          FIXED (FD only)            TRAILER
///   SOF … length code, data, CRC-15 of classic       stuff count, CRC-17/21     CRC delimiter, ACK slot, ACK delimiter, EOF
/// ```
///
/// A CRC error is told after the ACK delimiter, in CAN FD one bit later, so that the error flag begins with the bit at which ISO 16845 (7.6.10)
/// looks for it. Any value of r0 and SRR is accepted, as ISO 11898-1 asks of receivers.
final class FrameDecoder {
    /// What the last bit meant.
    enum Result {
        MORE,
        /// Six equal bits.
        STUFF,
        /// A bit that must be recessive, or unlike the one before, is not.
        FORM,
        CRC,
        /// A CAN FD frame, to a node that knows none, or one of a format to come (reserved bit recessive): the node waits until the bus is
        /// free (protocol exception).
        NOT_UNDERSTOOD,
        /// The last but one bit of EOF: [#frame] is good.
        VALID,
        /// The last bit of EOF is dominant.
        OVERLOAD,
        /// The last bit of EOF.
        END
    }

    private enum Section {
        STUFFED, FIXED, TRAILER
    }

    private static final int UNKNOWN = Integer.MAX_VALUE;
    private static final int EQUAL_BITS_MAX = 5;
    private static final int IDE = 13;
    private static final int EXTENDED_RTR = 32;
    private static final int STUFF_COUNT_BITS = 4;

    private final boolean fdTolerantOnly;
    private final byte[] data = new byte[64];
    private Section section;
    private int bits; // on the wire so far
    private int last;
    private int run;
    private int index; // of the next bit that is no stuff bit, SOF 0
    private int fdf; // index of FDF or the bit in its place, UNKNOWN before IDE
    private int dlcEnd; // index after the length code, UNKNOWN before FDF
    private int dataEnd; // index after the data, UNKNOWN before the end of the length code
    private int identifier;
    private boolean extended;
    private boolean remote;
    private boolean fd;
    private boolean brs;
    private boolean esi;
    private int dlc;
    private int length;
    private int crc15;
    private int crc17;
    private int crc21;
    private int crcRead;
    private int stuffBits;
    private int fixedPlace; // bits of the FIXED section so far
    private int fixedValues; // of them, those that are no stuff bits
    private int stuffCountRead;
    private boolean good; // CRC and stuff count
    private boolean stuffBitAfterCrc;
    private int trailer; // bits of the TRAILER section so far
    private boolean dataPhase;

    /// @param fd does the node understand CAN FD frames?
    FrameDecoder(boolean fd) { fdTolerantOnly = !fd; }

    /// The next bit is SOF.
    void start() {
        section = Section.STUFFED;
        bits = run = index = identifier = dlc = length = crcRead = stuffBits = fixedPlace = fixedValues = stuffCountRead = trailer = 0;
        last = -1;
        fdf = dlcEnd = dataEnd = UNKNOWN;
        extended = remote = fd = brs = esi = good = stuffBitAfterCrc = dataPhase = false;
        crc15 = Crc.initial(15);
        crc17 = Crc.initial(17);
        crc21 = Crc.initial(21);
    }

    /// Bits read so far, stuff bits included.
    int bits() { return bits; }

    /// Is the next bit sent at the data bit rate?
    boolean isDataPhase() { return dataPhase; }

    /// Does the next bit decide who sends?
    boolean isArbitration() { return section == Section.STUFFED && (index <= IDE || (extended && index <= EXTENDED_RTR)); }

    boolean stuffBitIsNext() { return section == Section.STUFFED && run == EQUAL_BITS_MAX; }

    boolean ackSlotIsNext() { return section == Section.TRAILER && trailer == 1; }

    boolean isTrailer() { return section == Section.TRAILER; }

    /// Is the next bit the ACK slot of a frame that deserves it?
    boolean acknowledges() { return ackSlotIsNext() && good; }

    /// The frame read, from [Result#VALID] on.
    CanFrame frame() {
        if (fd) return CanFrame.fd(identifier, extended, brs, esi, java.util.Arrays.copyOf(data, length));
        if (remote) return CanFrame.remote(identifier, extended, length);
        CanFrame plain = CanFrame.classic(identifier, extended, java.util.Arrays.copyOf(data, length));
        return dlc > 8 ? CanFrame.classicWithDlc(identifier, extended, dlc, plain.data()) : plain;
    }

    Result sample(int level) {
        bits++;
        return switch (section) {
            case STUFFED -> stuffed(level);
            case FIXED -> fixed(level);
            case TRAILER -> trailer(level);
        };
    }

    private Result stuffed(int level) {
        if (run == EQUAL_BITS_MAX) {
            if (level == last) return Result.STUFF;
            last = level;
            run = 1;
            stuffBits++;
            advanceFdCrcs(level, 1);
            if (stuffBitAfterCrc) section = Section.TRAILER;
            return Result.MORE;
        }
        run = level == last ? run + 1 : 1;
        last = level;
        advanceFdCrcs(level, 1);
        int place = index++;
        if (dataEnd == UNKNOWN || place < dataEnd) {
            crc15 = Crc.advance(crc15, 15, level, 1);
            if (dlcEnd != UNKNOWN && place >= dlcEnd) dataBit(place - dlcEnd, level);
            else if (!header(place, level)) return Result.NOT_UNDERSTOOD;
            if (fd && index == dataEnd) section = Section.FIXED;
        } else {
            crcRead = crcRead << 1 | level;
            if (index == dataEnd + 15) endOfClassicCrc();
        }
        return Result.MORE;
    }

    private void endOfClassicCrc() {
        good = crcRead == crc15;
        if (run == EQUAL_BITS_MAX) stuffBitAfterCrc = true;
        else section = Section.TRAILER;
    }

    /// @return false if the node does not understand the frame
    private boolean header(int place, int level) {
        boolean set = level == 1;
        if (place == 0) return true;
        if (place <= 11 || (extended && place > IDE && place < EXTENDED_RTR)) {
            identifier = identifier << 1 | level;
        } else if (place == 12 || (extended && place == EXTENDED_RTR)) {
            remote = set;
        } else if (place == IDE) {
            extended = set;
            fdf = set ? EXTENDED_RTR + 1 : IDE + 1;
        } else if (place == fdf) {
            fd = set;
            if (fd && fdTolerantOnly) return false;
            remote &= !fd; // the bit is RRS then
            dlcEnd = fdf + (fd ? 8 : extended ? 6 : 5);
        } else if (place >= dlcEnd - 4) {
            dlc = dlc << 1 | level;
            if (index == dlcEnd) endOfHeader();
        } else if (fd && place == fdf + 1) {
            return !set;
        } else if (fd && place == fdf + 2) {
            brs = dataPhase = set;
        } else if (fd && place == fdf + 3) {
            esi = set;
        }
        return true;
    }

    private void endOfHeader() {
        length = fd ? CanFrame.fdLength(dlc) : Math.min(dlc, 8);
        dataEnd = dlcEnd + (remote ? 0 : 8 * length);
    }

    private void dataBit(int number, int level) {
        int shift = 7 - number % 8;
        if (shift == 7) data[number / 8] = 0;
        data[number / 8] |= (byte) (level << shift);
    }

    private Result fixed(int level) {
        boolean isStuffBit = fixedPlace++ % 5 == 0;
        int before = last;
        last = level;
        if (isStuffBit) return level == before ? Result.FORM : Result.MORE;
        int width = length > 16 ? 21 : 17;
        if (fixedValues < STUFF_COUNT_BITS) {
            stuffCountRead = stuffCountRead << 1 | level;
            advanceFdCrcs(level, 1);
        } else {
            crcRead = crcRead << 1 | level;
        }
        if (++fixedValues == STUFF_COUNT_BITS + width) {
            good = crcRead == (width == 21 ? crc21 : crc17) && stuffCountRead == FrameEncoder.stuffCount(stuffBits);
            section = Section.TRAILER;
        }
        return Result.MORE;
    }

    private Result trailer(int level) {
        int place = trailer++;
        if (place == 0) dataPhase = false;
        if (place == 1) return Result.MORE; // ACK slot
        if (place == 9) return level == 1 ? Result.END : Result.OVERLOAD;
        if (level == 0) return Result.FORM;
        if (!good && place == (fd ? 3 : 2)) return Result.CRC;
        return place == 8 ? Result.VALID : Result.MORE;
    }

    private void advanceFdCrcs(int bits, int count) {
        crc17 = Crc.advance(crc17, 17, bits, count);
        crc21 = Crc.advance(crc21, 21, bits, count);
    }
}
