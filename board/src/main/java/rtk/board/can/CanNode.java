package rtk.board.can;

/// Whoever is connected to a bus. The bus asks; the node never starts a frame by itself, it only says that it has one
/// ([CanBus#request]).
public interface CanNode {
    /// Number in the trace of the device or the message source.
    int number();

    /// The frame that the node would send if the bus became free now: its most urgent one, or null.
    ///
    /// Asked at every arbitration; changes nothing.
    Transmission offer();

    /// `transmission`, the one offered, has won arbitration and is on the wire: it can no more be taken back.
    default void begun(Transmission transmission) {}

    /// `transmission` is sent: the last bit of EOF has passed.
    void sent(Transmission transmission);

    /// Does the node take frames of others? Asked once, when it is attached.
    default boolean listens() { return false; }

    /// A frame of another node is valid for its receivers: the last but one bit of EOF has passed. (CAN Specification 2.0, part B, "Message
    /// validation": a receiver takes a frame at that point, its sender holds it for sent one bit later.)
    default void received(CanFrame frame) {}
}
