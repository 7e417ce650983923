package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.BlockedOn;
import rtk.kernel.api.ConnectionInfo;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ProcessInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.SpawnAttr;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.ThreadInfo;
import rtk.kernel.api.WaitStatus;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// The processes of a kernel: birth, death in a stated order, and who buries them.
///
/// ```
///  spawn ──► lives ──(exit, signal, last thread)──► threads dead, all it had freed ──► zombie ──(waitpid)──► gone
/// ```
///
/// An orphan belongs to pid 1; one that dies as an orphan is buried at once, as is the child of nobody.
final class ProcessTable {
    private static final int PROCESS_MANAGER = 1;

    private final Kernel kernel;
    private final Abilities.LockedChange lockedChange;
    /// By pid - 1; null once buried.
    private final List<Process> processes = new ArrayList<>();
    final ProcessWatch watch;
    private int liveCount;

    ProcessTable(Kernel kernel) {
        this.kernel = kernel;
        watch = new ProcessWatch(kernel);
        lockedChange = Abilities.LockedChange.of(kernel.config.version());
    }

    int liveCount() { return liveCount; }

    /// @return null if there is none that lives
    Process find(int pid) {
        Process process = findWithZombies(pid);
        return process == null || process.ended ? null : process;
    }

    private Process findWithZombies(int pid) { return pid >= 1 && pid <= processes.size() ? processes.get(pid - 1) : null; }

    // Birth.

    /// What a child of `parent` may do.
    ///
    /// @param parent null for nobody in the simulated world
    /// @return null if `attr` asks for more than the parent has
    Abilities abilities(Process parent, SpawnAttr attr) {
        Abilities abilities = parent == null ? new Abilities(attr.root(), lockedChange) : parent.abilities.forChild(attr.root());
        for (AbilityRule rule : attr.abilities()) {
            if (abilities.change(rule) != Errno.EOK) return null;
        }
        return abilities;
    }

    /// @param creator thread that asks for it; null from outside the simulated world
    /// @param attr with a complete first thread
    Process spawn(Tcb creator, String name, Program program, List<String> args, SpawnAttr attr, Abilities abilities) {
        Process parent = creator == null ? null : creator.process;
        int number = kernel.world.nextNumber(EventKind.PROCESS_CREATED);
        var process = new Process(processes.size() + 1, number, name, List.copyOf(args), parent, abilities);
        process.updatePriorityMax(kernel.config.scheduling());
        processes.add(process);
        liveCount++;
        if (parent != null) {
            parent.children.add(process);
            inheritIgnored(parent, process, attr.defaults());
        }
        kernel.world.emit(EventKind.PROCESS_CREATED, number, process.pid, parent == null ? 0 : parent.number,
                kernel.world.text(kernel.board.label(name)));
        var calls = new Calls(kernel, process);
        kernel.connectToProcessManager(process);
        Tcb first = kernel.threads.create(process, null, attr.thread(), () -> {
            watch.begun(process);
            calls.exit(program.main(calls, process.args));
        });
        if (attr.mask() != null) first.maskSignals(attr.mask().bits());
        else if (creator != null) first.maskSignals(creator.signalMask);
        return process;
    }

    /// Of the parent's actions only *ignore* means something to the child.
    private static void inheritIgnored(Process parent, Process child, SignalSet defaults) {
        for (int signo = 1; signo <= Signal.MAX; signo++) {
            boolean ignored = parent.action(signo).kind() == SignalAction.Kind.IGNORE && !defaults.contains(signo);
            if (ignored) child.actions[signo] = SignalAction.IGNORE;
        }
    }

    // Knowledge.

    /// @return null if there is neither process nor zombie
    ProcessInfo info(int pid) {
        Process process = findWithZombies(pid);
        if (process == null) return null;
        int parent = process.parent == null ? 0 : process.parent.pid;
        long cpuNs = process.cpuNs;
        for (Tcb thread : process.threads.all()) cpuNs += unbilledNs(thread);
        return new ProcessInfo(pid, parent, process.name, process.args, process.liveThreads, process.ended, cpuNs,
                process.space.bytes());
    }

    List<ProcessInfo> infos() {
        var infos = new ArrayList<ProcessInfo>();
        for (Process process : processes) {
            if (process != null) infos.add(info(process.pid));
        }
        return infos;
    }

    /// Of a process or zombie.
    List<ThreadInfo> threadInfos(int pid) {
        var infos = new ArrayList<ThreadInfo>();
        for (Tcb thread : findWithZombies(pid).threads.all()) {
            if (!thread.isAlive()) continue;
            infos.add(new ThreadInfo(thread.tid, thread.name, thread.priority, thread.realPriority, thread.policy, thread.state,
                    blockedOn(thread), thread.cpu == null ? -1 : Integer.numberOfTrailingZeros(thread.cpu.bit),
                    thread.cpuNs + unbilledNs(thread)));
        }
        return infos;
    }

    private static long unbilledNs(Tcb thread) { return thread.cpu == null ? 0 : thread.cpu.unbilledNs(thread); }

    private static BlockedOn blockedOn(Tcb thread) {
        return switch (thread.state) {
            case SEND, REPLY -> new BlockedOn(thread.channel.process.pid, thread.channel.chid);
            case RECEIVE -> new BlockedOn(thread.process.pid, thread.servedChannel.chid);
            case MUTEX -> {
                Tcb owner = ((Mutex) thread.waitsFor).owner();
                yield owner == null ? new BlockedOn(0, 0) : new BlockedOn(owner.process.pid, owner.tid);
            }
            case JOIN -> new BlockedOn(thread.process.pid, thread.joined.tid);
            default -> null;
        };
    }

