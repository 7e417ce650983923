package rtk.kernel.api;

import java.util.List;
import rtk.board.hw.DeviceInfo;

/// Interrupts, and the devices that raise them. Part of [KernelCalls], which says what holds for all.
public interface InterruptCalls {
    /// InterruptAttach: `handler` runs on each interrupt of `irq`.
    ///
    /// @return id, for InterruptDetach
    int interruptAttach(int irq, InterruptHandler handler);

    /// InterruptAttachEvent: on each interrupt of `irq` the kernel masks it and delivers `event`; the thread unmasks.
    int interruptAttachEvent(int irq, SigEvent event);

    void interruptDetach(int id);

    /// InterruptWait: until an event of kind [SigEvent.Intr] arrives; one that came earlier ends it at once. Blocks: INTR.
    void interruptWait();

    /// @return mask count after the call
    int interruptMask(int irq);

    /// @return mask count after the call; at 0 the line is enabled again
    int interruptUnmask(int irq);

    /// The hardware section of the system page.
    List<DeviceInfo> systemPage();

    /// mmap_device_io: the registers of the device at `address`.
    ///
    /// @throws ErrnoException ENXIO nothing answers there
    DeviceMemory mapDevice(long address);
}
