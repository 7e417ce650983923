package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Pulse;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// Watches a kernel through its trace and knows the rules: what state may follow which, who is first in each queue, what priority a
/// thread has by definition. All of it naively, from scratch, without a look at how the kernel does it.
///
/// Each event is held against the model; whenever the kernel is at rest (a call begins or ends, time goes on) the kernel's threads are
/// compared with it. With cost profile `zero` a call's effects fall between its CALL_ENTER and CALL_EXIT without anything else in
/// between, and all is checked. With other profiles the trace does not tell when a priority was set, and who is on the way to a
/// core: then the real or message priority is taken from the kernel, and who runs, the ready lists and processor time are left out.
///
/// The first thing that is wrong is kept in [#violation]; what comes after it means nothing.
final class Referee implements TraceSink {
    /// @param invariant one word: what kind of rule it is
    record Violation(String invariant, String text) {
        /// An error in the kernel's own code ends the process that called, and shows in other ways first.
        Violation after(ProcessFailure failure) { return new Violation(invariant, text + "\nafter " + failure); }

        @Override
        public String toString() { return invariant + ": " + text; }
    }

    private static final int IDLE = -1;

    private final List<Seen.Thread> threads = new ArrayList<>();
    private final TreeMap<Long, Seen.Queue> objects = new TreeMap<>();
    private final TreeMap<Long, Seen.Queue> channels = new TreeMap<>();
    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final List<Seen.Thread> onCore = new ArrayList<>();
    private final ReadyOrder ready = new ReadyOrder();
    /// Left SEND, REPLY or RECEIVE for no reason yet: their channel must turn out to be gone.
    private final List<Seen.Queue> unexplained = new ArrayList<>();
    private final boolean free;
    private Kernel kernel;
    private long nowNs;
    private Violation violation;

    /// @param free kernel work costs nothing
    Referee(boolean free) { this.free = free; }

    void watch(Kernel watched) { kernel = watched; }

    /// What was wrong first, or null.
    Violation violation() { return violation; }

    void wrong(String invariant, String text) {
        if (violation != null) return;
        violation = new Violation(invariant, String.format(Locale.ROOT, "%s, at %.3f us", text, nowNs / 1e3));
        kernel.world.engine().stop();
    }

    private void check(boolean holds, String invariant, Seen.Thread thread, String text) {
        if (!holds) wrong(invariant, thread + " " + text);
    }

    /// Processor time of a thread so far, of which it has used all for itself.
    void checkCpuTime(long thread, long computedNs) {
        if (violation != null || !free) return;
        Seen.Thread seen = thread(thread);
        long cpuNs = seen.cpuNs + (seen.state == ThreadState.RUNNING ? kernel.world.nowNs() - seen.sinceNs : 0);
        check(cpuNs == computedNs, "cpu time", seen, "computed " + computedNs + " ns, was running for " + cpuNs + " ns");
    }

    /// The thread sets priorities by pthread_setschedparam, which may move to the tail; or by -prio, which may not stay.
    void roundRobin(long thread) { thread(thread).roundRobin = true; }

