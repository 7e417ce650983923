package rtk.resmgr.fs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.Directory;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Mode;
import rtk.resmgr.Ocb;
import rtk.resmgr.Posix;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;

/// A tree of files and directories below one path, and what POSIX says can be done with them. A file that has lost its last name
/// lives on for those who have it open.
///
/// Bytes are counted as the files' sizes; what names and directories take is not.
final class FileTree implements ConnectFunctions, IoFunctions {
    /// Files and directories.
    static final int NODES_MAX = 4096;
    static final int DCMD_SPACE = 1;
    private static final int SPACE_BYTES = 16;
    private static final Reply READ_ONLY = new Reply.Fail(Errno.EROFS);

    private final String path;
    private final Node root;
    private final long bytesMax;
    private final boolean readOnly;
    private long bytesUsed;
    private int nodes = 1;

    /// @param path where it is mounted
    /// @param bytesMax what all files may have together
    FileTree(String path, long bytesMax, boolean readOnly) {
        this.path = path;
        this.bytesMax = bytesMax;
        this.readOnly = readOnly;
        root = new Node(path, Mode.S_IFDIR | 0777); // the framework checks it for all below
    }

    Attr attr() { return root.attr; }

    /// A directory for the name `rest`, and the last component of it.
    private record Place(Node directory, String name, Errno errno) {
        Node node() { return errno == Errno.EOK && directory != null ? directory.children.get(name) : null; }
    }

    private Place place(String rest) {
        String[] parts = rest.split("/");
        var directory = root;
        for (int depth = 0; depth < parts.length - 1; depth++) {
            directory = directory.children.get(parts[depth]);
            if (directory == null) return new Place(null, "", Errno.ENOENT);
            if (!directory.isDirectory()) return new Place(null, "", Errno.ENOTDIR);
        }
        String name = parts[parts.length - 1];
        boolean valid = !name.isEmpty() && !name.equals(".") && !name.equals("..");
        return new Place(directory, name, valid ? Errno.EOK : Errno.EINVAL);
    }

    /// @return EOK if it could be added
    Errno add(String rest, Node node) {
        var place = place(rest);
        if (place.errno != Errno.EOK) return place.errno;
        if (place.node() != null) return Errno.EEXIST;
        if (nodes == NODES_MAX || node.size() > bytesMax - bytesUsed) return Errno.ENOSPC;
        place.directory.children.put(place.name, node);
        place.directory.attr.modified();
        bytesUsed += node.size();
        nodes++;
        return Errno.EOK;
    }

    private static Reply reply(Errno errno) { return errno == Errno.EOK ? Reply.DONE : new Reply.Fail(errno); }

    // Names.

    @Override
    public Reply open(Request request, Ocb ocb) {
        if (ocb.rest().isEmpty()) return opened(ocb, root);
        var place = place(ocb.rest());
        if (place.errno != Errno.EOK) return new Reply.Fail(place.errno);
        boolean create = (ocb.oflag() & Posix.O_CREAT) != 0;
        var node = place.node();
        if (node == null) {
            if (!create) return new Reply.Fail(Errno.ENOENT);
            if (readOnly) return READ_ONLY;
            node = new Node(place.name, Mode.S_IFREG | ocb.createMode());
            node.attr.chown(ocb.owner().uid(), ocb.owner().gid());
            var errno = add(ocb.rest(), node);
            return errno == Errno.EOK ? opened(ocb, node) : new Reply.Fail(errno);
        }
        if (create && (ocb.oflag() & Posix.O_EXCL) != 0) return new Reply.Fail(Errno.EEXIST);
        if (ocb.mayWrite() && node.isDirectory()) return new Reply.Fail(Errno.EISDIR);
        if (ocb.mayWrite() && readOnly) return READ_ONLY;
        if (ocb.access(node.attr) != Errno.EOK) return new Reply.Fail(Errno.EACCES);
        if ((ocb.oflag() & Posix.O_TRUNC) != 0 && ocb.mayWrite()) resize(node, 0);
        return opened(ocb, node);
    }

    private static Reply opened(Ocb ocb, Node node) {
        if (ocb.mayWrite() && node.isDirectory()) return new Reply.Fail(Errno.EISDIR);
        node.opens++;
        ocb.setAttr(node.attr);
        ocb.setState(node);
        return Reply.DONE;
    }

    @Override
    public Reply mknod(Request request, String rest, int mode, String target) {
        int kind = mode & Mode.S_IFMT;
        if (kind != Mode.S_IFDIR && kind != Mode.S_IFREG) return new Reply.Fail(Errno.ENOTSUP);
        if (rest.isEmpty()) return new Reply.Fail(Errno.EEXIST);
        return readOnly ? READ_ONLY : reply(add(rest, new Node(rest, mode)));
    }

