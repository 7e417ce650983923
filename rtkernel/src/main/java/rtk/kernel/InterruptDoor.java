package rtk.kernel;

import java.util.List;
import rtk.board.hw.Device;
import rtk.board.hw.DeviceInfo;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.InterruptCalls;
import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.SigEvent;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Interrupts and device registers.
final class InterruptDoor extends Door implements InterruptCalls {
    InterruptDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int interruptAttach(int irq, InterruptHandler handler) {
        return attach(KernelCall.INTERRUPT_ATTACH, new Attachment(0, irq, self(), handler, null));
    }

    @Override
    public int interruptAttachEvent(int irq, SigEvent event) {
        return attach(KernelCall.INTERRUPT_ATTACH_EVENT, new Attachment(0, irq, self(), null, event));
    }

    private int attach(KernelCall call, Attachment wanted) {
        Tcb self = enter(call, wanted.irq());
        if (!kernel.board.interrupts().isWired(wanted.irq())) exit(self, call, Errno.EINVAL);
        Attachment attachment = kernel.interrupts.attach(wanted);
        process.attachments.add(attachment);
        return (int) exit(self, call, attachment.id());
    }

    @Override
    public void interruptDetach(int id) {
        Tcb self = enter(KernelCall.INTERRUPT_DETACH, id);
        Attachment found = null;
        for (Attachment attachment : process.attachments) {
            if (attachment.id() == id) found = attachment;
        }
        if (found != null) {
            process.attachments.remove(found);
            kernel.interrupts.detach(found);
        }
        exit(self, KernelCall.INTERRUPT_DETACH, found == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public void interruptWait() {
        Tcb self = enter(KernelCall.INTERRUPT_WAIT);
        Errno errno = Errno.EOK;
        if (self.interruptPending) {
            self.interruptPending = false;
        } else if (polls(self, ThreadState.INTR)) {
            errno = Errno.ETIMEDOUT;
        } else {
            kernel.scheduler.block(self, ThreadState.INTR, 0);
            await(self);
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.INTERRUPT_WAIT, errno);
    }

    @Override
    public int interruptMask(int irq) {
        Tcb self = enter(KernelCall.INTERRUPT_MASK, irq);
        if (!kernel.board.interrupts().isWired(irq)) exit(self, KernelCall.INTERRUPT_MASK, Errno.EINVAL);
        return (int) exit(self, KernelCall.INTERRUPT_MASK, kernel.interrupts.mask(irq, self.number));
    }

    @Override
    public int interruptUnmask(int irq) {
        Tcb self = enter(KernelCall.INTERRUPT_UNMASK, irq);
        if (!kernel.board.interrupts().isWired(irq)) exit(self, KernelCall.INTERRUPT_UNMASK, Errno.EINVAL);
        return (int) exit(self, KernelCall.INTERRUPT_UNMASK, kernel.interrupts.unmask(irq, self.number));
    }

    @Override
    public List<DeviceInfo> systemPage() { return kernel.board.systemPage(); }

    @Override
    public DeviceMemory mapDevice(long address) {
        Tcb self = enter(KernelCall.MEMORY_MAP, address);
        Device device = kernel.board.deviceAt(address);
        exit(self, KernelCall.MEMORY_MAP, device == null ? Errno.ENXIO : Errno.EOK);
        return new Registers(device);
    }

    private final class Registers implements DeviceMemory {
        private final Device device;

        Registers(Device device) { this.device = device; }

        private void access() {
            Tcb self = self();
            if (self.killed) throw new Unwind();
            self.cpu.compute(self, kernel.costNs(CostItem.REGISTER_ACCESS), Long.MAX_VALUE);
        }

        @Override
        public int read(int offset) {
            access();
            int value = device.read(offset);
            kernel.world.emit(EventKind.REGISTER_READ, device.number(), offset, Integer.toUnsignedLong(value));
            return value;
        }

        @Override
        public void write(int offset, int value) {
            access();
            kernel.world.emit(EventKind.REGISTER_WRITE, device.number(), offset, Integer.toUnsignedLong(value));
            device.write(offset, value);
        }
    }
}
