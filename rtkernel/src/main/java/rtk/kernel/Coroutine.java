package rtk.kernel;

/// A stack of its own for a simulated thread: runs when resumed, until it yields or ends. Strictly by turns; never two at once.
///
/// The body must not throw.
interface Coroutine {
    /// By the kernel: lets the body run until it yields or ends.
    void resume();

    /// By the body: back to whoever resumed it.
    void suspend();

    boolean isDone();

    /// @param resumer who runs it, if it runs
    /// @return the thread of the host whose stack shows it
    Thread host(Thread resumer);
}
