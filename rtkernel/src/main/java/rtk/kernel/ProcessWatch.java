package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.ProcessEvent;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;

/// Who wants to be told of processes.
final class ProcessWatch {
    /// Signals that leave a core file.
    private static final List<Integer> CORE_SIGNALS = List.of(Signal.SIGQUIT, Signal.SIGILL, Signal.SIGTRAP, Signal.SIGABRT,
            Signal.SIGDEADLK, Signal.SIGFPE, Signal.SIGBUS, Signal.SIGSEGV, Signal.SIGSYS);

    private record Request(Process process, ProcessEvent what, SigEvent.Pulse event) {}

    private final Kernel kernel;
    /// In order of arrival.
    private final List<Request> requests = new ArrayList<>();

    ProcessWatch(Kernel kernel) { this.kernel = kernel; }

    /// @param event null to be told no more
    void request(Process process, ProcessEvent what, SigEvent.Pulse event) {
        requests.removeIf(request -> request.process == process && request.what == what);
        if (event != null) requests.add(new Request(process, what, event));
    }

    /// On the first thread of `process`, which runs.
    void begun(Process process) {
        if (requests.isEmpty()) return;
        tell(ProcessEvent.CREATE, process);
        Tcb self = kernel.active.current;
        self.cpu.giveWay(self);
    }

    void ended(Process dead) {
        requests.removeIf(request -> request.process == dead);
        if (dead.status < 0 && CORE_SIGNALS.contains(-dead.status)) tell(ProcessEvent.CORE, dead);
        tell(ProcessEvent.DEATH, dead);
    }

    private void tell(ProcessEvent what, Process process) {
        for (Request request : requests) {
            SigEvent.Pulse event = request.event;
            if (request.what != what) continue;
            kernel.deliver(request.process, null, new SigEvent.Pulse(event.coid(), event.priority(), event.code(), process.pid),
                    EventDelivery.NO_IRQ);
        }
    }
}
