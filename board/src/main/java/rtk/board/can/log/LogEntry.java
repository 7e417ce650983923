package rtk.board.can.log;

import rtk.board.can.CanFrame;

/// What a reader found: a frame, when and where it was seen. One object, filled again and again.
final class LogEntry {
    /// Stamp of a log that has none.
    static final long NO_STAMP = Long.MIN_VALUE;

    long stampNs;
    String interfaceName = "";
    CanFrame frame;
    /// What was read is an error message of a controller: no frame of the wire.
    boolean isErrorMessage;

    void set(long newStampNs, String newInterfaceName, CanFrame newFrame) {
        stampNs = newStampNs;
        interfaceName = newInterfaceName;
        frame = newFrame;
    }

    /// The name of interface `number` in formats that have numbers only: 1 is `can0`.
    static String channel(long number) { return "can" + (number > 0 ? number - 1 : number); }
}
