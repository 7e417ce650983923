package rtk.kernel;

import rtk.board.hw.Device;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.DeviceMemory;
import rtk.trace.EventKind;

/// The registers of a device in the address space of a process.
final class DeviceRegisters implements DeviceMemory {
    private final Kernel kernel;
    private final Device device;

    DeviceRegisters(Kernel kernel, Device device) {
        this.kernel = kernel;
        this.device = device;
    }

    private void access() {
        Tcb self = kernel.active.current;
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
