package rtk.apps.cli;

import rtk.trace.relay.Relay;

/// Sees to it that whoever listens to a run is not long behind, however slowly events come.
final class Freshness {
    private static final long BEHIND_MAX_NS = 50_000_000;

    private final Relay relay;
    private long flushedNs = System.nanoTime();

    Freshness(Relay relay) { this.relay = relay; }

    /// Called by the thread that simulates, often.
    void look() {
        long nowNs = System.nanoTime();
        if (nowNs - flushedNs < BEHIND_MAX_NS) return;
        flushedNs = nowNs;
        relay.flush();
    }
}
