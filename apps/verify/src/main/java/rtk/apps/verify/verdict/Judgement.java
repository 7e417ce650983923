package rtk.apps.verify.verdict;

import java.util.List;
import rtk.apps.verify.search.Candidate;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.Verdict;

/// What became of one requirement.
///
/// @param observed the worst of all runs; null if never exercised
/// @param boundNs by analysis of what is required, or -1 if there is none
/// @param witness the run that has `observed`, as small as it was made
/// @param settings `path=value` on top of the scenario that make that run
/// @param blame what the worst sample of that run is blamed on, longest first; empty unless the requirement failed
public record Judgement(Requirement require, Verdict.Outcome verdict, Number observed, Number limit, long boundNs,
        Candidate witness, List<String> settings, List<Blame> blame) {

    /// A part of a latency.
    public record Blame(String reason, long ns) {}

    /// What is left to the limit, in its unit; null if never exercised.
    public Number margin() {
        if (observed == null) return null;
        boolean upper = require.comparison() == Requirement.Comparison.AT_MOST
                || require.comparison() == Requirement.Comparison.BELOW;
        if (limit instanceof Double || observed instanceof Double) {
            double left = limit.doubleValue() - observed.doubleValue();
            return upper ? left : -left;
        }
        long left = limit.longValue() - observed.longValue();
        return upper ? left : -left;
    }

    /// Whether analysis shows that no run breaks it, as far as the assumptions of the bound go.
    public boolean isProven() {
        if (boundNs < 0) return false;
        return require.comparison() == Requirement.Comparison.BELOW ? boundNs < limit.longValue() : boundNs <= limit.longValue();
    }
}
