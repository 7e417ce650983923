package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.BoardFaultSpec;
import rtk.apps.scenario.BoardSpec;
import rtk.apps.scenario.MutexSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.TaskSpec;
import rtk.apps.verify.Bound.Kind;
import rtk.apps.verify.Bound.Term;
import rtk.apps.verify.bound.Blocking;
import rtk.apps.verify.bound.Blocking.Settled;
import rtk.apps.verify.bound.FixedPriority;
import rtk.apps.verify.bound.Load;
import rtk.apps.verify.bound.Overheads;
import rtk.apps.verify.bound.Response;
import rtk.apps.verify.bound.Transactions;
import rtk.board.sim.Ns;
import rtk.kernel.api.SchedPolicy;

/// The tasks of a scenario on one core of the first board: who can delay whom.
///
/// - With **several cores** each task must be bound to one, and each mutex to the tasks of one: the cores are then processors of their own,
///   but for the timer, which interrupts core 0 and has other cores interrupted for what they are to run.
/// - Of equal tasks, those of policy `fifo` that cannot lose their place precede one another in order of release; a task that waits for
///   a mutex, ends a slice or runs out of budget goes to the tail, and then all others count in full.
/// - A **sporadic** task whose jobs fit its budget, with the budget whole again before each, is as good as `fifo`. Any other is bounded at
///   its low priority; and to tasks between its priorities it is late, like one that suspends itself
///   ([rtk.apps.verify.bound.SelfSuspension]), because what it did not do at low priority it does at high. That needs no rule
///   of the budget, so that the defects of the POSIX server (Stanovich et al., RTAS 2010) do no harm to it.
final class TaskSet {
    private static final int ROUNDS_MAX = 1000;
    private static final Settled NONE = new Settled(Response.UNBOUNDED, Response.NONE);
    private static final String ENDLESS = "the busy period does not end, or not within " + FixedPriority.STEPS_MAX + " steps";

    private final Scenario scenario;
    private final Observed observed;
    private final BoardSpec board;
    private final List<TaskSpec> specs;
    private final KernelCosts costs;
    private final Overheads overheads;
    private final Blocking blocking;
    private final List<Load> loads;
    private final List<Load> kernel;
    private final List<Observed.Demand> demands;
    private final long maskedNs;
    /// By task: the jitter that its budget lends it below its priority, [Response#NONE] if nothing bounds that.
    private final long[] lateNs;

    /// @param observed demand of programs and interrupts; null if nothing was observed
    TaskSet(Scenario scenario, Observed observed, int core) {
        this.scenario = scenario;
        this.observed = observed;
        board = scenario.boards().getFirst();
        specs = scenario.tasks().stream().filter(spec -> coreOf(scenario, spec) == core).toList();
        costs = new KernelCosts(scenario);
        overheads = costs.overheads();
        var parts = new TaskLoads(scenario, overheads, core, specs);
        blocking = parts.blocking();
        loads = parts.tasks();
        kernel = parts.kernel();
        demands = observed == null ? List.of() : observed.demands(overheads.switchNs());
        if (observed != null) kernel.addAll(observed.interrupts());
        maskedNs = Math.max(parts.stretched(overheads.maskedNs()), observed == null ? 0 : observed.maskedNs());
        lateNs = new long[specs.size()];
        if (unsupported() == null) settleBudgets();
    }

    /// The bounds of the tasks of a scenario, in their order.
    static List<Bound> bounds(Scenario scenario, Observed observed) {
        var bounds = new ArrayList<Bound>();
        for (int core = 0; core < scenario.boards().getFirst().cpus(); core++) {
            bounds.addAll(new TaskSet(scenario, observed, core).bounds());
        }
        List<String> order = scenario.tasks().stream().map(TaskSpec::name).toList();
        bounds.sort((a, b) -> Integer.compare(order.indexOf(a.name()), order.indexOf(b.name())));
        return bounds;
    }

    /// The core that a task is bound to; 0 if it is bound to none.
    private static int coreOf(Scenario scenario, TaskSpec spec) {
        return isBound(scenario, spec) ? Integer.numberOfTrailingZeros(spec.place().runMask()) : 0;
    }

    private static boolean isBound(Scenario scenario, TaskSpec spec) {
        return scenario.boards().getFirst().cpus() > 1 && Integer.bitCount(spec.place().runMask()) == 1;
    }

