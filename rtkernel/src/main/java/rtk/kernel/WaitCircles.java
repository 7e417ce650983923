package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Finds a circle of waits in the instant in which it closes: of sends, of mutexes, of joins, and of these mixed.
///
/// A thread that is SEND- or REPLY-blocked goes on when a thread of the channel's process receives, or replies; any thread of that
/// process can. One that waits for a mutex goes on when the owner unlocks it, one that joins when the other ends. So a thread is
/// *stuck* when all those who could end its wait are. The search goes from the thread that has just begun to wait to those threads, and
/// on from them; it stops at the first in any other state. When there is none, and it has come back to where it began, the way
/// is a circle.
///
/// A timeout or a signal may still open it, which is no reason not to report it: two that send to each other is a mistake
/// of design (rule R9). Not found: circles through condvars, semaphores, rwlocks and barriers, which belong to nobody; waits for a reply
/// that nobody intends to give; and those for a process with a thread that could reply but never will.
///
/// Cost: one comparison when who is waited for is not blocked so; otherwise the number of threads reached.
final class WaitCircles {
    private static final int STANDING_MAX = 1_000;

    /// @param closing the thread whose wait closed it
    private record Circle(Diagnostic diagnostic, Tcb closing) {}

    private final Kernel kernel;
    private final List<Tcb> reached = new ArrayList<>();
    /// For each thread reached the one that waits for it.
    private final List<Tcb> via = new ArrayList<>();
    private int search;
    /// Those found that stood when the last one was.
    private final List<Circle> standing = new ArrayList<>();

    WaitCircles(Kernel kernel) { this.kernel = kernel; }

    /// `waiter` has just begun to wait for a receive, a mutex or the end of a thread.
    void look(Tcb waiter) {
        if (isInCircle(waiter, false)) report(waiter);
    }

    /// A thread of `process` has died: perhaps the last that could have gone on.
    void lookAfterDeath(Process process) {
        if (process.liveThreads == 0 || !isBlocked(process)) return;
        for (Tcb thread : process.threads.all()) {
            if (!thread.isAlive() || !isInCircle(thread, false) || process.lastSearch != search) continue;
            report(thread);
            return;
        }
    }

    /// Circles that stand, and that no timeout will open, in order of time.
    List<Diagnostic> deadlocks() {
        return standing.stream().filter(circle -> isInCircle(circle.closing, true)).map(Circle::diagnostic).toList();
    }

    private static boolean isBlocked(Process process) { return process.blockedByOthers == process.liveThreads; }

    /// Is `start` stuck, and part of what it waits for?
    ///
    /// @param forGood a thread with a timeout is not stuck
    private boolean isInCircle(Tcb start, boolean forGood) {
        search++;
        reached.clear();
        via.clear();
        if (!follow(start)) return false;
        for (int i = 0; i < reached.size(); i++) {
            Tcb thread = reached.get(i);
            if ((forGood && thread.timeout.isSet()) || !follow(thread)) return false;
        }
        return start.lastSearch == search;
    }

    /// Reaches those who could end the wait of `waiter`.
    ///
    /// @return false if one of them can go on
    private boolean follow(Tcb waiter) {
        return switch (waiter.state) {
            case SEND, REPLY -> reachAll(waiter.channel.process, waiter);
            case MUTEX, JOIN -> {
                Tcb other = awaited(waiter);
                if (other.isBlockedByOthers()) reach(other, waiter);
                yield other.isBlockedByOthers();
            }
            default -> false;
        };
    }

    private boolean reachAll(Process server, Tcb waiter) {
        if (!isBlocked(server)) return false;
        if (server.lastSearch == search) return true;
        server.lastSearch = search;
        for (Tcb thread : server.threads.all()) {
            if (thread.isAlive()) reach(thread, waiter);
        }
        return true;
    }

    private static Tcb awaited(Tcb waiter) {
        return waiter.state == ThreadState.JOIN ? waiter.joined : ((Mutex) waiter.waitsFor).owner();
    }

    private void reach(Tcb thread, Tcb waiter) {
        if (thread.lastSearch == search) return;
        thread.lastSearch = search;
        reached.add(thread);
        via.add(waiter);
    }

    private void report(Tcb closing) {
        var members = new ArrayList<Tcb>();
        Tcb thread = closing;
        do {
            thread = via.get(reached.indexOf(thread));
            members.addFirst(thread);
        } while (thread != closing);
        String text = String.join(", ", members.stream().map(WaitCircles::wait).toList());
        Diagnostic.Kind kind = kind(members);
        if (kind != Diagnostic.Kind.MUTEX_CYCLE) { // that is in the trace as MUTEX_DEADLOCK
            kernel.world.emit(EventKind.SEND_CYCLE, closing.number, members.size(), kernel.world.text(text));
        }
        Diagnostic found = kernel.diagnostics.add(kind, text);
        // What leads to the present one has just closed again.
        standing.removeIf(circle -> !isInCircle(circle.closing, false) || closing.lastSearch == search);
        if (standing.size() < STANDING_MAX) standing.add(new Circle(found, closing));
    }

    private static String wait(Tcb thread) {
        return named(thread) + switch (thread.state) {
            case SEND -> " sends to " + thread.channel.process;
            case REPLY -> " waits for the reply of " + thread.channel.process;
            case JOIN -> " waits for the end of " + named(thread.joined);
            default -> " waits for mutex " + ((Mutex) thread.waitsFor).name + " of " + named(awaited(thread));
        };
    }

    /// With the name of its own, if it has one.
    private static String named(Tcb thread) {
        boolean plain = thread.name.equals(Integer.toString(thread.tid)) || thread.name.equals(thread.process.name);
        return plain ? thread.toString() : thread + " (" + thread.name + ")";
    }

    private static Diagnostic.Kind kind(List<Tcb> members) {
        if (members.stream().allMatch(Tcb::waitsForServer)) return Diagnostic.Kind.SEND_CYCLE;
        Predicate<Tcb> waitsForMutex = thread -> thread.state == ThreadState.MUTEX;
        return members.stream().allMatch(waitsForMutex) ? Diagnostic.Kind.MUTEX_CYCLE : Diagnostic.Kind.MIXED_CYCLE;
    }
}
