package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ProcessInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;
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
    /// By pid - 1; null once buried.
    private final List<Process> processes = new ArrayList<>();
    private int liveCount;

    ProcessTable(Kernel kernel) { this.kernel = kernel; }

    int liveCount() { return liveCount; }

    /// @return null if there is none that lives
    Process find(int pid) {
        Process process = findWithZombies(pid);
        return process == null || process.ended ? null : process;
    }

    private Process findWithZombies(int pid) { return pid >= 1 && pid <= processes.size() ? processes.get(pid - 1) : null; }

    // Birth.

    Process spawn(Process parent, String name, Program program, List<String> args, ThreadAttr attr) {
        int number = kernel.world.nextNumber(EventKind.PROCESS_CREATED);
        var process = new Process(processes.size() + 1, number, name, List.copyOf(args), parent);
        processes.add(process);
        liveCount++;
        if (parent != null) parent.children.add(process);
        kernel.world.emit(EventKind.PROCESS_CREATED, number, process.pid, parent == null ? 0 : parent.number,
                kernel.world.text(kernel.board.label(name)));
        var calls = new Calls(kernel, process);
        kernel.connectToProcessManager(process);
        kernel.threads.create(process, null, attr, () -> calls.exit(program.main(calls, process.args)));
        return process;
    }

    // Knowledge.

    /// @return null if there is neither process nor zombie
    ProcessInfo info(int pid) {
        Process process = findWithZombies(pid);
        if (process == null) return null;
        int parent = process.parent == null ? 0 : process.parent.pid;
        return new ProcessInfo(pid, parent, process.name, process.args, process.liveThreads, process.ended);
    }

    List<ProcessInfo> infos() {
        var infos = new ArrayList<ProcessInfo>();
        for (Process process : processes) {
            if (process != null) infos.add(info(process.pid));
        }
        return infos;
    }

    // Death.

    /// The end of a process. One of its threads may be REPLY-blocked where the server wants to be asked first: the process is
    /// [Process#ending] then until the server lets it go (rule X3).
    ///
    /// @param signo that kills it, 0 if it exits with `status`
    /// @param reason text for the trace, 0 for none
    void end(Process process, int status, int signo, int reason) {
        if (process.ending) return;
        process.ending = true;
        process.status = signo == 0 ? status : -signo;
        process.waitStatus = signo == 0 ? WaitStatus.exited(process.pid, status) : WaitStatus.signaled(process.pid, signo);
        process.endReason = reason;
        for (Tcb thread : process.threads.all()) {
            boolean waits = thread.state == ThreadState.REPLY && thread.channel.askServer(thread, Errno.EINTR);
            if (thread.isAlive() && !waits) kernel.threads.kill(thread);
        }
        if (process.liveThreads == 0) cleanUp(process);
    }

    /// The server let go of `thread`, whose process is ending.
    void endReleased(Tcb thread) {
        kernel.threads.kill(thread);
        if (thread.process.liveThreads == 0) cleanUp(thread.process);
    }

    /// After the last thread: mutexes it held, interrupts, timers, channels, connections, then the family.
    private void cleanUp(Process process) {
        process.ended = true;
        liveCount--;
        for (Tcb thread : process.threads.all()) Kernel.leaveMutexes(thread, true);
        process.threads.clear();
        for (Attachment attachment : List.copyOf(process.attachments)) kernel.interrupts.detach(attachment);
        for (KernelTimer timer : process.timers.all()) timer.disarm();
        for (Channel channel : process.channels.all()) channel.destroy();
        for (Connection connection : process.connections.all()) kernel.disconnect(connection);
        for (Connection connection : process.sideConnections.values()) kernel.disconnect(connection);
        process.space.unmapAll();
        for (MemoryDoor.Opened opened : process.memoryObjects.all()) {
            if (opened.shared() != null) opened.shared().release();
        }
        kernel.world.emit(EventKind.PROCESS_EXITED, process.number, process.status, process.endReason);
        orphan(process);
        if (process.parent == null || process.isOrphan) bury(process);
        else tellParent(process.parent, process);
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
