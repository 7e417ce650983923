package rtk.apps.verify.bound;

/// How long a CAN frame can be on the wire, whatever is in it, with as many stuff bits as its format allows.
///
/// @param nominalBits at the bit rate of arbitration, from SOF to EOF
/// @param dataBits at the bit rate of data: of CAN FD with bit-rate switch from ESI to CRC delimiter
public record FrameLength(int nominalBits, int dataBits) {
    /// Bits of intermission between frames, at the nominal rate.
    public static final int INTERMISSION = 3;
    /// ACK slot, ACK delimiter, end of frame.
    private static final int AFTER_CRC = 1 + 1 + 7;

    /// A classic data frame: g + 8 s + 10 + ⌊(g + 8 s − 1) / 4⌋ bits, where g is 34 or, with 29-bit identifiers, 54.
    ///
    /// Source: Davis, Burns, Bril, Lukkien, "Controller Area Network (CAN) schedulability analysis: refuted, revisited and
    /// revised", Real-Time Systems 35, 2007, equation (1), which counts the intermission too.
    ///
    /// @param bytes of data, 0 to 8
    public static FrameLength classic(boolean extended, int bytes) {
        if (bytes < 0 || bytes > 8) throw new IllegalArgumentException("a classic frame has 0 to 8 bytes, not " + bytes);
        int stuffed = (extended ? 54 : 34) + 8 * bytes;
        return new FrameLength(stuffed + (stuffed - 1) / 4 + 1 + AFTER_CRC, 0);
    }

    /// A CAN FD frame with bit-rate switch. A stuff bit follows every four bits at most from the second on, up to the last data bit, which
    /// has the first fixed stuff bit behind it in any case; as many as possible are taken to be at the slower rate. Bit rates
    /// change in the middle of BRS and of the CRC delimiter: one of them counts as nominal and one as data, which is exact if both
    /// rates have the same sample point.
    ///
    /// Source: ISO 11898-1:2015, 10.4.2 (format), 10.4.2.6 (CRC field: stuff count of 4, CRC of 17 or 21, a fixed stuff bit before
    /// every four bits), 10.5 (stuffing).
    ///
    /// @param bytes of data, one of the lengths of CAN FD
    public static FrameLength fd(boolean extended, int bytes) {
        if (bytes < 0 || bytes > 64) throw new IllegalArgumentException("a CAN FD frame has 0 to 64 bytes, not " + bytes);
        int arbitration = extended ? 1 + 11 + 2 + 18 + 4 : 1 + 11 + 5; // SOF to BRS
        int stuffed = arbitration + 1 + 4 + 8 * bytes; // and ESI, length code, data
        int stuffBits = (stuffed - 2) / 4;
        int early = (arbitration - 1) / 4;
        int crcField = bytes > 16 ? 4 + 21 + 7 : 4 + 17 + 6;
        return new FrameLength(arbitration + early + AFTER_CRC, stuffed - arbitration + stuffBits - early + crcField + 1);
    }

    /// With the intermission, in ns, rounded up: C of the analyses.
    ///
    /// @param bitrateHz nominal
    /// @param dataBitrateHz of the data phase; not looked at if there is none
    public long transmissionNs(long bitrateHz, long dataBitrateHz) {
        long ns = bitsNs(nominalBits + INTERMISSION, bitrateHz);
        return dataBits == 0 ? ns : ns + bitsNs(dataBits, dataBitrateHz);
    }

    /// `bits` in ns, rounded up.
    public static long bitsNs(long bits, long bitrateHz) { return Math.ceilDiv(bits * 1_000_000_000L, bitrateHz); }
}
