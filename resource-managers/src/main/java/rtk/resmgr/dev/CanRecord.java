package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A CAN frame as it is read from `/dev/can…/rx…` and written to `/dev/can…/tx…`: 24 bytes, numbers little-endian.
///
/// | offset | bytes | field |
/// |---:|---:|---|
/// | 0 | 4 | identifier; bit 31 extended, bit 30 remote |
/// | 4 | 1 | data bytes, 0 to 8 |
/// | 5 | 3 | 0 |
/// | 8 | 8 | when it was received, ns since the start of the board; ignored in a write |
/// | 16 | 8 | data, the first byte first |
///
/// @param data the first byte most significant
public record CanRecord(int idWithFlags, int length, long timeNs, long data) {
    public static final int BYTES = 24;
    public static final int EXTENDED_FLAG = 0x8000_0000;
    public static final int REMOTE_FLAG = 0x4000_0000;

    /// The record at `offset` of `bytes`.
    public static CanRecord in(byte[] bytes, int offset) {
        var fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long data = Long.reverseBytes(fields.getLong(offset + 16));
        return new CanRecord(fields.getInt(offset), fields.get(offset + 4) & 0xff, fields.getLong(offset + 8), data);
    }

    public void into(byte[] bytes, int offset) {
        var fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(offset, idWithFlags).putInt(offset + 4, length).putLong(offset + 8, timeNs).putLong(offset + 16,
                Long.reverseBytes(data));
    }

    public boolean isExtended() { return (idWithFlags & EXTENDED_FLAG) != 0; }

    public boolean isRemote() { return (idWithFlags & REMOTE_FLAG) != 0; }

    public int identifier() { return idWithFlags & 0x1fff_ffff; }

    /// @param index 0 to 7
    public int dataByte(int index) { return (int) (data >>> (56 - 8 * index)) & 0xff; }

    /// Can a controller send it?
    boolean isValid() {
        boolean known = (idWithFlags & 0x2000_0000) == 0;
        return known && length <= 8 && (isExtended() || identifier() <= 0x7ff);
    }
}
