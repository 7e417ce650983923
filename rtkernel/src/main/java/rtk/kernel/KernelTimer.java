package rtk.kernel;

import rtk.kernel.api.SigEvent;
import rtk.trace.EventKind;

/// A timer of a process (TimerCreate).
final class KernelTimer extends Timeout {
    final Process process;
    final int number;
    final SigEvent event;
    /// Who armed it: its priority goes with the event.
    Tcb armedBy;
    long intervalNs;

    KernelTimer(Process process, int number, SigEvent event) {
        this.process = process;
        this.number = number;
        this.event = event;
    }

    /// Repeats from the date that was due, so that lateness does not add up.
    @Override
    void expire(Kernel kernel, long lateDueNs) {
        if (intervalNs > 0) kernel.clock.setAbsolute(this, Math.addExact(lateDueNs, intervalNs));
        kernel.world.emit(EventKind.TIMER_FIRED, number, lateDueNs);
        kernel.deliver(process, armedBy, event, -1);
    }
}
