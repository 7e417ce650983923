package rtk.resmgr;

import java.nio.ByteBuffer;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;

/// The path manager as its clients see it; one message per call.
final class PathSpace {
    /// Who serves a path, and what of the path is left for it.
    record Server(int pid, int chid, int handle, String rest) {}

    private static final int START_ATTEMPTS_MAX = 1_000;
    private static final long START_STEP_NS = 10_000;

    private PathSpace() {}

    /// @return number of the prefix, for [#detach]
    /// @throws ErrnoException EINVAL no absolute path of non-empty components; ENAMETOOLONG; ENOSPC
    static int attach(KernelCalls k, String path, int chid, int handle) {
        return send(k, Messages.withPath(Messages.PATH_ATTACH, 0, chid, handle, path), new byte[0]);
    }

    /// @throws ErrnoException ENOENT the calling process has no such prefix
    static void detach(KernelCalls k, int number) {
        send(k, Messages.of(Messages.PATH_DETACH, 8, number), new byte[0]);
    }

    /// @param candidate 0 for the best, 1 for the one to ask next …
    /// @throws ErrnoException ENOENT there is no such candidate
    static Server resolve(KernelCalls k, String path, int candidate) {
        var reply = new byte[Messages.RESOLVE_REPLY];
        send(k, Messages.withPath(Messages.PATH_RESOLVE, candidate, 0, 0, path), reply);
        ByteBuffer fields = Messages.view(reply);
        return new Server(fields.getInt(0), fields.getInt(4), fields.getInt(8), path.substring(fields.getInt(12)));
    }

    /// At the start of a board, a program on another core may ask before the path manager has its channel: it waits a little.
    private static int send(KernelCalls k, byte[] message, byte[] reply) {
        for (int attempt = 1;; attempt++) {
            try {
                return k.msgSend(KernelCalls.SYSMGR_COID, message, reply);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EBADF || attempt == START_ATTEMPTS_MAX) throw e;
            }
            k.sleep(START_STEP_NS);
        }
    }

    /// Something that fails with ENOENT while its name does not exist.
    interface Opening {
        int open();
    }

    /// Tries until the name exists, every `stepNs`, as QNX's `waitfor` does.
    ///
    /// @throws ErrnoException ETIMEDOUT
    static int await(KernelCalls k, String name, long timeoutNs, long stepNs, Opening opening) {
        long endNs = Math.addExact(k.nowNs(), timeoutNs);
        for (;;) {
            try {
                return opening.open();
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ENOENT) throw e;
            }
            if (k.nowNs() >= endNs) throw new ErrnoException(Errno.ETIMEDOUT, name);
            k.sleep(stepNs);
        }
    }
}
