package rtk.kernel;

import rtk.kernel.api.PulsePool;
import rtk.kernel.api.SigEvent;

/// Room for queued pulses: the system's, or a channel's own (rule O7).
final class PulseStore {
    private final PulsePool pool;
    /// Who asked for the pool, null for the system's.
    final Tcb owner;
    private int used;
    private boolean armed = true;

    PulseStore(PulsePool pool, Tcb owner) {
        this.pool = pool;
        this.owner = owner;
    }

    static PulseStore ofSystem() { return new PulseStore(new PulsePool(PulsePool.PULSES_MAX, 1, null), null); }

    boolean isFull() { return used >= pool.pulses(); }

    void take() { used++; }

    void giveBack() {
        used--;
        if (pool.pulses() - used >= pool.rearm()) armed = true;
    }

    /// A pulse was refused.
    ///
    /// @return what the owner is to be told now, null for nothing
    SigEvent refused() {
        if (!armed) return null;
        armed = false;
        return pool.event();
    }
}
