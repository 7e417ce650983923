package rtk.board.can;

/// The three checksums of CAN (ISO 11898-1:2015), a bit at a time, most significant first.
final class Crc {
    private Crc() {}

    /// @param width 15, 17 or 21
    static int polynomial(int width) {
        return switch (width) {
            case 15 -> 0x4599;
            case 17 -> 0x1685b;
            case 21 -> 0x102899;
            default -> throw new IllegalArgumentException("CAN has no CRC of " + width + " bits");
        };
    }

    /// What the register starts from: 0 in classic frames, 1 followed by zeros in CAN FD.
    static int initial(int width) { return width == 15 ? 0 : 1 << (width - 1); }

    /// The register after the lowest `count` bits of `bits`, the highest of them first.
    static int advance(int register, int width, int bits, int count) {
        int polynomial = polynomial(width);
        int mask = (1 << width) - 1;
        int crc = register;
        for (int bit = count - 1; bit >= 0; bit--) {
            int top = (crc >> (width - 1)) & 1;
            crc = (crc << 1) & mask;
            if (top != (bits >> bit & 1)) crc ^= polynomial;
        }
        return crc;
    }
}
