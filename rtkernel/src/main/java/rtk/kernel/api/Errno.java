package rtk.kernel.api;

/// Why a call failed, with QNX's numbers (`<errno.h>`).
public enum Errno {
    EOK(0, "no error"),
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or directory"),
    ESRCH(3, "no such process"),
    EINTR(4, "interrupted function call"),
    EIO(5, "I/O error"),
    ENXIO(6, "no such device or address"),
    E2BIG(7, "argument list too long"),
    EBADF(9, "bad file descriptor"),
    ECHILD(10, "no child processes"),
    EAGAIN(11, "resource temporarily unavailable"),
    ENOMEM(12, "not enough memory"),
    EACCES(13, "permission denied"),
    EFAULT(14, "bad address"),
    EBUSY(16, "resource busy"),
    EEXIST(17, "file exists"),
    EXDEV(18, "cross-device link"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files in the system"),
    EMFILE(24, "too many open files"),
    ENOTTY(25, "inappropriate I/O control operation"),
    EFBIG(27, "file too large"),
    ENOSPC(28, "no space left on device"),
    ESPIPE(29, "illegal seek"),
    EROFS(30, "read-only file system"),
    EPIPE(32, "broken pipe"),
    EDEADLK(45, "resource deadlock avoided"),
    ECANCELED(47, "operation canceled"),
    ENOTSUP(48, "not supported"),
    ENAMETOOLONG(78, "filename too long"),
    EOVERFLOW(79, "value too large"),
    ENOSYS(89, "function not implemented"),
    ELOOP(90, "too many levels of symbolic links"),
    ENOTEMPTY(93, "directory not empty"),
    EMSGSIZE(240, "message too long"),
    EALREADY(237, "operation already in progress"),
    ETIMEDOUT(260, "connection timed out"),
    ESRVRFAULT(312, "server fault on message pass"),
    ERESTART(91, "restart the call"),
    EOWNERDEAD(58, "owner died"),
    ENOTRECOVERABLE(95, "state not recoverable");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() { return number; }

    public String meaning() { return meaning; }

    /// @return the error numbered `number`; EIO for a number that is none of these
    public static Errno ofNumber(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) return errno;
        }
        return EIO;
    }
}
