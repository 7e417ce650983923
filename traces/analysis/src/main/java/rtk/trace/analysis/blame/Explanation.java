package rtk.trace.analysis.blame;

import java.util.List;
import rtk.trace.analysis.Series;

/// One sample, explained.
///
/// @param pieces in order of time, without gaps; of a sample with more than [Example#PIECES_MAX] the latest
/// @param shares the same by reason, largest first; they add up to the latency
/// @param picture the states of the threads involved, drawn, or empty
public record Explanation(Series series, long startNs, long endNs, List<Piece> pieces, List<Share> shares, String picture) {
    public long ns() { return endNs - startNs; }
}
