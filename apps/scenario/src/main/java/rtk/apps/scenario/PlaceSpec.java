package rtk.apps.scenario;

import rtk.kernel.api.SporadicParam;
import rtk.kernel.api.ThreadAttr;

/// Where threads run, and on whose budget.
///
/// @param runMask the cores, bit `c` for core `c`; 0 for all
/// @param partition number of the adaptive partition; [ThreadAttr#INHERIT] for `System`
public record PlaceSpec(int runMask, int partition) {
    public static final PlaceSpec ANYWHERE = new PlaceSpec(0, ThreadAttr.INHERIT);

    /// `attr`, put there.
    ///
    /// @param sporadic its budget if its policy is sporadic, else null
    ThreadAttr of(ThreadAttr attr, SporadicParam sporadic) {
        ThreadAttr placed = attr.runMask(runMask).partition(partition);
        return sporadic == null ? placed : placed.sporadic(sporadic);
    }
}
