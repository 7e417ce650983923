package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.Program;

/// A process: protection domain and owner of threads, channels, connections, sync objects, timers and attached interrupts.
final class Process {
    final int pid;
    /// In the trace.
    final int number;
    final String name;
    final Process parent;
    final Program program;

    /// May use privileged priorities, as its parent may; who was started from outside may.
    boolean priorityAbility;

    // Written only by Kernel.
    final List<Tcb> threads = new ArrayList<>();
    int liveThreads;
    int lastTid;
    final List<Process> children = new ArrayList<>();
    boolean ended;
    boolean reaped;
    int status;
    final WaitQueue<Tcb> waiters = new WaitQueue<>();

    // Written only by Calls. By the program's numbers.
    final Slots<Channel> channels = new Slots<>(1);
    final Slots<Connection> connections = new Slots<>(0);
    final TreeMap<Integer, Connection> sideConnections = new TreeMap<>();
    final Slots<Mutex> mutexes = new Slots<>(1);
    final Slots<Condvar> condvars = new Slots<>(1);
    final Slots<Semaphore> sems = new Slots<>(1);
    final Slots<KernelTimer> timers = new Slots<>(1);
    final List<Attachment> attachments = new ArrayList<>();

    Process(int pid, int number, String name, Process parent, Program program) {
        this.pid = pid;
        this.number = number;
        this.name = name;
        this.parent = parent;
        this.program = program;
        priorityAbility = parent == null || parent.priorityAbility;
    }

    /// The highest priority that its threads may ask for.
    int priorityMax(Scheduling scheduling) {
        return priorityAbility ? ReadyQueue.PRIORITIES - 1 : scheduling.privilegedFrom() - 1;
    }

    Connection connection(int coid) {
        return (coid & Calls.SIDE_CHANNEL) != 0 ? sideConnections.get(coid) : connections.get(coid);
    }

    @Override
    public String toString() { return name + "(" + pid + ")"; }
}
