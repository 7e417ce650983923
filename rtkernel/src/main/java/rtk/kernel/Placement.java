package rtk.kernel;

/// Where ready threads go on several cores, and when a running thread has to go. Each family of rules is a class of its own,
/// chosen once when the kernel is built.
///
/// Both start from what a core *claims*: the priority of the thread that it runs or is switching to, or of the thread that it
/// has been told to fetch and has not fetched yet.
sealed interface Placement permits FreePlacement, ClusterPlacement {
    /// The core that is to fetch `thread`, which has just become ready, more urgent while ready, or freer where to run.
    ///
    /// @param here the core in whose kernel this happens; it chooses on its way out, undisturbed. Null outside the simulated world
    /// @return null if the thread has to wait
    Cpu coreFor(Tcb thread, Cpu here);

    /// Must `running` let go of its core on the way out of the kernel?
    boolean displaces(Tcb running);

    /// May a thread be bound to just these cores?
    ///
    /// @param cores a bit for each, all of them on the board
    boolean allows(int cores);

    /// The idle core that `thread` may run on: the one it ran on last, or that of the lowest number; null if there is none.
    static Cpu idle(Cpu[] cpus, Tcb thread) {
        Cpu last = thread.cpu;
        if (last != null && thread.mayRunOn(last) && last.claims() == Cpu.NOTHING) return last;
        for (Cpu cpu : cpus) {
            if (thread.mayRunOn(cpu) && cpu.claims() == Cpu.NOTHING) return cpu;
        }
        return null;
    }

    /// The core that claims the least below `thread` of those that it may run on, the one of the lowest number among equals;
    /// null if all claim as much.
    static Cpu lowest(Cpu[] cpus, Tcb thread) {
        Cpu lowest = null;
        int least = thread.priority;
        for (Cpu cpu : cpus) {
            if (!thread.mayRunOn(cpu) || cpu.claims() >= least) continue;
            lowest = cpu;
            least = cpu.claims();
        }
        return lowest;
    }
}
