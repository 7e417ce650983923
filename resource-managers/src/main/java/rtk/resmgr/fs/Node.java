package rtk.resmgr.fs;

import java.util.Arrays;
import java.util.TreeMap;
import rtk.resmgr.Attr;
import rtk.resmgr.Mode;

/// A file, a directory or a symbolic link. It lives while it has a name or somebody has it open.
final class Node {
    final Attr attr;
    /// By name; null for a file.
    final TreeMap<String, Node> children;
    /// Of a symbolic link, else null.
    final String target;
    int opens;
    private byte[] content = {};

    Node(String name, int mode) { this(name, mode, null); }

    private Node(String name, int mode, String target) {
        attr = new Attr(name, mode);
        this.target = target;
        children = attr.isDirectory() ? new TreeMap<>() : null;
    }

    static Node file(String name, byte[] content) {
        var file = new Node(name, Mode.S_IFREG | 0444);
        file.content = content;
        file.attr.setSize(content.length);
        return file;
    }

    static Node link(String name, String target) {
        var link = new Node(name, Mode.S_IFLNK | Mode.PERMISSIONS, target);
        link.attr.setSize(target.length());
        return link;
    }

    boolean isLink() { return target != null; }

    boolean isDirectory() { return children != null; }

    /// Bytes of its content.
    int size() { return isLink() ? 0 : (int) attr.size(); }

    byte[] bytes(int from, int count) { return Arrays.copyOfRange(content, from, from + count); }

    /// What is new is zero.
    void setSize(int size) {
        if (size > content.length) content = Arrays.copyOf(content, Math.max(size, 2 * size() > size ? 2 * size() : size));
        if (size < size()) Arrays.fill(content, size, size(), (byte) 0);
        attr.setSize(size);
        attr.modified();
    }

    void put(byte[] bytes, int count, int at) { System.arraycopy(bytes, 0, content, at, count); }
}
