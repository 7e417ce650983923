package rtk.kernel.api;

/// Choices of ChannelCreate.
public enum ChannelFlag {
    /// Receivers keep their own priority.
    FIXED_PRIORITY,
    /// A REPLY-blocked client that wants out stays, and the server is asked by a pulse.
    UNBLOCK,
    /// A pulse when all connections of one client process are gone.
    DISCONNECT,
    /// A pulse when a connection of this process has lost its channel.
    COID_DISCONNECT,
    /// A pulse when a thread of this process dies.
    THREAD_DEATH,
    /// Only the owner may connect.
    PRIVATE,
    /// Who receives a message may run where its sender may, until the next message or pulse.
    INHERIT_RUNMASK
}
