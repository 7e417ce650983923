package rtk.kernel;

import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// The only writer of thread state and priority. Its verbs record that there is something to decide; the decision itself is
/// [#choose], taken by a [Cpu] on its way out of the kernel.
///
/// Positions in the ready lists follow rules Q1 to Q10 of POSIX and QNX: woken to the tail, preempted to the head, boosted to
/// the tail, boost taken back to the head.
final class Scheduler {
    private final World world;
    private final Kernel kernel;
    final ReadyThreads ready = new ReadyThreads();

    Scheduler(World world, Kernel kernel) {
        this.world = world;
        this.kernel = kernel;
    }

    /// `thread` becomes able to run: to the tail of its priority.
    void ready(Tcb thread) {
        if (thread.stopsWhenWoken) {
            thread.stopsWhenWoken = false;
            setState(thread, ThreadState.STOPPED, 0);
            return;
        }
        if (thread.sporadic != null) thread.sporadic.wakes();
        setState(thread, ThreadState.READY, 0);
        ready.addLast(thread);
        kernel.cores.notice(thread);
    }

    /// Ends the wait of `thread` with an errno and a value for whoever waits in it.
    void wake(Tcb thread, Errno errno, long value) {
        kernel.clock.cancel(thread.timeout);
        if (thread.isBlockedByOthers()) thread.process.blockedByOthers--;
        thread.wakeErrno = errno;
        thread.wakeValue = value;
        ready(thread);
    }

    /// The running `thread` begins to wait for `on`; it is off its core when it suspends next.
    void block(Tcb thread, ThreadState state, int on) {
        assert thread.state == ThreadState.RUNNING : thread + " " + thread.state;
        thread.cpu.charge(thread, true);
        if (thread.sporadic != null) thread.sporadic.stops(true);
        setState(thread, state, on);
        if (thread.isBlockedByOthers()) thread.process.blockedByOthers++;
    }

    /// The ready `thread` is not able to run until somebody makes it ready again.
    void stop(Tcb thread) {
        if (thread.sporadic != null) thread.sporadic.stops(true);
        ready.remove(thread);
        kernel.cores.withdrawPromise(thread);
        setState(thread, ThreadState.STOPPED, 0);
    }

    /// A waiting `thread` goes on waiting, for something else.
    void reblock(Tcb thread, ThreadState state, int on) {
        if (thread.isBlockedByOthers()) thread.process.blockedByOthers--;
        setState(thread, state, on);
        if (thread.isBlockedByOthers()) thread.process.blockedByOthers++;
        if (thread.timeoutStates != 0) thread.timeout.stateEntered(state, kernel.clock);
    }

    void die(Tcb thread) {
        if (thread.queued) {
            ready.remove(thread);
            kernel.cores.withdrawPromise(thread);
        }
        if (thread.sporadic != null) thread.sporadic.retire();
        if (thread.state == ThreadState.RUNNING) {
            thread.cpu.charge(thread, true);
            if (thread.cpu != kernel.active) thread.cpu.poke();
        }
        if (thread.isBlockedByOthers()) thread.process.blockedByOthers--;
        setState(thread, ThreadState.DEAD, 0);
    }

    /// `thread` takes its core.
    void run(Tcb thread, Cpu cpu) {
        if (thread.cpu != null && thread.cpu != cpu) {
            world.emit(EventKind.THREAD_MIGRATED, thread.number, cpu.traceNumber, thread.cpu.traceNumber, thread.coldNs);
        }
        thread.cpu = cpu;
        setState(thread, ThreadState.RUNNING, 0);
        if (thread.sporadic != null) thread.sporadic.runs();
    }

    /// The running `thread` lets go of its core and stays able to run.
    void release(Tcb thread, boolean toTail) {
        thread.cpu.charge(thread, toTail);
        setState(thread, ThreadState.READY, 0);
        if (toTail) ready.addLast(thread);
        else ready.addFirst(thread);
        if (thread.sporadic != null) thread.sporadic.stops(false);
    }

