package rtk.kernel;

/// What messages do to the priorities of the threads that serve a channel.
sealed interface MessagePriority permits InheritedPriority, FixedPriority {
    /// `server` has received.
    ///
    /// @param client null for a pulse
    void serve(Tcb server, Tcb client, int priority);

    /// Somebody must wait.
    ///
    /// @param client null for a pulse
    void boost(Tcb client, int priority);

    /// A thread receives.
    ///
    /// @param top highest priority that still waits, 0 for none
    void takeBackBoost(int top);

    /// `server` lives on and serves this channel no more.
    void calm(Tcb server);
}
