package rtk.resmgr.ham;

import java.util.ArrayList;
import java.util.List;

/// An action with its name, and what is done if it fails.
///
/// @param rearm it is there still after a restart of the entity
/// @param onFail in order
record Step(String name, boolean rearm, Action action, List<Step> onFail) {
    /// So many fail actions an action may have.
    static final int FAIL_MAX = 16;

    Step {
        onFail = List.copyOf(onFail);
    }

    Step(String name, boolean rearm, Action action) { this(name, rearm, action, List.of()); }

    Step withFail(Step fail) {
        var all = new ArrayList<>(onFail);
        all.add(fail);
        return new Step(name, rearm, action, all);
    }

    Step withoutFail(String fail) {
        return new Step(name, rearm, action, onFail.stream().filter(s -> !s.name.equals(fail)).toList());
    }
}
