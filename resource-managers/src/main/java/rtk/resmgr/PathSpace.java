package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;

/// The path manager as its clients see it; one message per call.
final class PathSpace {
    /// Who serves a path, and what of the path is left for it.
    record Server(int pid, int chid, int handle, String rest) {}

    private static final int START_ATTEMPTS_MAX = 1_000;
    private static final long START_STEP_NS = 10_000;

    /// Room for names in one answer.
    private static final int LIST_BYTES = 4096;

    private PathSpace() {}

    /// @return number of the prefix, for [#detach]
    /// @throws ErrnoException EINVAL no absolute path of non-empty components; ENAMETOOLONG; ENOSPC
    static int attach(KernelCalls k, String path, int chid, int handle) {
        return attach(k, path, MountOrder.NEWEST_FIRST, chid, handle);
    }

    /// As [#attach(KernelCalls, String, int, int)], with a place among equal prefixes.
    static int attach(KernelCalls k, String path, MountOrder order, int chid, int handle) {
        return send(k, Messages.withPath(Messages.PATH_ATTACH, order.ordinal(), chid, handle, path), Messages.NOTHING);
    }

    /// Lets `path`, and what is below it, stand for `target`, until detached or the calling process is gone.
    ///
    /// @return number of the prefix, for [#detach]
    /// @throws ErrnoException as [#attach]
    static int link(KernelCalls k, String path, String target) {
        return send(k, Messages.withPath(Messages.PATH_LINK, 0, 0, 0, path, target.getBytes(UTF_8)), Messages.NOTHING);
    }

    /// @throws ErrnoException ENOENT the calling process has no such prefix
    static void detach(KernelCalls k, int number) {
        send(k, Messages.of(Messages.PATH_DETACH, 8, number), Messages.NOTHING);
    }

    /// One message, and one more for each link on the way.
    ///
    /// @param candidate 0 for the best, 1 for the one to ask next …
    /// @throws ErrnoException ENOENT there is no such candidate; ELOOP
    static Server resolve(KernelCalls k, String path, int candidate) {
        String asked = path;
        var reply = new byte[Messages.PATH_MAX + 1];
        for (int links = 0; links <= Messages.LINKS_MAX; links++) {
            int status = send(k, Messages.withPath(Messages.PATH_RESOLVE, candidate, 0, 0, asked), reply);
            if (status != Messages.ELSEWHERE) {
                ByteBuffer fields = Messages.view(reply);
                return new Server(fields.getInt(0), fields.getInt(4), fields.getInt(8), asked.substring(fields.getInt(12)));
            }
            asked = pathIn(reply);
            Arrays.fill(reply, (byte) 0);
        }
        throw new ErrnoException(Errno.ELOOP, path);
    }

    /// The path that an answer [Messages#ELSEWHERE] holds, in a buffer that was zero.
    static String pathIn(byte[] reply) {
        int length = 0;
        while (length < reply.length && reply[length] != 0) length++;
        return new String(reply, 0, length, UTF_8);
    }

    /// Names directly below `path` that prefixes make.
    static List<String> list(KernelCalls k, String path) {
        var names = new ArrayList<String>();
        var reply = new byte[LIST_BYTES];
        for (;;) {
            int count = send(k, Messages.withPath(Messages.PATH_LIST, 0, names.size(), 0, path), reply);
            if (count == 0) return names;
            int start = 0;
            for (int found = 0; found < count; found++) {
                int end = start;
                while (reply[end] != 0) end++;
                names.add(new String(reply, start, end - start, UTF_8));
                start = end + 1;
            }
        }
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
