package rtk.resmgr;

import rtk.kernel.api.Errno;

/// The connect functions of a resource manager: QNX's `resmgr_connect_funcs_t`, as far as devices need them.
public interface ConnectFunctions {
    /// What QNX's `iofunc_open_default` does: the name itself can be opened, nothing below it.
    ConnectFunctions DEFAULT = new ConnectFunctions() {};

    /// `_IO_CONNECT` with subtype open. The rights that `oflag` asks for have been checked.
    ///
    /// @param ocb the OCB to be, which lives on if the answer is not a failure
    default Reply open(Request request, Ocb ocb) { return ocb.rest().isEmpty() ? Reply.DONE : new Reply.Fail(Errno.ENOENT); }

    /// Every other subtype: unlink, rename, mknod, readlink …
    default Reply other(Request request, int subtype, String rest) { return new Reply.Fail(Errno.ENOSYS); }
}
