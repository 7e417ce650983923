package rtk.trace.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One stream file of a CTF trace: events in packets.
final class CtfStream {
    private static final int MAGIC = 0xC1FC1FC1;
    private static final int PACKET_BYTES = 1 << 16;
    /// Packet header and context.
    private static final int HEAD_BYTES = 4 + 4 + 5 * 8 + 4;
    /// No event is longer but for its texts.
    private static final int EVENT_BYTES_MAX = 256;
    private static final int TEXT_BYTES_MAX = 4096;

    private final OutputStream out;
    private final int core;
    private final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES + EVENT_BYTES_MAX + 8 * TEXT_BYTES_MAX)
            .order(ByteOrder.LITTLE_ENDIAN);
    private long beginNs;
    private long endNs;

    CtfStream(OutputStream out, int core) {
        this.out = out;
        this.core = core;
        packet.position(HEAD_BYTES);
    }

    void begin(long timeNs, int event) {
        if (packet.position() == HEAD_BYTES) beginNs = timeNs;
        endNs = timeNs;
        packet.putInt(event).putLong(timeNs);
    }

    CtfStream int8(int value) {
        packet.put((byte) value);
        return this;
    }

    CtfStream int32(int value) {
        packet.putInt(value);
        return this;
    }

    CtfStream int64(long value) {
        packet.putLong(value);
        return this;
    }

    /// `bytes` bytes of UTF-8, cut or filled with 0; the last one is always 0.
    void chars(String text, int bytes) {
        byte[] utf = text.getBytes(StandardCharsets.UTF_8);
        packet.put(Arrays.copyOf(Arrays.copyOf(utf, Math.min(utf.length, bytes - 1)), bytes));
    }

    /// Up to [#TEXT_BYTES_MAX] bytes, and a 0.
    void string(String text) {
        byte[] utf = text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
        packet.put(utf, 0, Math.min(utf.length, TEXT_BYTES_MAX)).put((byte) 0);
    }

    void end() throws IOException {
        if (packet.position() >= PACKET_BYTES) flush();
    }

    void close() throws IOException {
        flush();
        out.close();
    }

    private void flush() throws IOException {
        int bytes = packet.position();
        packet.position(0);
        packet.putInt(MAGIC).putInt(0).putLong(beginNs).putLong(endNs).putLong(8L * bytes).putLong(8L * bytes).putLong(0)
                .putInt(core);
        out.write(packet.array(), 0, bytes);
        packet.position(HEAD_BYTES);
        beginNs = endNs;
    }
}
