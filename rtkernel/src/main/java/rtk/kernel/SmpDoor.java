package rtk.kernel;

import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.RunMasks;
import rtk.kernel.api.SmpCalls;
import rtk.trace.KernelCall;

/// Which cores threads run on.
final class SmpDoor extends Door implements SmpCalls {
    SmpDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int cpuCount() { return kernel.cores.size(); }

    @Override
    public int cpu() { return self().cpu.core.number(); }

    @Override
    public void setRunMask(int tid, int runMask) {
        Tcb self = enter(KernelCall.THREAD_CTL, CostItem.CALL_SERVICE, tid, runMask);
        Tcb thread = process.thread(tid, self);
        Errno errno = thread == null ? Errno.ESRCH : kernel.cores.allows(runMask) ? Errno.EOK : Errno.EINVAL;
        if (errno == Errno.EOK) kernel.scheduler.bind(thread, kernel.cores.runMask(runMask));
        exit(self, KernelCall.THREAD_CTL, errno);
    }

    @Override
    public RunMasks setRunMasks(int tid, RunMasks masks) {
        Tcb self = enter(KernelCall.THREAD_CTL, CostItem.CALL_SERVICE, tid, masks.run());
        Tcb thread = process.thread(tid, self);
        boolean run = masks.run() == 0 || kernel.cores.allows(masks.run());
        boolean inherit = masks.inherit() == 0 || kernel.cores.allows(masks.inherit());
        if (thread == null || !run || !inherit) exit(self, KernelCall.THREAD_CTL, thread == null ? Errno.ESRCH : Errno.EINVAL);
        var before = new RunMasks(kernel.cores.ofBoard(thread.ownRunMask), kernel.cores.ofBoard(thread.inheritMask));
        if (masks.inherit() != 0) thread.inheritMask = kernel.cores.runMask(masks.inherit());
        if (masks.run() != 0) kernel.scheduler.bind(thread, kernel.cores.runMask(masks.run()));
        exit(self, KernelCall.THREAD_CTL, Errno.EOK);
        return before;
    }
}
