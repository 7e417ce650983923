package rtk.kernel;

import rtk.board.hw.CoreTimer;
import rtk.board.sim.Ns;
import rtk.kernel.api.ClockAdjustment;
import rtk.kernel.api.ClockId;

/// The kernel's sense of time: what is due when, what the clocks show, and the hardware timer that interrupts for it.
///
/// ## Resolution
/// A timeout is *exact* or *coarse*:
///
/// | | exact: interrupts when due | coarse |
/// |---|---|---|
/// | tick mode | tolerance above 0 and below a tick | all others: fire at the first tick at or after their date |
/// | high resolution, no tick | tolerance below a tick, or none given | tolerance of a tick or more: fire with the first clock interrupt at or after their date, at the latest when the tolerance is used up |
///
/// In tick mode a relative request of `d` made after tick `k` has the date `(k + 1) × tick + d`, since the call is not aligned with
/// the ticks, and so fires at tick `k + ⌈d / tick⌉ + 1`. A repeating one counts on from that date, so that its error does not add
/// up but beats with the tick. Dates that are past when they are set fire at once.
/// Source: Programmer's Guide, "Tick, Tock: understanding the microkernel's concept of time".
///
/// ## Clocks
/// MONOTONIC is the hardware counter. REALTIME is an offset away from it: timeouts for dates of REALTIME stand in queues of their
/// own, by those dates, and setting the clock moves all of them by changing the offset.
final class Clock {
    private final CoreTimer timer;
    private final ClockRules rules;
    private final boolean highResolution;
    private final TimeoutQueue exact = new TimeoutQueue();
    private final TimeoutQueue coarse = new TimeoutQueue();
    private final TimeoutQueue exactReal = new TimeoutQueue();
    private final TimeoutQueue coarseReal = new TimeoutQueue();
    private final Adjustment adjustment = new Adjustment();
    private long tickNs;
    /// [Ns#NEVER] if there is no tick.
    private long nextTickNs = Ns.NEVER;
    /// REALTIME - MONOTONIC.
    private long offsetNs;
    private Timeout expiring;
    private long expiringDueNs;

    Clock(CoreTimer timer, ClockRules rules, long tickNs, boolean highResolution) {
        this.timer = timer;
        this.rules = rules;
        this.highResolution = highResolution;
        this.tickNs = timer.periodNs(tickNs);
        if (!highResolution) nextTickNs = timer.countNs() + this.tickNs;
        rearm();
    }

    // What the clocks show.

    long tickNs() { return tickNs; }

    boolean hasTick() { return nextTickNs != Ns.NEVER; }

    /// Time as this board knows it; its clock may drift.
    long counterNs() { return timer.countNs(); }

    /// The simulated instant of a date by the counter.
    long instantNs(long counterNs) { return timer.instantNs(counterNs); }

    /// When the last tick was due, whether it has been handled or not; only if there is a tick.
    long lastTickNs() {
        long lastNs = nextTickNs - tickNs;
        return lastNs + (timer.countNs() - lastNs) / tickNs * tickNs;
    }

    long readNs(ClockId clock) {
        long monotonicNs = rules.monotonicNs(this);
        return clock == ClockId.MONOTONIC ? monotonicNs : monotonicNs + offsetNs;
    }

    /// Sets REALTIME: whoever waits for a date of it is moved, an adjustment in progress ends.
    void setRealtime(long ns) {
        cancel(adjustment);
        offsetNs = ns - timer.countNs();
        rearm();
    }

    /// Lets REALTIME gain a little at each of the next ticks.
    ///
    /// @return what was left of the adjustment before
    ClockAdjustment adjust(ClockAdjustment wanted) {
        ClockAdjustment left = adjustment.left();
        cancel(adjustment);
        adjustment.perTickNs = wanted.perTickNs();
        adjustment.ticks = wanted.ticks();
        if (wanted.ticks() > 0) setAbsolute(adjustment, hasTick() ? lastTickNs() + tickNs : timer.countNs() + tickNs);
        return left;
    }

    /// Changes the tick, as far as the rules allow and the hardware can: the next one is a new period from now.
    ///
    /// @return false if `wantedNs` is too short
    boolean setTick(long wantedNs) {
        long newTickNs = rules.newTickNs(wantedNs, tickNs);
        if (newTickNs == ClockRules.UNSAFE) return false;
        if (newTickNs == tickNs) return true;
        tickNs = timer.periodNs(newTickNs);
        if (hasTick()) nextTickNs = timer.countNs() + tickNs;
        rearm();
        return true;
    }

    // Setting timeouts. One that is set already is set anew.

    /// @param ns a delay from now, whatever happens to the clocks meanwhile; or a date of `clock` if `isDate`
    void set(Timeout timeout, ClockId clock, long ns, boolean isDate) {
        if (!isDate) setRelative(timeout, ns);
        else if (clock == ClockId.MONOTONIC) setAbsolute(timeout, ns);
        else setRealtime(timeout, ns);
    }

    void setRelative(Timeout timeout, long delayNs) { setAbsolute(timeout, dateNs(timeout, delayNs)); }

    /// The date that REALTIME shows now, and `delayNs`: who sets the clock meanwhile moves it.
    void setRelativeRealtime(Timeout timeout, long delayNs) {
        long dateNs = dateNs(timeout, delayNs);
        setRealtime(timeout, dateNs > Ns.NEVER - Math.max(0, offsetNs) ? Ns.NEVER : dateNs + offsetNs);
    }

