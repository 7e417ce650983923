package rtk.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;

/// The threads of a kernel: birth, death, and how long they are remembered.
///
/// ```
///  create ──► lives ──(returns, exits, is cancelled or destroyed)──► zombie ──(joined)──► gone
///                └───────(the same, detached; or its process ends)──────────────────────► gone
/// ```
///
/// A thread has a *slot* here until it has left its stack, and its tid until it is gone. An *rcvid* is the number of a slot
/// with a count of its uses above it, so that it tells a dead thread from the next one in its slot. A free slot rests until
/// [#RESTING_MIN] others do: the same rcvid comes again after 65,536 deaths at the earliest. All in constant time; memory for
/// as many as live at once.
final class ThreadTable {
    /// Live threads at once.
    static final int THREADS_MAX = 1 << 20;
    private static final int RESTING_MIN = 64;
    private static final int SLOT_BITS = 20;
    private static final int USES = 1 << (31 - SLOT_BITS - 1);
    private static final int PRIORITY_DEFAULT = 10;

    private final Kernel kernel;
    private Tcb[] slots = new Tcb[64];
    private int[] uses = new int[64];
    private int slotCount;
    private final ArrayDeque<Integer> resting = new ArrayDeque<>();
    /// Still on their stacks.
    private final ArrayDeque<Tcb> dead = new ArrayDeque<>();
    /// Asked on each way out of the kernel.
    private boolean hasDead;

    ThreadTable(Kernel kernel) { this.kernel = kernel; }

    /// Those that live, by slot.
    List<Tcb> all() {
        var all = new ArrayList<Tcb>();
        for (Tcb thread : slots) {
            if (thread != null && !thread.killed) all.add(thread);
        }
        return all;
    }

    /// @return the thread with this rcvid, or null
    Tcb byRcvid(int rcvid) {
        int slot = rcvid - 1 & THREADS_MAX - 1;
        Tcb thread = rcvid >= 1 && slot < slotCount ? slots[slot] : null;
        return thread != null && thread.rcvid == rcvid ? thread : null;
    }

    boolean isFull() { return slotCount == THREADS_MAX && resting.isEmpty(); }

    // Birth.

    /// @param creator whose priority and policy go to the new thread where `attr` says none; null for nobody
    Tcb create(Process process, Tcb creator, ThreadAttr attr, Runnable body) {
        int number = kernel.world.nextNumber(EventKind.THREAD_CREATED);
        int tid = process.threads.next();
        String name = attr.name() == null ? String.valueOf(tid) : attr.name();
        int slot = freeSlot();
        var thread = new Tcb(process, tid, number, (uses[slot] << SLOT_BITS) + slot + 1, name);
        slots[slot] = thread;
        thread.detached = attr.detached();
        thread.coroutine = kernel.config.coroutines().create(thread.toString(), () -> run(thread, body));
        process.threads.add(thread);
        process.liveThreads++;
        ThreadAttr full = creator != null ? creator.completed(attr) : attr;
        int priority = full.priority() == 0 ? PRIORITY_DEFAULT : full.priority();
        thread.priority = priority;
        if (creator != null) thread.signalMask = creator.signalMask;
        if (tid == 1) process.initialPriority = priority;
        kernel.world.emit(EventKind.THREAD_CREATED, number, process.number, tid, priority, kernel.world.text(name));
        SchedPolicy policy = full.policy() == null ? SchedPolicy.RR : full.policy();
        kernel.scheduler.setPolicy(thread, priority, policy, full.sporadic());
        place(thread, creator, full);
        kernel.scheduler.ready(thread);
        return thread;
    }

    /// Where it may run, and on whose budget: like the thread that created it or its process, unless `attr` says more.
    private void place(Tcb thread, Tcb creator, ThreadAttr attr) {
        Tcb model = creator != null || thread.process.parent == null ? creator : kernel.active.current;
        if (model != null) thread.inheritMask = model.inheritMask;
        kernel.scheduler.bind(thread, attr.runMask() == 0 ? thread.inheritMask : kernel.cores.runMask(attr.runMask()));
        if (kernel.partitions == null) return;
        Partition inherited = model == null ? kernel.partitions.system() : model.partition;
        Partition partition = attr.partition() == ThreadAttr.INHERIT ? inherited : kernel.partitions.find(attr.partition());
        kernel.scheduler.join(thread, partition, false);
        if (thread.tid == 1) thread.process.pulsePartition = partition;
    }

