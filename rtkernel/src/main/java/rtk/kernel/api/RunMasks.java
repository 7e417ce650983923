package rtk.kernel.api;

/// Where a thread may run, and where those that it creates may. Bit `c` for core `c`; every core of the board when not bound.
///
/// @param run for the thread itself
/// @param inherit for new threads
public record RunMasks(int run, int inherit) {
    /// To be set for the thread and for those that it creates.
    public static RunMasks both(int cores) { return new RunMasks(cores, cores); }

    /// To leave both as they are, and be told.
    public static RunMasks ask() { return new RunMasks(0, 0); }
}
