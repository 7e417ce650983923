package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Posix;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `pps`: persistent publish/subscribe. Who knows something writes it into an object, a file of attributes; who wants
/// to know reads it; neither needs to know of the other.
///
/// | argument | meaning |
/// |---|---|
/// | `/pps` | where the objects are; that unless given |
/// | `--load FOLDER/` | begin with the objects in this folder of the host; they are inputs of the run |
/// | `--save FOLDER/` | keep the objects in this folder of the host: at SIGTERM, at `fsync` of any object, and |
/// | `--every 500ms` | after each such period |
///
/// Whoever wants to go on where the last run ended names one folder twice; the trace of a run can then be replayed as long as nobody has run
/// it again. A run that ends, or a `pps` that is killed, saves nothing more: that is a power cut. Not kept are attributes written as
/// `[n]name:encoding:value`, and objects in which the line `[n]@name` was written; readers see them without the mark.
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
/// No devctl. Source: [D 127–130] PPS developer's guide; what a read without news gives, the mark `[n]`, when files are loaded, and the
/// bounds, are our choice. Not modelled: `.all` and `.notify` objects, filters, options of the server kind, the time that a disk takes.
public final class PpsManager implements Program {
    public static final int OBJECTS_MAX = 256;
    private static final List<String> OPTIONS = List.of("--load", "--save", "--every");

    private TreeMap<String, PpsObject> objects;
    private KernelCalls k;
    private ResourceManager manager;
    private PpsStore store;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        String path = "/pps";
        var options = new TreeMap<String, String>();
        for (int at = 0; at < args.size(); at++) {
            String word = args.get(at);
            if (!OPTIONS.contains(word)) path = word;
            else if (++at == args.size()) throw new IllegalArgumentException("pps: " + word + " has no value");
            else options.put(word, args.get(at));
        }
        store = new PpsStore(folder(options.get("--load")), folder(options.get("--save")));
        objects = store.load();
        manager = new ResourceManager(k);
        manager.attach(new Attr(path, true, true), new Names(), new Objects());
        if (store.saves()) keep(options.get("--every"));
        manager.run();
        return 0;
    }

    private static Path folder(String name) { return name == null ? null : Path.of(name); }

    /// Saves at each period, and when asked to end.
    private void keep(String period) {
        k.signalAction(Signal.SIGTERM, SignalAction.handler(info -> {
            save();
            k.exit(0);
        }));
        if (period == null) return;
        if (!period.matches("[1-9][0-9]{0,8}ms")) {
            throw new IllegalArgumentException("pps: --every: found " + period + ", expected milliseconds such as 500ms");
        }
        long periodNs = Ns.ms(Long.parseLong(period.substring(0, period.length() - 2)));
        int timer = k.timerCreate(manager.onPulse(k.priority(), value -> save()));
        k.timerSettime(timer, periodNs, periodNs, false);
    }

    private Errno save() {
        var errno = store.save(objects);
        k.trace("pps saved", errno.number());
        return errno;
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
        public Reply sync(Request request, Ocb ocb) {
            if (!store.saves()) return Reply.DONE;
            var errno = save();
            return errno == Errno.EOK ? Reply.DONE : new Reply.Fail(errno);
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