    @Override
    public void text(int id, String text) { texts.put(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (violation != null) return;
        if (timeNs < nowNs) wrong("time", "from " + nowNs + " ns back to " + timeNs);
        if (timeNs > nowNs) {
            channelsAreInOrder();
            if (free) prioritiesAreByDefinition();
            if (free) coresAreGivenToTheHighest();
            if (free) nobodyOversleeps(timeNs);
        }
        nowNs = timeNs;
        switch (kind) {
            case CORE -> onCore.add(null);
            case THREAD_CREATED -> threads.add(new Seen.Thread(a, b, c, (int) d));
            case CHANNEL_CREATED -> channel(a, b, (int) d);
            case CHANNEL_DESTROYED -> destroyed(channels.get(a));
            case OBJECT_CREATED -> object(a, texts.get((int) c), texts.get((int) d));
            case THREAD_STATE -> state(thread(a), ThreadState.ofNumber(b), c, d);
            case THREAD_PRIORITY -> priority(thread(a), (int) b, (int) c);
            case CALL_ENTER -> enter(thread(a), KernelCall.ofNumber(b), c, d);
            case CALL_EXIT -> exit(thread(a), KernelCall.ofNumber(b));
            case MSG_SEND -> send(thread(a), channels.get(b), c, (int) e);
            case MSG_RECEIVE -> received(thread(a), channels.get(b), c);
            case MSG_REPLY, MSG_ERROR -> replied(b);
            case PULSE_SEND -> pulse(channels.get(b), c, (int) d, e);
            case PULSE_RECEIVE -> pulseReceived(thread(a), channels.get(b), c, d, e);
            case MUTEX_LOCKED -> locked(objects.get(a), thread(b));
            case MUTEX_UNLOCKED -> unlocked(objects.get(a), thread(b), c);
            default -> {
                // Says nothing about threads.
            }
        }
    }

    /// @return null once it is dead and off its stack
    private Tcb tcb(Seen.Thread thread) {
        for (Tcb tcb : kernel.threads.all()) {
            if (tcb.number == thread.number) return tcb;
        }
        return null;
    }

    private Seen.Thread thread(long number) { return threads.get((int) number - 1); }

    // Things.

    private void channel(long number, long process, int flags) {
        var channel = new Seen.Queue("channel", number);
        channel.isChannel = true;
        channel.process = process;
        channel.fixedPriority = (flags >> ChannelFlag.FIXED_PRIORITY.ordinal() & 1) != 0;
        channel.unblock = (flags >> ChannelFlag.UNBLOCK.ordinal() & 1) != 0;
        channels.put(number, channel);
    }

    private void destroyed(Seen.Queue channel) {
        channel.gone = true;
        for (Seen.Thread server : threads) {
            if (server.served == channel) leave(server);
        }
        unexplained.removeIf(left -> left == channel);
    }

    /// The name of a mutex says its protocol, and its ceiling after a blank.
    private void object(long number, String kind, String name) {
        var object = new Seen.Queue(kind, number);
        object.inherits = name.equals("inherit");
        if (name.startsWith("protect ")) object.ceiling = Integer.parseInt(name.substring("protect ".length()));
        objects.put(number, object);
    }

    // Threads.

    private void state(Seen.Thread thread, ThreadState next, long core, long on) {
        ThreadState last = thread.state;
        check(mayFollow(thread, last, next), "state", thread, "goes from " + last + " to " + next);
        if (violation != null) return;
        leaveState(thread, next);
        thread.state = next;
        thread.born = true;
        switch (next) {
            case RUNNING -> run(thread, core);
            case READY -> ready.enter(thread, last == ThreadState.RUNNING);
            case SEND -> enqueue(channels.get(on), new Seen.Entry(thread, thread.priority, 0, 0));
            case REPLY -> thread.awaited = channels.get(on);
            case RECEIVE -> waitForMessage(thread, channels.get(on));
            case MUTEX, CONDVAR, SEM -> {
                thread.awaited = objects.get(on);
                thread.awaited.add(new Seen.Entry(thread, thread.priority, 0, 0));
            }
            case DEAD -> leave(thread);
            default -> {
                // Waits at nothing that has an order.
            }
        }
        boolean waitsOn = last == ThreadState.CONDVAR || last == ThreadState.SEND;
        if (!waitsOn || next == ThreadState.READY) thread.sinceNs = nowNs;
    }

    private static boolean mayFollow(Seen.Thread thread, ThreadState last, ThreadState next) {
        return switch (last) {
            case DEAD -> next == ThreadState.READY && !thread.born;
            case READY -> next == ThreadState.RUNNING || next == ThreadState.DEAD;
            case RUNNING -> next != ThreadState.RUNNING;
            case SEND -> next == ThreadState.REPLY || next == ThreadState.READY || next == ThreadState.DEAD;
            case CONDVAR -> next == ThreadState.MUTEX || next == ThreadState.READY || next == ThreadState.DEAD;
            default -> next == ThreadState.READY || next == ThreadState.DEAD;
        };
    }

    private void run(Seen.Thread thread, long core) {
        check(onCore.get((int) core) == null, "core", thread, "gets core " + core + " of " + onCore.get((int) core));
        onCore.set((int) core, thread);
        thread.core = core;
        thread.mayGoToTail = false;
    }

    /// Leaves what it did or waited for; and was it its turn?
    private void leaveState(Seen.Thread thread, ThreadState next) {
        boolean lives = next != ThreadState.DEAD;
        switch (thread.state) {
            case RUNNING -> {
                thread.cpuNs += nowNs - thread.sinceNs;
                onCore.set((int) thread.core, null);
            }
            case READY -> {
                if (free && lives) check(mayRunNow(thread), "ready order", thread, "runs, but first is " + ready);
                ready.remove(thread);
            }
            case SEND -> {
                Seen.Entry entry = thread.awaited.entryOf(thread);
                thread.sentPriority = entry.priority();
                boolean boostsItself = thread.served == thread.awaited;
                if (next == ThreadState.REPLY && !boostsItself) itsTurn(thread);
                if (next == ThreadState.READY) explain(thread, isTimedOut(thread));
                thread.awaited.entries().remove(entry);
            }
            case REPLY -> {
                boolean released = isTimedOut(thread) && !thread.awaited.unblock;
                if (lives && !thread.answered) explain(thread, released);
            }
            case RECEIVE -> {
                if (lives && thread.handed == 0) explain(thread, isTimedOut(thread));
                thread.awaited.receivers.remove(thread);
            }
            case MUTEX -> {
                thread.reacquires = false;
                check(!lives || thread.awaited.owner == thread || isTimedOut(thread), "wait", thread,
                        "stops waiting for no reason");
                thread.awaited.entries().remove(thread.awaited.entryOf(thread));
            }
            case CONDVAR, SEM -> {
                if (lives) itsTurn(thread);
                thread.awaited.entries().remove(thread.awaited.entryOf(thread));
                thread.reacquires = next == ThreadState.MUTEX;
            }
            default -> {
                // Nothing to leave.
            }
        }
        if (next != ThreadState.REPLY) thread.awaited = null;
    }

    /// With several cores a higher thread may be on its way to another core, and QNX leaves open which of equals is next.
    private boolean mayRunNow(Seen.Thread thread) {
        if (onCore.size() == 1) return ready.isFirst(thread);
        return ready.above(thread.priority).stream().allMatch(other -> tcb(other).isPromised());
    }

    private void itsTurn(Seen.Thread thread) {
        Seen.Entry first = thread.awaited.first();
        check(first.thread() == thread || isTimedOut(thread), "wait order", thread,
                "is served, but first at " + thread.awaited + " is " + first);
    }

    private void explain(Seen.Thread thread, boolean explained) {
        if (!explained && !thread.awaited.gone) unexplained.add(thread.awaited);
    }

    private boolean isTimedOut(Seen.Thread thread) {
        return thread.timeoutNs >= 0 && nowNs >= thread.sinceNs + thread.timeoutNs;
    }

    private void priority(Seen.Thread thread, int from, int to) {
        check(thread.priority == from, "priority", thread, "is said to leave priority " + from + ", but had " + thread.priority);
        if (thread.state == ThreadState.READY) ready.move(thread, to);
        thread.priority = to;
        if (thread.awaited == null) return;
        Seen.Entry entry = thread.awaited.entryOf(thread);
        if (entry == null) return;
        thread.awaited.entries().remove(entry);
        enqueue(thread.awaited, new Seen.Entry(thread, to, 0, 0));
    }

    // Calls.

    private void enter(Seen.Thread thread, KernelCall call, long arg0, long arg1) {
        check(thread.state == ThreadState.RUNNING && thread.call == null, "call", thread, "begins " + call);
        atRest();
        thread.call = call;
        switch (call) {
            case SCHED_YIELD -> thread.mayGoToTail = true;
            case TIMER_TIMEOUT -> thread.timeoutNs = arg0;
            case SCHED_SET -> {
                for (Seen.Thread target : threads) {
                    boolean meant = arg0 == 0 ? target == thread : target.process == thread.process && target.tid == arg0;
                    if (meant && target.isAlive()) set(target, (int) arg1);
                }
            }
            default -> {
                // Shows in other events.
            }
        }
    }

    private void set(Seen.Thread target, int priority) {
        target.own = priority;
        target.boost = 0;
        target.mayGoToTail = true;
        if (target.state == ThreadState.READY) ready.doubt(target);
    }

    private void exit(Seen.Thread thread, KernelCall call) {
        check(thread.state == ThreadState.RUNNING && thread.call == call, "call", thread, "ends " + call);
        atRest();
        thread.call = null;
        if (call != KernelCall.TIMER_TIMEOUT) thread.timeoutNs = -1;
    }

    // Messages.

    private void send(Seen.Thread client, Seen.Queue channel, long message, int priority) {
        check(client.priority == priority, "priority", client, "sends at " + priority + ", but has " + client.priority);
        client.message = message;
        client.answered = false;
        if (!channel.receivers.isEmpty()) hand(channel, message, priority);
    }

    private void pulse(Seen.Queue channel, long number, int code, long value) {
        int priority = code == Pulse.CODE_UNBLOCK
                ? thread(kernel.threadByRcvid((int) value).number).priority
                : ProgramRun.pulsePriority(value);
        if (!channel.receivers.isEmpty()) hand(channel, number, priority);
        else enqueue(channel, new Seen.Entry(null, priority, code, value));
    }

    /// To the receiver that waited longest.
    private void hand(Seen.Queue channel, long message, int priority) {
        Seen.Thread server = channel.receivers.getFirst();
        server.handed = message;
        takeOver(server, channel, priority);
    }

    private static void takeOver(Seen.Thread server, Seen.Queue channel, int priority) {
        if (channel.fixedPriority) return;
        server.own = priority;
        server.boost = 0;
    }

    private void enqueue(Seen.Queue queue, Seen.Entry entry) {
        queue.add(entry);
        if (entry.thread() != null) entry.thread().awaited = queue;
        if (!queue.isChannel || queue.fixedPriority) return;
        for (Seen.Thread server : threads) {
            if (server.served == queue && server.base() < entry.priority()) server.boost = entry.priority();
        }
    }

    private void waitForMessage(Seen.Thread server, Seen.Queue channel) {
        serve(server, channel);
        server.awaited = channel;
        server.handed = 0;
        channel.receivers.add(server);
    }

    private void received(Seen.Thread server, Seen.Queue channel, long message) {
        if (server.handed == message) {
            server.handed = 0;
            return;
        }
        Seen.Thread client = client(message);
        check(client != null && client.state == ThreadState.REPLY, "message", server, "receives message " + message);
        if (client == null) return;
        // One who sends to the channel it serves is boosted by its own message, until that is received: with the boost or
        // without it, no rule says.
        boolean boostsItself = client.served == channel;
        serve(server, channel);
        takeOver(server, channel, boostsItself ? tcb(server).basePriority : client.sentPriority);
    }

    private void pulseReceived(Seen.Thread server, Seen.Queue channel, long number, long code, long value) {
        if (server.handed == number) {
            server.handed = 0;
            return;
        }
        Seen.Entry entry = channel.pulse(code, value);
        check(entry != null && entry.priority() == channel.topPriority(), "wait order", server,
                "receives pulse " + value + ", but first is " + channel.first());
        if (entry == null) return;
        channel.entries().remove(entry);
        serve(server, channel);
        takeOver(server, channel, entry.priority());
    }

    /// A receive: the server belongs to this channel; its boosts are what still waits.
    private void serve(Seen.Thread server, Seen.Queue channel) {
        if (server.served != channel) leave(server);
        server.served = channel;
        int top = channel.topPriority();
        for (Seen.Thread other : threads) {
            if (other.served == channel && other.boost > 0) other.boost = top > other.own ? top : 0;
        }
    }

    private static void leave(Seen.Thread server) {
        server.served = null;
        server.boost = 0;
    }

    private void replied(long message) {
        Seen.Thread client = client(message);
        if (client == null || client.state != ThreadState.REPLY) wrong("message", "a reply to nobody: message " + message);
        else client.answered = true;
    }

    private Seen.Thread client(long message) {
        for (Seen.Thread thread : threads) {
            if (thread.message == message) return thread;
        }
        return null;
    }

    // Mutexes.

    private void locked(Seen.Queue mutex, Seen.Thread thread) {
        check(mutex.owner == null, "mutex", thread, "locks " + mutex + " of " + mutex.owner);
        mutex.owner = thread;
    }

    private void unlocked(Seen.Queue mutex, Seen.Thread thread, long next) {
        check(mutex.owner == thread, "mutex", thread, "unlocks " + mutex + " of " + mutex.owner);
        long first = mutex.isEmpty() ? 0 : mutex.first().thread().number;
        check(first == next, "wait order", thread, "hands " + mutex + " to thread " + next + ", but first is " + first);
        mutex.owner = null;
    }

    // What must hold when the kernel is at rest.

    private void atRest() {
        channelsAreInOrder();
        prioritiesAreByDefinition();
        if (violation == null) kernelAgrees();
    }

    private void channelsAreInOrder() {
        if (!unexplained.isEmpty()) wrong("message", "somebody left " + unexplained.getFirst() + " without a reason");
        for (Seen.Queue channel : channels.values()) {
            boolean both = !channel.isEmpty() && !channel.receivers.isEmpty() && !channel.gone;
            if (both) wrong("message", "something waits at " + channel + " beside a receiver");
        }
        for (Seen.Thread thread : threads) {
            boolean lost = thread.awaited != null && thread.awaited.gone;
            check(!lost, "message", thread, "is " + thread.state + " at " + thread.awaited + ", which is gone");
        }
    }

    private void kernelAgrees() {
        for (Seen.Thread thread : threads) {
            if (!thread.born) continue;
            Tcb tcb = tcb(thread);
            check(tcb != null || !thread.isAlive(), "state", thread, "is gone, said to be " + thread.state);
            if (tcb == null) continue;
            boolean isReady = tcb.state == ThreadState.READY;
            check(tcb.state == thread.state, "state", thread, "is " + tcb.state + ", said to be " + thread.state);
            check(!free || tcb.queued == isReady, "state", thread, "is " + tcb.state + " and in a ready list: " + tcb.queued);
            if (!thread.isAlive()) continue;
            check(tcb.priority == thread.priority, "priority", thread,
                    "has " + tcb.priority + ", said to have " + thread.priority);
        }
        String difference = free ? ready.difference(kernel) : null;
        if (difference != null) wrong("ready order", difference);
    }

    /// The least priorities that satisfy: at least its base, the ceilings of what it holds, and whoever waits for what it holds.
    private void prioritiesAreByDefinition() {
        int[] effective = new int[threads.size() + 1];
        for (Seen.Thread thread : threads) {
            Tcb tcb = tcb(thread);
            effective[(int) thread.number] = free || !thread.born || tcb == null ? thread.base() : tcb.basePriority;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Seen.Queue mutex : objects.values()) {
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
        for (Seen.Thread thread : threads) {
            int right = effective[(int) thread.number];
            if (thread.isAlive())
                check(thread.priority == right, "priority", thread, "has " + thread.priority + ", must have " + right);
        }
    }

    /// On one core. On several the highest ready thread has one of them, and no core is idle while anybody is ready; who has the
    /// others is a choice.
    private void coresAreGivenToTheHighest() {
        int highest = IDLE;
        int lowest = Integer.MAX_VALUE;
        for (Seen.Thread thread : onCore) {
            int running = thread == null ? IDLE : thread.priority;
            highest = Math.max(highest, running);
            lowest = Math.min(lowest, running);
        }
        boolean idle = lowest == IDLE && ready.topPriority() > IDLE;
        if (idle || ready.topPriority() > highest) {
            wrong("highest runs", "cores run priorities " + lowest + " to " + highest + ", while ready is " + ready);
        }
    }

    /// A timeout ends its wait when it is due, except in REPLY if the server is to be asked, and once the wait for
    /// a condvar is over.
    private void nobodyOversleeps(long timeNs) {
        for (Seen.Thread thread : threads) {
            boolean waits = thread.awaited != null && thread.timeoutNs >= 0 && !thread.reacquires;
            if (!waits || (thread.state == ThreadState.REPLY && thread.awaited.unblock)) continue;
            check(timeNs <= thread.sinceNs + thread.timeoutNs, "timeout", thread, "is still " + thread.state);
        }
    }
}
