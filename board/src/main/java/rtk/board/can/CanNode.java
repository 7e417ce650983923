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

    /// An attempt to send `transmission` has failed, by an error or against the odds in arbitration. What the node offers next decides whether
    /// it is sent again: the same frame is, unless the node takes it back.
    default void failed(Transmission transmission) {}

    /// Does the node stand for several control units of a vehicle, which acknowledge each other? Else its frames need another
    /// node that takes part. Asked once, when it is attached.
    default boolean hasCompany() { return false; }

    /// Does the node take frames of others? Asked once, when it is attached.
    default boolean listens() { return false; }

    /// A frame of another node is valid for its receivers: the last but one bit of EOF has passed. (CAN Specification 2.0, part B, "Message
    /// validation": a receiver takes a frame at that point, its sender holds it for sent one bit later.) A node that does not understand CAN FD
    /// ([CanPort#setFd]) is told of such frames too, and cannot know what is in them.
    default void received(CanFrame frame) {}

    /// The node has found an error on the wire and begins an error frame.
    default void found(BusError error) {}

    /// [CanPort#errorState] has changed.
    default void stateChanged(ErrorState state) {}
}