    private long dateNs(Timeout timeout, long delayNs) {
        long fromNs = isExact(timeout) || !hasTick() ? timer.countNs() : lastTickNs() + tickNs;
        return delayNs > Ns.NEVER - fromNs ? Ns.NEVER : fromNs + delayNs;
    }

    /// @param dateNs by MONOTONIC
    void setAbsolute(Timeout timeout, long dateNs) {
        if (!isExact(timeout) && dateNs > timer.countNs()) {
            setCoarse(coarse, exact, timeout, dateNs);
            return;
        }
        exact.set(timeout, dateNs);
        if (dateNs < timer.compareNs()) timer.setCompare(dateNs);
    }

    /// @param dateNs by REALTIME
    void setRealtime(Timeout timeout, long dateNs) {
        if (!isExact(timeout) && monotonicNs(dateNs) > timer.countNs()) setCoarse(coarseReal, exactReal, timeout, dateNs);
        else exactReal.set(timeout, dateNs);
        if (dueNs(exactReal) < timer.compareNs()) timer.setCompare(dueNs(exactReal));
    }

    private boolean isExact(Timeout timeout) {
        return timeout.toleranceNs < tickNs && (highResolution || timeout.toleranceNs > 0);
    }

    private void setCoarse(TimeoutQueue queue, TimeoutQueue limits, Timeout timeout, long dateNs) {
        queue.set(timeout, dateNs);
        if (hasTick() || timeout.toleranceNs > Ns.NEVER - dateNs) return;
        if (timeout.limit == null) timeout.limit = new Limit();
        limits.set(timeout.limit, dateNs + timeout.toleranceNs);
        if (dueNs(limits) < timer.compareNs()) timer.setCompare(dueNs(limits));
    }

    /// Round-robin slices end exactly in high resolution, at the next tick otherwise.
    void setSlice(Timeout timeout, long dateNs) { setAbsolute(timeout, dateNs); }

    void cancel(Timeout timeout) {
        if (timeout == expiring) expiring = null;
        if (!timeout.isSet()) return;
        timeout.queue.cancel(timeout);
        if (timeout.limit != null) cancel(timeout.limit);
    }

    /// When `timeout`, which is set, is due by MONOTONIC as things stand.
    long dueNs(Timeout timeout) {
        boolean byRealtime = timeout.queue == exactReal || timeout.queue == coarseReal;
        return byRealtime ? monotonicNs(timeout.dueNs) : timeout.dueNs;
    }

    /// Lets the timer interrupt now.
    void interruptNow() { timer.setCompare(timer.countNs()); }

    // Called by the timer's interrupt handler.

    /// Takes the next expired entry, if there is one; [#expireNext] then acts on it. In order of date.
    boolean hasExpired() {
        TimeoutQueue first = exact;
        if (!hasTick() || timer.countNs() >= nextTickNs) {
            first = earlier(first, coarse);
            first = earlier(first, coarseReal);
        }
        first = earlier(first, exactReal);
        long dueNs = dueNs(first);
        if (dueNs > timer.countNs()) return false;
        expiring = first.removeFirst();
        expiringDueNs = dueNs;
        if (expiring.limit != null) cancel(expiring.limit);
        return true;
    }

    private TimeoutQueue earlier(TimeoutQueue one, TimeoutQueue other) {
        return other.isEmpty() || dueNs(one) <= dueNs(other) ? one : other;
    }

    /// When the first of `queue` is due, by MONOTONIC.
    private long dueNs(TimeoutQueue queue) {
        long dueNs = queue.firstDueNs();
        return queue == exact || queue == coarse ? dueNs : monotonicNs(dueNs);
    }

    /// The instant of a date of REALTIME as things stand.
    private long monotonicNs(long dateNs) {
        return dateNs == Ns.NEVER || dateNs > Ns.NEVER + Math.min(0, offsetNs) ? Ns.NEVER : dateNs - offsetNs;
    }

    /// Unless another core has cancelled it, or set it anew, meanwhile.
    void expireNext(Kernel kernel) {
        Timeout expired = expiring;
        expiring = null;
        if (expired != null && !expired.isSet()) expired.expire(kernel, expiringDueNs);
    }

    /// Sets the hardware timer for what is next, which takes its line down.
    void rearm() {
        if (hasTick()) nextTickNs = lastTickNs() + tickNs;
        timer.setCompare(Math.min(nextTickNs, Math.min(exact.firstDueNs(), dueNs(exactReal))));
    }

    /// The last instant for a coarse timeout. That one is due earlier, so that it fires first, in the same interrupt.
    private static final class Limit extends Timeout {
        @Override
        void expire(Kernel kernel, long lateDueNs) {}
    }

    /// REALTIME gains `perTickNs` at each tick.
    private final class Adjustment extends Timeout {
        private long perTickNs;
        private long ticks;

        private ClockAdjustment left() { return isSet() ? new ClockAdjustment(perTickNs, ticks) : ClockAdjustment.NONE; }

        @Override
        void expire(Kernel kernel, long lateDueNs) {
            offsetNs += perTickNs;
            if (--ticks > 0) setAbsolute(this, lateDueNs + tickNs);
        }
    }
}
