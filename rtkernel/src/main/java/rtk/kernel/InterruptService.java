package rtk.kernel;

import java.util.EnumSet;
import rtk.kernel.api.InterruptFlag;
import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.SigEvent;

/// How a version lets programs serve interrupts. Each verb makes the attachment for one way to attach, or returns null if the
/// version does not have that way.
sealed interface InterruptService {
    static InterruptService of(KernelVersion version) {
        return switch (version) {
            case SDP_7 -> new Routines();
            case SDP_8 -> new Threads();
        };
    }

    /// How many interrupts may be told of while the thread is not in InterruptWait; more are forgotten.
    int pendingMax();

    /// InterruptAttach.
    Attachment routine(int irq, Tcb thread, InterruptHandler handler, EnumSet<InterruptFlag> flags);

    /// InterruptAttachThread.
    Attachment thread(int irq, Tcb thread, EnumSet<InterruptFlag> flags);

    /// InterruptAttachEvent.
    ///
    /// @param priority of the thread that delivers it, 0 to leave that open
    /// @param door of the process
    Attachment event(int irq, Tcb thread, SigEvent event, int priority, EnumSet<InterruptFlag> flags, InterruptDoor door);

    /// SDP 7.x: handlers run in the kernel, above all threads; an event is delivered by the kernel's own handler, which masks the
    /// line before.
    record Routines() implements InterruptService {
        @Override
        public int pendingMax() { return 1; }

        @Override
        public Attachment routine(int irq, Tcb thread, InterruptHandler handler, EnumSet<InterruptFlag> flags) {
            return new Attachment(irq, thread, thread, handler, null, flags);
        }

        @Override
        public Attachment thread(int irq, Tcb thread, EnumSet<InterruptFlag> flags) { return null; }

        @Override
        public Attachment event(int irq, Tcb thread, SigEvent event, int priority, EnumSet<InterruptFlag> flags,
                InterruptDoor door) {
            return priority != 0 ? null : new Attachment(irq, thread, thread, null, event, flags);
        }
    }

    /// SDP 8.0: the kernel's handler masks the line and posts to the *interrupt service thread* of each attachment, an ordinary
    /// thread that waits in InterruptWait. For an event the kernel makes one that does nothing but deliver it.
    record Threads() implements InterruptService {
        private static final SigEvent TOLD = new SigEvent.Intr();

        @Override
        public int pendingMax() { return Integer.MAX_VALUE; }

        @Override
        public Attachment routine(int irq, Tcb thread, InterruptHandler handler, EnumSet<InterruptFlag> flags) { return null; }

        @Override
        public Attachment thread(int irq, Tcb thread, EnumSet<InterruptFlag> flags) {
            return new Attachment(irq, thread, thread, null, TOLD, flags);
        }

        @Override
        public Attachment event(int irq, Tcb thread, SigEvent event, int priority, EnumSet<InterruptFlag> flags,
                InterruptDoor door) {
            return new Attachment(irq, thread, door.createServer(irq, thread, event, priority), null, TOLD, flags);
        }
    }
}
