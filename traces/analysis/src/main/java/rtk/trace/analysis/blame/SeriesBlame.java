package rtk.trace.analysis.blame;

import java.util.List;
import rtk.trace.analysis.Series;

/// What the samples of one path, task or message are blamed on.
///
/// @param samples how many there were
/// @param exact how many of them add up to the nanosecond: all, or there is a mistake
/// @param unexplainedNs time for which the trace gives no reason
/// @param ns all their time
/// @param shares of all samples, largest first
/// @param bands by percentile; see [BlameLedger] on their borders
/// @param worst the first of the longest samples, null if there is none
public record SeriesBlame(Series series, long samples, long exact, long unexplainedNs, long ns, List<Share> shares,
        List<Band> bands,
        Explanation worst) {}
