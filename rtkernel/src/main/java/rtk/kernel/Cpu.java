package rtk.kernel;

import rtk.board.hw.Core;
import rtk.board.hw.InterruptSink;
import rtk.board.sim.World;
import rtk.kernel.api.CostItem;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// The kernel on one core: which thread has it, which interrupts are being handled, and the way out of the kernel.
///
/// Everything that a core does ends in [#proceed]: pending interrupts first, then handlers not yet finished, then the
/// thread that the scheduler chooses. It returns when the core works or rests, and is entered again by the core.
///
/// ```
///            ┌───────────── interrupt due? ── yes ──► new InterruptFrame ─┐
///  proceed ──┤              frame unfinished? ─ yes ► frame.step ─────────┼── waits for work: return
///            └───────────── choose thread ──► switch ──► resume ──────────┘
/// ```
final class Cpu implements InterruptSink {
    /// What a core claims that runs nothing and is to fetch nothing.
    static final long NOTHING = -1;
    /// The software interrupt by which cores poke each other; nobody handles it, to have been interrupted is enough.
    private static final int RESCHEDULE_SGI = 0;

    final Core core;
    final int traceNumber;
    /// In run masks.
    final int bit;
    private final Kernel kernel;
    private final World world;
    private final Slice slice = new Slice();

    /// Who has the core, RUNNING or just gone from it; null when idle.
    Tcb current;
    /// The running thread goes to the tail of its list on the way out.
    boolean yieldWanted;

    private InterruptFrame frame;
    private InterruptFrame spare;
    /// Chosen, while the cost of the switch to it is spent.
    private Tcb arriving;
    /// The thread that this core is to run when it chooses next, as far as [#promised] confirms it.
    private Tcb promise;
    /// Kernel code of this core runs on the host.
    private boolean proceeding;
    /// The core works off a thread's [Tcb#coldNs].
    private boolean warming;
    /// The running thread spends kernel time; it goes on when that is done, before all else.
    private boolean inKernel;
    private long runStartNs;

    /// Whom the time from `billedFromNs` on goes to, unless interrupts take it: a thread, or null for idling.
    private Tcb billed;
    private boolean billedToInterrupts;
    private long billedFromNs;
    private long threadsNs;
    private long interruptsNs;
    private long idleNs;

    Cpu(Kernel kernel, Core core) {
        this.kernel = kernel;
        this.core = core;
        world = kernel.world;
        traceNumber = core.traceNumber();
        bit = 1 << core.number();
        core.connect(this);
        core.controller().setEnabled(core.number(), RESCHEDULE_SGI, true);
        core.setInterruptsOn(true);
    }

    boolean isIdle() { return current == null && arriving == null && frame == null; }

    boolean isProceeding() { return proceeding; }

    /// The urgency of the thread that has the core or is about to, or of the one promised to it; [#NOTHING] if there is neither.
    long claims() {
        Tcb mine = arriving != null ? arriving : current != null && current.state == ThreadState.RUNNING ? current : null;
        long claimed = mine == null ? NOTHING : mine.urgency();
        Tcb promised = promised();
        return promised == null ? claimed : Math.max(claimed, promised.urgency());
    }

    /// The ready thread that this core is to run when it chooses next, null for none.
    Tcb promised() {
        boolean holds = promise != null && promise.promisedTo == this && promise.queued && promise.mayRunOn(this);
        return holds ? promise : null;
    }

    /// @return the thread promised to this core before, which has to look for another core now, or null
    Tcb promise(Tcb thread) {
        Tcb before = promised();
        promise = thread;
        thread.promisedTo = this;
        return before == thread ? null : before;
    }

    /// Another core wants this one to choose anew: an inter-processor interrupt.
    void poke() { core.controller().sendSgi(RESCHEDULE_SGI, bit); }

    /// Of who is on the host's stack if this core is the active one; null for nobody.
    Coroutine coroutine() {
        if (frame != null && frame.interruptsOn()) return frame.handlerStack;
        return current == null ? null : current.coroutine;
    }

    /// The thread that runs here is to come out of the kernel; it does so by itself unless it spends time now.
    void nudge() {
        if (core.isWorking() && frame == null) poke();
    }

    // Called by the core, from the engine.

    @Override
    public void interrupt() {
        if (frame != null) frame.workLeftNs = core.remainingNs();
        else if (warming) current.coldNs = core.remainingNs();
        else if (current != null) interrupted(current);
        warming = false;
        kernel.active = this;
        proceeding = true;
        boolean left = beginInterrupt();
        proceeding = false;
        if (left) proceed();
    }

    private void interrupted(Tcb thread) {
        thread.workLeftNs = core.remainingNs();
        if (thread.workLeftNs > 0 || !thread.lastWork || thread.whenSpent == null) return;
        Runnable whenSpent = thread.whenSpent;
        thread.whenSpent = null;
        whenSpent.run();
    }

