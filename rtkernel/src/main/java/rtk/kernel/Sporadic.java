package rtk.kernel;

import rtk.kernel.api.SporadicParam;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// The budget of one thread with SCHED_SPORADIC: at its normal priority while there is budget, at its low priority while there
/// is none. What budget there is, and how what was used comes back, is the subclass's.
///
/// ```
///            limit reached                    ┌────── executes at normal priority: charged ──────┐
///  normal ─────────────────► low             runs                                             stops
///    ▲                        │
///    └──── replenishment ─────┘
/// ```
///
/// Told by [Scheduler] when the thread wakes, runs and stops; tells it which priority the policy assigns. Executing is being
/// RUNNING: time that interrupts take meanwhile is charged, as a clock that counts ticks would charge it. Time at low priority
/// is neither charged nor limited. The priority that came with a message stands until
/// the policy assigns anew: then it is gone, as when a program sets its own. (The documents do not say; on a FIXED_PRIORITY channel
/// the question does not arise.)
abstract sealed class Sporadic permits PosixSporadic, CorrectedSporadic {
    final Kernel kernel;
    private final Tcb thread;
    private final SporadicParam param;
    private final Timeout limit = new Limit();
    private final Timeout replenishment = new Replenishment();
    /// Charged from this instant on; -1 while nothing is charged.
    private long chargedFromNs = -1;
    private boolean normal = true;

    Sporadic(Kernel kernel, Tcb thread, SporadicParam param) {
        this.kernel = kernel;
        this.thread = thread;
        this.param = param;
    }

    static Sporadic create(Kernel kernel, Tcb thread, SporadicParam param) {
        return switch (kernel.config.scheduling().sporadic()) {
            case POSIX -> new PosixSporadic(kernel, thread, param);
            case CORRECTED -> new CorrectedSporadic(kernel, thread, param);
        };
    }

    final SporadicParam param() { return param; }

    /// The priority that the policy assigns now, to a thread whose own is `priority`.
    final int assigned(int priority) { return normal ? priority : param.lowPriority(); }

    /// By the kernel's clock, as are all dates here.
    final long nowNs() { return kernel.clock.counterNs(); }

    // What there is.

    /// May the thread have its normal priority now?
    abstract boolean hasBudget();

    /// How long it may run from now on, as far as is known now.
    abstract long usableNs();

    /// How many replenishments are to come.
    abstract int pending();

    /// When the first of them is due; not asked if none is pending.
    abstract long replenishmentNs();

    abstract long activationNs();

    // What happens.

    /// The thread enters the tail of the list of its normal priority.
    abstract void activate();

    /// The thread has run from `fromNs` for `ns`, perhaps for more than was usable.
    abstract void consume(long fromNs, long ns);

    /// The thread blocks, or its limit is reached, at normal priority: what it used is to come back.
    abstract void schedule();

    /// What is due is added.
    abstract void replenish();

    // Told by Scheduler.

    /// The thread becomes ready after a wait, or gets this policy while it is able to run.
    final void wakes() {
        if (normal) activate();
        trace();
    }

    final void runs() {
        if (!normal) return;
        chargedFromNs = nowNs();
        armLimit();
    }

    /// @param blocks it waits from now on, or is stopped; otherwise it was preempted or yielded
    final void stops(boolean blocks) {
        if (!normal) return;
        settle();
        stopCharging();
        if (blocks) {
            schedule();
            review(false);
        } else if (usableNs() == 0) {
            reachLimit(false);
        }
        trace();
    }

    /// The thread gets another policy or parameters, or dies.
    final void retire() {
        stopCharging();
        kernel.clock.cancel(replenishment);
    }

    // Its own.

    private void settle() {
        if (chargedFromNs < 0) return;
        long fromNs = chargedFromNs;
        chargedFromNs = nowNs();
        consume(fromNs, nowNs() - fromNs);
    }

    private void stopCharging() {
        chargedFromNs = -1;
        kernel.clock.cancel(limit);
    }

    private void armLimit() {
        long dateNs = nowNs() + usableNs();
        long tickNs = kernel.clock.tickNs();
        boolean byTick = kernel.config.scheduling().sporadicByTick();
        kernel.clock.setSlice(limit, byTick ? Math.ceilDiv(dateNs, tickNs) * tickNs : dateNs);
    }

    private void reachLimit(boolean running) {
        stopCharging();
        assign(false);
        schedule();
        review(running);
    }

    /// Assigns the priority that goes with the present budget, and looks forward to the next replenishment.
    private void review(boolean running) {
        boolean budget = hasBudget();
        if (budget != normal) {
            assign(budget);
            if (budget && thread.isRunnable()) activate();
        }
        if (!normal) stopCharging();
        else if (running && chargedFromNs < 0) chargedFromNs = nowNs();
        if (chargedFromNs >= 0) armLimit();
        if (pending() > 0) kernel.clock.setSlice(replenishment, replenishmentNs());
    }

    private void assign(boolean toNormal) {
        normal = toNormal;
        kernel.scheduler.assign(thread, assigned(thread.realPriority));
    }

    private void trace() {
        kernel.world.emit(EventKind.THREAD_BUDGET, thread.number, usableNs(), pending(),
                kernel.clock.instantNs(activationNs()));
    }

    private final class Limit extends Timeout {
        @Override
        void expire(Kernel owner, long lateDueNs) {
            if (chargedFromNs < 0) return;
            settle();
            if (usableNs() > 0) armLimit();
            else reachLimit(true);
            trace();
        }
    }

    private final class Replenishment extends Timeout {
        @Override
        void expire(Kernel owner, long lateDueNs) {
            if (thread.sporadic != Sporadic.this) return;
            settle();
            replenish();
            review(thread.state == ThreadState.RUNNING);
            trace();
        }
    }
}
