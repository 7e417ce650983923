package rtk.resmgr;

import rtk.kernel.api.Errno;

/// The connect functions of a resource manager: QNX's `resmgr_connect_funcs_t` [D 107]. Each works on a path and may answer
/// [Reply.Elsewhere] to send the client to another; what is not overridden answers ENOSYS.
public interface ConnectFunctions {
    /// What QNX's `iofunc_open_default` does: the name itself can be opened, nothing below it.
    ConnectFunctions DEFAULT = new ConnectFunctions() {};

    /// `_IO_CONNECT` with subtype open. The rights that `oflag` asks for have been checked against the name attached; whoever
    /// sets another [Attr] checks against that with [Ocb#access].
    ///
    /// @param ocb the OCB to be, which lives on if the answer is not a failure
    default Reply open(Request request, Ocb ocb) { return ocb.rest().isEmpty() ? Reply.DONE : new Reply.Fail(Errno.ENOENT); }

    /// `unlink`, `rmdir`.
    default Reply unlink(Request request, String rest) { return other(request, Messages.CONNECT_UNLINK, rest); }

    /// @param target the new path, from the root
    default Reply rename(Request request, String rest, String target) {
        return other(request, Messages.CONNECT_RENAME, rest);
    }

    /// `mkdir`, `mkfifo`, and a symbolic link.
    ///
    /// @param mode kind and permissions ([Mode])
    /// @param target of a symbolic link, else empty
    default Reply mknod(Request request, String rest, int mode, String target) {
        return other(request, Messages.CONNECT_MKNOD, rest);
    }

    /// @return the target of a symbolic link, as [Reply.Data]
    default Reply readlink(Request request, String rest) { return other(request, Messages.CONNECT_READLINK, rest); }

    /// A hard link.
    ///
    /// @param existing the path, from the root, of the file that gets another name
    default Reply link(Request request, String rest, String existing) { return other(request, Messages.CONNECT_LINK, rest); }

    /// @param special what to mount: a device, an image
    default Reply mount(Request request, String rest, String special) { return other(request, Messages.CONNECT_MOUNT, rest); }

    /// A client whose open was answered [Reply.Later] wants out, or has died; the framework then answers EINTR.
    default void unblock(Request request, Ocb ocb) {}

    /// Every other subtype, and those above that are not overridden.
    default Reply other(Request request, int subtype, String rest) { return new Reply.Fail(Errno.ENOSYS); }
}
