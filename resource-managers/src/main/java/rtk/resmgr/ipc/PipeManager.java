package rtk.resmgr.ipc;

import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `pipe`: bytes from writers to readers, first in, first out. Every `/dev/pipe/NAME` is a [Pipe] that exists while
/// somebody has it open; each argument is the path of one more, which exists while the manager does, as one made by `mkfifo`.
///
/// | | not O_NONBLOCK | O_NONBLOCK |
/// |---|---|---|
/// | open to write, nobody reads | succeeds | ENXIO |
/// | read, empty, somebody may write | waits | EAGAIN |
/// | read, empty, the last writer is gone | 0 bytes, the end | 0 bytes |
/// | write of at most [Pipe#PIPE_BUF] | waits for room for all of it | EAGAIN if there is none |
/// | write of more | waits until all is taken, in pieces | takes what there is room for, EAGAIN for 0 |
/// | write, the last reader is gone | EPIPE | EPIPE |
///
/// Where POSIX has `open` wait for the other end, here the first read does; writes are kept meanwhile.
///
/// No devctl. Source: [P] pipe, mkfifo, open, read, write. Not modelled: SIGPIPE, pipes without a name.
public final class PipeManager implements Program {
    /// Pipes at a time.
    public static final int PIPES_MAX = 256;

    private final TreeMap<String, Pipe> named = new TreeMap<>();
    private ResourceManager manager;

    @Override
    public int main(KernelCalls k, List<String> args) {
        manager = new ResourceManager(k);
        manager.attach(new Attr("/dev/pipe", true, true), new Names(), new Ends());
        for (String path : args) {
            var fifo = new Pipe(manager);
            manager.attach(new Attr(path, true, true), new ConnectFunctions() {
                @Override
                public Reply open(Request request, Ocb ocb) {
                    return ocb.rest().isEmpty() ? fifo.open(ocb) : new Reply.Fail(Errno.ENOTDIR);
                }
            }, new Ends());
        }
        manager.run();
        return 0;
    }

    private final class Names implements ConnectFunctions {
        @Override
        public Reply open(Request request, Ocb ocb) {
            String name = ocb.rest();
            if (name.isEmpty()) return new Reply.Fail(Errno.EISDIR);
            var pipe = named.get(name);
            if (pipe != null) return pipe.open(ocb);
            if (named.size() == PIPES_MAX) return new Reply.Fail(Errno.ENOSPC);
            pipe = new Pipe(manager);
            var reply = pipe.open(ocb);
            if (!(reply instanceof Reply.Fail)) named.put(name, pipe);
            return reply;
        }
    }

    private final class Ends implements IoFunctions {
        private static Pipe pipe(Ocb ocb) { return (Pipe) ocb.state(); }

        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) { return pipe(ocb).read(request, ocb, nbytes); }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) { return pipe(ocb).write(request, ocb, bytes); }

        @Override
        public long available(Ocb ocb) { return pipe(ocb).size(); }

        /// POSIX: a pipe is ready for writing if a write of PIPE_BUF bytes does not block.
        @Override
        public long room(Ocb ocb) { return Pipe.CAPACITY - pipe(ocb).size() >= Pipe.PIPE_BUF ? Pipe.PIPE_BUF : 0; }

        @Override
        public void unblock(Request request, Ocb ocb) { pipe(ocb).unblock(request); }

        @Override
        public void closeOcb(Ocb ocb) {
            if (pipe(ocb).close(ocb)) named.remove(ocb.rest());
        }
    }
}
