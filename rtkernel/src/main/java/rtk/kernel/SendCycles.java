package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Finds a cycle of sends in the instant in which it closes.
///
/// A thread that is SEND- or REPLY-blocked goes on when a thread of the channel's process receives, or replies; any thread of that
/// process can. So a process is *stuck* when all its threads are SEND- or REPLY-blocked on channels of stuck processes. The search goes from
/// the sender's channel to those processes and stops at the first that has a thread in any other state; when there is none, and the
/// sender's own process is among them, the way back to it is the cycle.
///
/// A timeout or a signal may still break it, which is no reason not to report it: two that send to each other is a mistake
/// of design (rule R9). Not found: threads that wait for mutexes, or for a reply that nobody intends to give.
///
/// Cost: one comparison for a server with a thread that is not blocked so; otherwise the number of threads in the stuck processes.
final class SendCycles {
    private final Kernel kernel;
    private final List<Process> reached = new ArrayList<>();
    /// For each process reached the thread that waits for it.
    private final List<Tcb> via = new ArrayList<>();
    private int search;

    SendCycles(Kernel kernel) { this.kernel = kernel; }

    /// `sender` has just begun to wait for a channel on which nobody receives.
    void look(Tcb sender) {
        if (!isBlocked(sender.channel.process)) return;
        if (areAllStuck(sender) && reached.contains(sender.process)) report(sender);
    }

    /// A thread of `process` has died: perhaps the last that could have gone on.
    void lookAfterDeath(Process process) {
        if (process.liveThreads == 0 || !isBlocked(process)) return;
        for (Tcb thread : process.threads.all()) {
            if (!thread.waitsForServer() || !areAllStuck(thread) || !reached.contains(process)) continue;
            report(thread);
            return;
        }
    }

    private static boolean isBlocked(Process process) { return process.sendBlocked == process.liveThreads; }

    /// @return whether no process that `sender` waits for, directly or not, can go on
    private boolean areAllStuck(Tcb sender) {
        search++;
        reached.clear();
        via.clear();
        reach(sender);
        for (int i = 0; i < reached.size(); i++) {
            Process process = reached.get(i);
            if (!isBlocked(process)) return false;
            for (Tcb thread : process.threads.all()) {
                if (thread.waitsForServer()) reach(thread);
            }
        }
        return true;
    }

    private void reach(Tcb waiter) {
        Process server = waiter.channel.process;
        if (server.lastSearch == search) return;
        server.lastSearch = search;
        reached.add(server);
        via.add(waiter);
    }

    private void report(Tcb sender) {
        var cycle = new ArrayList<Tcb>();
        Tcb waiter = via.get(reached.indexOf(sender.process));
        while (waiter != sender) {
            cycle.addFirst(waiter);
            waiter = via.get(reached.indexOf(waiter.process));
        }
        cycle.addFirst(sender);
        var text = new StringBuilder();
        for (Tcb thread : cycle) {
            text.append(thread).append(thread.state == ThreadState.SEND ? " sends to " : " waits for the reply of ")
                    .append(thread.channel.process).append(thread == cycle.getLast() ? "" : ", ");
        }
        kernel.world.emit(EventKind.SEND_CYCLE, sender.number, cycle.size(), kernel.world.text(text.toString()));
        kernel.diagnostics.add(Diagnostic.Kind.SEND_CYCLE, text.toString());
    }
}
