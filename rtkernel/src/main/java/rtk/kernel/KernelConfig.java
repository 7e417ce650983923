package rtk.kernel;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.ProgramStore;

/// What can be chosen about a kernel.
///
/// @param version whose rules hold where versions differ
/// @param costs what kernel work costs
/// @param tickNs clock period; also the unit of round-robin slices
/// @param highResolution timers fire when due; otherwise at a tick
/// @param scheduling slices, who may use which priority, sporadic budgets
/// @param clusters of cores that threads can be bound to (SDP 8.0), besides that of all cores and that of each core
/// @param partitions adaptive partitions, null for none; only with SDP 7.x (whether 8.0 has them is not established)
/// @param serverEvents which events servers may deliver to their clients
/// @param programs executables that processes can find by name
/// @param coroutines how threads are carried; no influence on the run
public record KernelConfig(
        KernelVersion version,
        CostProfile costs,
        long tickNs,
        boolean highResolution,
        Scheduling scheduling,
        List<Cluster> clusters,
        Partitioning partitions,
        EventPolicy serverEvents,
        ProgramStore programs,
        CoroutineKind coroutines) {
    public static final KernelConfig DEFAULT = new KernelConfig(KernelVersion.SDP_7, CostProfile.ZERO, Ns.ms(1), true,
            Scheduling.DEFAULT, List.of(), null, EventPolicy.ANY, ProgramStore.EMPTY, CoroutineKind.best());

    public KernelConfig {
        if (tickNs < 1_000) throw new IllegalArgumentException("a tick is at least 1 us, not " + tickNs + " ns");
        if (partitions != null && version != KernelVersion.SDP_7) {
            throw new IllegalArgumentException("adaptive partitions are of SDP 7.x, not " + version);
        }
        clusters = List.copyOf(clusters);
    }

    public KernelConfig version(KernelVersion newVersion) {
        return new KernelConfig(newVersion, costs, tickNs, highResolution, scheduling, clusters, partitions, serverEvents,
                programs,
                coroutines);
    }

    public KernelConfig costs(CostProfile newCosts) {
        return new KernelConfig(version, newCosts, tickNs, highResolution, scheduling, clusters, partitions, serverEvents,
                programs,
                coroutines);
    }

    public KernelConfig tickTimers(long newTickNs) {
        return new KernelConfig(version, costs, newTickNs, false, scheduling, clusters, partitions, serverEvents, programs,
                coroutines);
    }

    public KernelConfig tickNs(long newTickNs) {
        return new KernelConfig(version, costs, newTickNs, highResolution, scheduling, clusters, partitions, serverEvents,
                programs,
                coroutines);
    }

    public KernelConfig highResolution(boolean on) {
        return new KernelConfig(version, costs, tickNs, on, scheduling, clusters, partitions, serverEvents, programs, coroutines);
    }

    public KernelConfig coroutines(CoroutineKind kind) {
        return new KernelConfig(version, costs, tickNs, highResolution, scheduling, clusters, partitions, serverEvents, programs,
                kind);
    }

    public KernelConfig scheduling(Scheduling newScheduling) {
        return new KernelConfig(version, costs, tickNs, highResolution, newScheduling, clusters, partitions, serverEvents,
                programs,
                coroutines);
    }

    public KernelConfig clusters(List<Cluster> newClusters) {
        return new KernelConfig(version, costs, tickNs, highResolution, scheduling, newClusters, partitions, serverEvents,
                programs,
                coroutines);
    }

    public KernelConfig serverEvents(EventPolicy policy) {
        return new KernelConfig(version, costs, tickNs, highResolution, scheduling, clusters, partitions, policy, programs,
                coroutines);
    }

    public KernelConfig partitions(Partitioning newPartitions) {
        return new KernelConfig(version, costs, tickNs, highResolution, scheduling, clusters, newPartitions, serverEvents,
                programs,
                coroutines);
    }

    public KernelConfig programs(ProgramStore store) {
        return new KernelConfig(version, costs, tickNs, highResolution, scheduling, clusters, partitions, serverEvents, store,
                coroutines);
    }
}
