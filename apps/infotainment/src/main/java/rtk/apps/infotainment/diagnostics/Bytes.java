package rtk.apps.infotainment.diagnostics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A message being written, most significant bytes first, as all of diagnostics is.
final class Bytes {
    private byte[] bytes = new byte[64];
    private int length;

    /// The bytes given, 0 to 255 each.
    static byte[] of(int... octets) {
        var all = new Bytes();
        for (int octet : octets) all.put(octet);
        return all.all();
    }

    Bytes put(int octet) {
        if (length == bytes.length) bytes = Arrays.copyOf(bytes, 2 * length);
        bytes[length++] = (byte) octet;
        return this;
    }

    /// The low `count` bytes of `value`.
    Bytes put(long value, int count) {
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) put((int) (value >>> shift));
        return this;
    }

    Bytes put(byte[] more) {
        for (byte octet : more) put(octet);
        return this;
    }

    /// US-ASCII, cut off or filled up with `fill`.
    Bytes put(String text, int count, int fill) {
        byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
        for (int n = 0; n < count; n++) put(n < letters.length ? letters[n] : fill);
        return this;
    }

    int length() { return length; }

    byte[] all() { return Arrays.copyOf(bytes, length); }

    /// `count` bytes of `message` from `at` on as a number.
    static long number(byte[] message, int at, int count) {
        long value = 0;
        for (int n = at; n < at + count; n++) value = value << 8 | (message[n] & 0xff);
        return value;
    }
}
