package rtk.kernel.api;

import java.util.List;

/// Processes: their birth, their end, and what is known of them. Part of [KernelCalls], which says what holds for all.
///
/// A pid is used once: a number that was a process's never becomes another's, so that an old pid fails with ESRCH. (QNX uses
/// them again after a while.)
public interface ProcessCalls {
    int getpid();

    /// getppid.
    ///
    /// @return 0 for a process that was started from outside, or whose parent and process manager are gone
    int getppid();

    /// Name of the calling process.
    String processName();

    /// Starts a process, with all that the caller may do.
    ///
    /// @param attr of its first thread
    /// @return pid
    int spawn(String name, Program program, List<String> args, ThreadAttr attr);

    /// spawn: starts a process.
    ///
    /// Its first thread inherits what `attr` leaves open from the calling thread; handlers of the caller's process mean nothing
    /// to it, signals that it ignores stay ignored. Source: [P] posix_spawn.
    ///
    /// @return pid
    /// @throws ErrnoException EPERM without ability SPAWN, or a priority or ability that the caller does not have; EINVAL
    int spawn(String name, Program program, List<String> args, SpawnAttr attr);

    /// Finds an executable, as spawn does in QNX with a path: a new program for one process, to be given to [#spawn]. Spends no time.
    ///
    /// @throws ErrnoException ENOENT there is none of that name
    Program program(String name);

    /// Names of the executables, sorted. Spends no time.
    List<String> programNames();

    /// procmgr_event_notify_add with an event that may be updated: `event`, its value replaced by a pid, for each `what` from now on.
    /// One request of each kind; a further one replaces it. It ends with the process.
    ///
    /// Source: LR procmgr_event_notify (7.0, 8.0); Programmer's Guide, "Detecting the termination of daemons or of all processes".
    ///
    /// @param event null to be told no more
    /// @throws ErrnoException EINVAL a priority or code that no pulse can have
    void procmgrEventNotify(ProcessEvent what, SigEvent.Pulse event);

    /// procmgr_ability: changes what the calling process may do. The first change that fails ends the call.
    ///
    /// Nobody can allow himself what he does not have. A locked ability cannot be changed: 7.x fails, 8.0 changes nothing and does
    /// not fail. Children begin with what their parent has, but for rules without `inherit`.
    /// Source: [D 80,102,103]. Not modelled: changes in other processes.
    ///
    /// @param pid 0 or the caller's own
    /// @throws ErrnoException EPERM
    void procmgrAbility(int pid, AbilityRule... rules);

    /// waitpid: waits for the child `pid`, or any child for -1. Blocks: SIGWAITINFO.
    ///
    /// @return exit status, 0 to 255, or minus the signal that killed it
    /// @throws ErrnoException ECHILD no such child, or it was waited for already; EINTR; ETIMEDOUT
    int waitpid(int pid);

    /// waitpid: waits for the child `pid`, or any child for -1: of several that ended, the one started first. The child is
    /// a zombie until then. Blocks: SIGWAITINFO.
    ///
    /// Source: [P] `waitpid`. Not modelled: process groups, WUNTRACED.
    ///
    /// @return how it ended; null with [WaitOption#WNOHANG] if none has
    /// @throws ErrnoException ECHILD no such child, or it was waited for already; EINTR; ETIMEDOUT
    WaitStatus waitpid(int pid, WaitOption... options);

    /// Ends the calling process, after the handlers given to [#atexit], the last one first. Does not return.
    ///
    /// Its parent gets SIGCHLD and may wait for it; its children live on and belong to the process manager, pid 1.
    /// Source: [D 99] PG Process termination.
    void exit(int status);

    /// _exit: ends the calling process at once, without handlers. Does not return.
    void exitNow(int status);

    /// atexit: `handler` runs in [#exit], on the thread that exits; not in a death by signal. Spends no time.
    ///
    /// @throws ErrnoException ENOMEM after [#ATEXIT_MAX] handlers
    void atexit(Runnable handler);

    /// So many handlers may be given to [#atexit].
    int ATEXIT_MAX = 256;

    /// What is known of process `pid`; zombies too. Spends no time.
    ///
    /// @throws ErrnoException ESRCH no such process
    ProcessInfo processInfo(int pid);

    /// All processes and zombies, by pid. Spends no time.
    List<ProcessInfo> processes();

    /// The threads of process `pid` that live, by tid; none of a zombie. Spends no time. Stands for DCMD_PROC_TIDSTATUS.
    ///
    /// @throws ErrnoException ESRCH no such process
    List<ThreadInfo> threads(int pid);

    /// The connections of process `pid`, file descriptors first, by number; none of a zombie. Spends no time.
    ///
    /// @throws ErrnoException ESRCH no such process
    List<ConnectionInfo> connections(int pid);

    /// Who is attached to interrupt lines, by line, in the order in which they are served. Spends no time.
    List<InterruptInfo> interrupts();
}
