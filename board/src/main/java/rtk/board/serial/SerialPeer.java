package rtk.board.serial;

/// The other end of a UART's outgoing wires.
@FunctionalInterface
public interface SerialPeer {
    /// The last stop bit of `value` has passed.
    void receive(int value, SerialFormat sent);

    /// The transmit wire is held low from now on, or let go.
    default void lineBreak(boolean low) {}

    /// The modem control outputs have changed.
    ///
    /// @param dtr data terminal ready
    /// @param rts request to send
    default void modemControl(boolean dtr, boolean rts) {}
}