    /// Must `running` let go of its core: is somebody ready who must have it, or may it not run there any more?
    boolean preempts(Tcb running) { return kernel.cores.placement.displaces(running); }

    /// Is another thread of the priority of `running` ready for its core?
    boolean hasPeer(Tcb running) { return !ready.isEmptyAt(running.cpu, running.priority); }

    /// Who is to run on `cpu` now: its thread, unless that waits or a higher one is ready.
    ///
    /// @return taken out of the ready list if it is not the one that runs; null for nobody
    Tcb choose(Cpu cpu) {
        Tcb current = cpu.current;
        boolean running = current != null && current.state == ThreadState.RUNNING;
        if (running) {
            if (!preempts(current)) return current;
            release(current, false);
        }
        Tcb next = kernel.cores.placement.next(cpu);
        if (next != null) {
            ready.remove(next);
            kernel.cores.withdrawPromise(next);
        }
        return next;
    }

    /// What the effective priority of `thread` is by definition: the highest of its base and of what the mutexes it holds lend.
    ///
    /// @param without a thread whose waiting does not count, null for none
    int priorityOf(Tcb thread, Tcb without) {
        int priority = thread.basePriority;
        for (int i = 0; i < thread.held.size(); i++) priority = Math.max(priority, thread.held.get(i).lendsPriority(without));
        return priority;
    }

    /// A part of the effective priority of `thread` changed: works it out, then that of the owner of the mutex it waits for, and
    /// so on along the chain until nothing changes.
    void recompute(Tcb thread, Tcb by) {
        Tcb next = thread;
        Tcb cause = by;
        while (next != null) {
            if (next.cycle != null) {
                next.cycle.recompute(this);
                return;
            }
            int priority = priorityOf(next, null);
            if (priority == next.priority) return;
            setPriority(next, priority, cause);
            cause = next;
            next = next.waitsFor instanceof Mutex wanted ? wanted.inheritor() : null;
        }
    }

    void setBase(Tcb thread, int priority, Tcb by) {
        thread.basePriority = priority;
        recompute(thread, by);
    }

    /// pthread_setschedparam: real and effective priority and policy, which begins anew; to the tail [Q6], unless the thread owns a
    /// mutex that keeps its place [Q8].
    ///
    /// @param param for SPORADIC, else null
    void setPolicy(Tcb thread, int priority, SchedPolicy policy, SporadicParam param) {
        if (thread.sporadic != null) thread.sporadic.retire();
        thread.policy = policy;
        thread.sporadic = policy == SchedPolicy.SPORADIC ? Sporadic.create(kernel, thread, param) : null;
        setReal(thread, priority);
        if (!keepsPlace(thread)) toTail(thread);
        if (thread.sporadic == null || !thread.isRunnable()) return;
        thread.sporadic.wakes();
        if (thread.state == ThreadState.RUNNING) thread.sporadic.runs();
    }

    /// pthread_setschedprio: real and effective priority; raised to the tail, lowered to the head, unchanged in its place [Q7].
    void setReal(Tcb thread, int priority) {
        int before = thread.priority;
        thread.realPriority = priority;
        // Replaces a boost too, and what the boost would have gone back to.
        thread.unboostedPriority = Tcb.NOT_BOOSTED;
        setBase(thread, thread.sporadic == null ? priority : thread.sporadic.assigned(priority), null);
        if (thread.queued && thread.priority > before && keepsPlace(thread)) toHead(thread);
    }

    /// The sporadic policy of `thread` assigns `priority`: to the tail, up or down [SS6, SS8]. As when a program sets it, what came
    /// by a message is gone.
    void assign(Tcb thread, int priority) {
        int before = thread.priority;
        thread.unboostedPriority = Tcb.NOT_BOOSTED;
        setBase(thread, priority, null);
        if (thread.priority < before) toTail(thread);
    }

    private static boolean keepsPlace(Tcb thread) {
        for (int i = 0; i < thread.held.size(); i++) {
            if (thread.held.get(i).keepsPlaceOfOwner()) return true;
        }
        return false;
    }

