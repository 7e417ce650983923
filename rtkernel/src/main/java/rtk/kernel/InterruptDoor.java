package rtk.kernel;

import java.util.EnumSet;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Ability;
import rtk.kernel.api.Errno;
import rtk.kernel.api.InterruptCalls;
import rtk.kernel.api.InterruptFlag;
import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.IntrSpin;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Interrupts.
final class InterruptDoor extends Door implements InterruptCalls {
    /// One look at a spin lock that another core has.
    private static final long SPIN_NS = 50;

    private final InterruptService service;

    InterruptDoor(Kernel kernel, Process process) {
        super(kernel, process);
        service = kernel.interruptService;
    }

    // Attaching.

    @Override
    public int interruptAttach(int irq, InterruptHandler handler, InterruptFlag... flags) {
        checkAbility(Ability.INTERRUPT, irq, KernelCall.INTERRUPT_ATTACH);
        checkAbility(Ability.IO, KernelCall.INTERRUPT_ATTACH);
        Tcb self = enterFor(KernelCall.INTERRUPT_ATTACH, irq);
        return attach(self, KernelCall.INTERRUPT_ATTACH, service.routine(irq, self, handler, set(flags)));
    }

    @Override
    public int interruptAttachThread(int irq, InterruptFlag... flags) {
        checkAbility(Ability.INTERRUPT, irq, KernelCall.INTERRUPT_ATTACH_THREAD);
        Tcb self = enterFor(KernelCall.INTERRUPT_ATTACH_THREAD, irq);
        return attach(self, KernelCall.INTERRUPT_ATTACH_THREAD, service.thread(irq, self, set(flags)));
    }

    @Override
    public int interruptAttachEvent(int irq, SigEvent event, InterruptFlag... flags) {
        return attachEvent(irq, event, 0, flags);
    }

    @Override
    public int interruptAttachEventPriority(int irq, SigEvent event, int priority, InterruptFlag... flags) {
        checkPriority(priority, false, KernelCall.INTERRUPT_ATTACH_EVENT);
        return attachEvent(irq, event, priority, flags);
    }

    private int attachEvent(int irq, SigEvent event, int priority, InterruptFlag... flags) {
        check(EventDelivery.isValid(event), Errno.EINVAL, KernelCall.INTERRUPT_ATTACH_EVENT);
        checkAbility(Ability.INTERRUPTEVENT, irq, KernelCall.INTERRUPT_ATTACH_EVENT);
        Tcb self = enterFor(KernelCall.INTERRUPT_ATTACH_EVENT, irq);
        Attachment wanted = service.event(irq, self, event, priority, set(flags), this);
        return attach(self, KernelCall.INTERRUPT_ATTACH_EVENT, wanted);
    }

    private static EnumSet<InterruptFlag> set(InterruptFlag... flags) {
        var set = EnumSet.noneOf(InterruptFlag.class);
        for (InterruptFlag flag : flags) set.add(flag);
        return set;
    }

    private int attach(Tcb self, KernelCall call, Attachment wanted) {
        if (wanted == null) exit(self, call, Errno.ENOSYS);
        boolean taken = kernel.interrupts.isTaken(wanted);
        if (taken) kernel.endServer(wanted);
        else kernel.interrupts.attach(wanted);
        if (taken) exit(self, call, Errno.EBUSY);
        return (int) exit(self, call, wanted.id);
    }

    /// A call for an input that is wired.
    private Tcb enterFor(KernelCall call, int irq) {
        Tcb self = enter(call, irq);
        if (!kernel.board.interrupts().isWired(irq)) exit(self, call, Errno.EINVAL);
        return self;
    }

    @Override
    public void interruptDetach(int id) {
        Tcb self = enter(KernelCall.INTERRUPT_DETACH, id);
        Attachment attachment = kernel.interrupts.find(id);
        boolean own = attachment != null && attachment.process() == process;
        if (own) kernel.detach(attachment);
        exit(self, KernelCall.INTERRUPT_DETACH, own ? Errno.EOK : Errno.EINVAL);
    }

    // Serving.

    @Override
    public void interruptWait() {
        Tcb self = enter(KernelCall.INTERRUPT_WAIT);
        Errno errno = Errno.EOK;
        if (self.interruptsPending > 0) {
            self.interruptsPending--;
        } else if (polls(self, ThreadState.INTR)) {
            errno = Errno.ETIMEDOUT;
        } else {
            kernel.scheduler.block(self, ThreadState.INTR, 0);
            await(self);
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.INTERRUPT_WAIT, errno);
    }

    /// Makes the interrupt service thread for an event of `armedBy`.
    Tcb createServer(int irq, Tcb armedBy, SigEvent event, int priority) {
        return kernel.threads.create(process, armedBy, ThreadAttr.named("ist" + irq).priority(priority).detached(true), () -> {
            for (;;) {
                interruptWait();
                Tcb self = enter(KernelCall.MSG_DELIVER_EVENT, CostItem.INTERRUPT_EVENT, irq, 0);
                Errno errno = kernel.deliver(process, armedBy, event, irq);
                exit(self, KernelCall.MSG_DELIVER_EVENT, (long) -errno.number());
            }
        });
    }

    @Override
    public int interruptMask(int irq, int id) {
        Tcb self = enterFor(KernelCall.INTERRUPT_MASK, irq);
        Attachment by = owner(self, KernelCall.INTERRUPT_MASK, irq, id);
        return (int) exit(self, KernelCall.INTERRUPT_MASK, kernel.interrupts.mask(irq, by, self.number));
    }

    @Override
    public int interruptUnmask(int irq, int id) {
        Tcb self = enterFor(KernelCall.INTERRUPT_UNMASK, irq);
        Attachment by = owner(self, KernelCall.INTERRUPT_UNMASK, irq, id);
        return (int) exit(self, KernelCall.INTERRUPT_UNMASK, kernel.interrupts.unmask(irq, by, self.number));
    }

    private Attachment owner(Tcb self, KernelCall call, int irq, int id) {
        if (id == NO_ID) return null;
        Attachment attachment = kernel.interrupts.find(id);
        if (attachment == null || attachment.irq != irq) exit(self, call, Errno.EINVAL);
        if (attachment.process() != process) exit(self, call, Errno.EPERM);
        return attachment;
    }

    // Without interrupts. Not kernel calls but instructions.

    @Override
    public void interruptDisable() {
        Tcb self = self();
        if (self.killed) throw new Unwind();
        self.cpu.disableInterrupts(self);
    }

    @Override
    public void interruptEnable() {
        Tcb self = self();
        if (self.killed) throw new Unwind();
        self.cpu.enableInterrupts(self);
    }

    @Override
    public void interruptLock(IntrSpin lock) {
        interruptDisable();
        while (!lock.tryLock()) self().cpu.kernelWork(self(), SPIN_NS);
    }

    @Override
    public void interruptUnlock(IntrSpin lock) {
        lock.unlock();
        interruptEnable();
    }
}
