package rtk.apps.scenario;

import rtk.board.can.CanFaults;

/// What goes wrong on a CAN bus. Times in ns from the start of the run; `untilNs` is `Ns.NEVER` for the rest of it.
public sealed interface BusFaultSpec extends FaultSpec {
    String bus();

    /// The bit that passes at an instant is inverted.
    ///
    /// @param node board or message whose node alone reads it so; null for all
    record BitErrorAt(String bus, long atNs, String node) implements BusFaultSpec {}

    /// A bit of the `frame`-th attempt on the bus to send a frame is inverted.
    record BitErrorInFrame(String bus, long frame, int bit) implements BusFaultSpec {}

    /// Bits are inverted by chance, one in `oneIn` on average.
    record BitErrors(String bus, int oneIn, long fromNs, long untilNs) implements BusFaultSpec {}

    /// The wire has one level.
    record Stuck(String bus, CanFaults.Level level, long fromNs, long untilNs) implements BusFaultSpec {}

    /// A node of its own sends a frame without data again and again.
    record Babble(String bus, int id, boolean extended, long fromNs, long untilNs) implements BusFaultSpec {}

    /// @param node board or message whose node is off the wire
    record Disconnect(String bus, String node, long fromNs, long untilNs) implements BusFaultSpec {}
}
