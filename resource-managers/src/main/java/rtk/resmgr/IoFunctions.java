package rtk.resmgr;

import rtk.kernel.api.Errno;

/// The I/O functions of a resource manager: QNX's `resmgr_io_funcs_t`. Override what the device can do; the rest answers as
/// QNX's `iofunc_*_default` does. Called only for descriptors that were opened with the right to do it.
public interface IoFunctions {
    /// @param nbytes at most this many, at least 1
    default Reply read(Request request, Ocb ocb, int nbytes) { return new Reply.Fail(Errno.ENOSYS); }

    default Reply write(Request request, Ocb ocb, byte[] bytes) { return new Reply.Fail(Errno.ENOSYS); }

    /// @param data as the client sent it; the answer has room for as many bytes
    default Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) { return new Reply.Fail(Errno.ENOTTY); }

    /// Bytes that a read would find now, for `_IO_STAT`.
    default long available(Ocb ocb) { return 0; }

    /// A client whose message was answered [Reply.Later] wants out, or has died. The manager forgets the request; the
    /// framework then answers EINTR.
    default void unblock(Request request, Ocb ocb) {}

    /// The last descriptor of `ocb` is closed.
    default void closeOcb(Ocb ocb) {}
}
