package rtk.kernel.api;

/// A set of signals: `sigset_t`.
///
/// @param bits bit `signo - 1` for each
public record SignalSet(long bits) {
    public static final SignalSet NONE = new SignalSet(0);
    public static final SignalSet ALL = new SignalSet(-1);

    public static SignalSet of(int... signals) {
        SignalSet set = NONE;
        for (int signo : signals) set = set.with(signo);
        return set;
    }

    public SignalSet with(int signo) { return new SignalSet(bits | bit(signo)); }

    public SignalSet without(int signo) { return new SignalSet(bits & ~bit(signo)); }

    public boolean contains(int signo) { return (bits & bit(signo)) != 0; }

    private static long bit(int signo) {
        if (signo < 1 || signo > Signal.MAX)
            throw new IllegalArgumentException("signals are 1 to " + Signal.MAX + ", not " + signo);
        return 1L << (signo - 1);
    }
}
