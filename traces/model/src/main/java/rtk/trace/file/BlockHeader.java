package rtk.trace.file;

import java.nio.ByteBuffer;
import rtk.trace.EventKind;

/// What stands before the payload of a block.
///
/// @param events how many events, texts not counted
/// @param mayDefine has texts or definitions ([EventKind#isDefinition]); true also where the writer did not say
/// @param timeBeforeNs time of the last event before this block, 0 for the first block
/// @param firstNs time of its first event; `timeBeforeNs` if it has texts only
/// @param lastNs time of its last event
record BlockHeader(int payloadBytes, int events, boolean mayDefine, long timeBeforeNs, long firstNs, long lastNs,
        int payloadCrc) {
    // Flags; 0 is what a writer left that did not know them.
    private static final int PLAIN = 1;
    private static final int DEFINES = 2;

    /// Puts it at the start of `block`.
    void write(byte[] block) {
        ByteBuffer out = Layout.over(block);
        out.putInt(Layout.BLOCK_MAGIC).putInt(payloadBytes).putInt(events).putInt(mayDefine ? DEFINES : PLAIN);
        out.putLong(timeBeforeNs).putLong(firstNs).putLong(lastNs).putInt(payloadCrc);
        out.putInt(Layout.crc(block, 0, Layout.BLOCK_HEADER_BYTES - 4));
    }

    /// @return null if `block` does not start with a block header
    static BlockHeader read(byte[] block) {
        ByteBuffer in = Layout.over(block);
        if (in.getInt() != Layout.BLOCK_MAGIC) return null;
        int payloadBytes = in.getInt();
        int events = in.getInt();
        boolean mayDefine = in.getInt() != PLAIN;
        var header = new BlockHeader(payloadBytes, events, mayDefine, in.getLong(), in.getLong(), in.getLong(), in.getInt());
        boolean sound = in.getInt() == Layout.crc(block, 0, Layout.BLOCK_HEADER_BYTES - 4) && payloadBytes >= 0
                && payloadBytes <= Layout.BLOCK_PAYLOAD_BYTES_MAX && events >= 0 && events <= payloadBytes;
        return sound ? header : null;
    }
}
