package rtk.board.can.dbc;

/// Values of a multiplexor for which a signal is in the frame, both ends included, as unsigned numbers.
public record MuxRange(long low, long high) {
    boolean contains(long value) {
        return Long.compareUnsigned(low, value) <= 0 && Long.compareUnsigned(value, high) <= 0;
    }
}
