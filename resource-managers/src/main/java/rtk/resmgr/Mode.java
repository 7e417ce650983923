package rtk.resmgr;

import rtk.kernel.api.Errno;

/// Kind and permissions of a file, as POSIX's `mode_t`: four bits of kind, nine of permissions, and who may use them.
public final class Mode {
    public static final int S_IFMT = 0xf000;
    public static final int S_IFIFO = 0x1000;
    public static final int S_IFCHR = 0x2000;
    public static final int S_IFDIR = 0x4000;
    public static final int S_IFREG = 0x8000;
    public static final int S_IFLNK = 0xa000;
    /// All permissions.
    public static final int PERMISSIONS = 0777;
    static final int READ = 4;
    static final int WRITE = 2;

    private Mode() {}

    /// QNX's `iofunc_check_access`. Root may do what anybody may: a device that nobody can write, root cannot either.
    ///
    /// @param wanted [#READ], [#WRITE] or both
    /// @return EOK or EACCES
    static Errno check(Attr attr, Credentials who, int wanted) {
        int mode = attr.mode();
        int granted = mode;
        if (who.uid() == 0) granted = mode | mode >> 3 | mode >> 6;
        else if (who.uid() == attr.uid()) granted = mode >> 6;
        else if (who.gid() == attr.gid()) granted = mode >> 3;
        return (granted & wanted) == wanted ? Errno.EOK : Errno.EACCES;
    }
}
