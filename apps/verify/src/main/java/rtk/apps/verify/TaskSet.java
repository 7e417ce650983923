package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.MutexSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.TaskSpec;
import rtk.apps.verify.Bound.Kind;
import rtk.apps.verify.Bound.Term;
import rtk.apps.verify.bound.Blocking;
import rtk.apps.verify.bound.FixedPriority;
import rtk.apps.verify.bound.Load;
import rtk.apps.verify.bound.Response;
import rtk.kernel.api.CostProfile;

/// The tasks of a scenario, on the first board.
final class TaskSet {
    private final Scenario scenario;
    private final List<TaskSpec> specs;
    private final Blocking blocking;

    TaskSet(Scenario scenario) {
        this.scenario = scenario;
        specs = scenario.tasks();
        List<String> names = scenario.mutexes().stream().map(MutexSpec::name).toList();
        blocking = new Blocking(specs.stream().map(spec -> locks(spec, names)).toList(),
                scenario.mutexes().stream().map(TaskSet::mutex).toList());
    }

    private static Blocking.Task locks(TaskSpec spec, List<String> names) {
        return new Blocking.Task(spec.priority(), spec.locks().stream()
                .map(lock -> new Blocking.Section(names.indexOf(lock.mutex()), lock.afterNs(), lock.forNs())).toList());
    }

    private static Blocking.Mutex mutex(MutexSpec spec) {
        var protocol = switch (spec.protocol()) {
            case NONE -> Blocking.Protocol.NONE;
            case INHERIT -> Blocking.Protocol.INHERIT;
            case PROTECT -> Blocking.Protocol.CEILING;
        };
        return new Blocking.Mutex(spec.name(), protocol, spec.ceiling());
    }

    List<Bound> bounds() {
        var bounds = new ArrayList<Bound>();
        for (int i = 0; i < specs.size(); i++) bounds.add(bound(i));
        return bounds;
    }

    private Bound bound(int index) {
        TaskSpec spec = specs.get(index);
        Blocking.Result blocked = blocking.of(index);
        var terms = new ArrayList<Term>();
        if (blocked.reason() == null) terms.add(new Term("blocking", blocked.blockingNs()));
        String reason = unsupported();
        if (reason == null) reason = blocked.reason();
        if (reason != null) return Bound.none(Kind.TASK, spec.name(), spec.deadlineNs(), terms, List.of(), reason);
        var above = new ArrayList<Load>();
        var equal = new ArrayList<Load>();
        for (int i = 0; i < specs.size(); i++) {
            TaskSpec other = specs.get(i);
            if (i == index || other.priority() < spec.priority()) continue;
            (other.priority() > spec.priority() || blocking.mayWait(index) ? above : equal).add(load(other, 0));
        }
        Response response = FixedPriority.response(load(spec, blocked.blockingNs()), above, equal);
        return new Bound(Kind.TASK, spec.name(), response.boundNs(), spec.deadlineNs(), response.busyPeriodNs(), response.jobs(),
                terms, List.of(), response.isBounded() ? null : "the busy period does not end");
    }

    private static Load load(TaskSpec spec, long blockingNs) {
        return new Load(spec.priority(), spec.wcetNs(), spec.periodNs(), spec.jitterNs(), blockingNs, 0);
    }

    private String unsupported() {
        if (!scenario.costs().equals(CostProfile.ZERO) && !scenario.costs().ns().isEmpty())
            return "kernel costs are not in the bound yet";
        if (scenario.boards().getFirst().cpus() > 1) return "several cores are not in the bound yet";
        if (!scenario.processes().isEmpty()) return "the demand of processes is not known";
        return null;
    }
}