    @Override
    public void workDone() {
        warming = false;
        proceed();
    }

    /// The way out of the kernel.
    void proceed() {
        assert !proceeding;
        proceeding = true;
        kernel.active = this;
        core.attend();
        while (next()) {}
        proceeding = false;
    }

    /// @return false when the core works or rests
    private boolean next() {
        kernel.threads.unwindDead();
        if (inKernel && current.isAlive()) return resume(current);
        inKernel = false;
        if (frame != null && !frame.interruptsOn()) return stepFrame();
        if (arriving != null) {
            arrive();
            return true;
        }
        core.setInterruptsOn(true);
        if (core.interruptDue()) return beginInterrupt();
        if (frame != null) return stepFrame();
        return runThread();
    }

    private boolean beginInterrupt() {
        core.setInterruptsOn(false);
        int irq = core.controller().acknowledge(core.number());
        if (irq < 0) return true;
        InterruptFrame inner = spare != null ? spare : new InterruptFrame(kernel, this);
        spare = inner.outer;
        inner.begin(irq, frame);
        frame = inner;
        billInterrupts(true);
        world.emit(EventKind.IRQ_ENTER, traceNumber, irq, current == null ? 0 : current.number);
        return stepFrame();
    }

    private boolean stepFrame() {
        InterruptFrame innermost = frame;
        if (!innermost.step()) return false;
        frame = innermost.outer;
        innermost.outer = spare;
        spare = innermost;
        if (frame == null) billInterrupts(false);
        return true;
    }

    private boolean runThread() {
        if (yieldWanted) yieldCore();
        Tcb before = current;
        Tcb chosen = kernel.scheduler.choose(this);
        if (chosen == null) {
            current = null;
            bill(null);
            core.rest();
        } else if (chosen != before || chosen.state != ThreadState.RUNNING) {
            arriving = chosen;
        }
        if (before != chosen || promise != null) passOn(before);
        if (chosen == null) return false;
        if (arriving != null) return switchTo(chosen);
        return chosen.coldNs > 0 ? warm(chosen) : resume(chosen);
    }

    /// Who had to let go of this core, or was promised to it and not chosen, looks for another.
    private void passOn(Tcb before) {
        Tcb missed = promised();
        promise = null;
        if (missed != null) kernel.cores.place(missed);
        if (before != null && before.queued) kernel.cores.place(before);
    }

    /// After a migration work goes slowly until the caches are filled again; preemptible as the work itself.
    private boolean warm(Tcb thread) {
        long ns = thread.coldNs;
        thread.coldNs = 0;
        if (core.pass(ns)) return true;
        warming = true;
        core.begin(ns);
        return false;
    }

    private boolean resume(Tcb thread) {
        inKernel = false;
        thread.coroutine.resume();
        return !core.isWorking();
    }

    private void yieldCore() {
        yieldWanted = false;
        Tcb thread = current;
        if (thread != null && thread.state == ThreadState.RUNNING && kernel.scheduler.hasPeer(thread)) {
            kernel.scheduler.release(thread, true);
        }
    }

    private boolean switchTo(Tcb thread) {
        boolean sameProcess = current != null && current.process == thread.process;
        CostItem item = sameProcess ? CostItem.THREAD_SWITCH : CostItem.PROCESS_SWITCH;
        long costNs = current == thread ? 0 : kernel.costNs(item);
        bill(thread);
        if (costNs > 0) {
            core.setInterruptsOn(false);
            world.emit(EventKind.COST, traceNumber, kernel.costText(item), costNs, thread.number);
            if (!core.pass(costNs)) {
                core.begin(costNs);
                return false;
            }
        }
        return true;
    }

    private void arrive() {
        Tcb thread = arriving;
        arriving = null;
        if (!thread.isAlive()) return;
        // A core that was interrupted as the thread went from it still holds it for its own.
        if (thread.cpu != null && thread.cpu != this && thread.cpu.current == thread) thread.cpu.current = null;
        current = thread;
        runStartNs = world.nowNs();
        if (thread.cpu != null && thread.cpu != this) thread.coldNs = kernel.costNs(CostItem.COLD_CACHE);
        kernel.scheduler.run(thread, this);
        considerSlice();
    }

    // Round robin.

    /// A slice counts only when somebody waits for it: armed when a peer is ready.
    void considerSlice() {
        Tcb thread = current;
        if (thread == null || !thread.hasSlice() || slice.isSet() || thread.state != ThreadState.RUNNING) return;
        if (!kernel.scheduler.hasPeer(thread)) return;
        long usedNs = (thread.sliceUsedNs + world.nowNs() - runStartNs) % kernel.sliceNs();
        kernel.clock.setSlice(slice, kernel.clock.counterNs() + kernel.sliceNs() - usedNs);
    }

