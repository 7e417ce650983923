package rtk.resmgr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import rtk.kernel.api.Errno;

/// The prefix tree of the path manager, as a list: which process serves which part of the path space, and which names stand
/// for others.
///
/// A path belongs to the longest prefix of whole components (`/dev/ser` is no prefix of `/dev/ser1`), among equal ones to the
/// newest, unless a [MountOrder] says otherwise. QNX System Architecture, "Process manager: pathname management" [D 105].
final class PathTable {
    /// Prefixes at a time.
    static final int PREFIXES_MAX = 4096;

    /// Rank of each [MountOrder], by its number.
    private static final int[] RANK = {1, 0, 2};

    /// @param number unique for ever; grows
    /// @param owner the path manager's number for the client process
    /// @param target what a link stands for; null if a process serves the prefix
    record Prefix(int number, String path, MountOrder order, int pid, int chid, int handle, int owner, String target) {}

    private static final Comparator<Prefix> FIRST_TO_ASK = Comparator
            .comparingInt((Prefix prefix) -> -prefix.path.length())
            .thenComparingInt(prefix -> RANK[prefix.order.ordinal()])
            .thenComparingInt(prefix -> prefix.order == MountOrder.AFTER ? prefix.number : -prefix.number);

    private final List<Prefix> prefixes = new ArrayList<>();
    private int lastNumber;

    /// @return why `path` cannot be a prefix or be looked up; EOK if it can
    static Errno check(String path) {
        if (path == null || path.isEmpty() || path.charAt(0) != '/') return Errno.EINVAL;
        if (path.contains("//") || (path.length() > 1 && path.endsWith("/"))) return Errno.EINVAL;
        return path.length() > Messages.PATH_MAX ? Errno.ENAMETOOLONG : Errno.EOK;
    }

    /// @return the new prefix, or null if there are too many
    Prefix attach(String path, int pid, int chid, int handle, int owner) {
        return attach(path, MountOrder.NEWEST_FIRST, pid, chid, handle, owner, null);
    }

    /// @return the new prefix, or null if there are too many
    Prefix attach(String path, MountOrder order, int pid, int chid, int handle, int owner, String target) {
        if (prefixes.size() == PREFIXES_MAX) return null;
        var prefix = new Prefix(++lastNumber, path, order, pid, chid, handle, owner, target);
        prefixes.add(prefix);
        return prefix;
    }

    /// @return false if `pid` has no prefix of that number
    boolean detach(int number, int pid) { return prefixes.removeIf(prefix -> prefix.number == number && prefix.pid == pid); }

    /// Its process is gone.
    void detachAll(int owner) { prefixes.removeIf(prefix -> prefix.owner == owner); }

    int size() { return prefixes.size(); }

    /// Who may serve `path`, in the order in which to ask.
    List<Prefix> candidates(String path) {
        return prefixes.stream().filter(prefix -> covers(prefix.path, path)).sorted(FIRST_TO_ASK).toList();
    }

    /// The names directly below `path` that prefixes make, sorted.
    List<String> namesBelow(String path) {
        String start = path.equals("/") ? "/" : path + "/";
        var names = new TreeSet<String>();
        for (var prefix : prefixes) {
            if (!prefix.path.startsWith(start) || prefix.path.length() == start.length()) continue;
            int end = prefix.path.indexOf('/', start.length());
            names.add(prefix.path.substring(start.length(), end < 0 ? prefix.path.length() : end));
        }
        return List.copyOf(names);
    }

    private static boolean covers(String prefix, String path) {
        if (prefix.equals("/")) return true;
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
