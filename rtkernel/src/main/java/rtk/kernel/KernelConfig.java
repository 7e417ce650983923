package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.kernel.api.CostProfile;

/// What can be chosen about a kernel.
///
/// @param version whose rules hold where versions differ
/// @param costs what kernel work costs
/// @param tickNs clock period; also the unit of round-robin slices, which are 4 of it
/// @param highResolution timers fire when due; otherwise at a tick
/// @param coroutines how threads are carried; no influence on the run
public record KernelConfig(
        KernelVersion version,
        CostProfile costs,
        long tickNs,
        boolean highResolution,
        CoroutineKind coroutines) {
    public static final KernelConfig DEFAULT = new KernelConfig(KernelVersion.SDP_7, CostProfile.ZERO, Ns.ms(1), true,
            CoroutineKind.best());

    public KernelConfig {
        if (tickNs < 1_000) throw new IllegalArgumentException("a tick is at least 1 us, not " + tickNs + " ns");
    }

    public KernelConfig version(KernelVersion newVersion) {
        return new KernelConfig(newVersion, costs, tickNs, highResolution, coroutines);
    }

    public KernelConfig costs(CostProfile newCosts) {
        return new KernelConfig(version, newCosts, tickNs, highResolution, coroutines);
    }

    public KernelConfig tickTimers(long newTickNs) { return new KernelConfig(version, costs, newTickNs, false, coroutines); }

    public KernelConfig tickNs(long newTickNs) { return new KernelConfig(version, costs, newTickNs, highResolution, coroutines); }

    public KernelConfig highResolution(boolean on) { return new KernelConfig(version, costs, tickNs, on, coroutines); }

    public KernelConfig coroutines(CoroutineKind kind) {
        return new KernelConfig(version, costs, tickNs, highResolution, kind);
    }
}
