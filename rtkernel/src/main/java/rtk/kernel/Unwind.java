package rtk.kernel;

/// Takes a dead thread off its stack. Thrown by the kernel at the thread, caught by the kernel only; a program that catches
/// it meets it again at its next kernel call.
final class Unwind extends Error {
    private static final long serialVersionUID = 1L;

    Unwind() { super("the thread is dead", null, false, false); }
}
