package rtk.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.board.Board;
import rtk.board.hw.Core;
import rtk.board.hw.CoreTimer;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ProcessInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.SpawnAttr;
import rtk.kernel.api.SporadicParam;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.ThreadState;

/// The kernel of one board: builds and wires the rest, and knows the life of processes and threads.
///
/// Used from outside the simulated world to start programs and to let time pass; programs see [rtk.kernel.api.KernelCalls].
public final class Kernel implements AutoCloseable {

    final Board board;
    final World world;
    final KernelConfig config;
    final Scheduler scheduler;
    final Cores cores;
    /// Null unless the kernel was booted with them.
    final AdaptivePartitions partitions;
    final Clock clock;
    final InterruptTable interrupts;
    final ThreadTable threads = new ThreadTable(this);
    final InterruptService interruptService;
    final ProcessTable processes;
    final SignalDelivery signals;
    final Failures failures = new Failures(this);
    final PulseStore pulseStore = PulseStore.ofSystem();
    final PulseWidth pulseWidth;
    final WaitCircles waitCircles;
    final Diagnostics diagnostics;
    final PhysicalMemory memory;
    /// Shared memory objects by name. Written only by MemoryDoor.
    final TreeMap<String, MemoryObject> sharedMemory = new TreeMap<>();
    private final EventDelivery events;
    final SyncRules syncRules;
    final SharedSyncs sharedSyncs = new SharedSyncs();
    /// Cost of locking and unlocking without a kernel call, -1 if that is not done.
    final long uncontendedSyncNs;
    /// The core whose kernel code or thread runs on the host, or did last.
    Cpu active;
    private final long[] costs = new long[CostItem.values().length];
    private final int[] costTexts = new int[costs.length];
    private final Cpu[] cpus;
    /// Started from outside, and not yet told to a core.
    private final ArrayDeque<Tcb> arrivals = new ArrayDeque<>();
    private final SimEvent kick = SimEvent.of(Rank.CORE, this::kick);

    public Kernel(Board board, KernelConfig config) {
        this.board = board;
        this.config = config;
        world = board.world();
        for (CostItem item : CostItem.values()) costs[item.ordinal()] = config.costs().costNs(item);
        uncontendedSyncNs = config.costs().ns().getOrDefault(CostItem.SYNC_UNCONTENDED, -1L);
        scheduler = new Scheduler(world, this);
        processes = new ProcessTable(this);
        signals = new SignalDelivery(this);
        memory = new PhysicalMemory(board.memory());
        events = new EventDelivery(this);
        syncRules = SyncRules.of(config.version());
        interruptService = InterruptService.of(config.version());
        pulseWidth = PulseWidth.of(config.version());
        waitCircles = new WaitCircles(this);
        diagnostics = new Diagnostics(world);
        interrupts = new InterruptTable(world, board.interrupts());
        clock = new Clock(board.timer(0), ClockRules.of(config.version()),
                config.tickNs(), config.highResolution());
        board.interrupts().setEnabled(CoreTimer.IRQ, true);
        cpus = new Cpu[board.cores().size()];
        for (Core core : board.cores()) cpus[core.number()] = new Cpu(this, core);
        active = cpus[0];
        partitions = config.partitions() == null ? null : new AdaptivePartitions(this, config.partitions());
        cores = new Cores(this, cpus);
    }

    // For those outside.

    /// Starts a process at the present instant. The first one is the process manager by its number, pid 1.
    ///
    /// @param args without the program's name
    /// @param attr of the first thread; priority 10 and round robin unless said
    /// @return pid
    public int spawn(String name, Program program, List<String> args, ThreadAttr attr) {
        return spawn(name, program, args, SpawnAttr.of(attr));
    }

    /// As [#spawn(String, Program, List, ThreadAttr)], with all that can be said of a process. It may do everything, unless said.
    public int spawn(String name, Program program, List<String> args, SpawnAttr attr) {
        if (!cores.canPlace(attr.thread()))
            throw new IllegalArgumentException(name + ": no such cores or partition: " + attr.thread());
        ThreadAttr first = attr.thread();
        if (first.policy() == SchedPolicy.SPORADIC && !SporadicParam.isValid(first.sporadic(), first.priority())) {
            throw new IllegalArgumentException(name + ": no budget for such a thread: " + first);
        }
        Abilities abilities = processes.abilities(null, attr);
        if (abilities == null) throw new IllegalArgumentException(name + " cannot have these abilities: " + attr.abilities());
        Process process = processes.spawn(null, name, program, args, attr, abilities);
        arrivals.addLast(process.threads.get(1));
        world.engine().at(kick, world.nowNs());
        return process.pid;
    }

