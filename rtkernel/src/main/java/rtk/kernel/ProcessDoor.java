package rtk.kernel;

import java.util.List;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.ConnectionInfo;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.InterruptInfo;
import rtk.kernel.api.ProcessCalls;
import rtk.kernel.api.ProcessEvent;
import rtk.kernel.api.ProcessInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.SpawnAttr;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.ThreadInfo;
import rtk.kernel.api.WaitOption;
import rtk.kernel.api.WaitStatus;
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
        return spawn(name, program, args, SpawnAttr.of(attr));
    }

    @Override
    public int spawn(String name, Program program, List<String> args, SpawnAttr attr) {
        checkAbility(Ability.SPAWN, KernelCall.PROCESS_SPAWN);
        int priority = allowedPriority(attr.thread().priority(), true, KernelCall.PROCESS_SPAWN);
        checkCores(attr.thread(), KernelCall.PROCESS_SPAWN);
        ThreadAttr full = self().completed(attr.thread().priority(priority));
        checkSporadic(full.policy(), full.priority(), full.sporadic(), KernelCall.PROCESS_SPAWN);
        Abilities abilities = kernel.processes.abilities(process, attr);
        check(abilities != null, Errno.EPERM, KernelCall.PROCESS_SPAWN);
        Tcb self = enter(KernelCall.PROCESS_SPAWN);
        Process child = kernel.processes.spawn(self, name, program, args, attr.thread(full), abilities);
        return (int) exit(self, KernelCall.PROCESS_SPAWN, child.pid);
    }

    @Override
    public Program program(String name) {
        Program program = kernel.config.programs().find(name);
        if (program == null) throw new ErrnoException(Errno.ENOENT, name);
        return program;
    }

    @Override
    public List<String> programNames() { return kernel.config.programs().names(); }

    @Override
    public void procmgrEventNotify(ProcessEvent what, SigEvent.Pulse event) {
        check(event == null || EventDelivery.isValid(event), Errno.EINVAL, KernelCall.PROCMGR_EVENT_NOTIFY);
        Tcb self = enter(KernelCall.PROCMGR_EVENT_NOTIFY, what.ordinal());
        kernel.processes.watch.request(process, what, event);
        exit(self, KernelCall.PROCMGR_EVENT_NOTIFY, 0);
    }

    @Override
    public void procmgrAbility(int pid, AbilityRule... rules) {
        check(pid == 0 || pid == process.pid, Errno.EPERM, KernelCall.PROCMGR_ABILITY);
        Tcb self = enter(KernelCall.PROCMGR_ABILITY, pid);
        Errno errno = Errno.EOK;
        for (AbilityRule rule : rules) {
            if (errno == Errno.EOK) errno = process.abilities.change(rule);
        }
        process.updatePriorityMax(kernel.config.scheduling());
        exit(self, KernelCall.PROCMGR_ABILITY, errno);
    }

    @Override
    public int waitpid(int pid) {
        WaitStatus status = await(pid, false, false).waitStatus;
        return status.end() == WaitStatus.End.EXITED ? status.value() : -status.value();
    }

    @Override
    public WaitStatus waitpid(int pid, WaitOption... options) {
        List<WaitOption> chosen = List.of(options);
        Process child = await(pid, chosen.contains(WaitOption.WNOHANG), chosen.contains(WaitOption.WNOWAIT));
        return child == null ? null : child.waitStatus;
    }

    /// @return the child that ended; null if there is none yet and the caller does not want to wait
    private Process await(int pid, boolean noHang, boolean leave) {
        Tcb self = enter(KernelCall.PROCESS_WAIT, pid);
        for (;;) {
            boolean exists = false;
            for (Process child : process.children) {
                if (child.isOrphan || (pid != -1 && child.pid != pid)) continue;
                exists = true;
                if (!child.ended) continue;
                if (!leave) kernel.processes.bury(child);
                exit(self, KernelCall.PROCESS_WAIT, child.status);
                return child;
            }
            if (exists && noHang) {
                exit(self, KernelCall.PROCESS_WAIT, 0);
                return null;
            }
            Errno errno = !exists ? Errno.ECHILD : polls(self, ThreadState.SIGWAITINFO) ? Errno.ETIMEDOUT : Errno.EOK;
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
        self();
        process.runExitHandlers();
        exitNow(status);
    }

    @Override
    public void exitNow(int status) {
        Tcb self = enter(KernelCall.PROCESS_EXIT, status);
        kernel.processes.end(process, status, 0, 0, self);
        throw new Unwind();
    }

    @Override
    public void atexit(Runnable handler) {
        check(process.exitHandlers.size() < ATEXIT_MAX, Errno.ENOMEM, KernelCall.PROCESS_EXIT);
        process.exitHandlers.addLast(handler);
    }

    @Override
    public int getppid() { return process.parent == null ? 0 : process.parent.pid; }

    @Override
    public ProcessInfo processInfo(int pid) {
        ProcessInfo info = kernel.processes.info(pid);
        if (info == null) throw new ErrnoException(Errno.ESRCH, "processInfo");
        return info;
    }

    @Override
    public List<ProcessInfo> processes() { return kernel.processes.infos(); }

    @Override
    public List<ThreadInfo> threads(int pid) {
        processInfo(pid);
        return kernel.processes.threadInfos(pid);
    }

    @Override
    public List<ConnectionInfo> connections(int pid) {
        processInfo(pid);
        return kernel.processes.connectionInfos(pid);
    }

    @Override
    public List<InterruptInfo> interrupts() { return kernel.interrupts.infos(); }
}
