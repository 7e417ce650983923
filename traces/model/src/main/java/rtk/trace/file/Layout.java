package rtk.trace.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The fixed parts of a trace file, as `traces/FORMAT.md` describes them. All numbers little-endian.
final class Layout {
    static final byte[] MAGIC = "RTKTRACE".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END_MAGIC = "RTKTREND".getBytes(StandardCharsets.US_ASCII);

    /// Magic, version, lengths of schema and manifest, CRC32C of all that.
    static final int HEADER_BYTES = 24;
    static final int SCHEMA_BYTES_MAX = 1 << 20;
    static final int MANIFEST_BYTES_MAX = 1 << 26;

    static final int BLOCK_MAGIC = 0x314b4c42; // "BLK1"
    static final int BLOCK_HEADER_BYTES = 48;
    /// A block is closed by the first event that takes it past this.
    static final int BLOCK_PAYLOAD_BYTES = 1 << 16;
    /// No block has more: a full one and the longest text.
    static final int BLOCK_PAYLOAD_BYTES_MAX = 1 << 20;

    static final int FOOTER_MAGIC = 0x31444e45; // "END1"
    /// Magic and number of blocks before the index; totals, digest and CRC32C after it.
    static final int FOOTER_FIXED_BYTES = 8 + 4 * 8 + 32 + 4;
    static final int INDEX_ENTRY_BYTES = 20;
    static final int TRAILER_BYTES = 16;

    /// In place of a kind: a text is defined.
    static final int TEXT_RECORD = 255;
    /// Longer texts are shortened to this many characters.
    static final int TEXT_CHARS_MAX = 1 << 16;

    private Layout() {}

    static ByteBuffer over(byte[] bytes) { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); }

    static int crc(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static String digestText(byte[] sha256) { return "sha256:" + HexFormat.of().formatHex(sha256); }
}