    private int freeSlot() {
        assert !isFull();
        if (resting.size() > RESTING_MIN || slotCount == THREADS_MAX) return resting.removeFirst();
        if (slotCount == slots.length) {
            slots = Arrays.copyOf(slots, slotCount * 2);
            uses = Arrays.copyOf(uses, slotCount * 2);
        }
        return slotCount++;
    }

    /// The outermost frame of a thread's stack.
    private void run(Tcb thread, Runnable body) {
        try {
            if (thread.killed) return;
            long status = statusOf(body);
            if (thread.process.liveThreads == 1) thread.process.runExitHandlers();
            if (!thread.killed) end(thread, status);
        } catch (ThreadExit again) {
            if (!thread.killed) end(thread, again.status);
        } catch (Unwind end) {
            // The thread was dead already.
        } catch (Throwable thrown) {
            if (!thread.killed) kernel.failures.add(thread, thrown);
        }
    }

    private static long statusOf(Runnable body) {
        try {
            body.run();
            return 0;
        } catch (ThreadExit exit) {
            return exit.status;
        }
    }

    // Death.

    /// `thread` is over. The last one takes the process with it.
    ///
    /// @param status for who joins it
    void end(Tcb thread, long status) {
        Process process = thread.process;
        kill(thread);
        if (!process.attachments.isEmpty()) kernel.detachAll(thread);
        Kernel.leaveMutexes(thread, false);
        thread.exitStatus = status;
        if (thread.joiner != null) kernel.scheduler.wake(thread.joiner, Errno.EOK, 0);
        if (thread.detached) forget(thread);
        if (process.liveThreads == 0) kernel.processes.end(process, 0, 0, 0, thread);
        else tell(thread);
    }

    /// The other threads of the process live on.
    private void tell(Tcb dead) {
        kernel.waitCircles.lookAfterDeath(dead.process);
        kernel.signals.reassign(dead.process);
        Channel.tell(dead.process, ChannelFlag.THREAD_DEATH, Pulse.CODE_THREADDEATH, dead.tid);
    }

    /// `thread` is dead from now on; it leaves its stack soon.
    void kill(Tcb thread) {
        kernel.leaveQueue(thread);
        kernel.clock.cancel(thread.timeout);
        if (thread.servedChannel != null) thread.servedChannel.leave(thread);
        thread.killed = true;
        thread.process.liveThreads--;
        kernel.scheduler.die(thread);
        addDead(thread);
    }

    /// A dead thread was joined, or nobody will: its tid is free.
    void forget(Tcb thread) {
        Slots<Tcb> tids = thread.process.threads;
        if (tids.get(thread.tid) == thread) tids.remove(thread.tid);
    }

    /// Dead threads leave their stacks; from the engine's stack, never from another thread's.
    void unwindDead() {
        if (!hasDead) return;
        while (!dead.isEmpty()) unwind(dead.removeFirst());
        hasDead = false;
    }

    private void addDead(Tcb thread) {
        dead.addLast(thread);
        hasDead = true;
    }

    /// `thread` left its stack in a panic.
    void leave(Tcb thread) { addDead(thread); }

    /// Meanwhile it is the current thread, so that a kernel call in its `finally` blocks is known to come from the dead.
    private void unwind(Tcb thread) {
        kernel.failures.check();
        Cpu cpu = kernel.active;
        Tcb current = cpu.current;
        cpu.current = thread;
        while (!thread.coroutine.isDone()) thread.coroutine.resume();
        cpu.current = current;
        thread.coroutine = null;
        int slot = thread.rcvid - 1 & THREADS_MAX - 1;
        slots[slot] = null;
        uses[slot] = uses[slot] + 1 & USES - 1;
        resting.add(slot);
    }

    /// Takes all off their stacks. No thread runs after this.
    void close() {
        if (kernel.failures.hasPanic()) return;
        for (Tcb thread : all()) {
            thread.killed = true;
            addDead(thread);
        }
        unwindDead();
    }
}
