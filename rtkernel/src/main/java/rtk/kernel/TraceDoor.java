package rtk.kernel;

import rtk.kernel.api.TraceCalls;
import rtk.trace.EventKind;

/// What a program writes into the trace.
final class TraceDoor extends Door implements TraceCalls {
    TraceDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public void trace(String name, long value) {
        Tcb self = self();
        if (self.killed) throw new Unwind();
        kernel.world.emit(EventKind.USER, self.number, kernel.world.text(name), value);
    }

    @Override
    public void traceControl(boolean isOn, String kinds) {
        Tcb self = self();
        if (self.killed) throw new Unwind();
        kernel.world.emit(EventKind.TRACE_CONTROL, self.number, isOn ? 1 : 0, kernel.world.text(kinds));
    }
}
