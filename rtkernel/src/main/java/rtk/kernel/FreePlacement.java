package rtk.kernel;

/// SDP 7.x, and whenever there are partitions: a thread runs on any core of its run mask, and once every core that was poked has chosen,
/// no ready thread is above a running one whose core it may use.
///
/// QNX promises only that the highest ready thread runs somewhere ([D 94]); that the others follow by priority, and which core is
/// taken, are choices ([S]): the core that is just being left, the idle core used last, another idle core, the core that claims the least.
final class FreePlacement implements Placement {
    private final Cpu[] cpus;
    private final ReadyThreads ready;

    FreePlacement(Cpu[] cpus, ReadyThreads ready) {
        this.cpus = cpus;
        this.ready = ready;
    }

    @Override
    public Cpu coreFor(Tcb thread, Cpu here) {
        if (thread.urgency() < 0) return null;
        if (here != null && thread.mayRunOn(here) && here.claims() == Cpu.NOTHING) return here;
        Cpu idle = Placement.idle(cpus, thread);
        return idle != null ? idle : Placement.lowest(cpus, thread);
    }

    @Override
    public boolean displaces(Tcb running) { return Placement.isDisplaced(running); }

    @Override
    public Tcb next(Cpu cpu) { return Placement.next(ready, cpu); }

    @Override
    public boolean allows(int cores) { return true; }
}