    /// Binds `thread` to some cores, of which there is at least one.
    void bind(Tcb thread, int runMask) {
        thread.ownRunMask = runMask;
        setRunMask(thread, runMask);
    }

    /// `server` runs where `client` may while it works for it (channel flag INHERIT_RUNMASK); null for a pulse: where it may itself.
    void inheritRunMask(Tcb server, Tcb client) { setRunMask(server, client == null ? server.ownRunMask : client.runMask); }

    /// The partition that pays for `thread` from now on; a ready thread goes to the tail of its list.
    void join(Tcb thread, Partition partition, boolean critical) {
        if (thread.partition == partition && thread.isCritical == critical) return;
        if (thread.state == ThreadState.RUNNING) thread.cpu.settle();
        world.emit(EventKind.PARTITION_JOINED, thread.number, partition.id, critical ? 1 : 0);
        boolean queued = thread.queued;
        if (queued) ready.remove(thread);
        thread.partition = partition;
        thread.isCritical = critical;
        if (queued) {
            kernel.cores.withdrawPromise(thread);
            ready.addLast(thread);
            kernel.cores.notice(thread);
        } else if (thread.state == ThreadState.RUNNING) {
            kernel.cores.reconsider(thread);
        }
    }

    /// `server` has received: its time goes to the partition of `client`, for a pulse (null) to that of its process.
    void inheritPartition(Tcb server, Tcb client) {
        if (client == null) join(server, server.process.pulsePartition, false);
        else join(server, client.partition, client.isCritical);
    }

    /// If `thread` runs on another core it is moved off; if it is ready it goes on waiting at the head of its list.
    private void setRunMask(Tcb thread, int runMask) {
        if (runMask == thread.runMask) return;
        world.emit(EventKind.THREAD_BOUND, thread.number, Integer.toUnsignedLong(runMask));
        boolean queued = thread.queued;
        if (queued) ready.remove(thread);
        thread.runMask = runMask;
        if (queued) {
            kernel.cores.withdrawPromise(thread);
            ready.addFirst(thread);
            kernel.cores.notice(thread);
        } else if (thread.state == ThreadState.RUNNING) {
            kernel.cores.reconsider(thread);
        }
    }

    private void toTail(Tcb thread) {
        if (thread.queued) {
            ready.remove(thread);
            kernel.cores.withdrawPromise(thread);
            ready.addLast(thread);
            kernel.cores.notice(thread);
            thread.sliceUsedNs = 0;
        } else if (thread.state == ThreadState.RUNNING) {
            thread.cpu.charge(thread, true);
            thread.cpu.considerSlice();
            thread.cpu.yieldWanted = true;
            if (thread.cpu != kernel.active) thread.cpu.poke();
        }
    }

    private void toHead(Tcb thread) {
        ready.remove(thread);
        ready.addFirst(thread);
    }

    /// Raised: to the tail of its new list; lowered: to the head.
    void setPriority(Tcb thread, int priority, Tcb by) {
        if (priority == thread.priority) return;
        boolean toTail = priority > thread.priority;
        world.emit(EventKind.THREAD_PRIORITY, thread.number, thread.priority, priority, by == null ? 0 : by.number);
        boolean queued = thread.queued;
        if (queued) ready.remove(thread);
        thread.priority = priority;
        if (queued) {
            if (toTail) ready.addLast(thread);
            else ready.addFirst(thread);
            if (!toTail) kernel.cores.withdrawPromise(thread);
            kernel.cores.notice(thread);
        } else if (thread.state == ThreadState.RUNNING) {
            kernel.cores.reconsider(thread);
            thread.cpu.considerSlice();
        } else {
            kernel.requeue(thread);
        }
    }

    private void setState(Tcb thread, ThreadState state, int on) {
        thread.state = state;
        int core = thread.cpu == null ? 0 : thread.cpu.traceNumber;
        world.emit(EventKind.THREAD_STATE, thread.number, state.ordinal(), core, on);
    }
}
