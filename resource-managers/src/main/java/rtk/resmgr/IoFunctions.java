package rtk.resmgr;

import rtk.kernel.api.Errno;

/// The I/O functions of a resource manager: QNX's `resmgr_io_funcs_t` [D 107]. Override what the device can do; the rest answers as
/// QNX's `iofunc_*_default` does, or ENOSYS. Read and write are called only for descriptors that were opened with the right to do it.
///
/// `stat`, `chmod`, `chown`, `utime`, `notify` and `fdinfo` are done by the framework, from the [Attr], the [Ocb] and what the handlers
/// here say.
public interface IoFunctions {
    /// @param nbytes at most this many, at least 1
    default Reply read(Request request, Ocb ocb, int nbytes) { return new Reply.Fail(Errno.ENOSYS); }

    default Reply write(Request request, Ocb ocb, byte[] bytes) { return new Reply.Fail(Errno.ENOSYS); }

    /// @param data as the client sent it; the answer has room for as many bytes
    default Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) { return new Reply.Fail(Errno.ENOTTY); }

    /// Before `_IO_STAT` is answered from `ocb.attr()`: brings that up to date.
    default void stat(Ocb ocb) {}

    /// Bytes that a read would find now, for `_IO_STAT` and [Condition#INPUT].
    default long available(Ocb ocb) { return 0; }

    /// Bytes that a write would take now, for [Condition#OUTPUT].
    default long room(Ocb ocb) { return Long.MAX_VALUE; }

    /// Which [Condition]s are true.
    ///
    /// @param items how much must be there for INPUT
    default int conditions(Ocb ocb, long items) {
        return (ocb.mayRead() && available(ocb) >= items ? Condition.INPUT : 0)
                | (ocb.mayWrite() && room(ocb) > 0 ? Condition.OUTPUT : 0);
    }

    /// `lseek`: files and directories move their offset, all else has none.
    ///
    /// @param whence [Posix#SEEK_SET], [Posix#SEEK_CUR], [Posix#SEEK_END]
    /// @return the new offset in 8 bytes, as [Reply#ofLong] makes them
    default Reply lseek(Request request, Ocb ocb, long offset, int whence) {
        if (!ocb.attr().isSeekable()) return new Reply.Fail(Errno.ESPIPE);
        long base = switch (whence) {
            case Posix.SEEK_SET -> 0;
            case Posix.SEEK_CUR -> ocb.offset();
            case Posix.SEEK_END -> ocb.attr().size();
            default -> -1;
        };
        if (base < 0) return new Reply.Fail(Errno.EINVAL);
        if (offset > Long.MAX_VALUE - base) return new Reply.Fail(Errno.EOVERFLOW);
        if (base + offset < 0) return new Reply.Fail(Errno.EINVAL);
        ocb.setOffset(base + offset);
        return Reply.ofLong(base + offset);
    }

    /// `fpathconf`.
    ///
    /// @return the value in 8 bytes, as [Reply#ofLong] makes them
    default Reply pathconf(Request request, Ocb ocb, int name) {
        return name == Posix.PC_PATH_MAX ? Reply.ofLong(Messages.PATH_MAX) : new Reply.Fail(Errno.EINVAL);
    }

    /// `fcntl` with a lock.
    default Reply lock(Request request, Ocb ocb, int command, byte[] data) { return new Reply.Fail(Errno.ENOSYS); }

    /// `ftruncate` and its like: frees, or allocates, from `start` on.
    ///
    /// @param length bytes; 0 up to the end of the file
    default Reply space(Request request, Ocb ocb, long start, long length) { return new Reply.Fail(Errno.ENOSYS); }

    default Reply shutdown(Request request, Ocb ocb, int how) { return new Reply.Fail(Errno.ENOSYS); }

    default Reply mmap(Request request, Ocb ocb, int protection, long offset) { return new Reply.Fail(Errno.ENOSYS); }

    /// `_IO_MSG`: a message of the manager's own making.
    ///
    /// @param type of the manager's choice
    default Reply msg(Request request, Ocb ocb, int type, byte[] data) { return new Reply.Fail(Errno.ENOSYS); }

    /// `fsync`. By default there is nothing to bring to safety.
    default Reply sync(Request request, Ocb ocb) { return Reply.DONE; }

    /// Another descriptor for `ocb`, before it counts.
    ///
    /// @return [Reply#DONE] or a failure
    default Reply dup(Request request, Ocb ocb) { return Reply.DONE; }

    /// `openfd`: `ocb` becomes another open of what `from` is, its rights checked.
    ///
    /// @return [Reply#DONE] or a failure
    default Reply openfd(Request request, Ocb from, Ocb ocb) {
        ocb.setState(from.state());
        return Reply.DONE;
    }

    /// A descriptor of `ocb` is closed: the last one, if [#closeOcb] follows.
    default void closeDup(Ocb ocb) {}

    /// Before each of these functions. In a manager with one thread nothing can come between, and no lock is taken. Blocks: MUTEX.
    default void lockOcb(Ocb ocb) { ocb.attr().lock(); }

    /// After each of these functions.
    default void unlockOcb(Ocb ocb) { ocb.attr().unlock(); }

    /// A client whose message was answered [Reply.Later] wants out, or has died. The manager forgets the request; the
    /// framework then answers EINTR.
    default void unblock(Request request, Ocb ocb) {}

    /// The last descriptor of `ocb` is closed.
    default void closeOcb(Ocb ocb) {}
}
