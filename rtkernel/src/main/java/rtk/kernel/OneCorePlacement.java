package rtk.kernel;

/// One core: there is nothing to place, in any version; the highest ready thread has it.
final class OneCorePlacement implements Placement {
    private final Cpu cpu;
    private final ReadyThreads ready;

    OneCorePlacement(Cpu cpu, ReadyThreads ready) {
        this.cpu = cpu;
        this.ready = ready;
    }

    /// The core looks by itself on its way out of the kernel; only who comes from outside has to tell it.
    @Override
    public Cpu coreFor(Tcb thread, Cpu here) { return here == null && cpu.claims() < thread.priority ? cpu : null; }

    @Override
    public boolean displaces(Tcb running) { return ready.topPriority(cpu) > running.priority; }

    @Override
    public Tcb next(Cpu core) { return ready.top(cpu); }

    @Override
    public boolean allows(int cores) { return true; }
}
