package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.BoardSpec;
import rtk.apps.scenario.MutexSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.TaskSpec;
import rtk.apps.verify.bound.Blocking;
import rtk.apps.verify.bound.FixedPriority;
import rtk.apps.verify.bound.Load;
import rtk.apps.verify.bound.Overheads;
import rtk.apps.verify.bound.Response;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;

/// The tasks of a scenario as load, with the kernel's part in it, and as users of mutexes.
final class TaskLoads {
    /// Priority of interrupts; the start of the system is just below.
    private static final int ABOVE_ALL = Integer.MAX_VALUE;
    private static final int PERMILLE = 1000;

    private final Scenario scenario;
    private final BoardSpec board;
    private final List<TaskSpec> specs;
    private final Overheads overheads;
    private final int core;

    /// @param specs the tasks of this core
    TaskLoads(Scenario scenario, Overheads overheads, int core, List<TaskSpec> specs) {
        this.scenario = scenario;
        this.overheads = overheads;
        this.core = core;
        this.specs = specs;
        board = scenario.boards().getFirst();
    }

    /// Time on a core that others disturb at the memory.
    long stretched(long ns) { return ns + Math.ceilDiv(ns * board.interference(), PERMILLE); }

    /// Each task, without blocking. Its jitter has what the clock adds.
    List<Load> tasks() {
        var loads = new ArrayList<Load>();
        for (TaskSpec spec : specs) {
            int contended = (int) spec.locks().stream().filter(lock -> protocol(lock.mutex()) != MutexProtocol.PROTECT).count();
            long kernelNs = overheads.jobNs(spec.locks().size(), contended) + peers(spec) * overheads.yieldNs();
            long wcetNs = stretched(spec.wcetNs()) + stretched(kernelNs) + slicesNs(spec);
            loads.add(new Load(spec.priority(), wcetNs, spec.periodNs(), spec.jitterNs() + overheads.tickNs() + pokeNs(), 0, 0));
        }
        return loads;
    }

    /// Tasks that a job which fell behind may have to let go first.
    private long peers(TaskSpec spec) {
        if (spec.policy() != SchedPolicy.FIFO) return 0;
        return specs.stream()
                .filter(other -> other != spec && other.policy() == SchedPolicy.FIFO && other.priority() == spec.priority())
                .count();
    }

    /// The ends of a round-robin task's slices interrupt it, and others come between.
    private long slicesNs(TaskSpec spec) {
        if (spec.policy() != SchedPolicy.RR) return 0;
        long sliceNs = scenario.kernel().scheduling().sliceTicks() * scenario.kernel().tickNs();
        return (stretched(spec.wcetNs()) / sliceNs + 1) * stretched(timerNs() + 2 * overheads.switchNs());
    }

    private long timerNs() { return overheads.interruptNs() + overheads.expiryNs(); }

    private MutexProtocol protocol(String mutex) {
        return scenario.mutexes().stream().filter(m -> m.name().equals(mutex)).findFirst().orElseThrow().protocol();
    }

    /// How late a release comes to another core than the timer's: when the timer interrupts that may be due are all done.
    private long pokeNs() {
        if (core == 0 || timerNs() == 0) return 0;
        List<Load> timers = timers();
        Load last = Load.of(ABOVE_ALL, 1, Load.TIME_MAX).blockingNs(stretched(overheads.maskedNs()));
        Response response = FixedPriority.response(last, timers, List.of());
        return response.isBounded() ? response.boundNs() : Load.TIME_MAX / 2;
    }

    /// The timer interrupts of releases, budgets and ticks of all cores: core 0 takes them.
    private List<Load> timers() {
        var timers = new ArrayList<Load>();
        for (TaskSpec spec : scenario.tasks()) {
            Load release = overheads.release(spec.periodNs(), spec.jitterNs() + overheads.tickNs());
            timers.add(release.wcetNs(stretched(release.wcetNs())));
            if (spec.sporadic() != null) timers.add(budget(spec));
        }
        if (overheads.tickNs() > 0) timers.add(Load.of(ABOVE_ALL, stretched(overheads.interruptNs()), overheads.tickNs()));
        return timers;
    }

    /// The interrupts from core 0 for what it finds due.
    private List<Load> pokes() {
        var pokes = new ArrayList<Load>();
        for (TaskSpec spec : specs) {
            pokes.add(Load.of(ABOVE_ALL, stretched(overheads.interruptNs()), spec.periodNs())
                    .jitterNs(spec.jitterNs() + overheads.tickNs() + pokeNs()));
            if (spec.sporadic() != null) pokes.add(budget(spec));
        }
        return pokes;
    }

    /// What the kernel does above all tasks: interrupts, and once the start of the system.
    List<Load> kernel() {
        var kernel = new ArrayList<Load>();
        if (timerNs() > 0) kernel.addAll(core == 0 ? timers() : pokes());
        if (overheads.startNs() > 0) kernel.add(Load.of(ABOVE_ALL - 1, stretched(overheads.startNs()), Load.TIME_MAX));
        return kernel;
    }

    /// The timers of a budget: as many replenishments as may be pending within each period, and as often the budget may be
    /// used up; each may change who runs, there and back.
    private Load budget(TaskSpec spec) {
        long each = stretched(timerNs() + 2 * overheads.switchNs());
        return Load.of(ABOVE_ALL, 2L * spec.sporadic().replenishmentsMax() * each, spec.sporadic().periodNs())
                .jitterNs(spec.sporadic().periodNs());
    }

    // Mutexes.

    Blocking blocking() {
        List<String> names = scenario.mutexes().stream().map(MutexSpec::name).toList();
        return new Blocking(specs.stream().map(spec -> new Blocking.Task(spec.priority(), sections(spec, names))).toList(),
                scenario.mutexes().stream().map(TaskLoads::mutex).toList());
    }

    private List<Blocking.Section> sections(TaskSpec spec, List<String> names) {
        var sections = new ArrayList<Blocking.Section>();
        for (TaskSpec.Lock lock : spec.locks()) {
            int inner = (int) spec.locks().stream()
                    .filter(other -> other != lock && other.afterNs() >= lock.afterNs() && other.endNs() <= lock.endNs()).count();
            sections.add(new Blocking.Section(names.indexOf(lock.mutex()), lock.afterNs(), lock.forNs(),
                    stretched(lock.forNs()) + stretched(overheads.sectionNs(inner))));
        }
        return sections;
    }

    private static Blocking.Mutex mutex(MutexSpec spec) {
        var protocol = switch (spec.protocol()) {
            case NONE -> Blocking.Protocol.NONE;
            case INHERIT -> Blocking.Protocol.INHERIT;
            case PROTECT -> Blocking.Protocol.CEILING;
        };
        return new Blocking.Mutex(spec.name(), protocol, spec.ceiling());
    }
}
