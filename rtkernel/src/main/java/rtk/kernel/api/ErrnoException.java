package rtk.kernel.api;

/// A kernel call or a POSIX function failed: QNX's -1 with `errno`.
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Errno errno;

    public ErrnoException(Errno errno, String call) {
        super(call + ": " + errno + ", " + errno.meaning());
        this.errno = errno;
    }

    public Errno errno() { return errno; }
}
