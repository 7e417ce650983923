package rtk.kernel.api;

/// Signal numbers that the kernel itself uses (`<signal.h>`).
public final class Signal {
    /// The highest number; the lowest is 1.
    public static final int MAX = 64;

    public static final int SIGABRT = 6;
    /// A mutex is waited for that nobody can ever unlock.
    public static final int SIGDEADLK = 7;
    public static final int SIGKILL = 9;
    public static final int SIGBUS = 10;
    public static final int SIGSEGV = 11;
    public static final int SIGTERM = 15;

    private Signal() {}
}
