package rtk.kernel.api;

/// Storage for the queued pulses of one channel: QNX's `struct nto_channel_config` for ChannelCreatePulsePool (7.1).
///
/// Source: [D 45] LR channelcreate, "Creating a private pulse pool". That the event comes with the first pulse refused, and
/// again only after `rearm` free places were there in between, is our choice.
///
/// @param pulses how many entries can be queued; equal pulses share one. The system's own pulses always find room
/// @param rearm free entries at which the event is armed again, 1 to `pulses`
/// @param event told to the owner when a pulse is refused; null for none
public record PulsePool(int pulses, int rearm, SigEvent event) {
    /// No pool can be larger.
    public static final int PULSES_MAX = 65_536;
}
