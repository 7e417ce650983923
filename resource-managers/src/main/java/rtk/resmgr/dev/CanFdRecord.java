package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A CAN FD frame as it is read from `/dev/can…/rxfd…` and written to `/dev/can…/txfd…`: 80 bytes, numbers little-endian.
///
/// | offset | bytes | field |
/// |---:|---:|---|
/// | 0 | 4 | identifier; bit 31 extended |
/// | 4 | 1 | data bytes: 0 to 8, 12, 16, 20, 24, 32, 48 or 64 |
/// | 5 | 1 | bit 0 BRS: the data at the higher rate; bit 1 ESI: its sender was error-passive (ignored in a write) |
/// | 6 | 2 | 0 |
/// | 8 | 8 | when it was received, ns since the start of the board; ignored in a write |
/// | 16 | 64 | data, the first byte first |
///
/// @param data as many bytes as the frame has
// A frame in flight, not a value to compare; hence the array.
@SuppressWarnings("ArrayRecordComponent")
public record CanFdRecord(int idWithFlags, boolean bitRateSwitch, boolean errorPassive, long timeNs, byte[] data) {
    public static final int BYTES = 80;
    private static final int LENGTH_MAX = 64;
    private static final int BRS = 1;
    private static final int ESI = 2;

    /// The record at `offset` of `bytes`.
    public static CanFdRecord in(byte[] bytes, int offset) {
        var fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.min(fields.get(offset + 4) & 0xff, LENGTH_MAX);
        int flags = fields.get(offset + 5);
        return new CanFdRecord(fields.getInt(offset), (flags & BRS) != 0, (flags & ESI) != 0, fields.getLong(offset + 8),
                Arrays.copyOfRange(bytes, offset + 16, offset + 16 + length));
    }

    public void into(byte[] bytes, int offset) {
        var fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(offset, idWithFlags).putInt(offset + 4, 0).put(offset + 4, (byte) data.length)
                .put(offset + 5, (byte) ((bitRateSwitch ? BRS : 0) | (errorPassive ? ESI : 0))).putLong(offset + 8, timeNs);
        Arrays.fill(bytes, offset + 16, offset + BYTES, (byte) 0);
        System.arraycopy(data, 0, bytes, offset + 16, data.length);
    }

    public boolean isExtended() { return (idWithFlags & CanRecord.EXTENDED_FLAG) != 0; }

    public int identifier() { return idWithFlags & 0x1fff_ffff; }

    /// Can a controller send the record at `offset`?
    static boolean isValid(byte[] bytes, int offset) {
        int length = bytes[offset + 4] & 0xff;
        var record = in(bytes, offset);
        boolean known = (record.idWithFlags & 0x6000_0000) == 0 && (record.isExtended() || record.identifier() <= 0x7ff);
        boolean exists = length <= 8 || (length <= 24 && length % 4 == 0) || length == 32 || length == 48 || length == 64;
        return known && exists;
    }
}
