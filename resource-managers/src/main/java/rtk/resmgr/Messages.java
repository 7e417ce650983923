package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
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
    static final int IO_NOTIFY = 0x107;
    static final int IO_PATHCONF = 0x108;
    static final int IO_LSEEK = 0x109;
    static final int IO_CHMOD = 0x10a;
    static final int IO_CHOWN = 0x10b;
    static final int IO_UTIME = 0x10c;
    static final int IO_OPENFD = 0x10d;
    static final int IO_FDINFO = 0x10e;
    static final int IO_LOCK = 0x10f;
    static final int IO_SPACE = 0x110;
    static final int IO_SHUTDOWN = 0x111;
    static final int IO_MMAP = 0x112;
    static final int IO_MSG = 0x113;
    static final int IO_SYNC = 0x114;

    // Subtypes of IO_CONNECT.
    static final int CONNECT_OPEN = 0;
    static final int CONNECT_UNLINK = 1;
    static final int CONNECT_RENAME = 2;
    static final int CONNECT_MKNOD = 3;
    static final int CONNECT_READLINK = 4;
    static final int CONNECT_LINK = 5;
    static final int CONNECT_MOUNT = 6;
    static final int CONNECT_COMBINE_CLOSE = 7;

    /// Status of an answer whose bytes are the path to look up instead.
    static final int ELSEWHERE = 0x7fff_0001;
    /// Links followed in one look-up; more is ELOOP.
    static final int LINKS_MAX = 8;
    static final int PATH_ATTACH = 0x200;
    static final int PATH_DETACH = 0x201;
    static final int PATH_RESOLVE = 0x202;
    static final int PATH_LIST = 0x203;
    static final int PATH_LINK = 0x204;

    static final int READ_BYTES = 8;
    static final int WRITE_HEADER = 8;
    static final int DEVCTL_HEADER = 12;
    static final int PATH_HEADER = 16;
    static final int STAT_REPLY = 64;
    static final int FDINFO_HEADER = 16;
    static final int RESOLVE_REPLY = 16;
    /// Longest path, in bytes of UTF-8.
    static final int PATH_MAX = 1023;

    static final byte[] NOTHING = {};

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
        return withPath(type, subtype, word, handle, path, NOTHING);
    }

    /// A message with a path and something more at its end.
    ///
    /// @throws ErrnoException ENAMETOOLONG
    static byte[] withPath(int type, int subtype, int word, int handle, String path, byte[] extra) {
        byte[] text = path.getBytes(UTF_8);
        if (text.length > PATH_MAX) throw new ErrnoException(Errno.ENAMETOOLONG, path.substring(0, 40) + "…");
        var message = new byte[PATH_HEADER + text.length + extra.length];
        view(message).putShort(0, (short) type).putShort(2, (short) subtype).putInt(4, word).putInt(8, handle)
                .putShort(12, (short) text.length).putShort(14, (short) extra.length).put(PATH_HEADER, text)
                .put(PATH_HEADER + text.length, extra);
        return message;
    }

    /// The path in a message received, or null if the message is shorter than it says.
    static String path(byte[] message, int received) {
        if (received < PATH_HEADER) return null;
        int length = view(message).getShort(12) & 0xffff;
        return PATH_HEADER + length > received ? null : new String(message, PATH_HEADER, length, UTF_8);
    }

    /// What follows the path, as text; null if the message is shorter than it says.
    static String extraText(byte[] message, int received) {
        if (received < PATH_HEADER) return null;
        int start = PATH_HEADER + (view(message).getShort(12) & 0xffff);
        int length = view(message).getShort(14) & 0xffff;
        return start + length > received ? null : new String(message, start, length, UTF_8);
    }

    /// Names of a directory as a read gives them: each ends with a zero byte.
    // A message in flight, not a value to compare; hence the array.
    @SuppressWarnings("ArrayRecordComponent")
    record Names(int count, byte[] bytes) {}

    /// As many of `names` as there is room for.
    static Names names(List<String> names, int room) {
        var text = new ByteArrayOutputStream();
        int count = 0;
        for (String name : names) {
            byte[] bytes = name.getBytes(UTF_8);
            if (text.size() + bytes.length + 1 > room) break;
            text.writeBytes(bytes);
            text.write(0);
            count++;
        }
        return new Names(count, text.toByteArray());
    }
}
