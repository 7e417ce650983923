package rtk.kernel;

import java.util.List;

/// SDP 8.0: a thread belongs to a cluster of cores, and its becoming ready on one core disturbs others only within limits
/// ([D 97]): so only the highest thread of a cluster is sure of a core.
///
/// | core where it became ready | | |
/// |---|---|---|
/// | of its cluster | it is above that core's thread | it takes that core |
/// | of its cluster | it is not | it takes an idle core of the cluster, or waits, even if another core runs a lower thread |
/// | outside | some thread of the cluster is below it | it takes an idle core, or the one that claims the least ([S]) |
/// | outside | none is | it waits |
///
/// A thread that waits is fetched by the next core of its cluster that is left by its thread, or whose thread sinks below it.
final class ClusterPlacement implements Placement {
    /// A core is in no more clusters.
    private static final int CLUSTERS_OF_CORE_MAX = 8;

    private final Cpu[] cpus;
    private final ReadyThreads ready;
    private final int everyCore;
    private final List<Cluster> clusters;

    /// @param clusters besides that of all cores and that of each core
    ClusterPlacement(Cpu[] cpus, ReadyThreads ready, List<Cluster> clusters) {
        this.cpus = cpus;
        this.ready = ready;
        this.clusters = clusters;
        everyCore = Cluster.mask(cpus.length);
        for (Cluster cluster : clusters) {
            if ((cluster.cores() & ~everyCore) != 0) {
                throw new IllegalArgumentException(cluster + " has cores that the board has not");
            }
        }
        for (Cpu cpu : cpus) {
            long of = 2 + clusters.stream().filter(cluster -> (cluster.cores() & cpu.bit) != 0).count();
            if (of > CLUSTERS_OF_CORE_MAX) {
                throw new IllegalArgumentException("core " + cpu.core.number() + " is in " + of + " clusters, above 8");
            }
        }
    }

    @Override
    public Cpu coreFor(Tcb thread, Cpu here) {
        if (here != null && thread.mayRunOn(here)) {
            return here.claims() < thread.priority ? here : Placement.idle(cpus, thread);
        }
        Cpu idle = Placement.idle(cpus, thread);
        return idle != null ? idle : Placement.lowest(cpus, thread);
    }

    @Override
    public boolean displaces(Tcb running) { return Placement.isDisplaced(running); }

    @Override
    public Tcb next(Cpu cpu) { return Placement.next(ready, cpu); }

    @Override
    public boolean allows(int cores) {
        if (cores == everyCore || Integer.bitCount(cores) == 1) return true;
        for (Cluster cluster : clusters) {
            if (cluster.cores() == cores) return true;
        }
        return false;
    }
}
