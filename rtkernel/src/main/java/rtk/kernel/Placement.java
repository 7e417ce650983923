package rtk.kernel;

/// Where ready threads go on several cores, and when a running thread has to go. Each family of rules is a class of its own,
/// chosen once when the kernel is built.
///
/// A thread that becomes ready is *promised* to a core, which is poked if it is not the one in the kernel, and fetches the thread
/// when it chooses; or it waits. What a core *claims* is the higher urgency ([Tcb#urgency]) of the thread that it runs, or switches to, and of
/// the one promised to it. Whoever loses a core, or a promise, is placed anew. So two threads made ready by one interrupt go to
/// two cores, and no core takes a thread that another one is to run.
sealed interface Placement permits OneCorePlacement, FreePlacement, ClusterPlacement {
    /// The core to promise `thread` to, which has just become ready, more urgent while ready, or freer where to run.
    ///
    /// @param here the core in whose kernel this happens; it chooses on its way out, undisturbed. Null outside the simulated world
    /// @return null if the thread has to wait
    Cpu coreFor(Tcb thread, Cpu here);

    /// Must `running` let go of its core on the way out of the kernel?
    boolean displaces(Tcb running);

    /// Who is to run on `cpu` now that its thread does not.
    ///
    /// @return a ready thread, null for nobody
    Tcb next(Cpu cpu);

    /// May a thread be bound to just these cores?
    ///
    /// @param cores a bit for each, all of them on the board, at least one
    boolean allows(int cores);

    // What the rules for several cores have in common.

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
        long least = thread.urgency();
        for (Cpu cpu : cpus) {
            if (!thread.mayRunOn(cpu) || cpu.claims() >= least) continue;
            lowest = cpu;
            least = cpu.claims();
        }
        return lowest;
    }

    /// A more urgent thread is promised to its core, or it may not run there any more, or not at all.
    static boolean isDisplaced(Tcb running) {
        Cpu cpu = running.cpu;
        Tcb promised = cpu.promised();
        return (promised != null && promised.urgency() > running.urgency()) || !running.mayRunOn(cpu) || running.urgency() < 0;
    }

    /// The first of all, unless that is another core's and this one has been promised somebody else; then the first of the one promised
    /// to it and those promised to nobody.
    static Tcb next(ReadyThreads ready, Cpu cpu) {
        Tcb first = ready.top(cpu);
        Tcb promised = cpu.promised();
        if (promised == null || first == promised || !first.isPromised()) return first;
        Tcb free = ready.firstUnpromised(cpu);
        return free != null && free.urgency() > promised.urgency() ? free : promised;
    }
}
