package rtk.kernel;

import java.util.Locale;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.SchedParam;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.ThreadCalls;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Time of its own, threads and their scheduling.
final class ThreadDoor extends Door implements ThreadCalls {
    ThreadDoor(Kernel kernel, Process process) { super(kernel, process); }

    // Time and own work.

    @Override
    public void compute(long ns) { compute(ns, Long.MAX_VALUE); }

    @Override
    public long compute(long ns, long untilNs) {
        if (ns < 0) throw new IllegalArgumentException(String.format(Locale.ROOT, "compute(%d ns): negative", ns));
        Tcb self = self();
        if (self.killed) throw new Unwind();
        return self.cpu.compute(self, ns, kernel.clock.instantNs(untilNs));
    }

    @Override
    public long compute(long ns, long untilNs, Runnable whenSpent) {
        Tcb self = self();
        self.whenSpent = whenSpent;
        long spentNs = compute(ns, untilNs);
        boolean told = self.whenSpent == null;
        self.whenSpent = null;
        if (spentNs == ns && !told) whenSpent.run();
        return spentNs;
    }

    @Override
    public long nowNs() { return kernel.clock.counterNs(); }

    // Life.

    @Override
    public int gettid() { return self().tid; }

    /// @return null if there is neither thread nor zombie
    private Tcb thread(int tid) { return tid == 0 ? self() : process.threads.get(tid); }

    private Tcb living(int tid) { return process.thread(tid, self()); }

    @Override
    public int threadCreate(ThreadAttr attr, Runnable body) {
        int priority = allowedPriority(attr.priority(), true, KernelCall.THREAD_CREATE);
        checkCores(attr, KernelCall.THREAD_CREATE);
        ThreadAttr full = self().completed(attr.priority(priority));
        checkSporadic(full.policy(), full.priority(), full.sporadic(), KernelCall.THREAD_CREATE);
        Tcb self = enter(KernelCall.THREAD_CREATE, priority);
        if (kernel.threads.isFull()) exit(self, KernelCall.THREAD_CREATE, Errno.EAGAIN);
        Tcb thread = kernel.threads.create(process, self, full, body);
        return (int) exit(self, KernelCall.THREAD_CREATE, thread.tid);
    }

    @Override
    public void threadExit(long status) {
        if (self().killed) throw new Unwind();
        throw new ThreadExit(status);
    }

    @Override
    public long threadJoin(int tid) {
        Tcb self = enter(KernelCall.THREAD_JOIN, tid);
        Tcb other = thread(tid);
        if (other == null) exit(self, KernelCall.THREAD_JOIN, Errno.ESRCH);
        if (other == self) exit(self, KernelCall.THREAD_JOIN, Errno.EDEADLK);
        if (other.detached) exit(self, KernelCall.THREAD_JOIN, Errno.EINVAL);
        for (;;) {
            if (other.joiner != null) exit(self, KernelCall.THREAD_JOIN, Errno.EBUSY);
            if (!other.isAlive()) break;
            if (polls(self, ThreadState.JOIN)) exit(self, KernelCall.THREAD_JOIN, Errno.ETIMEDOUT);
            self.joined = other;
            other.joiner = self;
            kernel.scheduler.block(self, ThreadState.JOIN, other.number);
            kernel.waitCircles.look(self);
            await(self);
            if (other.joiner == self) other.joiner = null;
            if (!resumes(self, ThreadState.JOIN) && self.wakeErrno != Errno.EOK) {
                exit(self, KernelCall.THREAD_JOIN, self.wakeErrno);
            }
        }
        kernel.threads.forget(other);
        return exit(self, KernelCall.THREAD_JOIN, other.exitStatus);
    }

    @Override
    public void threadDetach(int tid) {
        Tcb self = enter(KernelCall.THREAD_DETACH, tid);
        Tcb thread = thread(tid);
        Errno errno = thread == null ? Errno.ESRCH : thread.detached ? Errno.EINVAL : Errno.EOK;
        if (errno == Errno.EOK) {
            thread.detached = true;
            if (!thread.isAlive()) kernel.threads.forget(thread);
        }
        exit(self, KernelCall.THREAD_DETACH, errno);
    }

    @Override
    public void threadCancel(int tid) {
        Tcb self = enter(KernelCall.THREAD_CANCEL, tid);
        Tcb thread = living(tid);
        if (thread != null) {
            thread.cancelPending = true;
            kernel.cancelWait(thread);
        }
        exit(self, KernelCall.THREAD_CANCEL, thread == null ? Errno.ESRCH : Errno.EOK);
    }

    @Override
    public boolean setCancelState(boolean enabled) {
        Tcb self = self();
        boolean before = !self.cancelDisabled;
        self.cancelDisabled = !enabled;
        return before;
    }

    @Override
    public void testCancel() { checkCancel(self()); }

