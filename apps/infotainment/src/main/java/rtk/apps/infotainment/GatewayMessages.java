package rtk.apps.infotainment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.resmgr.dev.CanRecord;

/// The messages between the vehicle gateway and its clients, numbers little-endian.
///
/// | message | offset | bytes | field |
/// |---|---:|---:|---|
/// | lookup | 0 | 2 | [#LOOKUP] |
/// | | 2 | 2 | length of the name |
/// | | 4 | | name, US-ASCII; the status of the reply is the signal's number |
/// | read | 0 | 2 | [#READ] |
/// | | 2 | 2 | how many signals, at most [#SIGNALS_MAX] |
/// | | 4 | 4 each | their numbers |
/// | reply to read | 0 | 16 each | value in thousandths (8), when its frame was received in ns, -1 for never (8) |
///
/// | send, to `gateway-commands` | 0 | 2 | [#SEND] |
/// | | 2 | 2 | data bytes, 0 to 8 |
/// | | 4 | 4 | identifier with flags, as in [CanRecord] |
/// | | 8 | 8 | data, the first byte first; answered when the frame was on the wire, without data |
///
/// Types begin above those that QNX reserves for I/O messages and its own services.
final class GatewayMessages {
    static final int LOOKUP = 0x601;
    static final int READ = 0x602;
    static final int SEND = 0x603;
    static final int SEND_BYTES = 16;
    static final int HEADER = 4;
    static final int NUMBER_BYTES = 4;
    static final int VALUE_BYTES = 16;
    static final int NAME_MAX = 128;
    static final int SIGNALS_MAX = 32;
    static final int REQUEST_MAX = HEADER + Math.max(NAME_MAX, SIGNALS_MAX * NUMBER_BYTES);

    private GatewayMessages() {}

    /// The frame of a [#SEND]; null if it is none.
    static CanRecord frame(byte[] request) {
        var fields = view(request);
        if ((fields.getShort(0) & 0xffff) != SEND) return null;
        return new CanRecord(fields.getInt(4), fields.getShort(2) & 0xffff, 0, Long.reverseBytes(fields.getLong(8)));
    }

    static byte[] of(CanRecord frame) {
        var request = new byte[SEND_BYTES];
        view(request).putShort((short) SEND).putShort((short) frame.length()).putInt(frame.idWithFlags())
                .putLong(Long.reverseBytes(frame.data()));
        return request;
    }

    static ByteBuffer view(byte[] bytes) { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); }
}
