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
/// | 8 | 4 | value |
/// | 12 | 4 | scoid |
public record Pulse(int code, int value, int scoid) {
    /// Bytes that a receive buffer must have at least.
    public static final int BYTES = 16;

    // The system's codes.
    public static final int CODE_UNBLOCK = -32;
    public static final int CODE_DISCONNECT = -33;
    public static final int CODE_THREADDEATH = -34;
    public static final int CODE_COIDDEATH = -35;

    /// Reads the pulse that MsgReceive put into `buffer`.
    public static Pulse in(byte[] buffer) {
        var bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        return new Pulse(bytes.get(4), bytes.getInt(8), bytes.getInt(12));
    }

    /// Writes it as the kernel does.
    public void into(byte[] buffer) {
        var bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0).putInt(4, code & 0xff).putInt(8, value).putInt(12, scoid);
    }
}
