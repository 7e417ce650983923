package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Posix;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `pps`: persistent publish/subscribe. Who knows something writes it into an object, a file of attributes; who wants
/// to know reads it; neither needs to know of the other. Argument: where the objects are, `/pps` if none.
///
/// A write is lines of `name:encoding:value` (the encoding may be empty) or `-name`, which removes an attribute; what it does
/// not name stays. The whole write becomes so at one instant, or fails with EINVAL. Each one is a change, also if it brings the
/// value that was there.
///
/// | opened as | a read gives |
/// |---|---|
/// | `/pps/engine` | the whole object, if it changed since this reader's last read; else 0 bytes |
/// | `/pps/engine?wait` | the same, but it waits for a change |
/// | `/pps/engine?delta` | first the whole object, then each change, in order; 0 bytes if there is none |
/// | `/pps/engine?delta,wait` | the same, but it waits for a change |
///
/// An object reads as `@engine`, then its attributes, a line each; a change as `@engine` and the lines written. A line
/// `+@engine`, `#@engine` or `-@engine` says that the object was made again, emptied (O_TRUNC) or removed. A read with room for less
/// than the next of these fails with EMSGSIZE. A reader in delta mode that does not read for [PpsSubscriber#CHANGES_MAX] changes
/// gets the whole object next.
///
/// No devctl. Source: [D 127–129] PPS developer's guide; what a read without news gives, and the bounds, are our choice. Not
/// modelled: `.all` and `.notify` objects, filters, options of the server kind, keeping the objects beyond the end of the manager.
public final class PpsManager implements Program {
    public static final int OBJECTS_MAX = 256;

    private final TreeMap<String, PpsObject> objects = new TreeMap<>();
    private ResourceManager manager;

    @Override
    public int main(KernelCalls k, List<String> args) {
        manager = new ResourceManager(k);
        manager.attach(new Attr(args.isEmpty() ? "/pps" : args.getFirst(), true, true), new Names(), new Objects());
        manager.run();
        return 0;
    }

    private final class Names implements ConnectFunctions {
        @Override
        public Reply open(Request request, Ocb ocb) {
            var path = PathOptions.of(ocb.rest());
            if (path.name().isEmpty()) return new Reply.Fail(Errno.EISDIR);
            boolean create = (ocb.oflag() & Posix.O_CREAT) != 0;
            var object = objects.get(path.name());
            boolean exists = object != null && object.exists();
            if (!exists && !create) return new Reply.Fail(Errno.ENOENT);
            if (exists && create && (ocb.oflag() & Posix.O_EXCL) != 0) return new Reply.Fail(Errno.EEXIST);
            if (object == null) {
                if (objects.size() == OBJECTS_MAX) return new Reply.Fail(Errno.ENOSPC);
                object = new PpsObject(path.name());
                objects.put(path.name(), object);
            } else if (!exists) {
                object.create();
            } else if ((ocb.oflag() & Posix.O_TRUNC) != 0 && ocb.mayWrite()) {
                object.truncate();
            }
            var subscriber = new PpsSubscriber(manager, object, path);
            if (ocb.mayRead()) object.subscribe(subscriber);
            ocb.setState(subscriber);
            return Reply.DONE;
        }

        @Override
        public Reply unlink(Request request, String rest) {
            var object = objects.get(rest);
            if (object == null || !object.exists()) return new Reply.Fail(Errno.ENOENT);
            object.delete();
            if (object.isForgotten()) objects.remove(rest);
            return Reply.DONE;
        }
    }

    private final class Objects implements IoFunctions {
        private static PpsSubscriber subscriber(Ocb ocb) { return (PpsSubscriber) ocb.state(); }

        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) { return subscriber(ocb).read(request, ocb, nbytes); }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            var object = subscriber(ocb).object();
            if (!object.exists()) return new Reply.Fail(Errno.ENOENT);
            var errno = object.publish(new String(bytes, UTF_8));
            return errno == Errno.EOK ? new Reply.Count(bytes.length) : new Reply.Fail(errno);
        }

        @Override
        public long available(Ocb ocb) { return subscriber(ocb).size(); }

        @Override
        public void unblock(Request request, Ocb ocb) { subscriber(ocb).unblock(request); }

        @Override
        public void closeOcb(Ocb ocb) {
            var object = subscriber(ocb).object();
            object.leave(subscriber(ocb));
            if (object.isForgotten()) objects.values().remove(object);
        }
    }
}
