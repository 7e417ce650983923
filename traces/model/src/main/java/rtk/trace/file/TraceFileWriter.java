package rtk.trace.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.TraceSink;

/// Writes a run to a trace file, and computes its digest.
///
/// Events are packed into a block in memory; a full block is hashed and written in one piece. What was written before a
/// kill, up to the last [#flush] or full block, is readable. The cost is some nanoseconds per event and no garbage.
///
/// A disk that is full or a channel that is closed never disturbs the simulation: the first error is kept ([#failure]),
/// nothing more is written, and the digest goes on.
public final class TraceFileWriter implements TraceSink, Closeable {
    /// What each kind looks like: number of fields, from bit 3 which of them have a sign, and bit 8 for a definition.
    private static final short[] SHAPES = shapes();
    private static final int DEFINITION = 0x100;
    /// Room behind a block that has just not been closed: one event, or the head of a text.
    private static final int SLACK = 2 * Varint.SLACK * (EventKind.FIELDS_MAX + 2);
    /// A channel that takes nothing this often will never.
    private static final int EMPTY_WRITES_MAX = 1_000;

    private final WritableByteChannel out;
    private final MessageDigest sha256;
    private final CRC32C crc = new CRC32C();

    // The block being filled: room for its header, then its payload up to `position`.
    private byte[] bytes = new byte[Layout.BLOCK_HEADER_BYTES + Layout.BLOCK_PAYLOAD_BYTES + SLACK];
    private int position = Layout.BLOCK_HEADER_BYTES;
    private int hashed = Layout.BLOCK_HEADER_BYTES;
    private long eventsBeforeBlock;
    private long timeBeforeBlockNs;
    private long firstNs;
    private int blockShape;

    private long lastNs;
    private long eventCount;
    private long textCount;
    private long payloadBytes;

    // The index: three numbers per block.
    private long[] index = new long[3 * 64];
    private int blockCount;
    private long written;
    private IOException failure;
    private boolean closed;

    /// Starts a file.
    ///
    /// @param outOrNull closed by [#close]; null computes the digest only
    /// @param manifestJson what the run is: version, scenario, seed …; kept as it is, not part of the digest
    public TraceFileWriter(WritableByteChannel outOrNull, String manifestJson) {
        out = outOrNull;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        if (out != null) writeHeader(manifestJson);
    }

    private static short[] shapes() {
        var shapes = new short[EventKind.count()];
        for (EventKind kind : EventKind.values()) {
            int shape = kind.fields().size() | (kind.isDefinition() ? DEFINITION : 0);
            for (int field = 0; field < kind.fields().size(); field++) {
                if (kind.fields().get(field).type() == Field.Type.SIGNED) shape |= 8 << field;
            }
            shapes[kind.ordinal()] = (short) shape;
        }
        return shapes;
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        assert timeNs >= lastNs : timeNs + " after " + lastNs;
        int at = position;
        if (at >= Layout.BLOCK_HEADER_BYTES + Layout.BLOCK_PAYLOAD_BYTES) {
            endBlock();
            at = position;
        }
        if (eventCount++ == eventsBeforeBlock) firstNs = timeNs;
        byte[] to = bytes;
        int number = kind.ordinal();
        to[at] = (byte) number;
        at = Varint.put(to, at + 1, timeNs - lastNs);
        lastNs = timeNs;
        int shape = SHAPES[number];
        blockShape |= shape;
        int fields = shape & 7;
        if (fields > 0) at = Varint.put(to, at, (shape & 0x08) == 0 ? a : Varint.zigzag(a));
        if (fields > 1) at = Varint.put(to, at, (shape & 0x10) == 0 ? b : Varint.zigzag(b));
        if (fields > 2) at = Varint.put(to, at, (shape & 0x20) == 0 ? c : Varint.zigzag(c));
        if (fields > 3) at = Varint.put(to, at, (shape & 0x40) == 0 ? d : Varint.zigzag(d));
        if (fields > 4) at = Varint.put(to, at, (shape & 0x80) == 0 ? e : Varint.zigzag(e));
        position = at;
    }

    /// As in [TraceSink#text]; a text of more than 65,536 characters is shortened to that.
    @Override
    public void text(int id, String text) {
        int end = Math.min(text.length(), Layout.TEXT_CHARS_MAX);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
        byte[] utf8 = text.substring(0, end).getBytes(StandardCharsets.UTF_8);
        if (position >= Layout.BLOCK_HEADER_BYTES + Layout.BLOCK_PAYLOAD_BYTES) endBlock();
        int room = position + utf8.length + SLACK;
        if (room > bytes.length) bytes = Arrays.copyOf(bytes, room);
        bytes[position] = (byte) Layout.TEXT_RECORD;
        int at = Varint.put(bytes, position + 1, id);
        at = Varint.put(bytes, at, utf8.length);
        System.arraycopy(utf8, 0, bytes, at, utf8.length);
        position = at + utf8.length;
        textCount++;
        blockShape |= DEFINITION;
    }

