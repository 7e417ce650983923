package rtk.resmgr.shell;

import rtk.kernel.api.Errno;

/// Output could not be written; kept apart from failures of what a [Tool] works on.
final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errno errno;

    OutputException(Errno errno) {
        super("output: " + errno.meaning());
        this.errno = errno;
    }

    Errno errno() { return errno; }
}
