package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.board.hw.CoreTimer;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.SigEvent;
import rtk.trace.EventKind;

/// One interrupt being handled on a core, from taking it to leaving it: entry, each attached handler or event, end of
/// interrupt, exit. A frame is stepped by its [Cpu]; a step that needs time begins it on the core and is resumed when the
/// time has passed. While a handler computes, more urgent interrupts may nest: another frame inside this one.
final class InterruptFrame {
    private enum Stage {
        ENTRY, ATTACHED, HANDLER, EXIT, DONE
    }

    private final Kernel kernel;
    private final Cpu cpu;
    private final IsrCalls isr = new IsrCalls();
    /// Of the handler, once there was one.
    Coroutine handlerStack;

    InterruptFrame outer;
    /// What a nested interrupt left of the handler's work in progress.
    long workLeftNs;

    private int irq;
    private Stage stage = Stage.DONE;
    private List<Attachment> attached = List.of();
    private int index;
    private boolean eventCostPaid;
    /// To be delivered after the end of interrupt, and for whom.
    private final List<SigEvent> events = new ArrayList<>();
    private final List<Attachment> eventOwners = new ArrayList<>();
    private SigEvent result;
    private boolean handlerDone;

    InterruptFrame(Kernel kernel, Cpu cpu) {
        this.kernel = kernel;
        this.cpu = cpu;
    }

    void begin(int takenIrq, InterruptFrame interrupted) {
        irq = takenIrq;
        outer = interrupted;
        stage = Stage.ENTRY;
        attached = kernel.interrupts.of(takenIrq);
        index = 0;
        eventCostPaid = false;
    }

    /// May another interrupt come in now?
    boolean interruptsOn() { return stage == Stage.HANDLER; }

    /// @return true when the interrupt has been left, false while time must pass
    boolean step() {
        for (;;) {
            switch (stage) {
                case ENTRY -> {
                    stage = Stage.ATTACHED;
                    if (!spend(CostItem.INTERRUPT_ENTRY)) return false;
                }
                case ATTACHED -> {
                    if (!nextAttached()) return false;
                }
                case HANDLER -> {
                    if (!runHandler()) return false;
                }
                case EXIT -> {
                    stage = Stage.DONE;
                    if (!spend(CostItem.INTERRUPT_EXIT)) return false;
                }
                case DONE -> {
                    kernel.world.emit(EventKind.IRQ_EXIT, cpu.traceNumber, irq);
                    return true;
                }
            }
        }
    }

    private boolean nextAttached() {
        if (irq == CoreTimer.IRQ) return expireTimers();
        if (index == attached.size()) {
            cpu.core.controller().endOfInterrupt(cpu.core.number(), irq);
            deliverEvents();
            stage = Stage.EXIT;
            return true;
        }
        Attachment attachment = attached.get(index);
        if (attachment.handler == null) return raiseEvent(attachment);
        kernel.world.emit(EventKind.ISR_ENTER, cpu.traceNumber, irq, attachment.process().number);
        handlerDone = false;
        stage = Stage.HANDLER;
        return true;
    }

    /// InterruptAttachEvent, or a thread that serves the line: mask it, tell the owner.
    private boolean raiseEvent(Attachment attachment) {
        if (!eventCostPaid) {
            eventCostPaid = true;
            if (!spend(CostItem.INTERRUPT_EVENT)) return false;
        }
        eventCostPaid = false;
        index++;
        kernel.interrupts.mask(irq, attachment, 0);
        events.add(attachment.event);
        eventOwners.add(attachment);
        return true;
    }

    /// After the end of interrupt, in the order in which the handlers ran.
    private void deliverEvents() {
        for (int i = 0; i < events.size(); i++) {
            Attachment owner = eventOwners.get(i);
            kernel.deliver(owner.process(), owner.thread, events.get(i), irq);
        }
        events.clear();
        eventOwners.clear();
    }

    private boolean expireTimers() {
        if (eventCostPaid) {
            eventCostPaid = false;
            kernel.clock.expireNext(kernel);
        }
        if (!kernel.clock.hasExpired()) {
            kernel.clock.rearm();
            cpu.core.controller().endOfInterrupt(cpu.core.number(), irq);
            stage = Stage.EXIT;
            return true;
        }
        eventCostPaid = true;
        return spend(CostItem.TIMER_EXPIRY);
    }

    /// Lets the handler run on a stack of its own until it is done or computes.
    private boolean runHandler() {
        cpu.core.setInterruptsOn(false);
        if (handlerStack == null) handlerStack = kernel.config.coroutines().create("isr", this::handlerLoop);
        handlerStack.resume();
        if (!handlerDone) return false;
        Attachment attachment = attached.get(index++);
        kernel.world.emit(EventKind.ISR_EXIT, cpu.traceNumber, irq, attachment.process().number);
        stage = Stage.ATTACHED;
        if (result != null) {
            events.add(result);
            eventOwners.add(attachment);
        }
        return true;
    }

    private void handlerLoop() {
        for (;;) {
            Attachment attachment = attached.get(index);
            result = null;
            try {
                result = attachment.handler.handle(isr);
            } catch (RuntimeException | Error thrown) {
                kernel.failures.add(attachment.thread, thrown);
            }
            handlerDone = true;
            handlerStack.suspend();
        }
    }

    private boolean spend(CostItem item) {
        long ns = kernel.costNs(item);
        if (ns == 0 || cpu.core.pass(ns)) return true;
        cpu.core.begin(ns);
        return false;
    }

    /// What a handler may do.
    private final class IsrCalls implements InterruptHandler.Isr {
        @Override
        public int irq() { return irq; }

        @Override
        public long nowNs() { return kernel.clock.counterNs(); }

        @Override
        public void compute(long ns) {
            if (ns < 0) throw new IllegalArgumentException("compute(" + ns + ")");
            long leftNs = ns;
            while (leftNs > 0) {
                cpu.core.setInterruptsOn(true);
                if (!cpu.core.interruptDue() && cpu.core.pass(leftNs)) break;
                workLeftNs = 0;
                if (cpu.core.interruptDue()) workLeftNs = leftNs;
                else cpu.core.begin(leftNs);
                handlerStack.suspend();
                leftNs = workLeftNs;
            }
            cpu.core.setInterruptsOn(false);
        }

        @Override
        public void mask(int maskedIrq) { kernel.interrupts.mask(maskedIrq, running(maskedIrq), 0); }

        @Override
        public void unmask(int unmaskedIrq) { kernel.interrupts.unmask(unmaskedIrq, running(unmaskedIrq), 0); }

        private Attachment running(int lineIrq) { return lineIrq == irq ? attached.get(index) : null; }
    }
}
