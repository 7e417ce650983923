package rtk.kernel.api;

/// Signal numbers (`<signal.h>`). 41 to 56 are the real-time signals of POSIX: each one sent arrives, with its value. 57 to 64
/// are special: always masked, so that they can only be waited for. Source: [D 60] LR SignalAction.
public final class Signal {
    /// The highest number; the lowest is 1.
    public static final int MAX = 64;

    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGILL = 4;
    public static final int SIGTRAP = 5;
    public static final int SIGABRT = 6;
    /// A mutex can no longer be had: its owner is dead.
    public static final int SIGDEADLK = 7;
    public static final int SIGFPE = 8;
    public static final int SIGKILL = 9;
    public static final int SIGBUS = 10;
    public static final int SIGSEGV = 11;
    public static final int SIGSYS = 12;
    public static final int SIGPIPE = 13;
    public static final int SIGALRM = 14;
    public static final int SIGTERM = 15;
    public static final int SIGUSR1 = 16;
    public static final int SIGUSR2 = 17;
    public static final int SIGCHLD = 18;
    public static final int SIGPWR = 19;
    public static final int SIGWINCH = 20;
    public static final int SIGURG = 21;
    public static final int SIGPOLL = 22;
    public static final int SIGSTOP = 23;
    public static final int SIGTSTP = 24;
    public static final int SIGCONT = 25;
    public static final int SIGTTIN = 26;
    public static final int SIGTTOU = 27;
    public static final int SIGRTMIN = 41;
    public static final int SIGRTMAX = 56;
    /// The first of the special ones.
    public static final int SIGSPECIAL = 57;

    private Signal() {}
}