    private List<Bound> bounds() {
        var bounds = new ArrayList<Bound>();
        for (int i = 0; i < specs.size(); i++) bounds.add(bound(i));
        return bounds;
    }

    private Bound bound(int index) {
        TaskSpec spec = specs.get(index);
        String reason = unsupported();
        if (reason == null) reason = blocking.of(index).reason();
        Settled settled = reason == null ? response(index) : NONE;
        var terms = new ArrayList<Term>();
        if (settled.blockingNs() != Response.NONE) terms.add(new Term("blocking", settled.blockingNs()));
        terms.addAll(costs.terms());
        Response response = settled.response();
        if (!response.isBounded()) {
            return Bound.none(Kind.TASK, spec.name(), spec.deadlineNs(), terms, assumptions(spec),
                    reason == null ? ENDLESS : reason);
        }
        long boundNs = response.boundNs() - overheads.afterJobNs();
        long offsetsNs = withOffsetsNs(index, settled.blockingNs());
        long withOffsetsNs = offsetsNs == Response.NONE ? boundNs : Math.min(boundNs, offsetsNs - overheads.afterJobNs());
        return new Bound(Kind.TASK, spec.name(), boundNs, withOffsetsNs, spec.deadlineNs(), response.busyPeriodNs(),
                response.jobs(), terms,
                assumptions(spec), null);
    }

    private Settled response(int index) {
        TaskSpec spec = specs.get(index);
        if (spec.sporadic() == null) return response(index, spec.priority());
        Settled within = response(index, spec.priority());
        return isWithinBudget(index, within.response()) ? within : response(index, spec.sporadic().lowPriority());
    }

    /// By the analysis of transactions; [Response#NONE] if that has none. Not with budgets: a task that sinks comes at no offset.
    private long withOffsetsNs(int index, long blockingNs) {
        for (TaskSpec spec : specs) if (spec.sporadic() != null) return Response.NONE;
        var others = new ArrayList<Load>();
        addPrograms(specs.get(index).priority(), null, others);
        var all = new ArrayList<>(loads);
        all.set(index, loads.get(index).blockingNs(blockingNs + maskedNs));
        return new Transactions(all, specs.stream().map(TaskSpec::offsetNs).toList(), others).boundNs(index);
    }

    /// The response if the task had this priority throughout.
    private Settled response(int index, int priority) {
        TaskSpec spec = specs.get(index);
        boolean keepsItsPlace = spec.policy() == SchedPolicy.FIFO && !blocking.mayWait(index) && overheads.tickNs() == 0;
        var above = new ArrayList<Load>();
        var equal = new ArrayList<Load>();
        if (!compete(index, priority, keepsItsPlace, above, equal)) return NONE;
        addPrograms(priority, null, above);
        return blocking.response(index, loads, loads.get(index).blockingNs(maskedNs), above, equal);
    }

    /// Sorts the other tasks.
    ///
    /// @param index of the one asked about, -1 for none of them
    /// @return false if nothing bounds what one of them does
    private boolean compete(int index, int priority, boolean keepsItsPlace, List<Load> above, List<Load> equal) {
        for (int i = 0; i < specs.size(); i++) {
            TaskSpec other = specs.get(i);
            if (i == index || other.priority() < priority) continue;
            boolean sinks = other.sporadic() != null && other.sporadic().lowPriority() <= priority;
            if (sinks && lateNs[i] == Response.NONE) return false;
            Load load = sinks ? loads.get(i).jitterNs(Math.max(lateNs[i], loads.get(i).jitterNs())) : loads.get(i);
            boolean inOrder = keepsItsPlace && other.policy() == SchedPolicy.FIFO && other.priority() == priority;
            (inOrder ? equal : above).add(load);
        }
        return true;
    }

    private void addPrograms(int priority, Observed.Demand except, List<Load> above) {
        above.addAll(kernel);
        for (Observed.Demand demand : demands) if (demand != except && demand.highest() >= priority) above.add(demand.work());
    }

    // For paths.

    Overheads overheads() { return overheads; }

    List<Observed.Demand> demands() { return demands; }

    List<Term> terms() { return costs.terms(); }

    /// What less urgent tasks and sections with interrupts off keep something of this priority waiting; [Response#NONE] without bound.
    long blockingNs(int priority) {
        Blocking.Result blocked = blocking.at(priority);
        return blocked.reason() == null ? blocked.blockingNs() + maskedNs : Response.NONE;
    }

