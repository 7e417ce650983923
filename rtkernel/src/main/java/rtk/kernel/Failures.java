package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.board.hw.BusFault;
import rtk.kernel.api.Signal;
import rtk.trace.EventKind;

/// What comes out of programs that nobody caught. It is the death of the process, alone, by the signal that a C program would have
/// got; unless the kernel itself was at work. Where memory or stack of the host give out depends on the host: such a death
/// is the one thing in a run that another machine need not repeat.
final class Failures {
    /// Given up when memory runs out, so that the death of who used it up can be told.
    private static final int RESERVE_BYTES = 256 << 10;

    private final Kernel kernel;
    private final List<ProcessFailure> failures = new ArrayList<>();
    private byte[] reserve = new byte[RESERVE_BYTES];
    private KernelPanic panic;

    Failures(Kernel kernel) { this.kernel = kernel; }

    List<ProcessFailure> all() { return List.copyOf(failures); }

    boolean hasPanic() { return panic != null; }

    /// On the engine's stack.
    void check() {
        if (panic != null) throw panic;
    }

    /// `thrown` came out of `thread`, or of the interrupt handler that it attached.
    void add(Tcb thread, Throwable thrown) {
        if (reserve != null && thrown instanceof OutOfMemoryError) reserve = null;
        Process process = thread.process;
        if (ProgramStack.isKernelsOwn(thrown)) {
            panic = new KernelPanic(
                    String.format(Locale.ROOT, "at %d ns, called by %s: %s", kernel.world.nowNs(), thread, thrown),
                    thrown);
        }
        int signo = signal(thrown);
        failures.add(new ProcessFailure(process.name, process.pid, thread.tid, kernel.world.nowNs(), signo, thrown.toString(),
                ProgramStack.of(thrown)));
        if (panic != null) {
            kernel.threads.leave(thread);
            return;
        }
        kernel.world.emit(EventKind.SIGNAL, process.number, thread.number, signo, 0);
        kernel.processes.end(process, 0, signo, kernel.world.text(thrown.toString()), thread);
    }

    private static int signal(Throwable thrown) {
        return switch (thrown) {
            case MemoryFault fault -> fault.signo;
            case BusFault fault -> Signal.SIGBUS;
            case ArithmeticException division -> Signal.SIGFPE;
            case AssertionError broken -> Signal.SIGABRT;
            case OutOfMemoryError exhausted -> Signal.SIGABRT;
            default -> Signal.SIGSEGV;
        };
    }
}
