package rtk.trace.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A trace file, to read. Opening reads header and index only; [#replay] streams with one block in memory.
///
/// A file whose writer was killed has no index: it opens, says so ([#isComplete]), and replays up to the last block that
/// was written whole.
public final class TraceFile implements Closeable {
    /// Version of the layout. A file of another version is refused; a file of this version with other event kinds is not.
    public static final int VERSION = 1;

    private final FileChannel in;
    private final long size;
    private final Schema schema;
    private final String manifest;

    // The index.
    private long[] offsets = new long[16];
    private long[] firstNs = new long[16];
    private int blockCount;
    private long eventCount;
    private long lastNs;
    private long endOfBlocks;
    private String digest;
    private long skipped;
    private byte[] buffer = new byte[Layout.BLOCK_PAYLOAD_BYTES + 1024];

    private TraceFile(FileChannel in) throws IOException {
        this.in = in;
        size = in.size();
        if (size < Layout.HEADER_BYTES) throw new CorruptTraceException("the file ends within its header", size);
        ByteBuffer fixed = Layout.over(bytes(0, Layout.HEADER_BYTES));
        byte[] magic = new byte[Layout.MAGIC.length];
        fixed.get(magic);
        if (!Arrays.equals(magic, Layout.MAGIC)) throw new CorruptTraceException("not a trace file", 0);
        int version = fixed.getInt();
        if (version != VERSION) {
            throw new CorruptTraceException("layout version " + version + ", this program reads version " + VERSION, 8);
        }
        int schemaBytes = fixed.getInt();
        int manifestBytes = fixed.getInt();
        if (schemaBytes < 0 || schemaBytes > Layout.SCHEMA_BYTES_MAX)
            throw new CorruptTraceException("impossible schema length", 12);
        if (manifestBytes < 0 || manifestBytes > Layout.MANIFEST_BYTES_MAX) {
            throw new CorruptTraceException("impossible manifest length", 16);
        }
        int headerBytes = Layout.HEADER_BYTES + schemaBytes + manifestBytes;
        if (size < headerBytes) throw new CorruptTraceException("the file ends within its header", size);
        byte[] header = bytes(0, headerBytes);
        Arrays.fill(header, Layout.HEADER_BYTES - 4, Layout.HEADER_BYTES, (byte) 0);
        if (Layout.crc(header, 0, headerBytes) != fixed.getInt()) throw new CorruptTraceException("checksum of the header", 20);
        try {
            schema = Schema.parse(new String(header, Layout.HEADER_BYTES, schemaBytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CorruptTraceException(e.getMessage(), Layout.HEADER_BYTES);
        }
        manifest = new String(header, Layout.HEADER_BYTES + schemaBytes, manifestBytes, StandardCharsets.UTF_8);
        if (!readFooter(headerBytes)) scanBlocks(headerBytes);
    }

    /// Opens a trace file.
    ///
    /// @throws CorruptTraceException if it is none, or its header or index is damaged
    /// @throws IOException if it cannot be read
    public static TraceFile open(Path path) throws IOException {
        FileChannel in = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new TraceFile(in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /// As it was given to the writer.
    public String manifest() { return manifest; }

    /// Did its writer close it? If not, what follows the last flush is missing.
    public boolean isComplete() { return digest != null; }

    /// As the writer computed it; null if the file is not complete.
    public String digest() { return digest; }

    public long eventCount() { return eventCount; }

    /// Time of the last event, 0 if there is none.
    public long lastNs() { return lastNs; }

    public int blockCount() { return blockCount; }

    /// Size of the file in bytes.
    public long size() { return size; }

    /// Kinds of event that this program does not know and [#replay] leaves out.
    public List<String> unknownKinds() { return schema.unknownKinds(); }

    /// How many events the last [#replay] left out: of unknown kinds, or with unknown thread states or kernel calls.
    public long skippedCount() { return skipped; }

    /// Tells `sink` everything, in order. May be called again.
    ///
    /// @throws CorruptTraceException if a block is damaged; all before it has been told
    public void replay(TraceSink sink) throws IOException {
        var decoder = new BlockDecoder(schema, sink);
        for (int block = 0; block < blockCount; block++) {
            BlockHeader header = header(block);
            if (header.timeBeforeNs() != decoder.timeNs()) throw new CorruptTraceException("a block is missing", offsets[block]);
            decode(decoder, header, block);
        }
        skipped = decoder.skipped();
    }

    /// Tells `sink` the events from `fromNs` to `toNs`, both included, and before them the texts and definitions
    /// ([rtk.trace.EventKind#isDefinition]) since the beginning, at their own times.
    ///
    /// Costs the blocks of the window and those that define something, and a look at the head of every block before; not the events
    /// before the window.
    ///
    /// @throws CorruptTraceException if a block that it reads is damaged; all before it has been told
    public void replay(TraceSink sink, long fromNs, long toNs) throws IOException {
        var window = new Window(sink, fromNs, toNs);
        var decoder = new BlockDecoder(schema, window);
        int first = firstBlock(fromNs);
        for (int block = 0; block < blockCount && firstNs[block] <= toNs; block++) {
            BlockHeader header = header(block);
            if (block < first && !header.mayDefine()) continue;
            decoder.startAt(header.timeBeforeNs());
            decode(decoder, header, block);
        }
        skipped = decoder.skipped();
    }

    /// The last block that begins before `fromNs`: no earlier one has an event at that time.
    private int firstBlock(long fromNs) {
        int low = 0;
        int high = blockCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (firstNs[middle] < fromNs) low = middle + 1;
            else high = middle;
        }
        return Math.max(0, low - 1);
    }

    private void decode(BlockDecoder decoder, BlockHeader header, int block) throws IOException {
        if (header.payloadBytes() + Varint.SLACK > buffer.length) buffer = new byte[header.payloadBytes() + Varint.SLACK];
        long start = offsets[block] + Layout.BLOCK_HEADER_BYTES;
        readPayload(header, start, buffer);
        int events = decoder.decode(buffer, header.payloadBytes(), start);
        if (events != header.events() || decoder.timeNs() != header.lastNs()) {
            throw new CorruptTraceException("a block does not hold what its header says", offsets[block]);
        }
    }

    /// Lets through what [#replay(TraceSink, long, long)] is to tell.
    private record Window(TraceSink sink, long fromNs, long toNs) implements TraceSink {
        @Override
        public void text(int id, String text) { sink.text(id, text); }

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (timeNs > toNs || (timeNs < fromNs && !kind.isDefinition())) return;
            sink.event(timeNs, kind, a, b, c, d, e);
        }
    }

    /// The digest of what is in the file, computed anew: for a complete and sound file the same as [#digest].
    public String computeDigest() throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        var bytes = new byte[Layout.BLOCK_PAYLOAD_BYTES_MAX];
        for (int block = 0; block < blockCount; block++) {
            BlockHeader header = header(block);
            readPayload(header, offsets[block] + Layout.BLOCK_HEADER_BYTES, bytes);
            sha256.update(bytes, 0, header.payloadBytes());
        }
        return Layout.digestText(sha256.digest());
    }

    @Override
    public void close() throws IOException { in.close(); }

    private BlockHeader header(int block) throws IOException {
        BlockHeader header = BlockHeader.read(bytes(offsets[block], Layout.BLOCK_HEADER_BYTES));
        if (header == null) throw new CorruptTraceException("header of a block", offsets[block]);
        return header;
    }

    private void readPayload(BlockHeader header, long start, byte[] to) throws IOException {
        if (start + header.payloadBytes() > endOfBlocks) throw new CorruptTraceException("a block is too long", start);
        readFully(ByteBuffer.wrap(to, 0, header.payloadBytes()), start);
        if (Layout.crc(to, 0, header.payloadBytes()) != header.payloadCrc()) {
            throw new CorruptTraceException("checksum of a block of " + header.payloadBytes() + " bytes", start);
        }
    }

    /// @return false if there is none: the file is cut
    private boolean readFooter(long headerBytes) throws IOException {
        if (size < headerBytes + Layout.FOOTER_FIXED_BYTES + Layout.TRAILER_BYTES) return false;
        ByteBuffer trailer = Layout.over(bytes(size - Layout.TRAILER_BYTES, Layout.TRAILER_BYTES));
        long offset = trailer.getLong();
        byte[] magic = new byte[Layout.END_MAGIC.length];
        trailer.get(magic);
        if (!Arrays.equals(magic, Layout.END_MAGIC)) return false;
        long length = size - Layout.TRAILER_BYTES - offset;
        if (offset < headerBytes || length < Layout.FOOTER_FIXED_BYTES || length > Integer.MAX_VALUE - 8) {
            throw new CorruptTraceException("impossible place of the index", size - Layout.TRAILER_BYTES);
        }
        byte[] bytes = bytes(offset, (int) length);
        ByteBuffer footer = Layout.over(bytes);
        if (footer.getInt() != Layout.FOOTER_MAGIC
                || footer.getInt((int) length - 4) != Layout.crc(bytes, 0, (int) length - 4)) {
            throw new CorruptTraceException("checksum of the index", offset);
        }
        int blocks = footer.getInt();
        if (blocks < 0 || Layout.FOOTER_FIXED_BYTES + (long) Layout.INDEX_ENTRY_BYTES * blocks != length) {
            throw new CorruptTraceException("length of the index", offset);
        }
        offsets = new long[blocks];
        firstNs = new long[blocks];
        blockCount = blocks;
        for (int block = 0; block < blocks; block++) {
            offsets[block] = footer.getLong();
            firstNs[block] = footer.getLong();
            footer.getInt();
            if (offsets[block] < headerBytes || offsets[block] > offset - Layout.BLOCK_HEADER_BYTES) {
                throw new CorruptTraceException("impossible place of block " + block, offset);
            }
        }
        eventCount = footer.getLong();
        footer.getLong();
        footer.getLong();
        lastNs = footer.getLong();
        byte[] sha256 = new byte[32];
        footer.get(sha256);
        digest = Layout.digestText(sha256);
        endOfBlocks = offset;
        return true;
    }

    /// Finds the blocks of a file without index.
    private void scanBlocks(long headerBytes) throws IOException {
        endOfBlocks = size;
        long at = headerBytes;
        while (size - at >= Layout.BLOCK_HEADER_BYTES) {
            byte[] bytes = bytes(at, Layout.BLOCK_HEADER_BYTES);
            ByteBuffer head = Layout.over(bytes);
            if (head.getInt() == Layout.FOOTER_MAGIC) {
                checkCutFooter(at, head.getInt());
                return;
            }
            BlockHeader header = BlockHeader.read(bytes);
            if (header == null) throw new CorruptTraceException("header of a block", at);
            long end = at + Layout.BLOCK_HEADER_BYTES + header.payloadBytes();
            if (end > size) return;
            if (blockCount == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * blockCount);
                firstNs = Arrays.copyOf(firstNs, 2 * blockCount);
            }
            firstNs[blockCount] = header.firstNs();
            offsets[blockCount++] = at;
            eventCount += header.events();
            lastNs = header.lastNs();
            at = end;
        }
    }

    /// A footer without a trailer is well if the file ends before the trailer would.
    private void checkCutFooter(long at, int blocks) throws IOException {
        long whole = Layout.FOOTER_FIXED_BYTES + (long) Layout.INDEX_ENTRY_BYTES * blocks + Layout.TRAILER_BYTES;
        if (size - at >= whole) throw new CorruptTraceException("end of the file", at + whole - Layout.TRAILER_BYTES);
    }

    private byte[] bytes(long at, int length) throws IOException {
        var bytes = new byte[length];
        readFully(ByteBuffer.wrap(bytes), at);
        return bytes;
    }

    private void readFully(ByteBuffer buffer, long at) throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining()) {
            if (in.read(buffer, at + buffer.position() - start) < 0)
                throw new EOFException("the trace file became shorter while it was read");
        }
    }
}