    /// `thread` leaves this core: what it used of its slice is kept, or forgiven.
    void charge(Tcb thread, boolean forgive) {
        kernel.clock.cancel(slice);
        thread.sliceUsedNs = forgive ? 0 : (thread.sliceUsedNs + world.nowNs() - runStartNs) % kernel.sliceNs();
        runStartNs = world.nowNs();
    }

    // Accounts.

    private void bill(Tcb thread) {
        settle();
        billed = thread;
    }

    private void billInterrupts(boolean on) {
        settle();
        billedToInterrupts = on;
    }

    /// Brings the account of whoever has the core up to now.
    void settle() {
        long ns = world.nowNs() - billedFromNs;
        if (ns == 0) return;
        billedFromNs += ns;
        if (billedToInterrupts) {
            interruptsNs += ns;
        } else if (billed != null) {
            billed.cpuNs += ns;
            billed.process.cpuNs += ns;
            if (billed.partition != null) billed.partition.charge(billed, billedFromNs - ns, billedFromNs);
            threadsNs += ns;
        } else {
            idleNs += ns;
        }
    }

    /// Brings the account of the thread that has the core up to now.
    void settle(Tcb thread) { if (billed == thread) settle(); }

    /// What [#settle] would bill to `thread` now, without doing it: for those who only look.
    long unbilledNs(Tcb thread) { return billed == thread && !billedToInterrupts ? world.nowNs() - billedFromNs : 0; }

    CoreUse use() {
        settle();
        return new CoreUse(threadsNs, interruptsNs, idleNs, isIdle());
    }

    private final class Slice extends Timeout {
        @Override
        void expire(Kernel owner, long lateDueNs) {
            if (current != null && current.state == ThreadState.RUNNING) yieldWanted = true;
        }
    }

    // Called by the thread that runs here, on its own stack.

    /// Processor time of the running thread in user mode.
    ///
    /// @return time spent, less than `ns` only if `untilNs` came first
    long compute(Tcb self, long ns, long untilNs) { return compute(self, ns, untilNs, true); }

    /// Kernel work of the running thread with interrupts on: it may be preempted, but no signal handler runs in it.
    void preemptibleWork(Tcb self, long ns) { compute(self, ns, Long.MAX_VALUE, false); }

    private long compute(Tcb self, long ns, long untilNs, boolean attends) {
        if (self.interruptsOff) return computeAlone(self, ns, untilNs);
        long leftNs = ns;
        for (;;) {
            self.cpu.giveWay(self);
            if (self.attention && attends) kernel.signals.attend(self);
            long spanNs = Math.min(leftNs, Math.max(0, untilNs - world.nowNs()));
            if (spanNs <= 0) return ns - leftNs;
            leftNs -= spanNs;
            self.lastWork = leftNs == 0;
            leftNs += self.cpu.work(self, spanNs);
            self.lastWork = false;
        }
    }

    private static long computeAlone(Tcb self, long ns, long untilNs) {
        long spanNs = Math.min(ns, Math.max(0, untilNs - self.cpu.world.nowNs()));
        self.cpu.kernelWork(self, spanNs);
        return spanNs;
    }

    void disableInterrupts(Tcb self) {
        giveWay(self);
        if (!self.interruptsOff) world.emit(EventKind.CORE_MASKED, self.cpu.traceNumber, self.number);
        self.interruptsOff = true;
    }

    void enableInterrupts(Tcb self) {
        if (self.interruptsOff) world.emit(EventKind.CORE_UNMASKED, traceNumber, self.number);
        self.interruptsOff = false;
        giveWay(self);
    }

    /// @return what an interrupt left of it
    private long work(Tcb self, long ns) {
        if (core.pass(ns)) return 0;
        self.workLeftNs = 0;
        core.begin(ns);
        suspend(self);
        return self.workLeftNs;
    }

    /// Kernel work of the running thread: no interrupt, no other thread, until it is done.
    void kernelWork(Tcb self, long ns) {
        if (ns == 0) return;
        core.setInterruptsOn(false);
        if (core.pass(ns)) return;
        core.begin(ns);
        inKernel = true;
        suspend(self);
    }

    /// Lets interrupts and higher threads go first, if there are any.
    void giveWay(Tcb self) {
        if (self.interruptsOff) return;
        core.setInterruptsOn(true);
        while (self.cpu.mustGiveWay(self)) suspend(self);
    }

    private boolean mustGiveWay(Tcb self) {
        return core.interruptDue() || yieldWanted || kernel.scheduler.preempts(self);
    }

    /// Off the stack, until the core is given to `self` again.
    void suspend(Tcb self) {
        self.coroutine.suspend();
        if (self.killed) throw new Unwind();
    }
}
