package rtk.board.can;

/// Writes a frame bit by bit, as a sender does: for its picture, and for CAN FD, whose CRC runs over the stuff bits.
///
/// ISO CAN FD (ISO 11898-1:2015): the CRC starts from a 1 followed by zeros and covers SOF to data with the dynamic stuff bits and
/// the stuff count; the CRC field begins with a fixed stuff bit and has one after every fourth bit, each the inverse of the
/// bit before it; the stuff count is the number of dynamic stuff bits modulo 8 in Gray code with a bit of even parity.
final class FrameEncoder {
    /// Above a frame of 64 bytes with all stuff bits.
    private static final int BITS_MAX = 800;

    private final CanFrame frame;
    private final byte[] wire = new byte[BITS_MAX];
    private final int crcBits;
    private int crc;
    private int bits;
    private int last = -1;
    private int run;
    private int stuffBits;
    private boolean stuffedLast; // the last bit is a dynamic stuff bit
    private int crcBeforeStuffBit;
    private int fixedStuffBits;
    private int fixedPlace; // bits of the CRC field so far, fixed stuff bits apart
    private int nominalHead; // bits up to and including BRS

    FrameEncoder(CanFrame frame) {
        this.frame = frame;
        crcBits = !frame.isFd() ? 15 : frame.length() <= 16 ? 17 : 21;
        crc = Crc.initial(crcBits);
        header();
        for (int i = 0; i < frame.dataLength(); i++) field(frame.dataByte(i), 8);
        if (frame.isFd()) fdCrcField();
        else classicCrcField();
        plain(0b1_0_1_1111111, 10); // CRC delimiter, ACK slot, ACK delimiter, EOF
    }

    int crc() { return crc; }

    int crcBits() { return crcBits; }

    int stuffBits() { return stuffBits; }

    int fixedStuffBits() { return fixedStuffBits; }

    int bits() { return bits; }

    /// From ESI to the CRC delimiter, if the rate is switched.
    int dataBits() { return frame.isBrs() ? bits - nominalHead - 9 : 0; }

    String wave() {
        var text = new StringBuilder(bits);
        for (int i = 0; i < bits; i++) text.append(wire[i]);
        return text.toString();
    }

    /// Level `index` of the wire, SOF 0; the ACK slot is dominant.
    int level(int index) { return wire[index]; }

    /// The field of CAN FD that tells how many dynamic stuff bits there were: modulo 8 in Gray code, and a bit of even parity.
    static int stuffCount(int stuffBits) {
        int gray = stuffBits & 7;
        gray ^= gray >> 1;
        return gray << 1 | (Integer.bitCount(gray) & 1);
    }

    private void header() {
        int remote = frame.isRemote() ? 1 : 0;
        field(0, 1);
        if (frame.isExtended()) {
            field(frame.identifier() >>> 18, 11);
            field(0b11, 2);
            field(frame.identifier(), 18);
            field(remote, 1);
        } else {
            field(frame.identifier(), 11);
            field(remote, 1);
            field(0, 1);
        }
        if (frame.isFd()) {
            field(0b10, 2);
            field(frame.isBrs() ? 1 : 0, 1);
            nominalHead = bits; // no stuff bit follows a recessive BRS: the bit before it is dominant
            field(frame.isEsi() ? 1 : 0, 1);
        } else {
            field(0, frame.isExtended() ? 2 : 1);
        }
        field(frame.dlc(), 4);
    }

    private void classicCrcField() {
        int sum = crc; // field() goes on computing
        field(sum, 15);
        crc = sum;
    }

    private void fdCrcField() {
        if (stuffedLast) { // the fixed stuff bit takes the place of the dynamic one
            bits--;
            stuffBits--;
            crc = crcBeforeStuffBit;
        }
        int count = stuffCount(stuffBits);
        crc = Crc.advance(crc, crcBits, count, 4);
        fixed(count, 4);
        fixed(crc, crcBits);
    }

    /// Bits with dynamic stuffing, covered by the CRC.
    private void field(int value, int width) {
        for (int bit = width - 1; bit >= 0; bit--) {
            int next = value >> bit & 1;
            wire[bits++] = (byte) next;
            advanceCrc(next);
            run = next == last ? run + 1 : 1;
            last = next;
            stuffedLast = run == 5;
            if (stuffedLast) {
                last = 1 - next;
                run = 1;
                wire[bits++] = (byte) last;
                stuffBits++;
                crcBeforeStuffBit = crc;
                if (frame.isFd()) advanceCrc(last);
            }
        }
    }

    /// Bits of the CRC field of CAN FD, with a fixed stuff bit before every fourth.
    private void fixed(int value, int width) {
        for (int bit = width - 1; bit >= 0; bit--) {
            if (fixedPlace++ % 4 == 0) {
                wire[bits] = (byte) (1 - wire[bits - 1]);
                bits++;
                fixedStuffBits++;
            }
            wire[bits++] = (byte) (value >> bit & 1);
        }
    }

    private void plain(int value, int width) {
        for (int bit = width - 1; bit >= 0; bit--) wire[bits++] = (byte) (value >> bit & 1);
    }

    private void advanceCrc(int bit) { crc = Crc.advance(crc, crcBits, bit, 1); }
}
