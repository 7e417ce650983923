package rtk.kernel;

import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.WaitStatus;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// The way of a signal: from who sends it to the thread that it is delivered to, and what happens there.
///
/// ```
///  send ──► a thread waits for it ──────────────────► it has it
///       ──► masked by all ──► pending ──(unmasked)──┐
///       ──► action: ignore ──► gone                 │
///                   default ──► death, stop, nothing│
///                   handler ──► pending, the thread is alerted ──► attend: handler on its own stack
/// ```
///
/// A thread that has something to attend to is marked by [Tcb#attention]; it looks on every way out of the kernel.
final class SignalDelivery {
    private static final long STOPS = bit(Signal.SIGSTOP) | bit(Signal.SIGTSTP) | bit(Signal.SIGTTIN) | bit(Signal.SIGTTOU);
    private static final long HARMLESS = bit(Signal.SIGCHLD) | bit(Signal.SIGCONT) | bit(Signal.SIGPWR) | bit(Signal.SIGURG)
            | bit(Signal.SIGWINCH);
    private static final long REAL_TIME = bit(Signal.SIGRTMAX + 1) - bit(Signal.SIGRTMIN);
    static final long UNMASKABLE = bit(Signal.SIGKILL) | bit(Signal.SIGSTOP);
    static final long ALWAYS_MASKED = -bit(Signal.SIGSPECIAL);

    private final Kernel kernel;
    private final StopRule stopRule;

    SignalDelivery(Kernel kernel) {
        this.kernel = kernel;
        stopRule = StopRule.of(kernel.config.version());
    }

    /// What a thread in sigwaitinfo waits for; never nothing, since SIGKILL says that it does.
    static long waitedFor(SignalSet set) { return set.bits() | UNMASKABLE; }

    static long bit(int signo) { return 1L << (signo - 1); }

    private static boolean is(int signo, long set) { return (bit(signo) & set) != 0; }

    // Sending.

    /// Sends a signal to `process`, or to its `thread` alone.
    ///
    /// @param thread null for the process as a whole
    /// @param from null if the kernel sends it
    /// @return EAGAIN if too many are pending
    Errno send(Process process, Tcb thread, SignalInfo info, Tcb from) { return send(process, thread, info, from, false); }

    /// @param atOwnPriority if it is the end of the process, that is worked off at the priority of the receiver, not the sender
    Errno send(Process process, Tcb thread, SignalInfo info, Tcb from, boolean atOwnPriority) {
        int signo = info.signo();
        kernel.world.emit(EventKind.SIGNAL, process.number, thread == null ? 0 : thread.number, signo,
                from == null ? 0 : from.number);
        if (process.ending) return Errno.EOK;
        if (signo == Signal.SIGCONT) resume(process);
        else if (is(signo, STOPS)) discard(process, bit(Signal.SIGCONT));
        Tcb waiter = waiter(process, thread, signo);
        if (waiter != null) {
            hand(waiter, info);
            return Errno.EOK;
        }
        Tcb target = receiver(process, thread, signo);
        SignalAction action = process.action(signo);
        if (target == null || action.kind() == SignalAction.Kind.HANDLER) {
            PendingSignals pending = thread == null ? process.pending : thread.pending;
            if (!pending.add(info, action.queues() || is(signo, REAL_TIME))) return Errno.EAGAIN;
            if (target != null) alert(target);
        } else if (action.kind() == SignalAction.Kind.DEFAULT) {
            byDefault(target, signo, from == null || atOwnPriority ? target : from);
        }
        return Errno.EOK;
    }

    /// The child of a process ended: SIGCHLD, if that means anything to it.
    void sendChildEnded(Process parent, Process child) {
        WaitStatus status = child.waitStatus;
        int code = status.end() == WaitStatus.End.EXITED ? SignalInfo.CLD_EXITED : SignalInfo.CLD_KILLED;
        if (receiver(parent, null, Signal.SIGCHLD) != null && parent.action(Signal.SIGCHLD).handler() == null
                && waiter(parent, null, Signal.SIGCHLD) == null)
            return;
        send(parent, null, new SignalInfo(Signal.SIGCHLD, code, status.value(), child.pid, 0), null);
    }

    /// @return who waits for it in sigwaitinfo, or null
    private static Tcb waiter(Process process, Tcb only, int signo) {
        if (is(signo, UNMASKABLE)) return null;
        for (Tcb thread : process.threads.all()) {
            if (is(signo, thread.waitedSignals) && (only == null || thread == only)) return thread;
        }
        return null;
    }

    /// @return who can be given `signo` now: of those that do not mask it the one of lowest tid; or null
    private static Tcb receiver(Process process, Tcb only, int signo) {
        for (Tcb thread : process.threads.all()) {
            if (thread.isAlive() && !is(signo, thread.signalMask) && (only == null || thread == only)) return thread;
        }
        return null;
    }

    private void hand(Tcb waiter, SignalInfo info) {
        delivered(waiter, info.signo(), "wait");
        waiter.waitedSignals = 0;
        waiter.signalTaken = info;
        kernel.scheduler.wake(waiter, Errno.EOK, 0);
    }

    private void discard(Process process, long signals) {
        process.pending.discard(signals);
        for (Tcb thread : process.threads.all()) thread.pending.discard(signals);
    }

