package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;

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
    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    /// Of [#fpathconf]: longest path.
    public static final int PC_PATH_MAX = 5;
    /// Neither to read nor to write: for messages that need no more than the file.
    private static final int O_NEITHER = 3;

    /// How often [#openWhenThere] looks.
    private static final long STEP_NS = 1_000_000;

    private final KernelCalls k;

    public Posix(KernelCalls k) { this.k = k; }

    /// What `stat` tells of a file.
    ///
    /// @param readable whether this descriptor may read; of a path false
    /// @param openCount how often its name is open
    /// @param available bytes that a read would find now
    /// @param mode kind and permissions ([Mode])
    /// @param size bytes in the file
    /// @param accessNs the last read, since the board was switched on; the other times likewise
    public record Stat(
            boolean readable,
            boolean writable,
            int openCount,
            long available,
            int mode,
            int uid,
            int gid,
            int links,
            long size,
            long accessNs,
            long modifyNs,
            long changeNs) {
        public boolean isDirectory() { return (mode & Mode.S_IFMT) == Mode.S_IFDIR; }

        static Stat in(byte[] reply) {
            var fields = Messages.view(reply);
            int rights = fields.getInt();
            return new Stat((rights & 1) != 0, (rights & 2) != 0, fields.getInt(), fields.getLong(), fields.getInt(),
                    fields.getInt(), fields.getInt(), fields.getInt(), fields.getLong(), fields.getLong(), fields.getLong(),
                    fields.getLong());
        }
    }

    /// Two messages: where is it, and may I. If the best candidate for the path says ENOENT or is dead, the next one is asked.
    ///
    /// @return the lowest free descriptor
    /// @throws ErrnoException ENOENT; EACCES; EINVAL `path` is not absolute; ELOOP
    public int open(String path, int oflag) { return open(path, oflag, 0); }

    /// @param mode permissions of a file that O_CREAT makes
    public int open(String path, int oflag, int mode) {
        byte[] extra = (oflag & O_CREAT) == 0 ? Messages.NOTHING : new byte[]{(byte) mode, (byte) (mode >> 8)};
        return new Connector(k).open(path, Messages.CONNECT_OPEN, oflag, extra);
    }

    /// Two messages, as all that follow which take a path: where is it, and the rest in one (`_IO_CONNECT_COMBINE_CLOSE`).
    public Stat stat(String path) {
        var reply = new byte[Messages.STAT_REPLY];
        combined(path, Messages.of(Messages.IO_STAT, 8, 0), reply);
        return Stat.in(reply);
    }

    /// @throws ErrnoException EPERM neither its owner nor root
    public void chmod(String path, int mode) { combined(path, Messages.of(Messages.IO_CHMOD, 8, mode), Messages.NOTHING); }

    /// @param uid -1 to leave it
    /// @param gid -1 to leave it
    /// @throws ErrnoException EPERM not root
    public void chown(String path, int uid, int gid) { combined(path, chownMessage(uid, gid), Messages.NOTHING); }

    /// @param accessNs since the board was switched on
    /// @throws ErrnoException EPERM neither its owner nor root
    public void utime(String path, long accessNs, long modifyNs) {
        var message = Messages.of(Messages.IO_UTIME, 24, 0);
        Messages.view(message).putLong(8, accessNs).putLong(16, modifyNs);
        combined(path, message, Messages.NOTHING);
    }

    private void combined(String path, byte[] message, byte[] reply) {
        new Connector(k).send(path, Messages.CONNECT_COMBINE_CLOSE, O_NEITHER, message, reply);
    }

    public void unlink(String path) { change(path, Messages.CONNECT_UNLINK, 0, ""); }

    public void rename(String path, String newPath) { change(path, Messages.CONNECT_RENAME, 0, newPath); }

    /// Makes a file of any kind but a link.
    ///
    /// @param mode kind and permissions ([Mode])
    public void mknod(String path, int mode) { change(path, Messages.CONNECT_MKNOD, mode, ""); }

    public void mkdir(String path, int permissions) {
        mknod(path, Mode.S_IFDIR | (permissions & Mode.PERMISSIONS));
    }

    public void symlink(String target, String path) {
        change(path, Messages.CONNECT_MKNOD, Mode.S_IFLNK | Mode.PERMISSIONS, target);
    }

    /// A hard link.
    public void link(String existing, String path) { change(path, Messages.CONNECT_LINK, 0, existing); }

    public void mount(String path, String special) { change(path, Messages.CONNECT_MOUNT, 0, special); }

    private void change(String path, int subtype, int mode, String extra) {
        new Connector(k).send(path, subtype, mode, extra.getBytes(UTF_8), Messages.NOTHING);
    }

    public String readlink(String path) {
        var reply = new byte[Messages.PATH_MAX];
        int length = new Connector(k).send(path, Messages.CONNECT_READLINK, 0, Messages.NOTHING, reply);
        return new String(reply, 0, length, UTF_8);
    }

    /// The path manager's link (`pathmgr_symlink`): `path`, and what is below it, stands for `target` until this process ends.
    ///
    /// @return a number for [#unlinkPrefix]
    public int linkPrefix(String target, String path) { return PathSpace.link(k, path, target); }

    public void unlinkPrefix(int number) { PathSpace.detach(k, number); }

    /// The names in a directory, sorted: those that prefixes make, and those that each manager of the path knows.
    ///
    /// @throws ErrnoException ENOENT nobody knows the path; ENOTDIR
    public List<String> list(String path) { return new Connector(k).list(path); }

    /// Does a living process serve exactly this path? One message, to the path manager alone, so that no manager can hold up who asks;
    /// one more for each that is dead.
    public boolean isServed(String path) {
        try {
            for (int candidate = 0;; candidate++) {
                var server = PathSpace.resolve(k, path, candidate);
                if (!server.rest().isEmpty()) return false;
                if (isAlive(server.pid())) return true;
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) throw e;
            return false;
        }
    }

    private boolean isAlive(int pid) {
        try {
            return !k.processInfo(pid).zombie();
        } catch (ErrnoException e) {
            return false;
        }
    }

    /// Is it served ([#isServed]), or does the manager of the path above it say that it is there?
    public boolean exists(String path) {
        if (isServed(path)) return true;
        try {
            stat(path);
            return true;
        } catch (ErrnoException e) {
            return false;
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
        return k.msgSend(fd, message, Messages.NOTHING);
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
        return Stat.in(reply);
    }

    public void fchmod(int fd, int mode) { k.msgSend(fd, Messages.of(Messages.IO_CHMOD, 8, mode), Messages.NOTHING); }

    public void fchown(int fd, int uid, int gid) { k.msgSend(fd, chownMessage(uid, gid), Messages.NOTHING); }

    private static byte[] chownMessage(int uid, int gid) {
        var message = Messages.of(Messages.IO_CHOWN, 12, uid);
        Messages.view(message).putInt(8, gid);
        return message;
    }

    /// @param whence SEEK_SET, SEEK_CUR, SEEK_END
    /// @return the new offset
    /// @throws ErrnoException ESPIPE not a file; EINVAL before its start
    public long lseek(int fd, long offset, int whence) {
        var message = Messages.of(Messages.IO_LSEEK, 16, whence);
        Messages.view(message).putLong(8, offset);
        return number(fd, message);
    }

    /// @param name `PC_…`
    public long fpathconf(int fd, int name) { return number(fd, Messages.of(Messages.IO_PATHCONF, 8, name)); }

    private long number(int fd, byte[] message) {
        var reply = new byte[Long.BYTES];
        k.msgSend(fd, message, reply);
        return Messages.view(reply).getLong(0);
    }

    public void fsync(int fd) { k.msgSend(fd, Messages.of(Messages.IO_SYNC, 8, 0), Messages.NOTHING); }

    public void ftruncate(int fd, long size) {
        var message = Messages.of(Messages.IO_SPACE, 24, 0);
        Messages.view(message).putLong(8, size);
        k.msgSend(fd, message, Messages.NOTHING);
    }

    /// QNX's `ionotify`. One message.
    ///
    /// @param conditions [Condition]s, as bits
    /// @param items bytes that INPUT needs, at least 1
    /// @param event how to tell this process
    /// @return those that are true now; with POLLARM 0 says that the event will come
    public int ionotify(int fd, NotifyAction action, int conditions, long items, SigEvent event) {
        var message = Messages.of(Messages.IO_NOTIFY, 24 + EventBytes.BYTES, action.ordinal());
        Messages.view(message).putInt(8, conditions).putLong(16, items).put(24, EventBytes.of(event));
        return k.msgSend(fd, message, Messages.NOTHING);
    }

    /// Waits until something can be done at one of the descriptors. Blocks: RECEIVE. One message per descriptor; if none is
    /// ready at once, another one each after the wait. The server has no thread waiting for it.
    ///
    /// @param timeoutNs 0 not to wait, [Poll#FOREVER]
    /// @return how many have `revents`
    /// @throws ErrnoException EINTR
    public int poll(long timeoutNs, Poll... fds) { return Poll.poll(k, this, timeoutNs, fds); }

    /// As [#poll], in the words of `select`.
    ///
    /// @param read descriptors to wait at for something to read; on return -1 stands in place of those that are not ready
    /// @return how many are ready in all
    /// @throws ErrnoException EBADF; EINTR
    public int select(int[] read, int[] write, int[] except, long timeoutNs) {
        return Poll.select(this, read, write, except, timeoutNs);
    }

    /// `_IO_OPENFD`: another open of what `fd` leads to, with rights and an offset of its own. One message.
    public int openfd(int fd, int oflag) {
        var message = Messages.of(Messages.IO_OPENFD, 12, fd);
        Messages.view(message).putInt(8, oflag);
        return duplicate(fd, message);
    }

    /// `iofdinfo`: the path that `fd` was opened by.
    public String fdinfo(int fd) {
        var reply = new byte[Messages.FDINFO_HEADER + Messages.PATH_MAX];
        k.msgSend(fd, Messages.of(Messages.IO_FDINFO, 8, 0), reply);
        return new String(reply, Messages.FDINFO_HEADER, Messages.view(reply).getInt(4), UTF_8);
    }

    /// Another descriptor for the same open file, with the same offset. One message.
    public int dup(int fd) { return duplicate(fd, Messages.of(Messages.IO_DUP, 8, fd)); }

    private int duplicate(int fd, byte[] message) {
        int copy = k.connectDuplicate(fd, 0);
        try {
            k.msgSend(copy, message, Messages.NOTHING);
            return copy;
        } catch (ErrnoException e) {
            k.connectDetach(copy);
            throw e;
        }
    }

    /// Frees the descriptor, whatever the server says; a dead one says nothing.
    public void close(int fd) {
        try {
            k.msgSend(fd, Messages.of(Messages.IO_CLOSE, 8, 0), Messages.NOTHING);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
        } finally {
            k.connectDetach(fd);
        }
    }
}
