/// CAN: frames bit by bit, the bus with its arbitration, a controller at register level, and those who put traffic on a bus.
///
/// A [CanFrame] is a value. [FrameBits] says how long it is on the wire and what its bits are. A [CanBus] lets its
/// [CanNode]s compete for the wire, frame by frame; [CanController] is the node that a driver sees, [CanReplay] and
/// [PeriodicSender] are nodes that stand for the rest of the vehicle. Each node's place on the bus is a [CanPort], with its error counters.
/// [CanFaults] makes things go wrong; [BusLoad] counts what passes; [BitTiming] cuts bits into time quanta.
///
/// ## Errors
/// As long as nothing goes wrong, frames pass whole. Else the bus goes bit by bit: [CanBus] decides which way, `BitWire` moves the bits, and
/// each node's `Mac` is the state machine of ISO 11898-1, which reads with a `FrameDecoder`, sends what a `FrameEncoder` has written and counts errors
/// in `FaultConfinement`. Tests hold both ways against each other and against models of their own.
///
/// ## Times
/// All instants on a bus are computed from whole numbers of bits, so that nothing drifts at rates whose bit is not a whole
/// number of nanoseconds. A bus that is idle starts a frame at the instant at which a node wants to send.
///
/// ## In the trace
/// `id` fields hold [CanFrame#traceId]; `data` fields are left-justified: byte 0 is bits 63–56, whatever the length. A bus tells
/// its rates as `DEVICE_NOTE`s `bitrate` and `data-bitrate` at its creation.
package rtk.board.can;
