package rtk.resmgr.fs;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.ResourceManager;

/// The program `fs-ram`: files and directories in memory, gone when the program is. Arguments: where, `/ram` if none; how many bytes
/// all files may have together, 1 MiB if not said.
///
/// A write that finds room for a part writes that part; for nothing, ENOSPC. Holes read as zeros and count as written.
///
/// | devctl | data | answer |
/// |---|---|---|
/// | [#DCMD_SPACE] | 16 bytes | u64 each: bytes that all files may have; bytes that they have |
///
/// Source: [P] open, read, write, lseek, ftruncate, unlink, rename, mkdir, symlink, readlink, link. A symbolic link may lead out of this
/// file system: the client asks again elsewhere. Not modelled: `lstat`, permissions of directories, `.` and `..` in a path (in the target
/// of a link they are understood), time that a copy takes beyond that of the message.
public final class RamFileSystem implements Program {
    public static final long BYTES_DEFAULT = 1 << 20;
    public static final int DCMD_SPACE = FileTree.DCMD_SPACE;

    @Override
    public int main(KernelCalls k, List<String> args) {
        long bytes = args.size() < 2 ? BYTES_DEFAULT : Long.parseLong(args.get(1));
        var tree = new FileTree(args.isEmpty() ? "/ram" : args.getFirst(), bytes, false);
        var manager = new ResourceManager(k);
        manager.attach(tree.attr(), tree, tree);
        manager.run();
        return 0;
    }
}
