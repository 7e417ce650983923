package rtk.resmgr.ham;

import java.util.ArrayDeque;
import java.util.Collection;

/// A condition that is true: what is left of its actions. It has a copy of them, so that what happens to the condition meanwhile
/// makes no difference.
final class Run {
    /// Of [#mark]: no program is being started.
    static final int NO_MARK = 0;

    final String condition;
    final ArrayDeque<Step> steps;
    /// Until when the first step waits; 0 if it has not begun.
    long untilNs;
    /// When to look at it again.
    long dueNs;
    /// The highest pid there was before the first step began to start a program. Who takes over sees by it whether that was done.
    int mark = NO_MARK;

    Run(String condition, Collection<Step> steps) {
        this.condition = condition;
        this.steps = new ArrayDeque<>(steps);
    }
}
