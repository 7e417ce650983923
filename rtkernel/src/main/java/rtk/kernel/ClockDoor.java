package rtk.kernel;

import java.util.EnumSet;
import java.util.Set;
import rtk.kernel.api.Ability;
import rtk.kernel.api.ClockAdjustment;
import rtk.kernel.api.ClockCalls;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.TimerInfo;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Clocks, sleeping, timers and timeouts.
final class ClockDoor extends Door implements ClockCalls {
    /// In which a thread can time out.
    private static final Set<ThreadState> TIMEOUT_STATES = EnumSet.of(ThreadState.JOIN, ThreadState.INTR, ThreadState.MUTEX,
            ThreadState.CONDVAR, ThreadState.SEM, ThreadState.SEND, ThreadState.REPLY, ThreadState.RECEIVE, ThreadState.NANOSLEEP,
            ThreadState.SIGSUSPEND, ThreadState.SIGWAITINFO);
    private static final int ALL_STATES = bits(TIMEOUT_STATES.toArray(ThreadState[]::new));

    private final Clock clock;

    ClockDoor(Kernel kernel, Process process) {
        super(kernel, process);
        clock = kernel.clock;
    }

    // Clocks.

    @Override
    public long clockGettime(ClockId id) {
        Tcb self = enter(KernelCall.CLOCK_TIME, id.ordinal());
        return exit(self, KernelCall.CLOCK_TIME, clock.readNs(id));
    }

    @Override
    public void clockSettime(ClockId id, long ns) {
        checkAbility(Ability.CLOCKSET, KernelCall.CLOCK_TIME);
        check(id == ClockId.REALTIME && ns >= 0, Errno.EINVAL, KernelCall.CLOCK_TIME);
        Tcb self = enter(KernelCall.CLOCK_TIME, CostItem.CALL_SERVICE, id.ordinal(), ns);
        clock.setRealtime(ns);
        exit(self, KernelCall.CLOCK_TIME, Errno.EOK);
    }

    @Override
    public ClockAdjustment clockAdjust(ClockAdjustment wanted) {
        checkAbility(Ability.CLOCKSET, KernelCall.CLOCK_ADJUST);
        check(wanted.ticks() >= 0, Errno.EINVAL, KernelCall.CLOCK_ADJUST);
        Tcb self = enter(KernelCall.CLOCK_ADJUST, CostItem.CALL_SERVICE, wanted.perTickNs(), wanted.ticks());
        ClockAdjustment left = clock.adjust(wanted);
        exit(self, KernelCall.CLOCK_ADJUST, Errno.EOK);
        return left;
    }

    @Override
    public long clockPeriod(long newNs) {
        if (newNs != 0) checkAbility(Ability.CLOCKPERIOD, KernelCall.CLOCK_PERIOD);
        Tcb self = enter(KernelCall.CLOCK_PERIOD, newNs);
        long oldNs = clock.tickNs();
        if (newNs != 0 && !clock.setTick(newNs)) exit(self, KernelCall.CLOCK_PERIOD, Errno.EINVAL);
        return exit(self, KernelCall.CLOCK_PERIOD, oldNs);
    }

    // Sleeping.

    @Override
    public void sleep(long ns) {
        if (clockNanosleep(ClockId.MONOTONIC, ns, false) > 0) throw error(Errno.EINTR, KernelCall.NANOSLEEP);
    }

    @Override
    public void sleepUntil(long untilNs) { clockNanosleep(ClockId.MONOTONIC, untilNs, true); }

    @Override
    public long clockNanosleep(ClockId id, long ns, boolean absolute) {
        check(ns >= 0, Errno.EINVAL, KernelCall.NANOSLEEP);
        Tcb self = enter(KernelCall.NANOSLEEP, ns);
        Errno errno = Errno.EOK;
        long leftNs = 0;
        if (absolute ? ns > clock.readNs(id) : ns > 0) {
            kernel.scheduler.block(self, ThreadState.NANOSLEEP, 0);
            if (absolute || id == ClockId.MONOTONIC) clock.set(self.sleep, id, ns, absolute);
            else clock.setRelativeRealtime(self.sleep, ns);
            long dueNs = clock.dueNs(self.sleep);
            await(self);
            errno = self.wakeErrno;
            if (errno == Errno.EINTR && !absolute) {
                errno = Errno.EOK;
                leftNs = Math.max(1, dueNs - clock.counterNs());
            }
        }
        exit(self, KernelCall.NANOSLEEP, errno);
        return leftNs;
    }