    @Override
    public void threadDestroy(int tid, long status) {
        Tcb self = enter(KernelCall.THREAD_DESTROY, tid);
        Tcb thread = living(tid);
        if (thread == self) throw new ThreadExit(status);
        if (thread != null) kernel.threads.end(thread, status);
        exit(self, KernelCall.THREAD_DESTROY, thread == null ? Errno.ESRCH : Errno.EOK);
    }

    @Override
    public String threadName(int tid) {
        Tcb self = enter(KernelCall.THREAD_CTL, tid);
        Tcb thread = thread(tid);
        exit(self, KernelCall.THREAD_CTL, thread == null ? Errno.ESRCH : Errno.EOK);
        return thread.name;
    }

    @Override
    public void setThreadName(int tid, String name) {
        Tcb self = enter(KernelCall.THREAD_CTL, tid);
        Tcb thread = thread(tid);
        if (thread != null) {
            thread.name = name;
            kernel.world.emit(EventKind.THREAD_NAMED, thread.number, kernel.world.text(name));
        }
        exit(self, KernelCall.THREAD_CTL, thread == null ? Errno.ESRCH : Errno.EOK);
    }

    @Override
    public long threadCpuTimeNs(int tid) {
        Tcb self = enter(KernelCall.CLOCK_TIME, tid);
        Tcb thread = thread(tid);
        if (thread == null) exit(self, KernelCall.CLOCK_TIME, Errno.ESRCH);
        if (thread.cpu != null) thread.cpu.settle(thread);
        return exit(self, KernelCall.CLOCK_TIME, thread.cpuNs);
    }

    @Override
    public long processCpuTimeNs(int pid) {
        Tcb self = enter(KernelCall.CLOCK_TIME, -pid);
        Process other = pid == 0 ? process : kernel.processes.find(pid);
        if (other == null) exit(self, KernelCall.CLOCK_TIME, Errno.ESRCH);
        kernel.settle();
        return exit(self, KernelCall.CLOCK_TIME, other.cpuNs);
    }

    @Override
    public int keyCreate() {
        check(process.keys < KEYS_MAX, Errno.EAGAIN, KernelCall.THREAD_CTL);
        return process.keys++;
    }

    @Override
    public void setSpecific(int key, Object value) {
        check(key >= 0 && key < process.keys, Errno.EINVAL, KernelCall.THREAD_CTL);
        Tcb self = self();
        if (self.specifics == null) self.specifics = new Object[KEYS_MAX];
        self.specifics[key] = value;
    }

    @Override
    public Object getSpecific(int key) {
        Object[] specifics = self().specifics;
        return specifics == null || key < 0 || key >= specifics.length ? null : specifics[key];
    }

    // Scheduling.

    @Override
    public void schedYield() {
        Tcb self = enter(KernelCall.SCHED_YIELD);
        self.cpu.yieldWanted = true;
        exit(self, KernelCall.SCHED_YIELD, Errno.EOK);
    }

    @Override
    public int priority() { return self().priority; }

    @Override
    public SchedParam schedGet(int tid) {
        Tcb self = enter(KernelCall.SCHED_GET, tid);
        Tcb thread = living(tid);
        if (thread == null) exit(self, KernelCall.SCHED_GET, Errno.ESRCH);
        SporadicParam sporadic = thread.sporadic == null ? null : thread.sporadic.param();
        var param = new SchedParam(thread.policy, thread.realPriority, thread.priority, sporadic);
        exit(self, KernelCall.SCHED_GET, Errno.EOK);
        return param;
    }

    @Override
    public void setSchedParam(int tid, int priority, SchedPolicy policy) {
        setSchedParam(tid, SchedParam.of(policy, priority));
    }

    @Override
    public void setSchedParam(int tid, SchedParam param) {
        int priority = allowedPriority(param.priority(), false, KernelCall.SCHED_SET);
        checkSporadic(param.policy(), priority, param.sporadic(), KernelCall.SCHED_SET);
        Tcb self = enter(KernelCall.SCHED_SET, CostItem.CALL_SERVICE, tid, priority);
        Tcb thread = living(tid);
        if (thread != null) kernel.scheduler.setPolicy(thread, priority, param.policy(), param.sporadic());
        exit(self, KernelCall.SCHED_SET, thread == null ? Errno.ESRCH : Errno.EOK);
    }

    @Override
    public void setSchedPrio(int tid, int wanted) {
        int priority = allowedPriority(wanted, false, KernelCall.SCHED_SET);
        Tcb self = enter(KernelCall.SCHED_SET, CostItem.CALL_SERVICE, tid, priority);
        Tcb thread = living(tid);
        Errno errno = Errno.EOK;
        if (thread == null) errno = Errno.ESRCH;
        else if (thread.sporadic != null && !SporadicParam.isValid(thread.sporadic.param(), priority)) errno = Errno.EINVAL;
        else kernel.scheduler.setReal(thread, priority);
        exit(self, KernelCall.SCHED_SET, errno);
    }

    @Override
    public long schedRrGetInterval() {
        Tcb self = enter(KernelCall.SCHED_INFO);
        return exit(self, KernelCall.SCHED_INFO, kernel.sliceNs());
    }
}
