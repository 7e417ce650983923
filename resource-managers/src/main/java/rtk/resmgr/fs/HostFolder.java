package rtk.resmgr.fs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Mode;
import rtk.resmgr.ResourceManager;

/// The program `fs-host`: a folder of the host, read-only, as it was when the program started; stands for a disk with the
/// system image. Arguments: where, such as `/media`; the folder, with a `/` at its end to have it relative to the scenario file and its
/// contents among the inputs of the run.
///
/// All is read at the start, in order of name, so that the run depends on names and contents only: not on times, owners, the host's
/// order, or what changes later. Neither files nor folders that are links are there. Writing fails with EROFS. No devctl but that of
/// [RamFileSystem]. Not modelled: the time that a disk takes.
public final class HostFolder implements Program {
    /// What the folder may have.
    public static final long BYTES_MAX = 64 << 20;
    private static final int DEPTH_MAX = 32;

    private FileTree tree;

    /// @throws IllegalArgumentException the folder cannot be read, or is too large
    @Override
    public int main(KernelCalls k, List<String> args) {
        if (args.size() != 2) throw new IllegalArgumentException("fs-host needs two arguments: /where and the folder");
        tree = new FileTree(args.getFirst(), BYTES_MAX, true);
        load("", Path.of(args.get(1)), 0);
        var manager = new ResourceManager(k);
        manager.attach(tree.attr(), tree, tree);
        manager.run();
        return 0;
    }

    private void load(String rest, Path folder, int depth) {
        if (depth == DEPTH_MAX) throw new IllegalArgumentException(folder + " is too deep");
        var byName = new TreeMap<String, Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) byName.put(entry.getFileName().toString(), entry);
            for (var name : byName.keySet()) loadEntry(rest + name, byName.get(name), depth);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("fs-host cannot read " + folder, e);
        }
    }

    private void loadEntry(String rest, Path entry, int depth) throws IOException {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            add(rest, new Node(rest, Mode.S_IFDIR | 0555));
            load(rest + "/", entry, depth + 1);
        } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.size(entry) > BYTES_MAX) throw new IllegalArgumentException(entry + " is too large");
            add(rest, Node.file(rest, Files.readAllBytes(entry)));
        }
    }

    private void add(String rest, Node node) {
        var errno = tree.add(rest, node);
        if (errno != Errno.EOK) throw new IllegalArgumentException("fs-host, " + rest + ": " + errno.meaning());
    }
}
