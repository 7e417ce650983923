package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.List;

/// End-to-end responses by composition: stages on processors and buses, each activated by the completion of the one before.
///
/// A stage is load on its resource with the period of the chain's first stage. Its nominal release is the chain's plus the best cases of the
/// stages before it; what they may take longer is its release jitter. Jitters depend on responses and responses on jitters, so both
/// grow from the shortest until nothing changes.
///
/// Sources: Tindell, Clark, "Holistic schedulability analysis for distributed hard real-time systems", Microprocessing and
/// Microprogramming 40, 1994, section 5; Richter, "Compositional scheduling analysis using standard event models", TU
/// Braunschweig, 2005, for the best cases. The distance that completions keep among themselves is not used.
public final class Holistic {
    /// Rounds until the jitters must have settled.
    public static final int ROUNDS_MAX = 10_000;

    /// A place where stages run.
    ///
    /// @param preemptive false for buses
    public record Resource(String name, boolean preemptive) {}

    /// A stage.
    ///
    /// @param resource index
    /// @param priority on it, larger is more urgent; equal ones count as more urgent
    /// @param bestNs least time it takes
    /// @param wcetNs longest
    /// @param after index of the stage that activates it; -1 for a source
    /// @param periodNs of a source; not looked at otherwise
    /// @param jitterNs of a source; not looked at otherwise
    public record Stage(String name, int resource, int priority, long bestNs, long wcetNs, int after, long periodNs,
            long jitterNs) {}

    private final List<Resource> resources;
    private final List<Stage> stages;
    private final long[] jitters;
    private final Response[] responses;

    private Holistic(List<Resource> resources, List<Stage> stages) {
        this.resources = List.copyOf(resources);
        this.stages = List.copyOf(stages);
        jitters = new long[stages.size()];
        responses = new Response[stages.size()];
    }

    /// The response of each stage from its nominal release; all unbounded if one is, or if the jitters do not settle.
    public static List<Response> responses(List<Resource> resources, List<Stage> stages) {
        var analysis = new Holistic(resources, stages);
        return analysis.settle() ? List.of(analysis.responses) : stages.stream().map(stage -> Response.UNBOUNDED).toList();
    }

    /// The longest time from the nominal release of the chain to the completion of a stage; [Response#NONE] if there is none.
    public static long latencyNs(List<Stage> stages, List<Response> responses, int last) {
        if (!responses.get(last).isBounded()) return Response.NONE;
        long ns = responses.get(last).boundNs();
        for (int i = stages.get(last).after(); i >= 0; i = stages.get(i).after()) ns += stages.get(i).bestNs();
        return ns;
    }

    private boolean settle() {
        for (int i = 0; i < stages.size(); i++) jitters[i] = stages.get(i).after() < 0 ? stages.get(i).jitterNs() : 0;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            boolean settled = true;
            for (int i = 0; i < stages.size(); i++) {
                responses[i] = response(i);
                if (!responses[i].isBounded() || responses[i].boundNs() > Load.TIME_MAX) return false;
            }
            for (int i = 0; i < stages.size(); i++) {
                int before = stages.get(i).after();
                if (before < 0) continue;
                long jitter = responses[before].boundNs() - stages.get(before).bestNs();
                settled &= jitter == jitters[i];
                jitters[i] = jitter;
            }
            if (settled) return true;
        }
        return false;
    }

    private Response response(int index) {
        Stage own = stages.get(index);
        boolean preemptive = resources.get(own.resource()).preemptive();
        var above = new ArrayList<Load>();
        long blocking = 0;
        for (int i = 0; i < stages.size(); i++) {
            Stage other = stages.get(i);
            if (i == index || other.resource() != own.resource()) continue;
            if (other.priority() >= own.priority()) above.add(load(i));
            else if (!preemptive) blocking = Math.max(blocking, other.wcetNs());
        }
        Load load = load(index).blockingNs(blocking).tailNs(preemptive ? 0 : own.wcetNs());
        return FixedPriority.response(load, above, List.of());
    }

    private Load load(int index) {
        Stage source = stages.get(index);
        while (source.after() >= 0) source = stages.get(source.after());
        return Load.of(stages.get(index).priority(), stages.get(index).wcetNs(), source.periodNs()).jitterNs(jitters[index]);
    }
}
