package rtk.board.can;

/// What a node can find wrong (ISO 11898-1:2015, 10.13 "Error detection").
public enum BusError {
    /// It reads another bit than it sends.
    BIT,
    /// Six equal bits in a row where stuffing forbids them.
    STUFF,
    /// A bit of fixed value has the other one: delimiter, EOF, fixed stuff bit.
    FORM,
    /// The CRC, or in CAN FD the stuff count, is not the one of the bits received.
    CRC,
    /// Nobody has acknowledged.
    ACK;

    private final String label = name().toLowerCase(java.util.Locale.ROOT);

    /// As in the trace.
    public String label() { return label; }
}
