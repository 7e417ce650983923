package rtk.resmgr.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    /// Symbolic links on the way to one file.
    private static final int LINKS_MAX = 8;
    private static final int TARGET_MAX = 255;
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

    /// A directory and a name in it.
    ///
    /// @param errno EOK, or what is wrong with the path
    /// @param elsewhere the path to look up instead, since there is a symbolic link on the way; else null
    private record Place(Node directory, String name, Errno errno, String elsewhere) {
        /// What has that name; null if nothing.
        Node node() { return isGood() ? directory.children.get(name) : null; }

        boolean isGood() { return errno == Errno.EOK && elsewhere == null; }

        /// What to answer if it is not good.
        Reply refusal() { return elsewhere == null ? new Reply.Fail(errno) : new Reply.Elsewhere(elsewhere); }

        static Place wrong(Errno errno) { return new Place(null, "", errno, null); }
    }

    private Place place(String rest) {
        String[] parts = rest.split("/");
        var directory = root;
        for (int depth = 0; depth < parts.length - 1; depth++) {
            var next = directory.children.get(parts[depth]);
            if (next == null) return Place.wrong(Errno.ENOENT);
            if (next.isLink()) return new Place(null, "", Errno.EOK, elsewhere(parts, depth, next));
            if (!next.isDirectory()) return Place.wrong(Errno.ENOTDIR);
            directory = next;
        }
        String name = parts[parts.length - 1];
        boolean valid = !name.isEmpty() && !name.equals(".") && !name.equals("..");
        return new Place(directory, name, valid ? Errno.EOK : Errno.EINVAL, null);
    }

    /// The path that is meant by one whose component `depth` is a link; its target is relative to the folder that it is in.
    private String elsewhere(String[] parts, int depth, Node link) {
        var components = new ArrayDeque<String>();
        if (!link.target.startsWith("/")) {
            components.addAll(List.of(path.substring(1).split("/")));
            components.addAll(List.of(parts).subList(0, depth));
        }
        var more = new ArrayList<>(List.of(link.target.split("/")));
        more.addAll(List.of(parts).subList(depth + 1, parts.length));
        for (String component : more) {
            if (component.equals("..")) components.pollLast();
            else if (!component.isEmpty() && !component.equals(".")) components.add(component);
        }
        return "/" + String.join("/", components);
    }

    /// The place of a path from the root of all, which another message brings along; links on the way are followed within this tree.
    private Place placeOf(String absolute) {
        String asked = absolute;
        for (int links = 0; links <= LINKS_MAX; links++) {
            if (!asked.startsWith(path + "/")) return Place.wrong(Errno.EXDEV);
            var place = place(asked.substring(path.length() + 1));
            if (place.elsewhere == null) return place;
            asked = place.elsewhere;
        }
        return Place.wrong(Errno.ELOOP);
    }

    /// @return EOK if it could be added
    Errno add(String rest, Node node) {
        var place = place(rest);
        return place.isGood() ? add(place, node) : place.errno;
    }

    private Errno add(Place place, Node node) {
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
        if (!place.isGood()) return place.refusal();
        boolean create = (ocb.oflag() & Posix.O_CREAT) != 0;
        var node = place.node();
        if (node == null) {
            if (!create) return new Reply.Fail(Errno.ENOENT);
            if (readOnly) return READ_ONLY;
            node = new Node(place.name, Mode.S_IFREG | ocb.createMode());
            node.attr.chown(ocb.owner().uid(), ocb.owner().gid());
            var errno = add(place, node);
            return errno == Errno.EOK ? opened(ocb, node) : new Reply.Fail(errno);
        }
        if (create && (ocb.oflag() & Posix.O_EXCL) != 0) return new Reply.Fail(Errno.EEXIST);
        if (node.isLink()) {
            String[] parts = ocb.rest().split("/");
            return new Reply.Elsewhere(elsewhere(parts, parts.length - 1, node));
        }
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
        if (kind != Mode.S_IFDIR && kind != Mode.S_IFREG && kind != Mode.S_IFLNK) return new Reply.Fail(Errno.ENOTSUP);
        if (kind == Mode.S_IFLNK && target.isEmpty()) return new Reply.Fail(Errno.ENOENT);
        if (target.length() > TARGET_MAX) return new Reply.Fail(Errno.ENAMETOOLONG);
        if (rest.isEmpty()) return new Reply.Fail(Errno.EEXIST);
        var place = place(rest);
        if (!place.isGood()) return place.refusal();
        if (readOnly) return READ_ONLY;
        return reply(add(place, kind == Mode.S_IFLNK ? Node.link(rest, target) : new Node(rest, mode)));
    }

    @Override
    public Reply readlink(Request request, String rest) {
        var place = place(rest);
        if (!place.isGood()) return place.refusal();
        if (place.node() == null) return new Reply.Fail(Errno.ENOENT);
        return place.node().isLink() ? new Reply.Data(place.node().target.getBytes(UTF_8)) : new Reply.Fail(Errno.EINVAL);
    }

    @Override
    public Reply link(Request request, String rest, String existing) {
        if (rest.isEmpty()) return new Reply.Fail(Errno.EEXIST);
        var place = place(rest);
        if (!place.isGood()) return place.refusal();
        var old = placeOf(existing);
        if (!old.isGood()) return old.refusal();
        if (old.node() == null) return new Reply.Fail(Errno.ENOENT);
        if (readOnly) return READ_ONLY;
        if (old.node().isDirectory()) return new Reply.Fail(Errno.EPERM);
        if (place.node() != null) return new Reply.Fail(Errno.EEXIST);
        var node = old.node();
        place.directory.children.put(place.name, node);
        place.directory.attr.modified();
        node.attr.setLinks(node.attr.links() + 1);
        return Reply.DONE;
    }

    @Override
    public Reply unlink(Request request, String rest) {
        if (rest.isEmpty()) return new Reply.Fail(Errno.EBUSY);
        var place = place(rest);
        if (!place.isGood()) return place.refusal();
        var node = place.node();
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
        var from = place(rest);
        if (!from.isGood()) return from.refusal();
        var node = from.node();
        if (node == null) return new Reply.Fail(Errno.ENOENT);
        var to = placeOf(target);
        if (!to.isGood()) return to.refusal();
        if (readOnly) return READ_ONLY;
        if (to.node() == node) return Reply.DONE;
        if (isBelow(to.directory, node)) return new Reply.Fail(Errno.EINVAL);
        var errno = replaceable(node, to.node());
        if (errno != Errno.EOK) return new Reply.Fail(errno);
        if (to.node() != null) remove(to);
        from.directory.children.remove(from.name);
        from.directory.attr.modified();
        to.directory.children.put(to.name, node);
        to.directory.attr.modified();
        return Reply.DONE;
    }

    /// Is `node` the folder `below`, or one that it is in?
    private static boolean isBelow(Node below, Node node) {
        if (below == node) return true;
        if (!node.isDirectory()) return false;
        return node.children.values().stream().anyMatch(child -> isBelow(below, child));
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
