package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.kernel.api.CostProfile;

/// What can be chosen about a kernel.
///
/// @param costs what kernel work costs
/// @param tickNs clock period; also the unit of round-robin slices, which are 4 of it
/// @param highResolution timers fire when due; otherwise at a tick
/// @param coroutines how threads are carried; no influence on the run
public record KernelConfig(CostProfile costs, long tickNs, boolean highResolution, CoroutineKind coroutines) {
    public static final KernelConfig DEFAULT = new KernelConfig(CostProfile.ZERO, Ns.ms(1), true, CoroutineKind.best());

    public KernelConfig {
        if (tickNs < 1_000) throw new IllegalArgumentException("a tick is at least 1 us, not " + tickNs + " ns");
    }

    public KernelConfig costs(CostProfile newCosts) { return new KernelConfig(newCosts, tickNs, highResolution, coroutines); }

    public KernelConfig tickTimers(long newTickNs) { return new KernelConfig(costs, newTickNs, false, coroutines); }

    public KernelConfig tickNs(long newTickNs) { return new KernelConfig(costs, newTickNs, highResolution, coroutines); }

    public KernelConfig coroutines(CoroutineKind kind) { return new KernelConfig(costs, tickNs, highResolution, kind); }
}
