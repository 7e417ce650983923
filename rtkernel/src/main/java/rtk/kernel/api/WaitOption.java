package rtk.kernel.api;

/// Choices of waitpid.
public enum WaitOption {
    /// Do not wait: null if no such child has ended yet.
    WNOHANG,
    /// Leave the child a zombie, to be waited for again.
    WNOWAIT
}