    /// Of a process or zombie.
    List<ConnectionInfo> connectionInfos(int pid) {
        Process process = findWithZombies(pid);
        var infos = new ArrayList<ConnectionInfo>();
        if (process.ended) return infos;
        for (Connection connection : process.connections.all()) infos.add(info(connection));
        for (Connection connection : process.sideConnections.values()) infos.add(info(connection));
        return infos;
    }

    private static ConnectionInfo info(Connection connection) {
        if (connection.isDead()) return new ConnectionInfo(connection.coid, 0, 0);
        return new ConnectionInfo(connection.coid, connection.channel.process.pid, connection.channel.chid);
    }

    // Death.

    /// The end of a process. One of its threads may be REPLY-blocked where the server wants to be asked first: the process is
    /// [Process#ending] then until the server lets it go (rule X3).
    ///
    /// @param signo that kills it, 0 if it exits with `status`
    /// @param reason text for the trace, 0 for none
    /// @param by at whose priority the clean-up is done (rule Z7): who sent the signal, or exits
    void end(Process process, int status, int signo, int reason, Tcb by) {
        if (process.ending) return;
        process.ending = true;
        process.status = signo == 0 ? status : -signo;
        process.waitStatus = signo == 0 ? WaitStatus.exited(process.pid, status) : WaitStatus.signaled(process.pid, signo);
        process.endReason = reason;
        process.endPriority = by.priority;
        for (Tcb thread : process.threads.all()) {
            boolean waits = thread.state == ThreadState.REPLY && thread.channel.askServer(thread, Errno.EINTR);
            if (thread.isAlive() && !waits) kernel.threads.kill(thread);
        }
        threadsDied(process);
    }

    /// The server let go of `thread`, whose process is ending.
    void endReleased(Tcb thread) {
        kernel.threads.kill(thread);
        threadsDied(thread.process);
    }

    private void threadsDied(Process process) {
        if (process.liveThreads == 0) afterThreads(process);
        else kernel.waitCircles.lookAfterDeath(process);
    }

    /// Clean-up that takes time is done by a thread of its own, in the dying process.
    private void afterThreads(Process process) {
        for (Tcb thread : process.threads.all()) Kernel.leaveMutexes(thread, true);
        for (Mutex orphan : process.orphans) orphan.tellWaiters();
        process.threads.clear();
        long ns = kernel.costNs(CostItem.PROCESS_CLEANUP);
        if (ns == 0) {
            cleanUp(process);
            return;
        }
        var attr = new ThreadAttr("terminator", process.endPriority, SchedPolicy.RR).detached(true);
        var terminator = new Tcb[1];
        terminator[0] = kernel.threads.create(process, null, attr, () -> {
            terminator[0].cpu.preemptibleWork(terminator[0], ns);
            kernel.threads.kill(terminator[0]);
            cleanUp(process);
        });
    }

    /// Interrupts, timers, channels, connections, memory, then the family. The prefixes of a process in the pathname space go with
    /// its connection to the process manager.
    private void cleanUp(Process process) {
        process.ended = true;
        liveCount--;
        if (step(process, "interrupts", process.attachments.size())) {
            for (Attachment attachment : List.copyOf(process.attachments)) kernel.interrupts.detach(attachment);
        }
        List<KernelTimer> timers = process.timers.all();
        if (step(process, "timers", timers.size())) timers.forEach(KernelTimer::disarm);
        List<Channel> channels = process.channels.all();
        if (step(process, "channels", channels.size())) channels.forEach(Channel::destroy);
        List<Connection> connections = process.connections.all();
        connections.addAll(process.sideConnections.values());
        if (step(process, "connections", connections.size())) connections.forEach(kernel::disconnect);
        freeMemory(process);
        process.forgetHandlers();
        kernel.world.emit(EventKind.PROCESS_EXITED, process.number, process.status, process.endReason);
        watch.ended(process);
        orphan(process);
        boolean noZombie = process.parent != null
                && process.parent.action(Signal.SIGCHLD).kind() == SignalAction.Kind.IGNORE;
        if (process.parent == null || process.isOrphan) bury(process);
        else tellParent(process.parent, process);
        if (noZombie && !process.isOrphan) bury(process);
    }

    private void freeMemory(Process process) {
        List<MemoryDoor.Opened> objects = process.memoryObjects.all();
        if (!step(process, "memory", process.space.isEmpty() ? objects.size() : 1)) return;
        process.space.unmapAll();
        for (MemoryDoor.Opened opened : objects) opened.release();
    }

    /// Tells the trace of a step of the clean-up that finds something to do.
    private boolean step(Process process, String step, int count) {
        if (count > 0) kernel.world.emit(EventKind.PROCESS_CLEANUP, process.number, kernel.world.text(step));
        return count > 0;
    }

    /// The children of `dead` go to pid 1, those that are zombies to their graves.
    private void orphan(Process dead) {
        Process adopter = find(PROCESS_MANAGER);
        for (Process child : List.copyOf(dead.children)) {
            dead.children.remove(child);
            child.parent = adopter;
            child.isOrphan = true;
            if (child.ended) bury(child);
            else kernel.world.emit(EventKind.PROCESS_ADOPTED, child.number, adopter == null ? 0 : adopter.number);
        }
    }

    private void tellParent(Process parent, Process child) {
        kernel.signals.sendChildEnded(parent, child);
        while (!parent.waiters.isEmpty()) kernel.scheduler.wake(parent.waiters.removeFirst(), Errno.EOK, 0);
    }

    /// A zombie goes: its pid is nobody's from now on.
    void bury(Process zombie) {
        if (zombie.parent != null) zombie.parent.children.remove(zombie);
        processes.set(zombie.pid - 1, null);
    }
}
