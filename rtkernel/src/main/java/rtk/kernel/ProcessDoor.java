package rtk.kernel;

import java.util.List;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ProcessCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Processes and signals.
final class ProcessDoor extends Door implements ProcessCalls {
    ProcessDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int getpid() { return process.pid; }

    @Override
    public String processName() { return process.name; }

    @Override
    public int spawn(String name, Program program, List<String> args, ThreadAttr attr) {
        int priority = allowedPriority(attr.priority(), true, KernelCall.PROCESS_SPAWN);
        Tcb self = enter(KernelCall.PROCESS_SPAWN);
        Process child = kernel.spawn(process, name, program, args, self.completed(attr.priority(priority)));
        return (int) exit(self, KernelCall.PROCESS_SPAWN, child.pid);
    }

    @Override
    public int waitpid(int pid) {
        Tcb self = enter(KernelCall.PROCESS_WAIT, pid);
        for (;;) {
            boolean exists = false;
            for (Process child : process.children) {
                if (child.reaped || (pid != -1 && child.pid != pid)) continue;
                exists = true;
                if (child.ended) {
                    child.reaped = true;
                    return (int) exit(self, KernelCall.PROCESS_WAIT, child.status);
                }
            }
            Errno errno = !exists ? Errno.ECHILD : polls(self) ? Errno.ETIMEDOUT : Errno.EOK;
            if (errno == Errno.EOK) {
                kernel.scheduler.block(self, ThreadState.SIGWAITINFO, 0);
                process.waiters.add(self, self.priority);
                await(self);
                errno = self.wakeErrno;
            }
            if (errno != Errno.EOK) exit(self, KernelCall.PROCESS_WAIT, errno);
        }
    }

    @Override
    public void exit(int status) {
        enter(KernelCall.PROCESS_EXIT, status);
        kernel.endProcess(process, status, 0);
        throw new Unwind();
    }

    @Override
    public void kill(int pid, int signo) {
        Tcb self = enter(KernelCall.SIGNAL_KILL, CostItem.CALL_SERVICE, pid, signo);
        Process target = kernel.process(pid);
        if (target == null || signo == 0) {
            exit(self, KernelCall.SIGNAL_KILL, target == null ? Errno.ESRCH : Errno.EOK);
            return;
        }
        kernel.world.emit(EventKind.SIGNAL, target.number, 0, signo, self.number);
        kernel.endProcess(target, -signo, kernel.world.text("signal " + signo));
        if (self.killed) throw new Unwind();
        exit(self, KernelCall.SIGNAL_KILL, Errno.EOK);
    }
}
