package rtk.trace.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A message in the wire format of Protocol Buffers (protobuf.dev, "Encoding"), written field by field.
final class Proto {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private byte[] bytes = new byte[64];
    private int size;

    Proto clear() {
        size = 0;
        return this;
    }

    /// `uint64`, `int64`, `uint32`, `int32`, enumerations and `bool`.
    Proto number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    Proto fixed64(int field, long value) {
        varint((long) field << 3 | FIXED64);
        for (int index = 0; index < 8; index++) put((byte) (value >>> (8 * index)));
        return this;
    }

    Proto string(int field, String value) {
        byte[] utf = value.getBytes(StandardCharsets.UTF_8);
        return bytes(field, utf, utf.length);
    }

    Proto message(int field, Proto value) { return bytes(field, value.bytes, value.size); }

    void writeTo(OutputStream out) throws IOException { out.write(bytes, 0, size); }

    private Proto bytes(int field, byte[] value, int length) {
        varint((long) field << 3 | BYTES);
        varint(length);
        room(length);
        System.arraycopy(value, 0, bytes, size, length);
        size += length;
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
    }

    private void put(byte value) {
        room(1);
        bytes[size++] = value;
    }

    private void room(int more) {
        if (size + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
}
