package rtk.apps.scenario;

import rtk.kernel.api.ThreadAttr;

/// Where threads run, and on whose budget.
///
/// @param runMask the cores, bit `c` for core `c`; 0 for all
/// @param partition number of the adaptive partition; [ThreadAttr#INHERIT] for `System`
public record PlaceSpec(int runMask, int partition) {
    public static final PlaceSpec ANYWHERE = new PlaceSpec(0, ThreadAttr.INHERIT);

    /// `attr`, put there.
    ThreadAttr of(ThreadAttr attr) { return attr.runMask(runMask).partition(partition); }
}