    /// Lets time pass until `untilNs`, that instant included.
    ///
    /// @return false if the engine was stopped before
    /// @throws KernelPanic the kernel failed in the middle of its work
    public boolean run(long untilNs) {
        var completed = new boolean[1];
        config.coroutines().host(() -> {
            completed[0] = world.engine().runUntil(untilNs);
        });
        return completed[0];
    }

    /// A core takes, or at least looks for, what came from outside. One thread at a time: the core may let time pass.
    private void kick() {
        Tcb thread = arrivals.removeFirst();
        Cpu cpu = thread.queued ? cores.placement.coreFor(thread, null) : null;
        if (cpu != null && cpu.isIdle()) arrivals.addFirst(thread);
        if (!arrivals.isEmpty()) world.engine().at(kick, world.nowNs());
        if (cpu == null) return;
        if (cpu.isIdle()) {
            cpu.proceed();
        } else if (cpu.current != null) {
            cores.promise(thread, cpu);
        }
    }

    /// From now on a stretch of the board's memory does not answer: a thread that touches it gets SIGBUS.
    ///
    /// @param name of a memory of the board, such as `/memory/ram/sysram`
    /// @param offset in it, in bytes; whole pages of 4096 fail
    /// @throws IllegalArgumentException if there is no such stretch
    public void failMemory(String name, long offset, long bytes) {
        if (!memory.fail(name, offset, bytes))
            throw new IllegalArgumentException("no " + bytes + " bytes at " + offset + " of " + name);
    }

    /// Processes that died abnormally so far, in order.
    public List<ProcessFailure> failures() { return failures.all(); }

    /// Does any core do something?
    boolean isAwake() {
        for (Cpu cpu : cpus) {
            if (!cpu.isIdle()) return true;
        }
        return false;
    }

    /// What the kernel's monitors found so far, in order.
    public List<Diagnostic> diagnostics() { return diagnostics.all(); }

    /// Circles of waits among [#diagnostics] that stand, and that no timeout will open: as far as the kernel can see, for ever.
    public List<Diagnostic> deadlocks() { return waitCircles.deadlocks(); }

    /// Messages that have been received and not replied to so far.
    public List<Unreplied> unreplied() {
        var unreplied = new ArrayList<Unreplied>();
        for (Tcb thread : threads.all()) {
            if (thread.state == ThreadState.REPLY) unreplied.add(Unreplied.of(thread));
        }
        return unreplied;
    }

    /// How many processes live.
    public int processCount() { return processes.liveCount(); }

    /// Processes and zombies now, by pid; for whoever looks from outside between two runs.
    public List<ProcessInfo> processes() { return processes.infos(); }

    /// Takes all threads off their stacks. Nothing more can be run after this.
    @Override
    public void close() {
        config.coroutines().host(threads::close);
    }

    /// Brings the accounts of processor time up to now.
    void settle() { for (Cpu cpu : cpus) cpu.use(); }

    /// What core `number`, from 0, spent its time on so far.
    public CoreUse coreUse(int number) { return cpus[number].use(); }

    /// Length of a round-robin slice.
    long sliceNs() { return config.scheduling().sliceTicks() * clock.tickNs(); }

    // Costs.

    long costNs(CostItem item) { return costs[item.ordinal()]; }

    /// The item's number among the texts of the trace.
    int costText(CostItem item) {
        int known = costTexts[item.ordinal()];
        if (known != 0) return known;
        int number = world.text(item.label());
        costTexts[item.ordinal()] = number;
        return number;
    }

    /// The priority of a waiting `thread` changed: its place in the queue may too.
    void requeue(Tcb thread) {
        if (thread.waitsFor != null) thread.waitsFor.requeue(thread);
        else if (thread.state == ThreadState.SEND) thread.channel.requeue(thread);
    }

    // Waits.

