package rtk.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;
import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// Does what a [SigEvent] says, whoever held it: a timer, an interrupt, a timeout or a server.
final class EventDelivery {
    /// For events that no interrupt is the cause of.
    static final int NO_IRQ = -1;
    private static final int PRIORITY_MAX = 255;

    private final Kernel kernel;
    private final World world;

    EventDelivery(Kernel kernel) {
        this.kernel = kernel;
        world = kernel.world;
    }

    /// May a program arm this?
    static boolean isValid(SigEvent event) {
        return switch (event) {
            case SigEvent.Signal signal -> isSignal(signal.signo(), 0);
            case SigEvent.SignalCode signal -> isSignal(signal.signo(), signal.code());
            case SigEvent.SignalThread signal -> isSignal(signal.signo(), signal.code());
            case SigEvent.Pulse pulse -> isPriority(pulse.priority()) && pulse.code() >= 0 && pulse.code() <= Byte.MAX_VALUE;
            case SigEvent.None _,SigEvent.Intr _,SigEvent.Unblock _,SigEvent.Thread _,SigEvent.Sem _,SigEvent.Memory _,SigEvent.Handle _ ->
                true;
        };
    }

    private static boolean isSignal(int signo, int code) {
        return signo >= 1 && signo <= Signal.MAX && code == (byte) code;
    }

    private static boolean isPriority(int priority) {
        return priority == SigEvent.CALLER || (priority >= 1 && priority <= PRIORITY_MAX);
    }

    /// @param process that armed it
    /// @param thread that armed it
    /// @param irq the interrupt it is for, or [#NO_IRQ]
    /// @return EBADF, EINVAL if what it names is gone; EAGAIN no storage for a pulse
    Errno deliver(Process process, Tcb thread, SigEvent event, int irq) {
        return switch (event) {
            case SigEvent.None _,SigEvent.Unblock _ -> Errno.EOK;
            case SigEvent.Intr _ -> interrupt(thread, irq);
            case SigEvent.Pulse pulse -> pulse(process, pulse, irq);
            case SigEvent.Sem(int sem) -> post(process, sem);
            case SigEvent.Handle(int number) -> registered(process, thread, number, irq);
            case SigEvent.Signal signal -> kernel.signals.send(process, null, signalOf(signal), null);
            case SigEvent.SignalCode signal -> kernel.signals.send(process, null, signalOf(signal), null);
            case SigEvent.SignalThread signal -> kernel.signals.send(process, thread, signalOf(signal), null);
            case SigEvent.Thread(IntConsumer function, int value, ThreadAttr attr) -> {
                if (process.ending) yield Errno.ESRCH;
                if (kernel.threads.isFull()) yield Errno.EAGAIN;
                kernel.threads.create(process, thread, attr.detached(true), () -> function.accept(value));
                yield Errno.EOK;
            }
            case SigEvent.Memory memory -> change(process.space, memory);
        };
    }

    private Errno registered(Process process, Tcb thread, int number, int irq) {
        RegisteredEvent registered = process.registeredEvents.get(number);
        return registered == null ? Errno.EINVAL : deliver(process, thread, registered.event(), irq);
    }

    private Errno interrupt(Tcb thread, int irq) {
        if (!thread.isAlive()) return Errno.ESRCH;
        if (irq >= 0) world.emit(EventKind.IRQ_DELIVERED, irq, thread.number, 0);
        if (thread.state == ThreadState.INTR) kernel.scheduler.wake(thread, Errno.EOK, irq);
        else if (thread.interruptsPending < kernel.interruptService.pendingMax()) thread.interruptsPending++;
        return Errno.EOK;
    }

    private Errno pulse(Process process, SigEvent.Pulse pulse, int irq) {
        Connection connection = process.connection(pulse.coid());
        if (connection == null || connection.isDead()) return Errno.EBADF;
        int priority = pulse.priority() == SigEvent.CALLER ? process.initialPriority : pulse.priority();
        int number = connection.channel.sendPulse(null, priority, pulse.code(), pulse.value(), connection.scoid());
        if (irq >= 0) world.emit(EventKind.IRQ_DELIVERED, irq, 0, number);
        return number == 0 ? Errno.EAGAIN : Errno.EOK;
    }

    private Errno post(Process process, int sem) {
        Semaphore semaphore = Door.live(process.sems, sem);
        return semaphore == null ? Errno.EINVAL : semaphore.post(null);
    }

    private static Errno change(AddressSpace space, SigEvent.Memory memory) {
        if (space.check(memory.address(), Integer.BYTES, true) != null) return Errno.EFAULT;
        var bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        space.read(memory.address(), bytes.array());
        bytes.putInt(0, memory.operation().apply(bytes.getInt(0), memory.value()));
        space.write(memory.address(), bytes.array());
        return Errno.EOK;
    }

    /// What `event` sends; null if it is no signal.
    static SignalInfo signalOf(SigEvent event) {
        return switch (event) {
            case SigEvent.Signal(int signo) -> new SignalInfo(signo, SignalInfo.SI_USER, 0, 0, 0);
            case SigEvent.SignalCode(int signo, int code, int value) -> new SignalInfo(signo, code, value, 0, 0);
            case SigEvent.SignalThread(int signo, int code, int value) -> new SignalInfo(signo, code, value, 0, 0);
            default -> null;
        };
    }
}
