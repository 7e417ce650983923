package rtk.kernel.api;

/// Choices of ChannelCreate (`_NTO_CHF_…`).
///
/// What the kernel wants to tell the owner of a channel it says by a pulse with a code of its own ([Pulse]), at priority 10 (our
/// choice) save UNBLOCK.
///
/// Not modelled: MSG_PAUSING, UNBLOCK_TIMER, GLOBAL and NET_MSG.
///
/// Source: [D 28, 32, 46] LR channelcreate and `_pulse`; Getting Started, "Channel flags".
public enum ChannelFlag {
    /// Receivers keep their own priority, and are not boosted.
    FIXED_PRIORITY,
    /// A REPLY-blocked client that wants out – a signal, a timeout, the end of its process – stays, and the server is asked by a
    /// pulse UNBLOCK with the rcvid, at the client's priority. Only the server lets it go.
    UNBLOCK,
    /// A pulse DISCONNECT when all connections of one client process are gone; its scoid stays allocated until ConnectDetach.
    /// Without the flag the kernel frees the scoid.
    DISCONNECT,
    /// A pulse COIDDEATH with the coid when a connection of this process has lost its channel. Any number of channels may ask.
    COID_DISCONNECT,
    /// A pulse THREADDEATH with the tid when any thread of this process dies while the process lives on. Any number of channels
    /// may ask.
    THREAD_DEATH,
    /// Only the owner may connect. 7.x
    PRIVATE,
    /// Who receives a message may run where its sender may, until the next message or pulse. 7.x
    INHERIT_RUNMASK,
    /// The sender's length is to be told. Of no effect: since 6.6 it always is.
    SENDER_LEN,
    /// The length of the client's reply buffer is to be told. Of no effect: since 6.6 it always is.
    REPLY_LEN,
    /// The channel has a pulse pool of its own. Set by ChannelCreatePulsePool.
    PULSE_POOL
}
