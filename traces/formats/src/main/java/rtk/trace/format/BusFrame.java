package rtk.trace.format;

import java.util.Arrays;

/// A frame that a trace saw end well on a CAN bus.
///
/// @param timeNs last bit of EOF
/// @param bus name of the bus
/// @param channel number of the bus, from 0, in the order of their first frames
/// @param id 11 or, if `extended`, 29 bits
/// @param flags of a CAN FD frame as in SocketCAN's `canfd_frame`: 1 BRS, 2 ESI; 0 for others
/// @param data bytes 0 … length − 1; empty for a remote frame
/// @param length as the frame says; a remote frame has one without data
@SuppressWarnings("ArrayRecordComponent") // made for one use, never compared
record BusFrame(long timeNs, String bus, int channel, int id, boolean extended, boolean remote, boolean fd,
        int flags,
        byte[] data, int length) {

    private static final int[] FD_LENGTHS = {12, 16, 20, 24, 32, 48, 64};
    private static final String HEX = "0123456789ABCDEF";

    boolean brs() { return (flags & 1) != 0; }

    boolean esi() { return (flags & 2) != 0; }

    /// The DLC that a frame of this length has.
    int lengthCode() {
        if (length <= 8) return length;
        int at = Arrays.binarySearch(FD_LENGTHS, length);
        return at >= 0 ? 9 + at : 8 - at;
    }

    /// The identifier in upper-case hexadecimal, with `digits` of them.
    static void hex(StringBuilder line, long value, int digits) {
        for (int digit = digits - 1; digit >= 0; digit--) line.append(HEX.charAt((int) (value >>> (4 * digit)) & 15));
    }

    /// All data bytes, each with `before` in front.
    void appendData(StringBuilder line, String before) {
        for (byte b : data) hex(line.append(before), b & 0xff, 2);
    }
}
