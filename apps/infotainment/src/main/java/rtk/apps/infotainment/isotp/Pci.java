package rtk.apps.infotainment.isotp;

import rtk.resmgr.dev.CanRecord;

/// What a frame is and says, by its protocol control information. Source: ISO 15765-2, 9.
///
/// | kind | bytes |
/// |---|---|
/// | single | 0 and length, data |
/// | first | 1 and 12 bits of length, 6 bytes of data; or `10 00`, 32 bits of length, 2 bytes of data |
/// | consecutive | 2 and number modulo 16, data |
/// | flow control | 3 and status, block size, STmin |
sealed interface Pci {
    /// @param length 1 to 7
    record Single(int length) implements Pci {}

    /// @param length of the message
    /// @param at where the data begin
    record First(long length, int at) implements Pci {}

    record Consecutive(int number) implements Pci {}

    record FlowControl(int status, int blockSize, int separation) implements Pci {}

    /// Not as the standard says.
    record Wrong() implements Pci {}

    int CLEAR_TO_SEND = 0;
    int WAIT = 1;
    int OVERFLOW = 2;
    /// Longest message whose length has 12 bits.
    int SHORT_MAX = 4_095;
    int FRAME_BYTES = 8;

    /// Reads `frame`, whose protocol bytes begin at `prefix`.
    static Pci of(CanRecord frame, int prefix) {
        int length = frame.length();
        if (length <= prefix || frame.isRemote()) return new Wrong();
        int first = frame.dataByte(prefix);
        return switch (first >> 4) {
            case 0 -> single(first & 15, length - prefix - 1);
            case 1 -> length < FRAME_BYTES ? new Wrong() : first(frame, prefix, first & 15);
            case 2 -> new Consecutive(first & 15);
            case 3 -> length < prefix + 3
                    ? new Wrong()
                    : new FlowControl(first & 15, frame.dataByte(prefix + 1), frame.dataByte(prefix + 2));
            default -> new Wrong();
        };
    }

    private static Pci single(int length, int room) { return length == 0 || length > room ? new Wrong() : new Single(length); }

    private static Pci first(CanRecord frame, int prefix, int high) {
        long length = (long) high << 8 | frame.dataByte(prefix + 1);
        int at = prefix + 2;
        if (length == 0) {
            for (; at < prefix + 6; at++) length = length << 8 | frame.dataByte(at);
            return length <= SHORT_MAX ? new Wrong() : new First(length, at);
        }
        return length < FRAME_BYTES - prefix ? new Wrong() : new First(length, at);
    }
}
