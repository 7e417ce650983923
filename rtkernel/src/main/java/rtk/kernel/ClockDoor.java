package rtk.kernel;

import rtk.kernel.api.ClockCalls;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.SigEvent;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Sleeping, timers and timeouts.
final class ClockDoor extends Door implements ClockCalls {
    ClockDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public void sleep(long ns) {
        Tcb self = enter(KernelCall.NANOSLEEP, ns);
        if (ns > 0) {
            kernel.scheduler.block(self, ThreadState.NANOSLEEP, 0);
            kernel.clock.setRelative(self.timeout, ns);
            self.cpu.suspend(self);
        }
        exit(self, KernelCall.NANOSLEEP, self.wakeErrno == Errno.EINTR ? Errno.EINTR : Errno.EOK);
    }

    @Override
    public void sleepUntil(long untilNs) {
        Tcb self = enter(KernelCall.NANOSLEEP, untilNs);
        if (untilNs > kernel.world.nowNs()) {
            kernel.scheduler.block(self, ThreadState.NANOSLEEP, 0);
            kernel.clock.setAbsolute(self.timeout, untilNs);
            self.cpu.suspend(self);
        }
        exit(self, KernelCall.NANOSLEEP, Errno.EOK);
    }

    @Override
    public int timerCreate(SigEvent event) {
        Tcb self = enter(KernelCall.TIMER_CREATE);
        var timer = new KernelTimer(process, newObject("timer", "timer"), event);
        return (int) exit(self, KernelCall.TIMER_CREATE, process.timers.add(timer));
    }

    @Override
    public void timerSettime(int timer, long valueNs, long intervalNs, boolean absolute) {
        check(valueNs >= 0 && intervalNs >= 0, Errno.EINVAL, KernelCall.TIMER_SETTIME);
        Tcb self = enter(KernelCall.TIMER_SETTIME, CostItem.CALL_SERVICE, timer, valueNs);
        KernelTimer object = process.timers.get(timer);
        if (object != null) {
            object.armedBy = self;
            object.intervalNs = intervalNs;
            if (valueNs == 0) kernel.clock.cancel(object);
            else if (absolute) kernel.clock.setAbsolute(object, valueNs);
            else kernel.clock.setRelative(object, valueNs);
            kernel.world.emit(EventKind.TIMER_SET, object.number, self.number, valueNs == 0 ? 0 : object.dueNs, intervalNs);
        }
        exit(self, KernelCall.TIMER_SETTIME, object == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public void timerDestroy(int timer) {
        Tcb self = enter(KernelCall.TIMER_DESTROY, timer);
        KernelTimer object = process.timers.get(timer);
        if (object != null) {
            kernel.clock.cancel(object);
            process.timers.remove(timer);
        }
        exit(self, KernelCall.TIMER_DESTROY, object == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public void timerTimeout(long ns) {
        check(ns >= 0, Errno.EINVAL, KernelCall.TIMER_TIMEOUT);
        Tcb self = enter(KernelCall.TIMER_TIMEOUT, ns);
        self.nextTimeoutNs = ns;
        exit(self, KernelCall.TIMER_TIMEOUT, Errno.EOK);
    }
}
