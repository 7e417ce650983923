package rtk.kernel.api;

/// How a child ended, as waitpid tells: `WIFEXITED`, `WEXITSTATUS`, `WTERMSIG` as one value.
///
/// @param pid of the child
/// @param end whether `value` is an exit status, 0 to 255, or the signal that killed it
public record WaitStatus(int pid, End end, int value) {
    /// How a process may end.
    public enum End {
        /// By exit, or because its last thread ended.
        EXITED,
        /// By a signal.
        SIGNALED
    }

    public static WaitStatus exited(int pid, int status) { return new WaitStatus(pid, End.EXITED, status & 0xff); }

    public static WaitStatus signaled(int pid, int signo) { return new WaitStatus(pid, End.SIGNALED, signo); }
}
