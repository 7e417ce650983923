package rtk.kernel.api;

/// A lock between interrupt handlers and threads on several cores (`intrspin_t`), for InterruptLock.
public final class IntrSpin {
    private boolean locked;

    /// For the kernel.
    ///
    /// @return false if it is locked already
    public boolean tryLock() {
        if (locked) return false;
        locked = true;
        return true;
    }

    /// For the kernel.
    public void unlock() { locked = false; }
}
