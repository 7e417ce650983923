package rtk.board.serial;

/// The other end of a UART's transmit wire.
@FunctionalInterface
public interface SerialPeer {
    /// The last stop bit of `value` has passed.
    void receive(int value, SerialFormat sent);
}
