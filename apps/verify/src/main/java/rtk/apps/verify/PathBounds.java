package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.Scenario;
import rtk.apps.verify.Bound.Kind;
import rtk.apps.verify.Bound.Term;
import rtk.apps.verify.bound.FixedPriority;
import rtk.apps.verify.bound.Load;
import rtk.apps.verify.bound.Response;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.TracePoint;

/// The latency paths of a scenario.
///
/// - `irq D` to `isr D`, **interrupt latency**: the longest time with interrupts off, what is left of other interrupts, and entering. All
///   other lines count as more urgent; without nesting among equals that is what the controller does.
/// - `irq D` to `run P`, **interrupt-thread latency**: the thread is load of its priority below all interrupts. It has to end what it does,
///   a request of a client included, which runs at the priority of the interrupt's pulse from then on (priority inheritance
///   of the kernel): so one request at most goes before, and the response of its whole demand bounds the instant at which it runs.
/// - `release T` to `complete T`, and `queued B ID` to `frame B ID`: the bounds of the task and of the message.
///
/// Other paths go through programs whose inner order analysis does not know.
final class PathBounds {
    private static final String INNER = "goes through programs, whose inner order is not known";

    private final Scenario scenario;
    private final Bounds bounds;
    private final Observed observed;
    private final TaskSet core;

    /// @param observed null if nothing was
    PathBounds(Scenario scenario, Bounds bounds, Observed observed, TaskSet core) {
        this.scenario = scenario;
        this.bounds = bounds;
        this.observed = observed;
        this.core = core;
    }

    List<Bound> bounds() { return scenario.paths().stream().map(this::bound).toList(); }

    private Bound bound(PathSpec path) {
        TracePoint from = TracePoint.parse(path.from()).value();
        TracePoint to = TracePoint.parse(path.to()).value();
        return switch (from.kind()) {
            case RELEASE -> to.kind() == TracePoint.Kind.COMPLETE && to.name().equals(from.name())
                    ? renamed(path, bounds.tasks(), from.name())
                    : none(path, "no task is both released and completed in it");
            case QUEUED -> to.kind() == TracePoint.Kind.FRAME && to.name().equals(from.name()) && to.frameId() == from.frameId()
                    ? message(path, from)
                    : none(path, "it is not the way of one message");
            case IRQ -> interrupt(path, from, to);
            default -> none(path, INNER);
        };
    }

    private Bound message(PathSpec path, TracePoint from) {
        String name = scenario.messages().stream().filter(m -> m.bus().equals(from.name()) && m.traceId() == from.frameId())
                .map(m -> m.name()).findFirst().orElse(null);
        return name == null ? none(path, "no message has this identifier") : renamed(path, bounds.messages(), name);
    }

    private static Bound renamed(PathSpec path, List<Bound> all, String name) {
        Bound bound = all.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
        if (bound == null) return none(path, "there is no " + name);
        return new Bound(Kind.PATH, path.name(), bound.boundNs(), bound.withOffsetsNs(), Response.NONE, bound.busyPeriodNs(),
                bound.jobs(), bound.terms(),
                bound.assumptions(), bound.reason());
    }

    private Bound interrupt(PathSpec path, TracePoint from, TracePoint to) {
        if (observed == null) return none(path, "interrupts and programs are not declared; observe a run");
        String unsupported = core.unsupported();
        if (unsupported != null) return none(path, unsupported);
        if (!observed.hasInterrupted(from.name())) return none(path, from.name() + " did not interrupt in the observed run");
        boolean latency = to.kind() == TracePoint.Kind.ISR && to.name().equals(from.name());
        if (!latency && to.kind() != TracePoint.Kind.RUN) return none(path, INNER);
        Observed.Demand thread = latency ? null : thread(to);
        if (!latency && thread == null) return none(path, to.text() + " was not seen in the observed run");
        int priority = latency ? Integer.MAX_VALUE : thread.base();
        long wcetNs = latency ? core.overheads().interruptNs() : thread.jobs().wcetNs();
        long periodNs = latency ? Load.TIME_MAX : thread.jobs().periodNs();
        long blockingNs = core.blockingNs(priority);
        if (blockingNs == Response.NONE) return none(path, "a mutex of tasks has no bound for how long it keeps others out");
        var own = new Load(priority, wcetNs, periodNs, latency ? 0 : thread.jobs().jitterNs(), blockingNs, 0);
        List<Load> above = core.above(priority, thread);
        long boundNs = above == null ? Response.NONE : FixedPriority.fromRelease(own, above);
        if (boundNs == Response.NONE) return none(path, "the busy period does not end");
        return new Bound(Kind.PATH, path.name(), boundNs, boundNs, Response.NONE, Response.NONE, 0, terms(wcetNs, blockingNs),
                core.assumptions(),
                null);
    }

    private List<Term> terms(long ownNs, long blockingNs) {
        var terms = new ArrayList<Term>();
        terms.add(new Term("own", ownNs));
        terms.add(new Term("blocking", blockingNs));
        terms.addAll(core.terms());
        return terms;
    }

    private Observed.Demand thread(TracePoint to) {
        return core.demands().stream().filter(demand -> demand.process().equals(to.name()))
                .filter(demand -> to.thread().isEmpty() || to.thread().equals(demand.thread())
                        || to.thread().equals("" + demand.tid()))
                .reduce((a, b) -> a.jobs().wcetNs() >= b.jobs().wcetNs() ? a : b).orElse(null);
    }

    private static Bound none(PathSpec path, String reason) {
        return Bound.none(Kind.PATH, path.name(), Response.NONE, List.of(), List.of(), reason);
    }
}
