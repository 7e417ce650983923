package rtk.resmgr.shell;

import java.util.List;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;

/// What the descriptors 0, 1 and 2 of a program to be started lead to, in this order: `posix_spawn_file_actions_addopen`.
///
/// A process inherits no descriptors here, so the new one opens its own, before its program begins. What is different from
/// inheriting: the offset in a file is not shared.
record Descriptors(List<Target> targets) {
    /// A file to be opened, or the descriptor before it.
    ///
    /// @param path null for another descriptor of what the one before leads to
    record Target(String path, int oflag) {}

    /// What the caller's own lead to; `fallback` for one that is not open.
    static Descriptors own(Posix posix, String fallback) {
        return new Descriptors(List.of(own(posix, 0, fallback, Posix.O_RDONLY), own(posix, 1, fallback, Posix.O_WRONLY),
                own(posix, 2, fallback, Posix.O_WRONLY)));
    }

    private static Target own(Posix posix, int fd, String fallback, int oflag) {
        try {
            return new Target(posix.fdinfo(fd), oflag == Posix.O_RDONLY ? oflag : oflag | Posix.O_APPEND);
        } catch (ErrnoException e) {
            return new Target(fallback, oflag);
        }
    }

    Target get(int fd) { return targets.get(fd); }

    Descriptors with(int fd, Target target) {
        var changed = new Target[]{get(0), get(1), get(2)};
        changed[fd] = target;
        return new Descriptors(List.of(changed));
    }

    /// To be called in the new process.
    ///
    /// @return the path that could not be opened, with the reason; null if all could be
    String openAll(KernelCalls k) {
        var posix = new Posix(k);
        for (int fd = 0; fd < targets.size(); fd++) {
            var target = get(fd);
            try {
                if (target.path == null) posix.dup(fd - 1);
                else posix.open(target.path, target.oflag, 0666);
            } catch (ErrnoException e) {
                return target.path + ": " + e.errno().meaning();
            }
        }
        return null;
    }
}
