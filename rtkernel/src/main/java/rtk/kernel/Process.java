package rtk.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.Ability;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.WaitStatus;

/// A process: protection domain and owner of threads, channels, connections, sync objects, timers and attached interrupts.
final class Process {
    final int pid;
    /// In the trace.
    final int number;
    final String name;
    /// Without the program's name.
    final List<String> args;

    /// What it may do; who was started from outside may do all, unless said.
    final Abilities abilities;
    /// The highest priority that it may use.
    int priorityMax;

    // Written only by ThreadTable.
    /// Those that live and those not yet joined, by tid.
    final Slots<Tcb> threads = new Slots<>(1);
    int liveThreads;
    /// Its threads of which [Tcb#isBlockedByOthers] holds; written only by Scheduler.
    int blockedByOthers;
    /// Written only by WaitCircles.
    int lastSearch;
    /// Which its first thread was created with.
    int initialPriority;

    /// Thread-specific keys given out. Written only by ThreadDoor.
    int keys;

    /// Written only by Cpu: processor time of all threads it ever had, up to their last switch.
    long cpuNs;

    // Written only by ProcessTable.
    /// Null for nobody in the simulated world.
    Process parent;
    /// The parent is not the one that started it.
    boolean isOrphan;
    final List<Process> children = new ArrayList<>();
    /// On its way out: no thread runs any more, but one may wait for a server to let it go.
    boolean ending;
    /// Text in the trace.
    int endReason;
    /// At which its clean-up is done.
    int endPriority;
    boolean ended;
    /// Exit status, or minus the signal.
    int status;
    WaitStatus waitStatus;

    // Written only by MemoryDoor.
    final AddressSpace space = new AddressSpace();
    final Slots<MemoryDoor.Opened> memoryObjects = new Slots<>(1);

    // Written only by SignalDoor and SignalDelivery.
    /// By number; null is the default.
    final SignalAction[] actions = new SignalAction[Signal.MAX + 1];
    final PendingSignals pending = new PendingSignals();

    // Written only by ProcessDoor.
    /// Threads in waitpid.
    final WaitQueue<Tcb> waiters = new WaitQueue<>();
    /// Run by exit, the last first.
    final ArrayDeque<Runnable> exitHandlers = new ArrayDeque<>();

    /// How late timers may fire that have no tolerance of their own, in ns. Written only by ClockDoor.
    long timerToleranceNs;

    // Written only by the doors. By the program's numbers.
    final Slots<Channel> channels = new Slots<>(1);
    final Slots<Connection> connections = new Slots<>(0);
    final TreeMap<Integer, Connection> sideConnections = new TreeMap<>();
    /// As a server, by scoid.
    final Slots<ClientEntry> clients = new Slots<>(Calls.SERVER_SIDE);
    /// Events that servers may deliver, by handle.
    final Slots<RegisteredEvent> registeredEvents = new Slots<>(1);
    final Slots<Mutex> mutexes = new Slots<>(1);
    final Slots<Condvar> condvars = new Slots<>(1);
    final Slots<Semaphore> sems = new Slots<>(1);
    /// Mutexes whose owners died here without letting go; written by Mutex.
    final List<Mutex> orphans = new ArrayList<>(0);
    final Slots<KernelTimer> timers = new Slots<>(1);
    final List<Attachment> attachments = new ArrayList<>();

    // Written only by ThreadTable.
    /// Where its threads work on pulses; null in a kernel without partitions.
    Partition pulsePartition;

    Process(int pid, int number, String name, List<String> args, Process parent, Abilities abilities) {
        this.pid = pid;
        this.number = number;
        this.name = name;
        this.args = args;
        this.parent = parent;
        this.abilities = abilities;
    }

    /// After a change of its abilities.
    void updatePriorityMax(Scheduling scheduling) {
        int unprivileged = scheduling.privilegedFrom() - 1;
        boolean has = abilities.has(Ability.PRIORITY);
        long high = has ? abilities.high(Ability.PRIORITY, ReadyQueue.PRIORITIES - 1) : unprivileged;
        priorityMax = (int) Math.max(unprivileged, high);
    }

    SignalAction action(int signo) { return actions[signo] == null ? SignalAction.DEFAULT : actions[signo]; }

    /// @return the living thread `tid`, or null
    Tcb thread(int tid) {
        Tcb thread = threads.get(tid);
        return thread != null && thread.isAlive() ? thread : null;
    }

    /// The handlers given to atexit run, the last one first, on the thread that calls.
    void runExitHandlers() {
        while (!exitHandlers.isEmpty()) exitHandlers.removeLast().run();
    }

    /// They may hold on to all that the program had.
    void forgetHandlers() {
        Arrays.fill(actions, null);
        exitHandlers.clear();
    }

    Connection connection(int coid) {
        return (coid & Calls.SIDE_CHANNEL) != 0 ? sideConnections.get(coid) : connections.get(coid);
    }

    /// @param tid 0 for `self`
    /// @return null if there is none that lives
    Tcb thread(int tid, Tcb self) { return tid == 0 ? self : thread(tid); }

    @Override
    public String toString() { return name + "(" + pid + ")"; }
}
