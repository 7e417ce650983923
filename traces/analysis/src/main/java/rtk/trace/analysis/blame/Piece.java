package rtk.trace.analysis.blame;

/// A stretch of a sample, from one instant to the next, and its reason.
///
/// @param holder the thread that was followed then, empty for none
public record Piece(long startNs, long endNs, Reason reason, String holder) {
    public long ns() { return endNs - startNs; }
}
