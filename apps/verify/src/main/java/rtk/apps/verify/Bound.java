package rtk.apps.verify;

import java.util.List;
import rtk.apps.verify.bound.Response;

/// The worst case of one thing in a scenario, as analysis has it. Times in ns.
///
/// @param kind of thing
/// @param name of the task, message or path
/// @param boundNs no run has a larger one, whatever the phases; from the nominal release of a task or message; [Response#NONE] if
///     there is no bound
/// @param withOffsetsNs what it is at the offsets of the scenario, at most `boundNs`
/// @param deadlineNs [Response#NONE] if it has none
/// @param busyPeriodNs longest busy period of its level; [Response#NONE] if it does not end, or the bound is not from one
/// @param jobs of it in that
/// @param terms named parts of the model: what was taken for what
/// @param assumptions under which the bound holds
/// @param reason why there is no bound; else null
public record Bound(Kind kind, String name, long boundNs, long withOffsetsNs, long deadlineNs, long busyPeriodNs, long jobs,
        List<Term> terms,
        List<String> assumptions, String reason) {
    /// What a bound is of.
    public enum Kind {
        TASK, MESSAGE, PATH
    }

    /// A part of a bound.
    public record Term(String name, long ns) {}

    static Bound none(Kind kind, String name, long deadlineNs, List<Term> terms, List<String> assumptions, String reason) {
        return new Bound(kind, name, Response.NONE, Response.NONE, deadlineNs, Response.NONE, 0, terms, assumptions, reason);
    }

    public boolean isBounded() { return boundNs != Response.NONE; }

    /// Whether it is bounded and within its deadline.
    public boolean isSchedulable() { return isBounded() && (deadlineNs == Response.NONE || boundNs <= deadlineNs); }

    /// The term of this name, or 0.
    public long termNs(String term) {
        return terms.stream().filter(t -> t.name().equals(term)).mapToLong(Term::ns).sum();
    }
}
