package rtk.apps.verify.verdict;

import java.util.List;
import rtk.apps.verify.Bound;
import rtk.apps.verify.search.Candidate;

/// What was simulated beside what analysis bounds.
///
/// @param simulatedNs the longest of all runs that the bound speaks of; -1 if it never happened
/// @param boundNs [rtk.apps.verify.bound.Response#NONE] if there is none
/// @param observedDemand the bound is built on what the scenario as it is was seen to ask for, and speaks of that run alone
/// @param witness the run that has `simulatedNs`
/// @param settings `path=value` on top of the scenario that make that run
public record Comparison(Bound bound, long simulatedNs, long boundNs, boolean observedDemand, Candidate witness,
        List<String> settings) {
    /// Whether the model or the analysis is wrong.
    public boolean isExceeded() { return bound.isBounded() && simulatedNs > boundNs; }
}
