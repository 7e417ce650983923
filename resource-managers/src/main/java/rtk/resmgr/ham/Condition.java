package rtk.resmgr.ham;

import java.util.ArrayList;
import java.util.List;

/// A condition of an entity, with the actions that are done, in order, when it is true.
final class Condition {
    /// So many actions a condition may have.
    static final int STEPS_MAX = 32;

    final String name;
    final When when;
    /// It is there still after a restart of the entity.
    final boolean rearm;
    final List<Step> steps = new ArrayList<>();

    Condition(String name, When when, boolean rearm) {
        this.name = name;
        this.when = when;
        this.rearm = rearm;
    }

    boolean hasRestart() { return steps.stream().anyMatch(step -> step.action() instanceof Action.Restart); }

    /// @return its place, -1 if there is none of that name
    int find(String step) {
        for (int n = 0; n < steps.size(); n++) {
            if (steps.get(n).name().equals(step)) return n;
        }
        return -1;
    }
}
