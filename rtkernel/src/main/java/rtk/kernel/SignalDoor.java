package rtk.kernel;

import rtk.kernel.api.Ability;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalCalls;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.SignalSet;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Signals.
final class SignalDoor extends Door implements SignalCalls {
    SignalDoor(Kernel kernel, Process process) { super(kernel, process); }

    // Sending.

    @Override
    public void kill(int pid, int signo) { send(pid, 0, signo, SignalInfo.SI_USER, 0); }

    @Override
    public void sigqueue(int pid, int signo, int value) { send(pid, 0, signo, SignalInfo.SI_QUEUE, value); }

    @Override
    public void threadKill(int tid, int signo) { send(process.pid, tid, signo, SignalInfo.SI_USER, 0); }

    private void send(int pid, int tid, int flagged, int code, int value) {
        int signo = flagged & ~SIG_TERMER_NOINHERIT;
        check(signo >= 0 && signo <= Signal.MAX, Errno.EINVAL, KernelCall.SIGNAL_KILL);
        Tcb self = enter(KernelCall.SIGNAL_KILL, CostItem.CALL_SERVICE, pid, signo);
        Process target = kernel.processes.find(pid);
        Tcb thread = target == null || tid == 0 ? null : target.thread(tid);
        boolean exists = target != null && (tid == 0 || thread != null);
        Errno errno = exists ? Errno.EOK : Errno.ESRCH;
        if (exists && target != process && !process.abilities.has(Ability.SIGNAL, signo)) errno = Errno.EPERM;
        if (errno == Errno.EOK && signo != 0) {
            var info = new SignalInfo(signo, code, value, process.pid, 0);
            errno = kernel.signals.send(target, thread, info, self, signo != flagged);
        }
        if (self.killed) throw new Unwind();
        exit(self, KernelCall.SIGNAL_KILL, errno);
    }

    // Actions and masks.

    @Override
    public SignalAction signalAction(int signo, SignalAction action) {
        boolean fixed = signo == Signal.SIGKILL || signo == Signal.SIGSTOP;
        check(signo >= 1 && signo <= Signal.MAX && (action == null || !fixed), Errno.EINVAL, KernelCall.SIGNAL_ACTION);
        Tcb self = enter(KernelCall.SIGNAL_ACTION, signo);
        SignalAction before = process.action(signo);
        if (action != null) kernel.signals.setAction(process, signo, action);
        exit(self, KernelCall.SIGNAL_ACTION, Errno.EOK);
        return before;
    }

    @Override
    public SignalSet signalProcmask(SignalHow how, SignalSet set) {
        Tcb self = enter(KernelCall.SIGNAL_PROCMASK, CostItem.CALL_SERVICE, how.ordinal(), set.bits());
        long before = self.signalMask;
        long result = before;
        switch (how) {
            case SIG_BLOCK -> setMask(self, before | set.bits());
            case SIG_UNBLOCK -> setMask(self, before & ~set.bits());
            case SIG_SETMASK -> setMask(self, set.bits());
            case SIG_PENDING -> result = self.pending.numbers() | process.pending.numbers();
        }
        exit(self, KernelCall.SIGNAL_PROCMASK, Errno.EOK);
        return new SignalSet(result);
    }

    private void setMask(Tcb self, long mask) {
        self.maskSignals(mask);
        self.attention = true;
        if (process.pending.numbers() != 0) kernel.signals.reassign(process);
    }

    // Waiting.

    @Override
    public void signalSuspend(SignalSet mask) {
        Tcb self = enter(KernelCall.SIGNAL_SUSPEND, mask.bits());
        long before = self.signalMask;
        setMask(self, mask.bits());
        long pending = self.pending.numbers() | process.pending.numbers();
        Errno errno = polls(self, ThreadState.SIGSUSPEND) ? Errno.ETIMEDOUT : Errno.EINTR;
        if ((pending & ~self.signalMask) == 0 && !polls(self, ThreadState.SIGSUSPEND)) {
            kernel.scheduler.block(self, ThreadState.SIGSUSPEND, 0);
            await(self);
            errno = self.wakeErrno;
        }
        try {
            exit(self, KernelCall.SIGNAL_SUSPEND, errno);
        } finally {
            setMask(self, before);
        }
    }

    @Override
    public SignalInfo signalWaitinfo(SignalSet set) { return await(set, -1); }

    /// @param ns how long to wait, -1 for what TimerTimeout said
    private SignalInfo await(SignalSet set, long ns) {
        Tcb self = enter(KernelCall.SIGNAL_WAITINFO, set.bits());
        if (ns >= 0) self.timeout.askFor(ThreadState.SIGWAITINFO, ns);
        SignalInfo info = self.pending.take(set.bits());
        if (info == null) info = process.pending.take(set.bits());
        Errno errno = Errno.EOK;
        if (info == null && polls(self, ThreadState.SIGWAITINFO)) {
            errno = Errno.ETIMEDOUT;
        } else if (info == null) {
            kernel.scheduler.block(self, ThreadState.SIGWAITINFO, 0);
            self.waitedSignals = SignalDelivery.waitedFor(set);
            await(self);
            errno = self.wakeErrno;
            info = self.signalTaken;
            self.signalTaken = null;
        }
        exit(self, KernelCall.SIGNAL_WAITINFO, errno);
        return info;
    }

    @Override
    public SignalInfo sigtimedwait(SignalSet set, long ns) {
        check(ns >= 0, Errno.EINVAL, KernelCall.SIGNAL_WAITINFO);
        try {
            return await(set, ns);
        } catch (ErrnoException failed) {
            if (failed.errno() != Errno.ETIMEDOUT) throw failed;
            throw error(Errno.EAGAIN, KernelCall.SIGNAL_WAITINFO);
        }
    }
}
