package rtk.kernel.api;

/// What comes with a signal: `siginfo_t`.
///
/// @param code who sent it: one of the constants below, or the sender's own
/// @param value given by the sender; for SIGCHLD the exit status or the signal
/// @param pid of the sender, of the child for SIGCHLD, 0 for the kernel
/// @param address what was touched, for SIGSEGV and SIGBUS; else 0
public record SignalInfo(int signo, int code, int value, int pid, long address) {
    /// From kill.
    public static final int SI_USER = 0;
    /// From sigqueue.
    public static final int SI_QUEUE = -2;
    /// SIGCHLD: the child exited, was killed.
    public static final int CLD_EXITED = 1;
    public static final int CLD_KILLED = 2;
    /// SIGSEGV: nothing is mapped there, the mapping does not allow it.
    public static final int SEGV_MAPERR = 1;
    public static final int SEGV_ACCERR = 2;
    /// SIGBUS: the access is not aligned, no memory or device answers there.
    public static final int BUS_ADRALN = 1;
    public static final int BUS_ADRERR = 2;
    public static final int BUS_OBJERR = 3;
}
