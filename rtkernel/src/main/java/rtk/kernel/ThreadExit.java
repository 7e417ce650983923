package rtk.kernel;

/// Takes a living thread off its stack, because it exits or was cancelled: what is in its `finally` blocks runs as a part of the
/// thread, kernel calls included (`pthread_cleanup_push`). Caught by the kernel only.
final class ThreadExit extends Error {
    private static final long serialVersionUID = 1L;

    final long status;

    ThreadExit(long status) {
        super("the thread exits", null, false, false);
        this.status = status;
    }
}
