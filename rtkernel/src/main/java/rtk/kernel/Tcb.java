package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.ThreadState;

/// Thread control block.
final class Tcb extends Waiting {
    static final int EVERY_CORE = -1;
    static final int NOT_BOOSTED = -1;

    final Process process;
    final int tid;
    /// In the trace.
    final int number;
    /// What servers know it by while they owe it a reply.
    final int rcvid;
    String name;
    Coroutine coroutine;

    // Written only by Scheduler.
    ThreadState state = ThreadState.DEAD;
    /// As set by the program.
    int realPriority;
    /// The real priority, or the one that came with the message being served.
    int basePriority;
    /// What the scheduler goes by.
    int priority;
    SchedPolicy policy;
    /// Null unless the policy is SPORADIC.
    Sporadic sporadic;
    boolean queued;
    Tcb next;
    Tcb previous;
    /// The queue it was in last.
    ReadyQueue readyQueue;
    /// Among the ready threads of its priority, those in other queues included.
    long readyPosition;
    /// The cores it may run on: bit `c` for core `c`; every core as [#EVERY_CORE].
    int runMask = EVERY_CORE;
    /// Whose budget it uses; null in a kernel without partitions.
    Partition partition;
    /// May run over its partition's budget.
    boolean isCritical;
    /// As set for it; its run mask may be that of a client meanwhile.
    int ownRunMask = EVERY_CORE;
    /// What becomes the run mask of threads that it creates.
    int inheritMask = EVERY_CORE;

    /// The core that it runs on, or ran on last; null if it never ran.
    Cpu cpu;

    // Written only by Cpu.
    /// The core that is to run it, as far as [#isPromised] confirms it.
    Cpu promisedTo;
    /// Time that its next work takes longer because the caches of its core do not know it.
    long coldNs;
    /// What an interrupt left of the work in progress.
    long workLeftNs;
    /// The work in progress is the last of a compute.
    boolean lastWork;
    /// Told once when all of the present compute is spent; null for nobody.
    Runnable whenSpent;
    /// Zeroed by Scheduler too.
    long sliceUsedNs;
    /// Processor time used, up to its last switch.
    long cpuNs;

    // How the wait ended: written by whoever ends it.
    Errno wakeErrno = Errno.EOK;
    long wakeValue;

    // Written only by ThreadTable and ThreadDoor: life.
    boolean killed;
    boolean detached;
    /// For who joins it.
    long exitStatus;
    Tcb joiner;
    /// Whose end it waits for.
    Tcb joined;
    boolean cancelPending;
    boolean cancelDisabled;
    /// Values of the thread-specific keys; null for none.
    Object[] specifics;

    // Written only by Channel: as a client.
    Connection connection;
    Channel channel;
    int sentCoid;
    /// Number of the transaction in the trace.
    int message;
    final Parts sent = new Parts();
    final Parts reply = new Parts();
    /// Bytes of it that were received, and when.
    int transferred;
    long receivedNs;
    /// Why it wants to leave REPLY though its server has to be asked; EOK if it does not.
    Errno unblockReason = Errno.EOK;

    // Written only by Channel: as a server.
    Channel servedChannel;
    /// Priority before the first boost by waiting clients.
    int unboostedPriority = NOT_BOOSTED;
    final Parts receive = new Parts();
    final byte[] pulse = new byte[Pulse.BYTES];
    /// Buffer of MsgReply, MsgRead and MsgWrite.
    final Parts own = new Parts();
    MsgInfo receiveInfo;
    /// Number in the trace of the message or pulse received last, and its length.
    int receivedMessage;
    int receivedLength;

    // Written only by SyncObject and its kin.
    final List<Mutex> held = new ArrayList<>(2);
    /// What it waits for in the states MUTEX, CONDVAR, SEM, RWLOCK_READ, RWLOCK_WRITE and BARRIER; else null.
    SyncObject waitsFor;
    /// Circle of waits that it is part of, else null.
    DeadlockCycle cycle;
    /// Reacquired when a condvar wait ends.
    Mutex condvarMutex;
    /// How the wait ends once it gets the mutex it waits for.
    Errno lockOutcome = Errno.EOK;

    /// Written only by WaitCircles.
    int lastSearch;

    // Written only by SignalDelivery and SignalDoor. Sets have bit `signo - 1` for each signal.
    long signalMask = SignalDelivery.ALWAYS_MASKED;
    final PendingSignals pending = new PendingSignals();
    /// Waited for in sigwaitinfo, 0 if it is not there; and what came.
    long waitedSignals;
    SignalInfo signalTaken;
    /// On the way out of the kernel there is something to attend to: a signal, or the wish to stop.
    boolean attention;
    boolean stopWanted;
    /// Runs the handler of a fault: another one is its death.
    boolean faulting;
    /// Waits, and is to stop when that is over.
    boolean stopsWhenWoken;

    // Written only by InterruptDoor and EventDelivery.
    /// Interrupts that it has been told of and not yet waited for.
    int interruptsPending;
    /// Runs with interrupts off (InterruptDisable). Written only by Cpu.
    boolean interruptsOff;

    // Written only by ClockDoor and ThreadTimeout.
    /// For which states a timeout has been asked for, a bit for each [ThreadState]; 0 for none.
    int timeoutStates;
    final ThreadTimeout timeout = new ThreadTimeout(this);
    final Timeout sleep = new Timeout.Sleep(this);

    Tcb(Process process, int tid, int number, int rcvid, String name) {
        this.process = process;
        this.tid = tid;
        this.number = number;
        this.rcvid = rcvid;
        this.name = name;
    }

    /// `attr` with what it leaves open taken from this thread, the creator.
    ThreadAttr completed(ThreadAttr attr) {
        ThreadAttr full = attr.priority() == 0 ? attr.priority(realPriority) : attr;
        if (full.policy() != null) return full;
        return sporadic == null ? full.policy(policy) : full.sporadic(sporadic.param());
    }

    boolean mayRunOn(Cpu core) { return (runMask & core.bit) != 0; }

    boolean hasSlice() { return policy == SchedPolicy.RR || policy == SchedPolicy.OTHER; }

    boolean isRunnable() { return state == ThreadState.READY || state == ThreadState.RUNNING; }

    /// What the scheduler compares: the higher runs. The priority, unless partitions make something else of it; below 0 it may not
    /// run.
    long urgency() { return partition == null ? priority : partition.urgency(this); }

    /// Has a core been told to run it?
    boolean isPromised() { return promisedTo != null && promisedTo.promised() == this; }

    /// What can be masked, and what always is, aside.
    void maskSignals(long signals) {
        signalMask = (signals | SignalDelivery.ALWAYS_MASKED) & ~SignalDelivery.UNMASKABLE;
    }

    /// Is it SEND- or REPLY-blocked?
    boolean waitsForServer() { return state == ThreadState.SEND || state == ThreadState.REPLY; }

    /// Does it wait for what certain other threads have to do: receive, reply, unlock a mutex, end?
    boolean isBlockedByOthers() {
        return switch (state) {
            case SEND, REPLY, MUTEX, JOIN -> true;
            default -> false;
        };
    }

    boolean isAlive() { return !killed && state != ThreadState.DEAD; }

    @Override
    public String toString() { return process.name + "/" + tid; }
}
