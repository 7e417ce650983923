package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.TimerInfo;
import rtk.trace.EventKind;

/// A timer of a process (TimerCreate).
final class KernelTimer extends Timeout {
    final int number;
    private final Kernel kernel;
    private final Process process;
    private final ClockId clock;
    private final SigEvent event;
    /// What the event sends; null if it is no signal.
    private final SignalInfo signal;
    /// Who armed it: to whom the event of a thread goes.
    private Tcb armedBy;
    private long intervalNs;
    private boolean isDate;
    /// As asked for; 0 for the process's. Written by ClockDoor.
    long ownToleranceNs;
    private int overruns;
    /// Where there is no tick: a timer of SOFTTIME interrupts only a processor that is awake.
    private final SimEvent softDue;

    KernelTimer(Kernel kernel, Process process, int number, ClockId clock, SigEvent event) {
        this.kernel = kernel;
        this.process = process;
        this.number = number;
        this.clock = clock;
        this.event = event;
        signal = EventDelivery.signalOf(event);
        softDue = clock == ClockId.SOFTTIME ? SimEvent.of(Rank.DEVICE, this::softDue) : null;
    }

    /// Arms it anew; what was set before is forgotten.
    ///
    /// @param ns delay, or date of the clock if `absolute`; 0 disarms
    void arm(Tcb by, long ns, long newIntervalNs, boolean absolute) {
        disarm();
        armedBy = by;
        intervalNs = newIntervalNs;
        isDate = absolute;
        overruns = 0;
        toleranceNs = ownToleranceNs == 0 ? process.timerToleranceNs : ownToleranceNs;
        if (ns > 0) set(clock, ns, absolute);
        kernel.world.emit(EventKind.TIMER_SET, number, by.number, isSet() ? kernel.clock.dueNs(this) : 0, newIntervalNs);
    }

    void disarm() {
        kernel.clock.cancel(this);
        if (softDue != null) kernel.world.engine().cancel(softDue);
    }

    private void set(ClockId by, long ns, boolean absolute) {
        boolean soft = softDue != null && !kernel.clock.hasTick();
        if (soft) toleranceNs = Ns.NEVER;
        kernel.clock.set(this, by, ns, absolute);
        if (soft)
            kernel.world.engine().at(softDue, Math.max(kernel.world.nowNs(), kernel.clock.instantNs(kernel.clock.dueNs(this))));
    }

    private void softDue() {
        if (kernel.isAwake()) kernel.clock.interruptNow();
    }

    /// Repeats from the date that was due, so that lateness does not add up. Dates that have passed meanwhile are overruns of
    /// this expiry.
    @Override
    void expire(Kernel owner, long lateDueNs) {
        kernel.world.emit(EventKind.TIMER_FIRED, number, lateDueNs);
        long missed = 0;
        if (intervalNs > 0) {
            long lateNs = kernel.clock.counterNs() - lateDueNs;
            if (lateNs >= intervalNs) missed = lateNs / intervalNs;
            long stepNs = missed * intervalNs;
            long nextNs = intervalNs > Ns.NEVER - dueNs - stepNs ? Ns.NEVER : dueNs + stepNs + intervalNs;
            set(isDate ? clock : ClockId.MONOTONIC, nextNs, true);
        }
        if (signal != null) {
            signal(missed);
        } else {
            overruns = (int) Math.min(Integer.MAX_VALUE, missed);
            kernel.deliver(process, armedBy, event, EventDelivery.NO_IRQ);
        }
    }

    /// A signal of this timer that is still pending stands for this expiry too.
    private void signal(long missed) {
        boolean pending = process.pending.contains(signal) || armedBy.pending.contains(signal);
        overruns = (int) Math.min(Integer.MAX_VALUE, pending ? overruns + 1 + missed : missed);
        if (!pending) kernel.signals.send(process, event instanceof SigEvent.SignalThread ? armedBy : null, signal, null);
    }

    int overruns() { return overruns; }

    TimerInfo info() {
        long leftNs = isSet() ? Math.max(1, kernel.clock.dueNs(this) - kernel.clock.counterNs()) : 0;
        return new TimerInfo(clock, isSet(), leftNs, intervalNs, overruns, event);
    }
}
