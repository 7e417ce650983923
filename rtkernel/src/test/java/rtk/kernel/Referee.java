package rtk.kernel;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import rtk.kernel.api.ChannelFlag;
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

    private final Seen seen = new Seen();
    private final MessageReferee messages = new MessageReferee(this, seen);
    private final RestReferee rest;
    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final boolean free;
    private long nowNs;
    private Violation violation;

    /// @param free kernel work costs nothing
    Referee(boolean free) {
        this.free = free;
        rest = new RestReferee(this, seen, free);
    }

    void watch(Kernel kernel) { seen.watch(kernel); }

    /// What was wrong first, or null.
    Violation violation() { return violation; }

    void wrong(String invariant, String text) {
        if (violation != null) return;
        violation = new Violation(invariant, String.format(Locale.ROOT, "%s, at %.3f us", text, nowNs / 1e3));
        seen.kernel().world.engine().stop();
    }

    void check(boolean holds, String invariant, Seen.Thread thread, String text) {
        if (!holds) wrong(invariant, thread + " " + text);
    }

    /// Processor time of a thread so far, of which it has used all for itself.
    void checkCpuTime(long number, long computedNs) {
        if (violation != null || !free) return;
        Seen.Thread thread = seen.thread(number);
        long runningNs = thread.state == ThreadState.RUNNING ? seen.kernel().world.nowNs() - thread.sinceNs : 0;
        long cpuNs = thread.cpuNs + runningNs;
        check(cpuNs == computedNs, "cpu time", thread, "computed " + computedNs + " ns, was running for " + cpuNs + " ns");
    }

    /// The thread has slices, whose ends are not in the trace.
    void roundRobin(long thread) { seen.thread(thread).roundRobin = true; }

    @Override
    public void text(int id, String text) { texts.put(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (violation != null) return;
        if (timeNs < nowNs) wrong("time", "from " + nowNs + " ns back to " + timeNs);
        if (timeNs > nowNs) {
            rest.timeGoesOn(timeNs);
        }
        nowNs = timeNs;
        switch (kind) {
            case CORE -> seen.onCore.add(null);
            case THREAD_CREATED -> seen.threads.add(new Seen.Thread(a, b, c, (int) d));
            case CHANNEL_CREATED -> channel(a, b, (int) d);
            case CHANNEL_DESTROYED -> destroyed(seen.channels.get(a));
            case OBJECT_CREATED -> object(a, b, texts.get((int) c), texts.get((int) d));
            case THREAD_STATE -> state(seen.thread(a), ThreadState.ofNumber(b), c, d);
            case THREAD_PRIORITY -> priority(seen.thread(a), (int) b, (int) c);
            case CALL_ENTER -> enter(seen.thread(a), KernelCall.ofNumber(b), c, d);
            case CALL_EXIT -> exit(seen.thread(a), KernelCall.ofNumber(b), c);
            case MSG_SEND -> messages.send(seen.thread(a), seen.channels.get(b), c, (int) e);
            case MSG_RECEIVE -> messages.received(seen.thread(a), seen.channels.get(b), c);
            case MSG_REPLY, MSG_ERROR -> messages.replied(b);
            case PULSE_SEND -> messages.pulse(seen.channels.get(b), c, (int) d, e);
            case PULSE_RECEIVE -> messages.pulseReceived(seen.thread(a), seen.channels.get(b), c, d, e);
            case SIGNAL -> signal(a, b);
            case SEM_POSTED -> posted(seen.objects.get(a));
            case MUTEX_LOCKED -> locked(seen.objects.get(a), seen.thread(b));
            case MUTEX_UNLOCKED -> unlocked(seen.objects.get(a), seen.thread(b), c);
            default -> {
                // Says nothing about seen.threads.
            }
        }
    }

    // Things.

    private void channel(long number, long process, int flags) {
        var channel = new Seen.Queue("channel", number);
        channel.isChannel = true;
        channel.process = process;
        channel.fixedPriority = (flags >> ChannelFlag.FIXED_PRIORITY.ordinal() & 1) != 0;
        channel.unblock = (flags >> ChannelFlag.UNBLOCK.ordinal() & 1) != 0;
        seen.channels.put(number, channel);
    }

    private void destroyed(Seen.Queue channel) {
        channel.gone = true;
        for (Seen.Thread server : seen.threads) {
            if (server.served == channel) MessageReferee.leave(server);
        }
        seen.unexplained.removeIf(left -> left == channel);
    }

    /// The name of a mutex says its protocol, and its ceiling after a blank; that of a semaphore its first value.
    private void object(long number, long process, String kind, String name) {
        var object = new Seen.Queue(kind, number);
        object.process = process;
        object.inherits = name.equals("inherit");
        if (name.startsWith("protect ")) object.ceiling = Integer.parseInt(name.substring("protect ".length()));
        if (name.startsWith("sem ")) object.count = Integer.parseInt(name.substring("sem ".length()));
        seen.objects.put(number, object);
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
            case READY -> seen.ready.enter(thread, last == ThreadState.RUNNING);
            case SEND -> messages.enqueue(seen.channels.get(on), new Seen.Entry(thread, thread.priority, 0, 0));
            case REPLY -> thread.awaited = seen.channels.get(on);
            case RECEIVE -> messages.waitForMessage(thread, seen.channels.get(on));
            case MUTEX, CONDVAR, SEM -> {
                thread.awaited = seen.objects.get(on);
                thread.awaited.add(new Seen.Entry(thread, thread.priority, 0, 0));
            }
            case DEAD -> MessageReferee.leave(thread);
            default -> {
                // Waits at nothing that has an order.
            }
        }
        if (next == ThreadState.SEND || next == ThreadState.MUTEX) rest.looksForCircle();
        thread.sinceNs = nowNs;
        boolean blocks = last == ThreadState.RUNNING && next != ThreadState.READY;
        if (blocks && thread.blockedNs < 0) thread.blockedNs = nowNs;
    }

    private static boolean mayFollow(Seen.Thread thread, ThreadState last, ThreadState next) {
        if (next == ThreadState.STOPPED) return last != ThreadState.DEAD;
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
        check(seen.onCore.get((int) core) == null, "core", thread, "gets core " + core + " of " + seen.onCore.get((int) core));
        seen.onCore.set((int) core, thread);
        thread.core = core;
        thread.mayGoToTail = false;
    }

    /// Leaves what it did or waited for; and was it its turn?
    private void leaveState(Seen.Thread thread, ThreadState next) {
        boolean lives = next != ThreadState.DEAD;
        switch (thread.state) {
            case RUNNING -> {
                thread.cpuNs += nowNs - thread.sinceNs;
                seen.onCore.set((int) thread.core, null);
            }
            case READY -> {
                if (free && next == ThreadState.RUNNING)
                    check(mayRunNow(thread), "ready order", thread, "runs, but first is " + seen.ready);
                seen.ready.remove(thread);
            }
            case SEND -> {
                Seen.Entry entry = thread.awaited.entryOf(thread);
                thread.sentPriority = entry.priority();
                boolean boostsItself = thread.served == thread.awaited;
                if (next == ThreadState.REPLY && !boostsItself && !rest.isEntangled()) itsTurn(thread);
                if (lives && next != ThreadState.REPLY) explain(thread, endsEarly(thread));
                thread.awaited.entries().remove(entry);
            }
            case REPLY -> {
                boolean released = endsEarly(thread) && !thread.awaited.unblock;
                if (lives && !thread.answered) explain(thread, released);
            }
            case RECEIVE -> {
                if (lives && thread.handed == 0) explain(thread, endsEarly(thread));
                thread.awaited.receivers.remove(thread);
            }
            case MUTEX -> {
                thread.reacquires = false;
                check(!lives || thread.awaited.owner == thread || endsEarly(thread), "wait", thread,
                        "stops waiting for no reason");
                thread.awaited.entries().remove(thread.awaited.entryOf(thread));
            }
            case CONDVAR, SEM -> {
                if (lives) itsTurn(thread);
                if (thread.awaited.owner == thread) thread.awaited.owner = null;
                thread.awaited.entries().remove(thread.awaited.entryOf(thread));
                thread.reacquires = next == ThreadState.MUTEX;
            }
            default -> {
                // Nothing to leave.
            }
        }
        if (next != ThreadState.REPLY) thread.awaited = null;
    }

    /// With several cores a higher thread may be on its way to another core, and QNX leaves open which of equals is next. In 8.0 a
    /// higher thread may have to wait while a lower one runs (rule P5).
    private boolean mayRunNow(Seen.Thread thread) {
        if (seen.onCore.size() == 1) return seen.ready.isFirst(thread);
        if (seen.kernel().config.version() == KernelVersion.SDP_8) return true;
        List<Seen.Thread> above = seen.ready.above(thread.priority);
        return above.stream().allMatch(other -> seen.tcb(other).isPromised());
    }

    private void itsTurn(Seen.Thread thread) {
        Seen.Entry first = thread.awaited.first();
        check(first.thread() == thread || endsEarly(thread), "wait order", thread,
                "is served, but first at " + thread.awaited + " is " + first);
    }

    private void explain(Seen.Thread thread, boolean explained) {
        if (!explained && !thread.awaited.gone) seen.unexplained.add(thread.awaited);
    }

    private boolean endsEarly(Seen.Thread thread) {
        return thread.signalled || (thread.timeoutNs >= 0 && nowNs >= thread.blockedNs + thread.timeoutNs);
    }

    private void priority(Seen.Thread thread, int from, int to) {
        check(thread.priority == from, "priority", thread, "is said to leave priority " + from + ", but had " + thread.priority);
        if (thread.state == ThreadState.READY) seen.ready.move(thread, to);
        thread.priority = to;
        if (thread.awaited == null) return;
        Seen.Entry entry = thread.awaited.entryOf(thread);
        if (entry == null) return;
        thread.awaited.entries().remove(entry);
        messages.enqueue(thread.awaited, new Seen.Entry(thread, to, 0, 0));
    }

    /// @param number thread that it is for, 0 for any of `process`
    private void signal(long process, long number) {
        for (Seen.Thread thread : seen.threads) {
            if (number == 0 ? thread.process == process : thread.number == number) thread.signalled = true;
        }
    }

    // Calls.

    private void enter(Seen.Thread thread, KernelCall call, long arg0, long arg1) {
        check(thread.state == ThreadState.RUNNING && thread.call == null, "call", thread, "begins " + call);
        rest.atRest();
        thread.call = call;
        thread.handle = arg0;
        switch (call) {
            case SCHED_YIELD -> thread.mayGoToTail = true;
            case TIMER_TIMEOUT -> thread.timeoutNs = arg0;
            case SCHED_SET -> {
                for (Seen.Thread target : seen.threads) {
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
        if (target.state == ThreadState.READY) seen.ready.doubt(target);
    }

    private void exit(Seen.Thread thread, KernelCall call, long result) {
        check(thread.state == ThreadState.RUNNING && thread.call == call, "call", thread, "ends " + call);
        if (call == KernelCall.SYNC_SEM_WAIT && result == 0 && thread.blockedNs < 0) take(thread, seen.semaphore(thread));
        rest.atRest();
        thread.call = null;
        thread.blockedNs = -1;
        thread.signalled = false;
        if (call != KernelCall.TIMER_TIMEOUT) thread.timeoutNs = -1;
    }

    // Mutexes and semaphores.

    private void locked(Seen.Queue mutex, Seen.Thread thread) {
        check(mutex.owner == null, "mutex", thread, "locks " + mutex + " of " + mutex.owner);
        mutex.owner = thread;
    }

    private void take(Seen.Thread thread, Seen.Queue semaphore) {
        check(semaphore.count > 0, "wait", thread, "takes from " + semaphore + ", which has nothing");
        semaphore.count--;
    }

    /// To the first that waits, or to be had.
    private static void posted(Seen.Queue semaphore) {
        if (semaphore.isEmpty()) semaphore.count++;
        else semaphore.owner = semaphore.first().thread();
    }

    private void unlocked(Seen.Queue mutex, Seen.Thread thread, long next) {
        check(mutex.owner == thread, "mutex", thread, "unlocks " + mutex + " of " + mutex.owner);
        long first = mutex.isEmpty() ? 0 : mutex.first().thread().number;
        check(first == next, "wait order", thread, "hands " + mutex + " to thread " + next + ", but first is " + first);
        mutex.owner = null;
    }
}
