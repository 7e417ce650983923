package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.ThreadState;

/// The part of the [Referee] that says what must hold between the acts of a kernel, whatever has happened.
final class RestReferee {
    private static final int IDLE = -1;

    private final Referee referee;
    private final Seen seen;
    private final boolean free;
    /// Priorities mean nothing any more.
    private boolean entangled;

    RestReferee(Referee referee, Seen seen, boolean free) {
        this.referee = referee;
        this.seen = seen;
        this.free = free;
    }

    /// At the end of an instant.
    ///
    /// @param nextNs when the next event is
    void timeGoesOn(long nextNs) {
        nothingIsLost();
        if (!free) return;
        prioritiesAreByDefinition();
        coresAreGivenToTheHighest();
        nobodyOversleeps(nextNs);
    }

    /// The kernel is between two acts: its seen.threads can be compared too.
    void atRest() {
        nothingIsLost();
        prioritiesAreByDefinition();
        if (referee.violation() == null) kernelAgrees();
    }

    private void nothingIsLost() {
        if (!seen.unexplained.isEmpty())
            referee.wrong("message", "somebody left " + seen.unexplained.getFirst() + " without a reason");
        for (Seen.Queue channel : seen.channels.values()) {
            boolean both = !channel.isEmpty() && !channel.receivers.isEmpty() && !channel.gone;
            if (both) referee.wrong("message", "something waits at " + channel + " beside a receiver");
        }
        for (Seen.Queue semaphore : seen.objects.values()) {
            if (!semaphore.what.equals("sem") || semaphore.isEmpty()) continue;
            boolean lost = semaphore.count > 0 || (semaphore.owner != null && semaphore.entryOf(semaphore.owner) != null);
            if (lost) referee.wrong("wait", semaphore + " was posted for " + semaphore.first() + ", which still waits");
        }
        for (Seen.Thread thread : seen.threads) {
            boolean lost = thread.awaited != null && thread.awaited.gone;
            referee.check(!lost, "message", thread, "is " + thread.state + " at " + thread.awaited + ", which is gone");
        }
    }

    private void kernelAgrees() {
        for (Seen.Thread thread : seen.threads) {
            if (!thread.born) continue;
            Tcb tcb = seen.tcb(thread);
            referee.check(tcb != null || !thread.isAlive(), "state", thread, "is gone, said to be " + thread.state);
            if (tcb == null) continue;
            boolean isReady = tcb.state == ThreadState.READY;
            referee.check(tcb.state == thread.state, "state", thread, "is " + tcb.state + ", said to be " + thread.state);
            referee.check(!free || tcb.queued == isReady, "state", thread,
                    "is " + tcb.state + " and in a ready list: " + tcb.queued);
            if (!thread.isAlive()) continue;
            referee.check(tcb.priority == thread.priority, "priority", thread,
                    "has " + tcb.priority + ", said to have " + thread.priority);
        }
        String difference = free ? seen.ready.difference(seen.kernel()) : null;
        if (difference != null) referee.wrong("ready order", difference);
    }

    /// The least priorities that satisfy: at least its base, the ceilings of what it holds, and whoever waits for what it holds.
    private void prioritiesAreByDefinition() {
        int[] effective = new int[seen.threads.size() + 1];
        for (Seen.Thread thread : seen.threads) {
            Tcb tcb = free ? null : seen.tcb(thread);
            effective[(int) thread.number] = tcb == null || !thread.born ? thread.base() : tcb.basePriority;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Seen.Queue mutex : seen.objects.values()) {
                if (mutex.owner == null) continue;
                int lent = mutex.ceiling;
                for (Seen.Entry waiter : mutex.inherits ? mutex.entries() : List.<Seen.Entry>of()) {
                    lent = Math.max(lent, effective[(int) waiter.thread().number]);
                }
                if (effective[(int) mutex.owner.number] >= lent) continue;
                effective[(int) mutex.owner.number] = lent;
                changed = true;
            }
        }
        for (Seen.Thread thread : seen.threads) {
            int right = effective[(int) thread.number];
            boolean tells = thread.isAlive() && !entangled;
            referee.check(!tells || thread.priority == right, "priority", thread,
                    "has " + thread.priority + ", must have " + right);
        }
    }

    /// Somebody began to wait. If a thread waits at a channel and another server of it waits for that thread in the end, each may keep up
    /// the other's boost, or not: no rule says, and priorities are looked at no more.
    void looksForCircle() { entangled |= hasCircle(); }

    boolean isEntangled() { return entangled; }

    private boolean hasCircle() {
        for (Seen.Thread client : seen.threads) {
            if (client.state != ThreadState.SEND) continue;
            List<Seen.Thread> awaited = new ArrayList<>(awaited(client));
            awaited.remove(client);
            for (int next = 0; next < awaited.size(); next++) {
                if (awaited.get(next) == client) return true;
                for (Seen.Thread other : awaited(awaited.get(next))) {
                    if (!awaited.contains(other)) awaited.add(other);
                }
            }
        }
        return false;
    }

    private List<Seen.Thread> awaited(Seen.Thread thread) {
        Seen.Queue queue = thread.awaited;
        if (queue == null || thread.state == ThreadState.RECEIVE) return List.of();
        if (!queue.isChannel) return queue.owner == null ? List.of() : List.of(queue.owner);
        return seen.threads.stream().filter(server -> server.served == queue).toList();
    }

    /// On one core. On several the highest ready thread has one of them, and no core is idle while anybody is ready; who has the
    /// others is a choice.
    private void coresAreGivenToTheHighest() {
        int highest = IDLE;
        int lowest = Integer.MAX_VALUE;
        for (Seen.Thread thread : seen.onCore) {
            int running = thread == null ? IDLE : thread.priority;
            highest = Math.max(highest, running);
            lowest = Math.min(lowest, running);
        }
        boolean idle = lowest == IDLE && seen.ready.topPriority() > IDLE;
        if (idle || seen.ready.topPriority() > highest) {
            referee.wrong("highest runs", "cores run priorities " + lowest + " to " + highest + ", while ready is " + seen.ready);
        }
    }

    /// A timeout ends its wait when it is due, except in REPLY if the server is to be asked, and once the wait for
    /// a condvar is over.
    private void nobodyOversleeps(long timeNs) {
        for (Seen.Thread thread : seen.threads) {
            boolean waits = thread.awaited != null && thread.timeoutNs >= 0 && !thread.reacquires;
            if (!waits || (thread.state == ThreadState.REPLY && thread.awaited.unblock)) continue;
            referee.check(timeNs <= thread.blockedNs + thread.timeoutNs, "timeout", thread, "is still " + thread.state);
        }
    }
}
