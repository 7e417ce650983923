package rtk.kernel.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A pulse as received: QNX's `struct _pulse`, little-endian in the receive buffer.
///
/// | offset | bytes | field |
/// |---:|---:|---|
/// | 0 | 2 | type, 0 |
/// | 2 | 2 | subtype, 0 |
/// | 4 | 1 | code |
/// | 8 | 8 | value |
/// | 16 | 4 | scoid |
///
/// The place for the value is 64 bits wide; SDP 7.x carries 32 of them, SDP 8.0 all.
///
/// Source: [D 28, 44] LR `_pulse`; System Architecture 8.0, "Pulses".
///
/// @param code -128 to 127; negative ones are the system's
/// @param value by the sender's choice; of the system's pulses see the codes
/// @param scoid of the sender's process; 0 for THREADDEATH and COIDDEATH
public record Pulse(int code, long value, int scoid) {
    /// Bytes that a receive buffer must have at least.
    public static final int BYTES = 24;

    // The system's codes.
    /// A client wants to leave REPLY; the value is its rcvid.
    public static final int CODE_UNBLOCK = -32;
    /// The last connection of a client process is gone; no value.
    public static final int CODE_DISCONNECT = -33;
    /// A thread of the own process has died; the value is its tid.
    public static final int CODE_THREADDEATH = -34;
    /// A connection of the own process has lost its channel; the value is its coid.
    public static final int CODE_COIDDEATH = -35;

    /// Reads the pulse that MsgReceive put into `buffer`.
    public static Pulse in(byte[] buffer) {
        var bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        return new Pulse(bytes.get(4), bytes.getLong(8), bytes.getInt(16));
    }

    /// Writes it as the kernel does.
    public void into(byte[] buffer) {
        var bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0).putInt(4, code & 0xff).putLong(8, value).putInt(16, scoid).putInt(20, 0);
    }
}
