package rtk.apps.verify.search;

/// The worst of one measure so far.
///
/// @param value [Measure#NOTHING] if it never happened
/// @param run number of the run that had it first, from 0
public record Best(long value, Candidate candidate, long run) {}