    /// What goes before something of this priority; null if nothing bounds that.
    List<Load> above(int priority, Observed.Demand except) {
        var above = new ArrayList<Load>();
        if (!compete(-1, priority, false, above, above)) return null;
        addPrograms(priority, except, above);
        return above;
    }

    List<String> assumptions() {
        var assumptions = new ArrayList<String>();
        boolean free = overheads.equals(Overheads.ZERO);
        assumptions.add(free ? "the kernel takes no time" : "the kernel takes what profile " + board.costs().name() + " says");
        if (observed != null) {
            assumptions.add("programs and interrupts ask for no more than was observed in " + Ns.text(observed.durationNs()));
        }
        if (!scenario.stimuli().isEmpty()) assumptions.add("devices whose interrupts nobody serves do not interrupt");
        return assumptions;
    }

    // Budgets.

    private boolean isWithinBudget(int index, Response response) {
        TaskSpec spec = specs.get(index);
        if (!response.isBounded() || !spec.locks().isEmpty() || response.boundNs() > spec.periodNs()) return false;
        long chargedNs = loads.get(index).wcetNs();
        for (Load interrupt : kernel) chargedNs += interrupt.releasesWithin(response.boundNs()) * interrupt.wcetNs();
        long apartNs = spec.periodNs() - loads.get(index).jitterNs();
        return chargedNs <= spec.sporadic().budgetNs() && apartNs > spec.sporadic().periodNs() + maskedNs + overheads.tickNs();
    }

    /// How late sporadic tasks are depends on how late others are: from none on upwards until nothing changes.
    private void settleBudgets() {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            boolean settled = true;
            for (int i = 0; i < specs.size(); i++) {
                if (specs.get(i).sporadic() == null || lateNs[i] == Response.NONE) continue;
                Response response = response(i).response();
                boolean bounded = response.isBounded() && response.boundNs() <= Load.TIME_MAX;
                long late = bounded ? response.boundNs() - loads.get(i).wcetNs() : Response.NONE;
                settled &= late == lateNs[i];
                lateNs[i] = late;
            }
            if (settled) return;
        }
        java.util.Arrays.fill(lateNs, Response.NONE);
    }

    private List<String> assumptions(TaskSpec spec) {
        var assumptions = new ArrayList<String>();
        assumptions.add("no job takes more than its wcet, as declared");
        assumptions.add("the bound holds for all phases; the one with offsets for tasks that start as the scenario says");
        assumptions.addAll(assumptions());
        if (!scenario.mutexes().isEmpty()) {
            assumptions.add("mutexes are held as long as declared, and for what the kernel takes");
        }
        if (spec.sporadic() != null) assumptions.add("a job that its budget may not cover is bounded at its low priority");
        if (spec.onMiss() != TaskSpec.OnMiss.CONTINUE) assumptions.add("all jobs are done, late ones too");
        return assumptions;
    }

    /// Why nothing on this board has a bound; null if things may have.
    String unsupported() {
        if (scenario.faults().stream().anyMatch(fault -> fault instanceof BoardFaultSpec))
            return "faults of the board are not in the bound";
        if (board.cpus() > 1) {
            if (!scenario.processes().isEmpty()) return "programs on several cores are not in the bound";
            for (TaskSpec spec : scenario.tasks()) {
                if (!isBound(scenario, spec)) return "task " + spec.name() + " may run on several cores";
            }
            for (MutexSpec mutex : scenario.mutexes()) {
                long cores = scenario.tasks().stream()
                        .filter(spec -> spec.locks().stream().anyMatch(l -> l.mutex().equals(mutex.name())))
                        .mapToInt(spec -> coreOf(scenario, spec)).distinct().count();
                if (cores > 1) return "mutex " + mutex.name() + " is shared by cores";
            }
        }
        if (!scenario.processes().isEmpty() && observed == null) return "what programs ask for is not declared; observe a run";
        if (observed != null && !observed.isComplete()) return "more than " + Observed.INSTANTS_MAX + " instants to observe";
        if (observed != null && scenario.boards().size() > 1) return "programs on several boards are not in the bound";
        if (board.driftPpb() != 0) return "a clock that drifts is not in the bound";
        if (scenario.kernel().partitions() != null) return "what a partition without budget waits is not in the bound";
        return null;
    }
}
