package rtk.resmgr.shell;

import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.Mode;

/// The program `ls`: names in directories, the root if none is said. Source: [P] XCU ls. Not modelled: patterns, columns, and the
/// other options.
public final class Ls implements Tool {
    @Override
    public String usage() {
        return """
                ls [-l] [PATH...]
                Lists names, one a line; with -l kind and permissions, links, size.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        boolean isLong = arguments.flag("-l");
        var paths = arguments.noOptions().isEmpty() ? List.of("/") : arguments.rest();
        return io.forEach(paths, path -> list(io, path, isLong, paths.size() > 1));
    }

    private static void list(Streams io, String path, boolean isLong, boolean isOneOfMany) {
        var names = names(io, path);
        if (names == null) {
            show(io, path, path, isLong);
            return;
        }
        if (isOneOfMany) io.line("%s:", path);
        for (String name : names) show(io, name, path.endsWith("/") ? path + name : path + "/" + name, isLong);
    }

    /// @return null if it is no directory
    private static List<String> names(Streams io, String path) {
        try {
            return io.posix().list(path);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) throw e;
            io.posix().stat(path);
            return null;
        }
    }

    private static void show(Streams io, String name, String path, boolean isLong) {
        if (!isLong) {
            io.line("%s", name);
            return;
        }
        try {
            var stat = io.posix().stat(path);
            io.line("%s %3d %8d %s", mode(stat.mode()), stat.links(), stat.size(), name);
        } catch (ErrnoException e) {
            io.line("%s %3d %8d %s", "d---------", 0, 0, name); // names that prefixes make, which nobody serves
        }
    }

    private static String mode(int mode) {
        String kind = switch (mode & Mode.S_IFMT) {
            case Mode.S_IFDIR -> "d";
            case Mode.S_IFCHR -> "c";
            case Mode.S_IFIFO -> "p";
            case Mode.S_IFLNK -> "l";
            default -> "-";
        };
        var text = new StringBuilder(kind);
        for (int bit = 8; bit >= 0; bit--) text.append((mode >> bit & 1) != 0 ? "xwr".charAt(bit % 3) : '-');
        return text.toString();
    }
}