    /// Writes out what there is, so that a reader of the file sees all events so far.
    public void flush() {
        if (position > Layout.BLOCK_HEADER_BYTES) endBlock();
    }

    /// Ends the file with its index and digest and closes the channel. May be called again.
    @Override
    public void close() {
        if (closed) return;
        flush();
        closed = true;
        if (out == null) return;
        if (failure == null) writeFooter();
        try {
            out.close();
        } catch (IOException e) {
            if (failure == null) failure = e;
        }
    }

    /// The first error of writing, or null. The file is then readable up to the last whole block before it.
    public IOException failure() { return failure; }

    /// Of all events and texts so far: `sha256:` and 64 hexadecimal digits.
    public String digest() { return Layout.digestText(sha256Bytes()); }

    public long eventCount() { return eventCount; }

    /// Size of the file so far, without what is not yet flushed.
    public long bytesWritten() { return written; }

    private byte[] sha256Bytes() {
        hash();
        try {
            return ((MessageDigest) sha256.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }

    private void hash() {
        sha256.update(bytes, hashed, position - hashed);
        hashed = position;
    }

    private void endBlock() {
        hash();
        int length = position - Layout.BLOCK_HEADER_BYTES;
        int events = (int) (eventCount - eventsBeforeBlock);
        if (out != null && failure == null) {
            crc.reset();
            crc.update(bytes, Layout.BLOCK_HEADER_BYTES, length);
            long first = events > 0 ? firstNs : lastNs;
            addToIndex(written, first, events);
            new BlockHeader(length, events, (blockShape & DEFINITION) != 0, timeBeforeBlockNs, first, lastNs,
                    (int) crc.getValue()).write(bytes);
            write(ByteBuffer.wrap(bytes, 0, position));
        }
        payloadBytes += length;
        eventsBeforeBlock = eventCount;
        blockShape = 0;
        timeBeforeBlockNs = lastNs;
        position = Layout.BLOCK_HEADER_BYTES;
        hashed = position;
    }

    private void addToIndex(long offset, long firstNs, int events) {
        if (3 * blockCount == index.length) index = Arrays.copyOf(index, 2 * index.length);
        index[3 * blockCount] = offset;
        index[3 * blockCount + 1] = firstNs;
        index[3 * blockCount + 2] = events;
        blockCount++;
    }

    private void writeHeader(String manifestJson) {
        byte[] schema = Schema.ours().getBytes(StandardCharsets.UTF_8);
        byte[] manifest = manifestJson.getBytes(StandardCharsets.UTF_8);
        if (manifest.length > Layout.MANIFEST_BYTES_MAX) {
            throw new IllegalArgumentException("manifest of " + manifest.length + " bytes, at most " + Layout.MANIFEST_BYTES_MAX);
        }
        var head = new byte[Layout.HEADER_BYTES + schema.length + manifest.length];
        ByteBuffer header = Layout.over(head);
        header.put(Layout.MAGIC).putInt(TraceFile.VERSION).putInt(schema.length).putInt(manifest.length).putInt(0);
        header.put(schema).put(manifest);
        header.putInt(Layout.HEADER_BYTES - 4, Layout.crc(head, 0, head.length));
        write(header.flip());
    }

    private void writeFooter() {
        long offset = written;
        var end = new byte[Layout.FOOTER_FIXED_BYTES + Layout.INDEX_ENTRY_BYTES * blockCount + Layout.TRAILER_BYTES];
        ByteBuffer footer = Layout.over(end);
        footer.putInt(Layout.FOOTER_MAGIC).putInt(blockCount);
        for (int block = 0; block < blockCount; block++) {
            footer.putLong(index[3 * block]).putLong(index[3 * block + 1]).putInt((int) index[3 * block + 2]);
        }
        footer.putLong(eventCount).putLong(textCount).putLong(payloadBytes).putLong(lastNs).put(sha256Bytes());
        footer.putInt(Layout.crc(end, 0, footer.position()));
        footer.putLong(offset).put(Layout.END_MAGIC);
        write(footer.flip());
    }

    private void write(ByteBuffer buffer) {
        int empty = 0;
        try {
            while (buffer.hasRemaining()) {
                int taken = out.write(buffer);
                written += taken;
                empty = taken == 0 ? empty + 1 : 0;
                if (empty > EMPTY_WRITES_MAX) throw new IOException("the channel takes no more bytes");
            }
        } catch (IOException e) {
            failure = e;
        } catch (IllegalStateException e) {
            // NonWritableChannelException and its like.
            failure = new IOException(e.toString(), e);
        }
    }
}
