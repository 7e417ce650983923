package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.TreeSet;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;

/// The client's side of `_IO_CONNECT`: finds who serves a path, and asks one after the other until one knows it.
///
/// The loop is rule L3: a union of all that serve a prefix of the path. A server that is dead is passed over like one that
/// says ENOENT.
final class Connector {
    private static final int DIRECTORY_BYTES = 4096;
    /// Instead of a descriptor or a status: the answer is another path.
    private static final int ELSEWHERE = -1;

    private final KernelCalls k;

    Connector(KernelCalls k) { this.k = k; }

    /// @return a descriptor
    int open(String path, int subtype, int oflag, byte[] extra) {
        return connect(path, subtype, oflag, extra, Messages.NOTHING, true);
    }

    /// @return the status of the answer
    int send(String path, int subtype, int word, byte[] extra, byte[] reply) {
        return connect(path, subtype, word, extra, reply, false);
    }

    private int connect(String path, int subtype, int word, byte[] extra, byte[] reply, boolean keep) {
        String asked = path;
        for (int links = 0; links <= Messages.LINKS_MAX; links++) {
            var room = new byte[Math.max(Messages.PATH_MAX + 1, reply.length)];
            int answer = firstThatKnows(asked, subtype, word, extra, room, keep);
            if (answer != ELSEWHERE) {
                System.arraycopy(room, 0, reply, 0, reply.length);
                return answer;
            }
            asked = PathSpace.pathIn(room);
        }
        throw new ErrnoException(Errno.ELOOP, path);
    }

    private int firstThatKnows(String path, int subtype, int word, byte[] extra, byte[] room, boolean keep) {
        for (int candidate = 0;; candidate++) {
            var server = PathSpace.resolve(k, path, candidate);
            try {
                return ask(server, subtype, word, extra, room, keep);
            } catch (ErrnoException e) {
                if (!doesNotKnow(e)) throw e;
            }
        }
    }

    private static boolean doesNotKnow(ErrnoException e) { return e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH; }

    private int ask(PathSpace.Server server, int subtype, int word, byte[] extra, byte[] room, boolean keep) {
        var message = Messages.withPath(Messages.IO_CONNECT, subtype, word, server.handle(), server.rest(), extra);
        int coid = k.connectAttach(server.pid(), server.chid(), keep ? 0 : KernelCalls.SIDE_CHANNEL);
        int status;
        try {
            status = k.msgSend(coid, message, room);
        } catch (ErrnoException e) {
            k.connectDetach(coid);
            throw e;
        }
        if (keep && status != Messages.ELSEWHERE) return coid;
        k.connectDetach(coid);
        return status == Messages.ELSEWHERE ? ELSEWHERE : status;
    }

    /// Names in a directory, of all that serve it.
    List<String> list(String path) { return list(path, 0); }

    private List<String> list(String path, int links) {
        if (links > Messages.LINKS_MAX) throw new ErrnoException(Errno.ELOOP, path);
        var names = new TreeSet<>(PathSpace.list(k, path));
        boolean isKnown = !names.isEmpty();
        for (int candidate = 0;; candidate++) {
            try {
                isKnown |= addNames(PathSpace.resolve(k, path, candidate), names, links);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ENOENT) throw e;
                break;
            }
        }
        if (!isKnown) throw new ErrnoException(Errno.ENOENT, path);
        return List.copyOf(names);
    }

    /// @return false if that server knows nothing of the directory
    private boolean addNames(PathSpace.Server server, TreeSet<String> names, int links) {
        var room = new byte[Messages.PATH_MAX + 1];
        int fd;
        try {
            fd = ask(server, Messages.CONNECT_OPEN, Posix.O_RDONLY, Messages.NOTHING, room, true);
        } catch (ErrnoException e) {
            if (doesNotKnow(e)) return false;
            throw e;
        }
        if (fd == ELSEWHERE) return names.addAll(list(PathSpace.pathIn(room), links + 1));
        var posix = new Posix(k);
        boolean isDirectory = posix.fstat(fd).isDirectory();
        var buffer = new byte[DIRECTORY_BYTES];
        for (int count; isDirectory && (count = posix.read(fd, buffer)) > 0;) {
            names.addAll(List.of(new String(buffer, 0, count, UTF_8).split("\0")));
        }
        posix.close(fd);
        return isDirectory;
    }
}
