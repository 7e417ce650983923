package rtk.kernel;

/// A program uses up the host's time without letting any pass in its own world: it loops without a kernel call, or with calls that take no
/// time. It cannot be taken off its stack: whoever catches this must leave the kernel alone, [Kernel#close] included.
public final class SpinningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param where the program's frames
    SpinningException(String thread, long atNs, long limitMs, String where) {
        super(thread + " spins at " + atNs + " ns: no time passes for it in " + limitMs + " ms of the host\n" + where);
    }
}
