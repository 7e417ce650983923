package rtk.resmgr.ham;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.Ns;

/// A process that is watched, or a place for one.
final class Entity {
    /// Of [#pid]: no process.
    static final int NOBODY = 0;
    /// So many conditions an entity may have.
    static final int CONDITIONS_MAX = 32;
    /// So many conditions of an entity may be true and not worked off; what is more is dropped, and told.
    static final int RUNS_MAX = 32;
    /// So often an entity is restarted in [#RESTARTS_NS].
    static final int RESTARTS_MAX = 10;
    static final long RESTARTS_NS = Ns.s(1);

    final String name;
    int pid = NOBODY;
    /// The process attached itself.
    boolean isSelf;
    /// It is there without a process too: somebody wants to know of it.
    boolean isPlaceholder;
    /// Processes of this name become this entity by themselves; null if they have to attach.
    String process;
    /// The last one that was told.
    int state;
    final Heartbeat heartbeat = new Heartbeat();
    final List<Condition> conditions = new ArrayList<>();
    /// How often it was restarted since [#restartsSinceNs].
    int restarts;
    long restartsSinceNs;
    /// Worked off one after another.
    final ArrayDeque<Run> runs = new ArrayDeque<>();

    Entity(String name) { this.name = name; }

    /// May it be restarted once more? A program that dies as soon as it runs is given up: our choice, QNX would go on.
    boolean mayRestart(long nowNs) {
        if (nowNs - restartsSinceNs > RESTARTS_NS) {
            restarts = 0;
            restartsSinceNs = nowNs;
        }
        return ++restarts <= RESTARTS_MAX;
    }

    Condition condition(String conditionName) {
        for (Condition condition : conditions) {
            if (condition.name.equals(conditionName)) return condition;
        }
        return null;
    }

    /// After a restart: what belongs to a death goes, unless it is to be rearmed; what does not stays, unless it is not (H5).
    void prune() {
        conditions.removeIf(condition -> !condition.rearm);
        for (Condition condition : conditions) condition.steps.removeIf(step -> !step.rearm());
    }
}
