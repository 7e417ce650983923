package rtk.kernel;

import rtk.board.hw.CoreTimer;
import rtk.board.sim.Ns;

/// The kernel's sense of time: what is due when, and the hardware timer that interrupts for it.
///
/// Two resolutions. *High resolution*: the compare value is the earliest date, a timer fires when due. *Tick*: the timer
/// interrupts every tick, and each tick fires what is due; a relative request of `d` made after tick `k` fires at tick
/// `k + ceil(d / tick) + 1`, since the call is not aligned with the ticks (QNX Programmer's Guide, "Tick, Tock:
/// understanding the microkernel's concept of time").
final class Clock {
    private final CoreTimer timer;
    private final TimeoutQueue queue = new TimeoutQueue();
    private final long tickNs;
    private final boolean highResolution;
    private Timeout expiring;
    private long expiringDueNs;

    Clock(CoreTimer timer, long tickNs, boolean highResolution) {
        this.timer = timer;
        this.tickNs = tickNs;
        this.highResolution = highResolution;
        if (!highResolution) timer.setCompare(tickNs);
    }

    void setRelative(Timeout timeout, long delayNs) {
        long nowNs = timer.countNs();
        if (highResolution) {
            set(timeout, delayNs > Ns.NEVER - nowNs ? Ns.NEVER : nowNs + delayNs);
        } else {
            long ticks = Math.floorDiv(delayNs + tickNs - 1, tickNs) + 1;
            set(timeout, Math.multiplyExact(nowNs / tickNs + ticks, tickNs));
        }
    }

    /// A date that has passed expires at once.
    void setAbsolute(Timeout timeout, long dateNs) { set(timeout, dateNs); }

    /// Round-robin slices end exactly, in both resolutions, if the timer can tell: at the next tick otherwise.
    void setSlice(Timeout timeout, long dateNs) { set(timeout, dateNs); }

    void cancel(Timeout timeout) {
        if (timeout.isSet()) queue.cancel(timeout);
    }

    private void set(Timeout timeout, long dueNs) {
        queue.set(timeout, dueNs);
        if (highResolution && dueNs < timer.compareNs()) timer.setCompare(dueNs);
    }

    // Called by the timer's interrupt handler.

    /// Takes the next expired entry, if there is one; [#expireNext] then acts on it.
    boolean hasExpired() {
        long nowNs = timer.countNs();
        expiring = queue.removeDue(nowNs);
        if (expiring == null) return false;
        expiringDueNs = expiring.dueNs;
        return true;
    }

    void expireNext(Kernel kernel) { expiring.expire(kernel, expiringDueNs); }

    /// Sets the hardware timer for what is next, which takes its line down.
    void rearm() {
        if (highResolution) timer.setCompare(queue.firstDueNs());
        else timer.setCompare((timer.countNs() / tickNs + 1) * tickNs);
    }
}