    // Timers.

    @Override
    public int timerCreate(ClockId id, SigEvent event) {
        check(EventDelivery.isValid(event), Errno.EINVAL, KernelCall.TIMER_CREATE);
        Tcb self = enter(KernelCall.TIMER_CREATE);
        var timer = new KernelTimer(kernel, process, newObject("timer", "timer"), id, event);
        return (int) exit(self, KernelCall.TIMER_CREATE, process.timers.add(timer));
    }

    @Override
    public void timerSettime(int timer, long valueNs, long intervalNs, boolean absolute) {
        check(valueNs >= 0 && intervalNs >= 0, Errno.EINVAL, KernelCall.TIMER_SETTIME);
        Tcb self = enter(KernelCall.TIMER_SETTIME, CostItem.CALL_SERVICE, timer, valueNs);
        timer(self, timer, KernelCall.TIMER_SETTIME).arm(self, valueNs, intervalNs, absolute);
        exit(self, KernelCall.TIMER_SETTIME, Errno.EOK);
    }

    @Override
    public void timerTolerance(int timer, long toleranceNs) {
        check(toleranceNs >= 0, Errno.EINVAL, KernelCall.TIMER_SETTIME);
        Tcb self = enter(KernelCall.TIMER_SETTIME, CostItem.CALL_SERVICE, timer, toleranceNs);
        timer(self, timer, KernelCall.TIMER_SETTIME).ownToleranceNs = toleranceNs;
        exit(self, KernelCall.TIMER_SETTIME, Errno.EOK);
    }

    @Override
    public void timerTolerance(long toleranceNs) {
        check(toleranceNs >= 0, Errno.EINVAL, KernelCall.TIMER_SETTIME);
        process.timerToleranceNs = toleranceNs;
    }

    @Override
    public TimerInfo timerInfo(int timer) {
        Tcb self = enter(KernelCall.TIMER_INFO, timer);
        TimerInfo info = timer(self, timer, KernelCall.TIMER_INFO).info();
        exit(self, KernelCall.TIMER_INFO, Errno.EOK);
        return info;
    }

    @Override
    public int timerOverrun(int timer) {
        Tcb self = enter(KernelCall.TIMER_INFO, timer);
        return (int) exit(self, KernelCall.TIMER_INFO, timer(self, timer, KernelCall.TIMER_INFO).overruns());
    }

    @Override
    public void timerDestroy(int timer) {
        Tcb self = enter(KernelCall.TIMER_DESTROY, timer);
        timer(self, timer, KernelCall.TIMER_DESTROY).disarm();
        process.timers.remove(timer);
        exit(self, KernelCall.TIMER_DESTROY, Errno.EOK);
    }

    private KernelTimer timer(Tcb self, int timer, KernelCall call) {
        KernelTimer object = process.timers.get(timer);
        if (object == null) exit(self, call, Errno.EINVAL);
        return object;
    }

    // Timeouts.

    @Override
    public void timerTimeout(long ns) { ask(ClockId.MONOTONIC, ThreadTimeout.UNBLOCK, ns, false, ALL_STATES); }

    @Override
    public void timerTimeout(ClockId id, SigEvent event, long ns, boolean absolute, ThreadState... states) {
        for (ThreadState state : states) check(TIMEOUT_STATES.contains(state), Errno.EINVAL, KernelCall.TIMER_TIMEOUT);
        ask(id, event, ns, absolute, bits(states));
    }

    private void ask(ClockId id, SigEvent event, long ns, boolean absolute, int states) {
        check(ns >= 0 && EventDelivery.isValid(event), Errno.EINVAL, KernelCall.TIMER_TIMEOUT);
        Tcb self = enter(KernelCall.TIMER_TIMEOUT, ns);
        self.timeoutStates = states;
        self.timeout.ask(id, event, ns, absolute);
        exit(self, KernelCall.TIMER_TIMEOUT, Errno.EOK);
    }

    @Override
    public void timerTimeoutTolerance(long toleranceNs) {
        check(toleranceNs >= 0, Errno.EINVAL, KernelCall.TIMER_TIMEOUT);
        Tcb self = enter(KernelCall.TIMER_TIMEOUT, toleranceNs);
        self.timeout.nextToleranceNs = toleranceNs;
        exit(self, KernelCall.TIMER_TIMEOUT, Errno.EOK);
    }

    private static int bits(ThreadState... states) {
        int bits = 0;
        for (ThreadState state : states) bits |= 1 << state.ordinal();
        return bits;
    }
}
