package rtk.kernel;

import java.util.EnumSet;
import rtk.board.sim.Ns;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Ability;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.ThreadCalls;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// One side of the door between a program and the kernel: checks what is asked, spends what it costs, and lets the kernel's
/// objects do it.
///
/// Every call has the shape *enter* (interrupts off, cost spent), *act* (at one instant), *exit* (the way out; returns when the
/// thread has a core again). An errno found in *act* is thrown after *exit*.
abstract class Door {
    private static final int PRIORITY_MAX = 255;
    private static final int KIB = 1024;
    private static final EnumSet<KernelCall> CANCELLATION_POINTS = EnumSet.of(KernelCall.MSG_SEND, KernelCall.MSG_RECEIVE,
            KernelCall.THREAD_JOIN, KernelCall.SYNC_CONDVAR_WAIT, KernelCall.SYNC_SEM_WAIT, KernelCall.NANOSLEEP,
            KernelCall.INTERRUPT_WAIT, KernelCall.PROCESS_WAIT, KernelCall.SIGNAL_SUSPEND, KernelCall.SIGNAL_WAITINFO);

    final Kernel kernel;
    final Process process;

    Door(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    final Tcb self() {
        Tcb self = kernel.active.current;
        assert self.process == process : self + " calls with the kernel calls of " + process;
        return self;
    }

    final Tcb enter(KernelCall call, CostItem service, long arg0, long arg1) {
        Tcb self = self();
        if (self.killed) throw new Unwind();
        self.cpu.giveWay(self);
        if (self.attention) kernel.signals.attend(self);
        if (self.cancelPending && CANCELLATION_POINTS.contains(call)) checkCancel(self);
        kernel.world.emit(EventKind.CALL_ENTER, self.number, call.ordinal(), arg0, arg1);
        self.cpu.core.setInterruptsOn(false);
        self.cpu.kernelWork(self, kernel.costNs(CostItem.CALL_ENTRY) + kernel.costNs(service));
        return self;
    }

    final Tcb enter(KernelCall call, long arg0) { return enter(call, CostItem.CALL_SERVICE, arg0, 0); }

    final Tcb enter(KernelCall call) { return enter(call, CostItem.CALL_SERVICE, 0, 0); }

    /// @param result what the call returns
    final long exit(Tcb self, KernelCall call, long result) {
        leave(self, call);
        kernel.world.emit(EventKind.CALL_EXIT, self.number, call.ordinal(), result, 0);
        if (self.attention) kernel.signals.attend(self);
        return result;
    }

    final void exit(Tcb self, KernelCall call, Errno errno) {
        leave(self, call);
        kernel.world.emit(EventKind.CALL_EXIT, self.number, call.ordinal(), -errno.number(), 0);
        if (self.attention) kernel.signals.attend(self);
        if (errno != Errno.EOK) throw new ErrnoException(errno, call.label());
    }

    private void leave(Tcb self, KernelCall call) {
        if (call != KernelCall.TIMER_TIMEOUT) self.timeoutStates = 0;
        self.cpu.core.setInterruptsOn(false);
        self.cpu.kernelWork(self, kernel.costNs(CostItem.CALL_EXIT));
        self.cpu.giveWay(self);
        if (self.wakeErrno != Errno.ECANCELED) return;
        self.wakeErrno = Errno.EOK;
        kernel.world.emit(EventKind.CALL_EXIT, self.number, call.ordinal(), -Errno.ECANCELED.number(), 0);
        checkCancel(self);
    }

    /// Ends `self` if somebody cancelled it and it lets them. What follows on its stack cannot be cancelled.
    static void checkCancel(Tcb self) {
        if (!self.cancelPending || self.cancelDisabled) return;
        self.cancelPending = false;
        self.cancelDisabled = true;
        throw new ThreadExit(ThreadCalls.CANCELED);
    }

    /// Copying between address spaces: with interrupts on, preemptible.
    final void copy(Tcb self, long bytes) {
        long perKib = kernel.costNs(CostItem.COPY_PER_KIB);
        if (perKib == 0 || bytes == 0) return;
        self.cpu.preemptibleWork(self, (bytes * perKib + KIB - 1) / KIB);
        self.cpu.core.setInterruptsOn(false);
    }

    /// Off the core, after the thread has been blocked; a timeout asked for starts here.
    final void await(Tcb self) {
        if (self.timeoutStates != 0) self.timeout.stateEntered(self.state, kernel.clock);
        suspend(self);
    }

    /// Off the core, after the thread has been blocked. A signal that came on the way there ends the wait at once.
    final void suspend(Tcb self) {
        if (self.attention) kernel.signals.interruptWait(self);
        if (self.cancelPending) kernel.cancelWait(self);
        self.cpu.suspend(self);
    }

    /// Whether a signal ended a wait in `state`, where signals do not end waits: its handlers have run then, and the wait is
    /// to be entered again, with what is left of its timeout.
    final boolean resumes(Tcb self, ThreadState state) {
        if (self.wakeErrno != Errno.EINTR) return false;
        Runnable askAgain = self.timeout.remember(state);
        kernel.signals.attend(self);
        askAgain.run();
        return true;
    }

    final void arm(Tcb self, ThreadState state, long untilNs) { arm(self, state, ClockId.MONOTONIC, untilNs); }

    /// As [#await(Tcb)] for a thread that is about to block in `state`, and to wait there until the instant `untilNs` of `clock` at most:
    /// for ever if that is [Ns#NEVER], or as TimerTimeout said.
    final void arm(Tcb self, ThreadState state, ClockId clock, long untilNs) {
        if (untilNs != Ns.NEVER) self.timeout.askUntil(state, clock, untilNs);
        if (self.timeoutStates != 0) self.timeout.stateEntered(state, kernel.clock);
    }

    final boolean isLate(Tcb self, ThreadState state, long untilNs) { return isLate(self, state, ClockId.MONOTONIC, untilNs); }

    /// @return whether a call that would block in `state`, and must be over at `untilNs` of `clock`, has no time to wait
    final boolean isLate(Tcb self, ThreadState state, ClockId clock, long untilNs) {
        return polls(self, state) || untilNs <= kernel.clock.readNs(clock);
    }

    /// Instead of blocking in `state`: fails with ETIMEDOUT at once, as TimerTimeout was told?
    final boolean polls(Tcb self, ThreadState state) { return self.timeoutStates != 0 && self.timeout.isImmediate(state); }

    static ErrnoException error(Errno errno, KernelCall call) { return new ErrnoException(errno, call.label()); }

    static void check(boolean holds, Errno errno, KernelCall call) {
        if (!holds) throw error(errno, call);
    }

    static void checkPriority(int priority, boolean mayInherit, KernelCall call) {
        check(priority >= (mayInherit ? 0 : 1) && priority <= PRIORITY_MAX, Errno.EINVAL, call);
    }

    /// Checks a priority that the program asks for.
    ///
    /// @param mayInherit 0 is allowed and means the caller's
    /// @return `priority`, or the highest allowed one where the kernel saturates
    final int allowedPriority(int priority, boolean mayInherit, KernelCall call) {
        int max = process.priorityMax;
        int allowed = kernel.config.scheduling().saturates() ? Math.min(priority, max) : priority;
        checkPriority(allowed, mayInherit, call);
        check(allowed <= max, Errno.EPERM, call);
        return allowed;
    }

    /// @return the object behind a handle, null if there is none or it was destroyed
    static <T extends SyncObject> T live(Slots<T> slots, int handle) {
        T object = slots.get(handle);
        return object == null || object.isGone ? null : object;
    }

    final void checkCores(ThreadAttr attr, KernelCall call) {
        check(kernel.cores.canPlace(attr), Errno.EINVAL, call);
    }

    static void checkSporadic(SchedPolicy policy, int priority, SporadicParam param, KernelCall call) {
        check(policy != SchedPolicy.SPORADIC || SporadicParam.isValid(param, priority), Errno.EINVAL, call);
    }

    final void checkAbility(Ability ability, KernelCall call) { check(process.abilities.has(ability), Errno.EPERM, call); }

    final void checkAbility(Ability ability, long value, KernelCall call) {
        check(process.abilities.has(ability, value), Errno.EPERM, call);
    }

    final int newObject(String kind, String name) {
        int number = kernel.world.nextNumber(EventKind.OBJECT_CREATED);
        kernel.world.emit(EventKind.OBJECT_CREATED, number, process.number, kernel.world.text(kind), kernel.world.text(name));
        return number;
    }
}
