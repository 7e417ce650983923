package rtk.apps.cli;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A file descriptor of the host that is read and written without waiting.
final class HostDescriptor implements Closeable {
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    private static final int EAGAIN = 11;
    private static final int EIO = 5;
    private static final int ENOBUFS = 105;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(4096);
    private final int fd;

    HostDescriptor(int fd) throws IOException {
        this.fd = fd;
        HostLibrary.call(arena, "fcntl", "iii;i", fd, F_SETFL, O_NONBLOCK);
    }

    int fd() { return fd; }

    /// @return what there is, at most `count` bytes; empty if there is nothing now
    byte[] read(int count) throws IOException {
        try {
            long n = HostLibrary.call(arena, "read", "lipl", fd, buffer, (long) count);
            return buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
        } catch (HostLibrary.HostException e) {
            if (e.errno() == EAGAIN || e.errno() == EIO) return new byte[0]; // EIO: a terminal that nobody has open
            throw e;
        }
    }

    /// @return false if the host cannot take it now
    boolean write(byte[] bytes) throws IOException {
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        try {
            return HostLibrary.call(arena, "write", "lipl", fd, buffer, (long) bytes.length) == bytes.length;
        } catch (HostLibrary.HostException e) {
            if (e.errno() == EAGAIN || e.errno() == EIO || e.errno() == ENOBUFS) return false;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        HostLibrary.call(arena, "close", "ii", fd);
        arena.close();
    }
}
