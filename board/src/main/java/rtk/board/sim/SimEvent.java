package rtk.board.sim;

/// Something set to happen, and the handle to cancel it. Made once by its owner and set again and again, so that a busy
/// timer costs no garbage.
///
/// Owned by at most one [Engine] at a time, from `at`/`after` until it happens or is cancelled.
public abstract class SimEvent {
    final Rank rank;

    // Written only by EventQueue.
    int slot = EventQueue.NOT_QUEUED;
    /// While far: its place in the order of events.
    long order;

    protected SimEvent(Rank rank) { this.rank = rank; }

    /// Called by the engine at its time. The event is no longer set and may be set again from here.
    protected abstract void happen();

    /// Is it still to come?
    public final boolean isSet() { return slot != EventQueue.NOT_QUEUED; }

    /// An event that runs `action`; for set-up and tests. Hot paths extend this class instead.
    public static SimEvent of(Rank rank, Runnable action) {
        return new SimEvent(rank) {
            @Override
            protected void happen() { action.run(); }

            @Override
            public String toString() { return action.toString(); }
        };
    }
}
