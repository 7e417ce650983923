package rtk.kernel.api;

/// What a process does about a signal: `struct sigaction`.
///
/// @param handler for [Kind#HANDLER], else null
/// @param mask masked too, besides the signal itself, while the handler runs
/// @param queues every one sent arrives (SA_SIGINFO); otherwise one that is pending already is not made pending again.
///     Real-time signals always queue
public record SignalAction(Kind kind, SignalHandler handler, SignalSet mask, boolean queues) {
    /// SIG_DFL, SIG_IGN or a function.
    public enum Kind {
        /// SIGCHLD, SIGCONT, SIGPWR, SIGURG, SIGWINCH do nothing; SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU stop the process; all
        /// others kill it.
        DEFAULT,
        /// Nothing. For SIGCHLD: a child that ends leaves no zombie.
        IGNORE,
        /// The handler runs.
        HANDLER
    }

    public static final SignalAction DEFAULT = new SignalAction(Kind.DEFAULT, null, SignalSet.NONE, false);
    public static final SignalAction IGNORE = new SignalAction(Kind.IGNORE, null, SignalSet.NONE, false);

    public static SignalAction handler(SignalHandler handler) {
        return new SignalAction(Kind.HANDLER, handler, SignalSet.NONE, false);
    }

    public SignalAction mask(SignalSet newMask) { return new SignalAction(kind, handler, newMask, queues); }

    public SignalAction queues(boolean on) { return new SignalAction(kind, handler, mask, on); }
}
