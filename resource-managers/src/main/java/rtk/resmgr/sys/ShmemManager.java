package rtk.resmgr.sys;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.Program;
import rtk.kernel.api.Protection;
import rtk.kernel.api.SharedMemoryInfo;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.Directory;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Mode;
import rtk.resmgr.Ocb;
import rtk.resmgr.Posix;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `shmem`: shared memory objects as files, below `/dev/shmem`. What `shm_open` calls `/frames/front` is
/// `/dev/shmem/frames/front`; making, writing, truncating and removing the file does so to the object, and the other way round.
///
/// In a car it is where one looks which buffers a camera and a display share, and how large they are. No devctl. Part of the
/// process manager in QNX, a program of its own here. Source: [D 100] System Architecture, shared memory.
///
/// Permissions hold for those who come through the file: the kernel has no users, and `shm_open` asks nobody. Not modelled: mapping a
/// descriptor of the file (use `shm_open`), rename, and the restrictions that a real system has for objects with handles.
public final class ShmemManager implements Program {
    private static final String PATH = "/dev/shmem";

    private final TreeMap<String, Attr> attrs = new TreeMap<>();
    private KernelCalls k;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var manager = new ResourceManager(k);
        manager.attach(new Attr(PATH, Mode.S_IFDIR | Mode.PERMISSIONS), new Names(), new Contents());
        manager.run();
        return 0;
    }

    /// @return null if there is no object of that name
    private SharedMemoryInfo find(String name) {
        for (var object : k.sharedMemory()) {
            if (file(object).equals(name)) return object;
        }
        return null;
    }

    /// The name below [#PATH].
    private static String file(SharedMemoryInfo object) {
        return object.name().startsWith("/") ? object.name().substring(1) : object.name();
    }

    /// What is in the folder `rest`.
    private List<String> names(String rest) {
        String prefix = rest.isEmpty() ? "" : rest + "/";
        var names = new TreeSet<String>();
        for (var object : k.sharedMemory()) {
            String name = file(object);
            if (name.startsWith(prefix)) names.add(name.substring(prefix.length()).split("/", 2)[0]);
        }
        return List.copyOf(names);
    }

    private final class Names implements ConnectFunctions {
        @Override
        public Reply open(Request request, Ocb ocb) {
            boolean creates = (ocb.oflag() & Posix.O_CREAT) != 0;
            var object = find(ocb.rest());
            if (object == null) {
                List<String> names = names(ocb.rest());
                if (ocb.rest().isEmpty() || !names.isEmpty()) return directory(ocb, names);
                attrs.remove(ocb.rest());
                if (!creates) return new Reply.Fail(Errno.ENOENT);
                k.memoryClose(k.shmOpen("/" + ocb.rest(), MemoryFlag.CREATE));
                object = find(ocb.rest());
            } else if (creates && (ocb.oflag() & Posix.O_EXCL) != 0) {
                return new Reply.Fail(Errno.EEXIST);
            }
            var attr = attr(ocb.rest(), creates ? ocb.createMode() : 0666);
            if (ocb.access(attr) != Errno.EOK) return new Reply.Fail(Errno.EACCES);
            ocb.setAttr(attr);
            ocb.setState(object.name());
            if ((ocb.oflag() & Posix.O_TRUNC) != 0 && ocb.mayWrite()) resize(object.name(), 0);
            return Reply.DONE;
        }

        private Attr attr(String name, int permissions) {
            return attrs.computeIfAbsent(name, key -> new Attr(PATH + "/" + key, Mode.S_IFREG | permissions));
        }

        private static Reply directory(Ocb ocb, List<String> names) {
            if (ocb.mayWrite()) return new Reply.Fail(Errno.EISDIR);
            ocb.setState(names);
            return Reply.DONE;
        }

        @Override
        public Reply unlink(Request request, String rest) {
            var object = find(rest);
            if (object == null) return new Reply.Fail(names(rest).isEmpty() ? Errno.ENOENT : Errno.EISDIR);
            k.shmUnlink(object.name());
            attrs.remove(rest);
            return Reply.DONE;
        }
    }

    private void resize(String object, long bytes) {
        int number = k.shmOpen(object);
        try {
            k.ftruncate(number, bytes);
        } finally {
            k.memoryClose(number);
        }
    }

    private final class Contents implements IoFunctions {
        @Override
        @SuppressWarnings("unchecked") // what Names.open has put there
        public Reply read(Request request, Ocb ocb, int nbytes) {
            if (!(ocb.state() instanceof String object)) return Directory.read(ocb, (List<String>) ocb.state(), nbytes);
            long bytes = size(object);
            long from = Math.min(ocb.offset(), bytes);
            var data = new byte[(int) Math.min(Math.min(nbytes, ResourceManager.MESSAGE_MAX), bytes - from)];
            if (data.length > 0) transfer(object, bytes, data, from, false);
            ocb.setOffset(from + data.length);
            return new Reply.Data(data);
        }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            var object = (String) ocb.state();
            long size = size(object);
            long at = (ocb.oflag() & Posix.O_APPEND) != 0 ? size : ocb.offset();
            try {
                if (at + bytes.length > size) resize(object, at + bytes.length);
                transfer(object, Math.max(size, at + bytes.length), bytes, at, true);
            } catch (ErrnoException e) {
                return new Reply.Fail(e.errno() == Errno.ENOMEM ? Errno.ENOSPC : e.errno());
            }
            ocb.setOffset(at + bytes.length);
            return new Reply.Count(bytes.length);
        }

        private void transfer(String object, long size, byte[] bytes, long at, boolean writes) {
            int number = k.shmOpen(object);
            var memory = k.mmap(size, Protection.READ_WRITE, number, 0);
            k.memoryClose(number);
            if (writes) memory.put(at, bytes);
            else memory.get(at, bytes);
            k.munmap(memory, size);
        }

        @Override
        public Reply space(Request request, Ocb ocb, long start, long length) {
            if (!(ocb.state() instanceof String object) || length != 0) return new Reply.Fail(Errno.EINVAL);
            try {
                resize(object, start);
                return Reply.DONE;
            } catch (ErrnoException e) {
                return new Reply.Fail(e.errno() == Errno.ENOMEM ? Errno.ENOSPC : e.errno());
            }
        }

        @Override
        public void stat(Ocb ocb) {
            if (ocb.state() instanceof String object) ocb.attr().setSize(size(object));
        }

        @Override
        public long available(Ocb ocb) { return ocb.state() instanceof String object ? size(object) - ocb.offset() : 0; }

        private long size(String object) {
            for (var one : k.sharedMemory()) {
                if (one.name().equals(object)) return one.bytes();
            }
            return 0; // its name is gone
        }
    }
}
