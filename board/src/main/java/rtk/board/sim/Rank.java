package rtk.board.sim;

/// The order in which things happen that happen at the same nanosecond, first to last. Reordering this list changes
/// every recorded trace.
public enum Rank {
    /// Wires and devices: a frame ends, a counter matches, a line rises.
    DEVICE,
    /// Cores: declared work is done. An interrupt of the same instant therefore finds the work not yet ended.
    CORE,
    /// Those who only look: deadlines are judged when all else of the instant is done.
    OBSERVER
}