    /// `thread` has a signal to handle: whatever it waits for, it is to come out of the kernel.
    private void alert(Tcb thread) {
        thread.attention = true;
        switch (thread.state) {
            case SEND, RECEIVE, REPLY, SEM, NANOSLEEP, INTR, SIGSUSPEND, SIGWAITINFO, MUTEX, CONDVAR, JOIN, RWLOCK_READ,
                    RWLOCK_WRITE, BARRIER ->
                kernel.unblock(thread, Errno.EINTR);
            case RUNNING -> thread.cpu.nudge();
            default -> {}
        }
    }

    /// The running `thread` has begun to wait, but a signal for it came on its way there.
    void interruptWait(Tcb thread) {
        if (((thread.pending.numbers() | thread.process.pending.numbers()) & ~thread.signalMask) != 0) alert(thread);
    }

    /// After `thread` has died or masked signals: what it leaves is for others.
    void reassign(Process process) {
        for (long left = process.pending.numbers(); left != 0; left &= left - 1) {
            Tcb other = receiver(process, null, Long.numberOfTrailingZeros(left) + 1);
            if (other != null && !other.attention) alert(other);
        }
    }

    // Actions.

    /// A pending signal that is ignored from now on is gone.
    void setAction(Process process, int signo, SignalAction action) {
        process.actions[signo] = action;
        boolean ignored = switch (action.kind()) {
            case IGNORE -> true;
            case DEFAULT -> is(signo, HARMLESS);
            case HANDLER -> false;
        };
        if (ignored) discard(process, bit(signo));
    }

    /// @param by at whose priority a death is worked off
    private void byDefault(Tcb thread, int signo, Tcb by) {
        if (is(signo, HARMLESS)) return;
        boolean stops = is(signo, STOPS);
        delivered(thread, signo, stops ? "stop" : "death");
        if (stops) stop(thread.process);
        else kernel.processes.end(thread.process, 0, signo, kernel.world.text("signal " + signo), by);
    }

    private void stop(Process process) {
        for (Tcb thread : process.threads.all()) {
            if (!thread.isAlive()) continue;
            stopRule.stop(thread, kernel.scheduler);
            if (thread.state == ThreadState.RUNNING) thread.cpu.nudge();
        }
    }

    private void resume(Process process) {
        discard(process, STOPS);
        for (Tcb thread : process.threads.all()) {
            thread.stopWanted = false;
            thread.stopsWhenWoken = false;
            if (thread.state == ThreadState.STOPPED) kernel.scheduler.ready(thread);
        }
    }

    private void delivered(Tcb thread, int signo, String action) {
        kernel.world.emit(EventKind.SIGNAL_DELIVERED, thread.number, signo, kernel.world.text(action));
    }

    // On the thread's own stack, on its way out of the kernel.

    /// The running `self` does what signals want of it.
    void attend(Tcb self) {
        while (self.attention) {
            self.attention = false;
            if (self.stopWanted) {
                self.stopWanted = false;
                kernel.scheduler.block(self, ThreadState.STOPPED, 0);
                self.cpu.suspend(self);
            }
            for (SignalInfo info = takeUnmasked(self); info != null; info = takeUnmasked(self)) take(self, info);
        }
    }

    /// The running `self` touched memory that it must not. Comes back only after a handler that returned.
    ///
    /// @param mayHandle the program may mend it
    void fault(Tcb self, SignalInfo info, boolean mayHandle) {
        int signo = info.signo();
        kernel.world.emit(EventKind.MEMORY_FAULT, self.number, info.address(), signo);
        waitForPage(self);
        SignalAction action = self.process.action(signo);
        boolean handled = mayHandle && action.kind() == SignalAction.Kind.HANDLER && !is(signo, self.signalMask)
                && !self.faulting;
        if (!handled) {
            kernel.failures.add(self, new MemoryFault(info));
            throw new Unwind();
        }
        kernel.world.emit(EventKind.SIGNAL, self.process.number, self.number, signo, 0);
        self.faulting = true;
        try {
            handle(self, action, info);
        } finally {
            self.faulting = false;
        }
    }

    /// While it is found out whether the page can be had.
    private void waitForPage(Tcb self) {
        long ns = kernel.costNs(CostItem.PAGE_FAULT);
        if (ns == 0) return;
        kernel.scheduler.block(self, ThreadState.WAITPAGE, 0);
        self.cpu.kernelWork(self, ns);
        kernel.scheduler.run(self, self.cpu);
        self.cpu.giveWay(self);
    }

    private static SignalInfo takeUnmasked(Tcb self) {
        SignalInfo own = self.pending.take(~self.signalMask);
        return own != null ? own : self.process.pending.take(~self.signalMask);
    }

    private void take(Tcb self, SignalInfo info) {
        SignalAction action = self.process.action(info.signo());
        switch (action.kind()) {
            case HANDLER -> handle(self, action, info);
            case DEFAULT -> byDefault(self, info.signo(), self);
            case IGNORE -> {}
        }
        if (self.killed) throw new Unwind();
    }

    /// Runs the program's handler; what it interrupted is as before, whatever way it ends.
    void handle(Tcb self, SignalAction action, SignalInfo info) {
        long mask = self.signalMask;
        Runnable whenSpent = self.whenSpent;
        delivered(self, info.signo(), "handler");
        self.signalMask = (mask | action.mask().bits() | bit(info.signo())) & ~UNMASKABLE;
        self.whenSpent = null;
        self.cpu.kernelWork(self, kernel.costNs(CostItem.SIGNAL_DELIVERY));
        self.cpu.giveWay(self);
        try {
            action.handler().handle(info);
        } finally {
            self.whenSpent = whenSpent;
            self.signalMask = mask;
            self.attention = true;
        }
    }
}
