package rtk.kernel;

import rtk.kernel.api.ThreadAttr;
import rtk.trace.ThreadState;

/// The cores of a kernel, and what happens when one of them has to run another thread: the [Placement] says which, and this keeps
/// the promises. A thread that cannot keep its core, or its promise of one, is placed anew until all have what is theirs.
final class Cores {
    final Placement placement;
    private final Kernel kernel;
    private final Cpu[] cpus;
    private final ReadyThreads ready;
    /// There is a choice of cores, or of partitions.
    private final boolean places;

    Cores(Kernel kernel, Cpu[] cpus) {
        this.kernel = kernel;
        this.cpus = cpus;
        ready = kernel.scheduler.ready;
        places = cpus.length > 1 || kernel.partitions != null;
        placement = places ? ofVersion(kernel.config) : new OneCorePlacement(cpus[0], ready);
    }

    private Placement ofVersion(KernelConfig config) {
        return switch (config.version()) {
            case SDP_7 -> new FreePlacement(cpus, ready);
            case SDP_8 -> new ClusterPlacement(cpus, ready, config.clusters());
        };
    }

    int size() { return cpus.length; }

    Cpu cpu(int number) { return cpus[number]; }

    // Masks.

    /// The cores of the board among those of `mask`, as a run mask.
    int runMask(int mask) {
        int cores = ofBoard(mask);
        return cores == Cluster.mask(cpus.length) ? Tcb.EVERY_CORE : cores;
    }

    /// The board's cores in a mask.
    int ofBoard(int mask) { return mask & Cluster.mask(cpus.length); }

    /// May a thread be bound to the cores of `mask`?
    boolean allows(int mask) { return ofBoard(mask) != 0 && placement.allows(ofBoard(mask)); }

    /// Are there the cores and the partition that `attr` wants?
    boolean canPlace(ThreadAttr attr) {
        boolean inPartition = kernel.partitions != null && kernel.partitions.find(attr.partition()) != null;
        return (attr.runMask() == 0 || allows(attr.runMask())) && (attr.partition() == ThreadAttr.INHERIT || inPartition);
    }

    // Promises.

    /// `thread` became ready, or more urgent while ready: finds it a core.
    void notice(Tcb thread) {
        for (Cpu cpu : cpus) {
            if (cpu.current != null && cpu.current.priority == thread.priority) cpu.considerSlice();
        }
        place(thread);
    }

    /// Finds a core for the ready `thread`, and for those whom it drives out, unless all have to wait. What comes from outside
    /// is told to a core by the kernel later.
    void place(Tcb thread) {
        if (!places) return;
        if (kernel.partitions != null) kernel.partitions.contend();
        if (!kernel.active.isProceeding() || thread.isPromised()) return;
        Tcb homeless = thread;
        while (homeless != null) {
            Cpu cpu = placement.coreFor(homeless, kernel.active);
            if (cpu == null) return;
            homeless = cpu.promise(homeless);
            if (cpu != kernel.active) cpu.poke();
        }
    }

    /// `cpu`, which does something else, is to run `thread`, which came from outside.
    void promise(Tcb thread, Cpu cpu) {
        if (places) cpu.promise(thread);
        cpu.poke();
    }

    /// `thread` is not for the core that it was promised to any more: it runs, waits, or is less urgent.
    void withdrawPromise(Tcb thread) {
        Cpu cpu = thread.promisedTo;
        thread.promisedTo = null;
        if (cpu != null && cpu != kernel.active) offer(cpu);
    }

    /// The running thread's priority, run mask or partition changed: somebody may have to have its core.
    void reconsider(Tcb running) {
        if (!places) return;
        offer(running.cpu);
        leaveIfBarred(running);
    }

    /// The standing of partitions has changed.
    void reconsiderAll() {
        for (Cpu cpu : cpus) {
            if (cpu.current != null && cpu.current.state == ThreadState.RUNNING) leaveIfBarred(cpu.current);
            offer(cpu);
        }
    }

    private void leaveIfBarred(Tcb running) {
        boolean barred = !running.mayRunOn(running.cpu) || running.urgency() < 0;
        if (barred && running.cpu != kernel.active) running.cpu.poke();
    }

    /// What `cpu` claims has sunk: somebody who had to wait may be above it now.
    private void offer(Cpu cpu) {
        Tcb first = ready.firstUnpromised(cpu);
        if (first == null || first.urgency() <= cpu.claims()) return;
        Tcb homeless = cpu.promise(first);
        if (homeless != null) place(homeless);
        if (cpu != kernel.active) cpu.poke();
    }
}
