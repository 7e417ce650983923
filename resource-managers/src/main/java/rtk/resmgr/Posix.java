package rtk.resmgr;

import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;

/// Files as a program sees them: POSIX calls made of messages. A file descriptor is a connection.
///
/// Every call may throw [ErrnoException]: EBADF no such descriptor, or its server died earlier; ESRCH the server died during
/// the call; EINTR; ENOSYS the server does not do that; and what the server answers.
public final class Posix {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    /// Mask of the three above.
    public static final int O_ACCMODE = 3;
    /// Every write goes to the end.
    public static final int O_APPEND = 0x08;
    /// Make the file if it does not exist.
    public static final int O_CREAT = 0x100;
    /// Empty the file.
    public static final int O_TRUNC = 0x200;
    /// With O_CREAT: fail with EEXIST if the file exists.
    public static final int O_EXCL = 0x400;
    /// Fail with EAGAIN rather than wait.
    public static final int O_NONBLOCK = 0x80;

    /// How often [#openWhenThere] looks.
    private static final long STEP_NS = 1_000_000;
    private static final byte[] NOTHING = {};

    private final KernelCalls k;

    public Posix(KernelCalls k) { this.k = k; }

    /// What `fstat` tells of an open file.
    ///
    /// @param openCount how often its name is open
    /// @param available bytes that a read would find now
    public record Stat(boolean readable, boolean writable, int openCount, long available) {}

    /// Two messages: where is it, and may I. If the best candidate for the path says ENOENT or is dead, the next one is asked.
    ///
    /// @return the lowest free descriptor
    /// @throws ErrnoException ENOENT; EACCES; EINVAL `path` is not absolute
    public int open(String path, int oflag) {
        for (int candidate = 0;; candidate++) {
            var server = PathSpace.resolve(k, path, candidate);
            var connect = Messages.withPath(Messages.IO_CONNECT, 0, oflag, server.handle(), server.rest());
            int fd = -1;
            try {
                fd = k.connectAttach(server.pid(), server.chid(), 0);
                k.msgSend(fd, connect, NOTHING);
                return fd;
            } catch (ErrnoException e) {
                if (fd >= 0) k.connectDetach(fd);
                if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH) throw e;
            }
        }
    }

    /// [#open] for whoever may start before the manager: looks once a millisecond.
    ///
    /// @throws ErrnoException ETIMEDOUT
    public int openWhenThere(String path, int oflag, long timeoutNs) {
        return PathSpace.await(k, path, timeoutNs, STEP_NS, () -> open(path, oflag));
    }

    /// Blocks until there is something, unless O_NONBLOCK.
    ///
    /// @return bytes put at the start of `buffer`; 0 at the end of the file
    /// @throws ErrnoException EAGAIN
    public int read(int fd, byte[] buffer) {
        return k.msgSend(fd, Messages.of(Messages.IO_READ, Messages.READ_BYTES, buffer.length), buffer);
    }

    /// @param nbytes from the start of `buffer`
    /// @return bytes taken, which may be fewer
    public int write(int fd, byte[] buffer, int nbytes) {
        var message = Messages.of(Messages.IO_WRITE, Messages.WRITE_HEADER + nbytes, nbytes);
        System.arraycopy(buffer, 0, message, Messages.WRITE_HEADER, nbytes);
        return k.msgSend(fd, message, NOTHING);
    }

    /// Sends `data` with command `dcmd`; the answer overwrites it from its start.
    ///
    /// @return bytes of the answer, or what the command defines
    /// @throws ErrnoException ENOTTY the device does not know the command
    public int devctl(int fd, int dcmd, byte[] data) {
        var message = Messages.of(Messages.IO_DEVCTL, Messages.DEVCTL_HEADER + data.length, dcmd);
        Messages.view(message).putInt(8, data.length).put(Messages.DEVCTL_HEADER, data);
        return k.msgSend(fd, message, data);
    }

    public Stat fstat(int fd) {
        var reply = new byte[Messages.STAT_REPLY];
        k.msgSend(fd, Messages.of(Messages.IO_STAT, 8, 0), reply);
        var fields = Messages.view(reply);
        int rights = fields.getInt(0);
        return new Stat((rights & 1) != 0, (rights & 2) != 0, fields.getInt(4), fields.getLong(8));
    }

    /// Another descriptor for the same open file. One message.
    public int dup(int fd) {
        int copy = k.connectDuplicate(fd, 0);
        try {
            k.msgSend(copy, Messages.of(Messages.IO_DUP, 8, fd), NOTHING);
            return copy;
        } catch (ErrnoException e) {
            k.connectDetach(copy);
            throw e;
        }
    }

    /// Frees the descriptor, whatever the server says; a dead one says nothing.
    public void close(int fd) {
        try {
            k.msgSend(fd, Messages.of(Messages.IO_CLOSE, 8, 0), NOTHING);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
        } finally {
            k.connectDetach(fd);
        }
    }
}
