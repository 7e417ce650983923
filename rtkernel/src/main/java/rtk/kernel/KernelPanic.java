package rtk.kernel;

/// The kernel cannot go on: it failed in the middle of its work, so that its state is not to be trusted. Ends the run. Either its own
/// mistake, or a program left it no stack or memory to work with, for instance by recursion without end that makes kernel calls.
public final class KernelPanic extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KernelPanic(String message, Throwable cause) { super(message, cause); }
}
