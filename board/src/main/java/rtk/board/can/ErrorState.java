package rtk.board.can;

/// How much a node still takes part, by its error counters.
public enum ErrorState {
    /// Both counters are below 96.
    ERROR_ACTIVE("error-active"),
    /// Error-active; a counter is 96 or more.
    ERROR_WARNING("error-warning"),
    /// A counter is 128 or more: its error flags are recessive, and it waits 8 bits longer after its own frames.
    ERROR_PASSIVE("error-passive"),
    /// The transmit error counter has passed 255: it neither sends nor acknowledges.
    BUS_OFF("bus-off"),
    /// Bus-off, and on the way back: waits for 128 times 11 recessive bits.
    RECOVERING("recovering");

    private final String label;

    ErrorState(String label) { this.label = label; }

    /// As in the trace.
    public String label() { return label; }
}
