package rtk.kernel;

import java.util.Locale;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.ThreadCalls;
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
        return self.cpu.compute(self, ns, untilNs);
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
    public long nowNs() { return kernel.world.nowNs(); }

    // Threads.

    @Override
    public int gettid() { return self().tid; }

    @Override
    public int threadCreate(ThreadAttr attr, Runnable body) {
        int priority = allowedPriority(attr.priority(), true, KernelCall.THREAD_CREATE);
        checkCores(attr, KernelCall.THREAD_CREATE);
        Tcb self = enter(KernelCall.THREAD_CREATE, priority);
        Tcb thread = kernel.createThread(process, self, attr.priority(priority), body);
        return (int) exit(self, KernelCall.THREAD_CREATE, thread.tid);
    }

    @Override
    public void threadJoin(int tid) {
        Tcb self = enter(KernelCall.THREAD_JOIN, tid);
        Tcb other = tid >= 1 && tid <= process.threads.size() ? process.threads.get(tid - 1) : null;
        Errno errno = other == null ? Errno.ESRCH : other == self ? Errno.EDEADLK : Errno.EOK;
        while (errno == Errno.EOK && other.isAlive()) {
            if (polls(self, ThreadState.JOIN)) {
                errno = Errno.ETIMEDOUT;
            } else {
                self.joined = other;
                kernel.scheduler.block(self, ThreadState.JOIN, other.number);
                other.joiners.add(self, self.priority);
                await(self);
                if (!resumes(self, ThreadState.JOIN)) errno = self.wakeErrno;
            }
        }
        exit(self, KernelCall.THREAD_JOIN, errno);
    }

    @Override
    public void schedYield() {
        Tcb self = enter(KernelCall.SCHED_YIELD);
        self.cpu.yieldWanted = true;
        exit(self, KernelCall.SCHED_YIELD, Errno.EOK);
    }

    @Override
    public int priority() { return self().priority; }

    @Override
    public void setSchedParam(int tid, int priority, SchedPolicy policy) { setSched(tid, priority, policy, true); }

    @Override
    public void setSchedPrio(int tid, int priority) { setSched(tid, priority, null, false); }

    private void setSched(int tid, int wanted, SchedPolicy policy, boolean move) {
        int priority = allowedPriority(wanted, false, KernelCall.SCHED_SET);
        Tcb self = enter(KernelCall.SCHED_SET, CostItem.CALL_SERVICE, tid, priority);
        Tcb thread = tid == 0 ? self : tid <= process.threads.size() && tid > 0 ? process.threads.get(tid - 1) : null;
        boolean alive = thread != null && thread.isAlive();
        if (alive) kernel.scheduler.setReal(thread, priority, policy == null ? thread.policy : policy, move);
        exit(self, KernelCall.SCHED_SET, alive ? Errno.EOK : Errno.ESRCH);
    }
}