    /// The timeout of `thread` is over.
    void timeOut(Tcb thread) {
        switch (thread.state) {
            default -> unblock(thread, Errno.ETIMEDOUT);
        }
    }

    /// `thread` was cancelled: if it waits at a cancellation point and lets itself be cancelled, that wait is over.
    void cancelWait(Tcb thread) {
        if (thread.cancelDisabled) return;
        switch (thread.state) {
            case CONDVAR, SEND, REPLY, RECEIVE, JOIN, NANOSLEEP, SEM, INTR, SIGSUSPEND, SIGWAITINFO ->
                unblock(thread, Errno.ECANCELED);
            default -> {}
        }
    }

    /// Ends the wait of `thread` before its time.
    ///
    /// @param reason ETIMEDOUT, EINTR for a signal, or ECANCELED
    /// @return false if it goes on waiting: REPLY-blocked on a channel whose server wants to be asked, and is asked now (B3)
    boolean unblock(Tcb thread, Errno reason) {
        if (thread.state == ThreadState.REPLY && thread.channel.askServer(thread, reason)) return false;
        if (thread.waitsFor != null) {
            thread.waitsFor.giveUp(thread, reason);
            return true;
        }
        leaveQueue(thread);
        scheduler.wake(thread, reason, 0);
        return true;
    }

    void leaveQueue(Tcb thread) {
        if (thread.waitsFor != null) thread.waitsFor.withdraw(thread);
        switch (thread.state) {
            case NANOSLEEP -> clock.cancel(thread.sleep);
            case SEND -> thread.channel.withdraw(thread);
            case RECEIVE -> thread.servedChannel.withdrawReceiver(thread);
            case JOIN -> thread.joined.joiner = null;
            case SIGWAITINFO -> {
                if (thread.waitedSignals == 0) thread.process.waiters.remove(thread);
                thread.waitedSignals = 0;
            }
            default -> {}
        }
    }

    /// What the dead `thread` held: its mutexes are told.
    static void leaveMutexes(Tcb thread, boolean withProcess) {
        if (thread.held.isEmpty()) return;
        List<Mutex> held = List.copyOf(thread.held);
        thread.held.clear();
        for (Mutex mutex : held) mutex.ownerDied(withProcess);
    }

    // Events.

    /// Does what `event` says, for a timer, an interrupt or a server.
    ///
    /// @param thread who armed it
    /// @param irq the interrupt it is for, -1 for none
    Errno deliver(Process process, Tcb thread, SigEvent event, int irq) { return events.deliver(process, thread, event, irq); }

    /// Signal `signo` for `process`, or for its `thread` alone.
    ///
    /// @param thread null for the process as a whole
    /// @param from null if the kernel sends it
    void raise(Process process, Tcb thread, int signo, int code, int value, Tcb from) {
        signals.send(process, thread, new SignalInfo(signo, code, value, 0, 0), from);
    }

    // Processes and threads.

    /// @return the thread with this rcvid, or null
    Tcb threadByRcvid(int rcvid) { return threads.byRcvid(rcvid); }

    /// Every process has a connection to the first channel of pid 1; one that was started before that channel was made gets it
    /// when it first uses it.
    ///
    /// @return null if there is no such channel
    Connection connectToProcessManager(Process process) {
        Process manager = processes.find(1);
        Channel channel = manager == null ? null : manager.channels.get(1);
        if (channel == null) return null;
        Connection connection = channel.connect(process);
        connection.coid = Calls.SYSMGR_COID;
        process.sideConnections.put(Calls.SYSMGR_COID, connection);
        return connection;
    }

    void disconnect(Connection connection) {
        if (connection.channel != null) connection.channel.disconnect(connection);
    }

    void detach(Attachment attachment) {
        interrupts.detach(attachment);
        endServer(attachment);
    }

    /// The thread that the kernel made for `attachment`, if it made one, is of no use any more.
    void endServer(Attachment attachment) {
        if (attachment.thread != attachment.owner && attachment.thread.isAlive()) threads.end(attachment.thread, 0);
    }

    /// The thread `owner` is dead.
    void detachAll(Tcb owner) {
        for (Attachment attachment : List.copyOf(owner.process.attachments)) {
            if (attachment.owner == owner && !attachment.outlivesThread()) detach(attachment);
        }
    }
}
