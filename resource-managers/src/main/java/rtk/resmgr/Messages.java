package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;

/// The messages of the table in the package comment: types, offsets, and those that carry a path.
final class Messages {
    static final int IO_CONNECT = 0x100;
    static final int IO_READ = 0x101;
    static final int IO_WRITE = 0x102;
    static final int IO_CLOSE = 0x103;
    static final int IO_DUP = 0x104;
    static final int IO_DEVCTL = 0x105;
    static final int IO_STAT = 0x106;
    static final int PATH_ATTACH = 0x200;
    static final int PATH_DETACH = 0x201;
    static final int PATH_RESOLVE = 0x202;

    static final int READ_BYTES = 8;
    static final int WRITE_HEADER = 8;
    static final int DEVCTL_HEADER = 12;
    static final int PATH_HEADER = 16;
    static final int STAT_REPLY = 16;
    static final int RESOLVE_REPLY = 16;
    /// Longest path, in bytes of UTF-8.
    static final int PATH_MAX = 1023;

    private Messages() {}

    /// `bytes`, seen as little-endian numbers.
    static ByteBuffer view(byte[] bytes) { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); }

    static int type(byte[] message) { return view(message).getShort(0) & 0xffff; }

    /// A message of `length` bytes whose second word is `word`.
    static byte[] of(int type, int length, int word) {
        var message = new byte[length];
        view(message).putShort(0, (short) type).putInt(4, word);
        return message;
    }

    /// A message with a path at its end.
    ///
    /// @throws ErrnoException ENAMETOOLONG
    static byte[] withPath(int type, int subtype, int word, int handle, String path) {
        byte[] text = path.getBytes(UTF_8);
        if (text.length > PATH_MAX) throw new ErrnoException(Errno.ENAMETOOLONG, path.substring(0, 40) + "…");
        var message = new byte[PATH_HEADER + text.length];
        view(message).putShort(0, (short) type).putShort(2, (short) subtype).putInt(4, word).putInt(8, handle)
                .putShort(12, (short) text.length).put(PATH_HEADER, text);
        return message;
    }

    /// The path in a message received, or null if the message is shorter than it says.
    static String path(byte[] message, int received) {
        if (received < PATH_HEADER) return null;
        int length = view(message).getShort(12) & 0xffff;
        return PATH_HEADER + length > received ? null : new String(message, PATH_HEADER, length, UTF_8);
    }
}
