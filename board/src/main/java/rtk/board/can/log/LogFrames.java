package rtk.board.can.log;

import rtk.board.can.CanFrame;

/// Frames from the parts that logs give, checked.
final class LogFrames {
    private LogFrames() {}

    static CanFrame fd(LogLine line, int column, int identifier, boolean extended, boolean brs, boolean esi, byte[] data) {
        try {
            return CanFrame.fd(identifier, extended, brs, esi, data);
        } catch (IllegalArgumentException e) {
            throw line.wrong(column, data.length + " data bytes", "0 to 8, 12, 16, 20, 24, 32, 48 or 64, as CAN FD has");
        }
    }

    /// An identifier in hexadecimal digits, checked for the format.
    static int identifier(LogLine line, int column, String digits, int radix, boolean extended) {
        long identifier = LogLine.number(digits, radix, CanFrame.EXTENDED_ID_MAX);
        if (identifier < 0 || (!extended && identifier > CanFrame.STANDARD_ID_MAX))
            throw line.wrong(column, "'" + digits + "'", "an identifier of " + (extended ? "29" : "11") + " bits");
        return (int) identifier;
    }

    /// The length of a code.
    static int length(long dlc, boolean fd) { return fd && dlc > 8 ? CanFrame.fdLength((int) dlc) : (int) Math.min(8, dlc); }
}