    @Override
    public Reply unlink(Request request, String rest) {
        if (rest.isEmpty()) return new Reply.Fail(Errno.EBUSY);
        var place = place(rest);
        var node = place.node();
        if (place.errno != Errno.EOK) return new Reply.Fail(place.errno);
        if (node == null) return new Reply.Fail(Errno.ENOENT);
        if (readOnly) return READ_ONLY;
        if (node.isDirectory() && !node.children.isEmpty()) return new Reply.Fail(Errno.ENOTEMPTY);
        remove(place);
        return Reply.DONE;
    }

    private void remove(Place place) {
        var node = place.directory.children.remove(place.name);
        place.directory.attr.modified();
        node.attr.setLinks(node.attr.links() - 1);
        forget(node);
    }

    /// Once it has neither a name nor a descriptor.
    private void forget(Node node) {
        if (node.attr.links() > 0 || node.opens > 0) return;
        bytesUsed -= node.size();
        nodes--;
    }

    @Override
    public Reply rename(Request request, String rest, String target) {
        if (!target.startsWith(path + "/")) return new Reply.Fail(Errno.EXDEV);
        String newRest = target.substring(path.length() + 1);
        var from = place(rest);
        var to = place(newRest);
        var node = from.node();
        if (from.errno != Errno.EOK) return new Reply.Fail(from.errno);
        if (node == null) return new Reply.Fail(Errno.ENOENT);
        if (to.errno != Errno.EOK) return new Reply.Fail(to.errno);
        if (readOnly) return READ_ONLY;
        if (to.node() == node) return Reply.DONE;
        if (newRest.startsWith(rest + "/")) return new Reply.Fail(Errno.EINVAL);
        var errno = replaceable(node, to.node());
        if (errno != Errno.EOK) return new Reply.Fail(errno);
        if (to.node() != null) remove(to);
        from.directory.children.remove(from.name);
        from.directory.attr.modified();
        to.directory.children.put(to.name, node);
        to.directory.attr.modified();
        return Reply.DONE;
    }

    private static Errno replaceable(Node node, Node old) {
        if (old == null) return Errno.EOK;
        if (node.isDirectory() && !old.isDirectory()) return Errno.ENOTDIR;
        if (!node.isDirectory() && old.isDirectory()) return Errno.EISDIR;
        return old.isDirectory() && !old.children.isEmpty() ? Errno.ENOTEMPTY : Errno.EOK;
    }

    // Contents.

    @Override
    public Reply read(Request request, Ocb ocb, int nbytes) {
        var node = (Node) ocb.state();
        if (node.isDirectory()) return Directory.read(ocb, List.copyOf(node.children.keySet()), nbytes);
        int from = (int) Math.min(ocb.offset(), node.size());
        int count = Math.min(nbytes, node.size() - from);
        ocb.setOffset(ocb.offset() + count);
        return new Reply.Data(node.bytes(from, count));
    }

    @Override
    public Reply write(Request request, Ocb ocb, byte[] bytes) {
        var node = (Node) ocb.state();
        long at = (ocb.oflag() & Posix.O_APPEND) != 0 ? node.size() : ocb.offset();
        long limit = Math.min(node.size() + bytesMax - bytesUsed, Integer.MAX_VALUE / 4);
        int count = (int) Math.min(bytes.length, limit - at);
        if (count <= 0) return new Reply.Fail(Errno.ENOSPC);
        if (at + count > node.size()) resize(node, (int) at + count);
        node.put(bytes, count, (int) at);
        ocb.setOffset(at + count);
        return new Reply.Count(count);
    }

    @Override
    public Reply space(Request request, Ocb ocb, long start, long length) {
        var node = (Node) ocb.state();
        if (!ocb.mayWrite()) return new Reply.Fail(Errno.EBADF);
        if (start < 0 || length != 0) return new Reply.Fail(Errno.EINVAL);
        if (start - node.size() > bytesMax - bytesUsed || start > Integer.MAX_VALUE / 4) return new Reply.Fail(Errno.ENOSPC);
        resize(node, (int) start);
        return Reply.DONE;
    }

    private void resize(Node node, int size) {
        bytesUsed += size - node.size();
        node.setSize(size);
    }

    @Override
    public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) {
        if (dcmd != DCMD_SPACE) return new Reply.Fail(Errno.ENOTTY);
        if (data.length < SPACE_BYTES) return new Reply.Fail(Errno.EINVAL);
        return new Reply.Data(ByteBuffer.allocate(SPACE_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bytesMax)
                .putLong(bytesUsed).array());
    }

    @Override
    public long available(Ocb ocb) { return Math.max(0, ((Node) ocb.state()).size() - ocb.offset()); }

    /// Nobody waits here.
    @Override
    public void unblock(Request request, Ocb ocb) {}

    @Override
    public void closeOcb(Ocb ocb) {
        var node = (Node) ocb.state();
        node.opens--;
        forget(node);
    }
}
