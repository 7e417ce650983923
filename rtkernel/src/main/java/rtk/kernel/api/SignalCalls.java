package rtk.kernel.api;

/// Signals. Part of [KernelCalls], which says what holds for all.
///
/// A process has one [SignalAction] for each signal, a thread has a mask. A signal for a process goes to one thread that does
/// not mask it: to one that waits for it, else to the one with the lowest tid; masked by all it stays pending. Pending
/// signals are delivered lowest number first, equals in the order in which they were sent. SIGKILL and SIGSTOP can be neither
/// caught nor masked. Source: [D 60] LR SignalAction; the order of threads and numbers is our choice.
///
/// A handler runs when its thread next leaves the kernel, in the middle of a compute too. A wait that it interrupts fails with
/// EINTR: SEND, RECEIVE, REPLY, SEM, NANOSLEEP, INTR, SIGSUSPEND, SIGWAITINFO. In MUTEX and JOIN the wait is entered again after
/// the handler; a condvar's wait ends as a spurious wake-up; others end first. On a channel with UNBLOCK the server is asked, and
/// the handler runs after its reply.
///
/// SIGSTOP puts the threads of a process into STOPPED until SIGCONT. In 7.x a ready thread stops at once and a blocked
/// one when its wait ends; in 8.0 a thread only stops itself, when it next has a core ([D 2]).
///
/// Not modelled: process groups, alternate stacks, SA_RESETHAND, SA_NODEFER.
public interface SignalCalls {
    /// So many signals may be pending for a process as a whole, and for each of its threads.
    int PENDING_MAX = 64;

    /// Set in `signo` of [#kill]: the end of the process is worked off at its own priority, not at that of the caller
    /// (SIG_TERMER_NOINHERIT). Source: [D 60,99].
    int SIG_TERMER_NOINHERIT = 0x100;

    /// kill: sends signal `signo` to process `pid`; 0 only asks whether it exists.
    ///
    /// @throws ErrnoException EINVAL no such signal; ESRCH no such process; EPERM another process, without ability SIGNAL;
    ///     EAGAIN too many pending
    void kill(int pid, int signo);

    /// sigqueue: as [#kill], with a value.
    void sigqueue(int pid, int signo, int value);

    /// pthread_kill: sends signal `signo` to thread `tid` of this process. What it does by default it does to the process.
    ///
    /// @throws ErrnoException EINVAL no such signal; ESRCH no such thread; EAGAIN too many pending
    void threadKill(int tid, int signo);

    /// SignalAction.
    ///
    /// @param action null leaves it as it is
    /// @return the action so far
    /// @throws ErrnoException EINVAL no such signal, or SIGKILL, SIGSTOP
    SignalAction signalAction(int signo, SignalAction action);

    /// SignalProcmask: the mask of the calling thread; threads that it creates inherit it. SIGKILL and SIGSTOP stay unmasked, 57
    /// to 64 masked.
    ///
    /// @return the mask so far; for SIG_PENDING the signals pending for this thread
    SignalSet signalProcmask(SignalHow how, SignalSet set);

    /// SignalSuspend: waits with mask `mask` until a handler has run. Blocks: SIGSUSPEND.
    ///
    /// @throws ErrnoException EINTR, always; ETIMEDOUT
    void signalSuspend(SignalSet mask);

    /// SignalWaitinfo: takes a pending signal of `set`, which should be masked, or waits for one. No handler runs for
    /// it. Blocks: SIGWAITINFO.
    ///
    /// @throws ErrnoException EINTR by a signal outside `set`; ETIMEDOUT
    SignalInfo signalWaitinfo(SignalSet set);

    /// sigtimedwait: as [#signalWaitinfo], for at most `ns`.
    ///
    /// @throws ErrnoException EAGAIN nothing came in time; EINTR
    SignalInfo sigtimedwait(SignalSet set, long ns);
}
