package rtk.kernel;

import java.util.EnumSet;
import rtk.kernel.api.InterruptFlag;
import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.SigEvent;

/// A claim on an interrupt line: a handler to run, or an event to deliver.
final class Attachment {
    final int irq;
    /// Who attached. With its end the claim ends, unless [#outlivesThread].
    final Tcb owner;
    /// Who gets events meant for a thread: the owner, or the thread that the kernel made to serve it.
    final Tcb thread;
    /// Null to deliver `event` instead.
    final InterruptHandler handler;
    final SigEvent event;
    private final EnumSet<InterruptFlag> flags;

    // Written only by InterruptTable.
    int id;
    /// How often the line is masked in its name, if that is tracked.
    int maskCount;

    Attachment(int irq, Tcb owner, Tcb thread, InterruptHandler handler, SigEvent event, EnumSet<InterruptFlag> flags) {
        this.irq = irq;
        this.owner = owner;
        this.thread = thread;
        this.handler = handler;
        this.event = event;
        this.flags = flags;
    }

    Process process() { return thread.process; }

    boolean isLast() { return flags.contains(InterruptFlag.END); }

    boolean isExclusive() { return flags.contains(InterruptFlag.EXCLUSIVE); }

    boolean tracksMasks() { return flags.contains(InterruptFlag.TRK_MSK); }

    boolean leavesMasked() { return flags.contains(InterruptFlag.NO_UNMASK); }

    boolean outlivesThread() { return flags.contains(InterruptFlag.PROCESS); }
}
