package rtk.apps.scenario;

import java.util.List;
import rtk.resmgr.ham.Action;
import rtk.resmgr.ham.When;

/// What the high availability manager of a board does when something happens to a process: one item of `ha`.
///
/// @param process by name
/// @param when it happens
/// @param acts in order
public record GuardSpec(String process, String board, When when, List<Act> acts) {
    public GuardSpec {
        acts = List.copyOf(acts);
    }

    /// An action.
    ///
    /// @param action null for `restart` as the process was started first
    /// @param onFail in order
    public record Act(Action action, List<Action> onFail) {
        public Act {
            onFail = List.copyOf(onFail);
        }

        boolean isRestart() { return action == null || action instanceof Action.Restart; }
    }
}
