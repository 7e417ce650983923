package rtk.board.hw;

import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A wire from a device to the interrupt controller. Its level is written by the device's `update()` only.
public final class IrqLine {
    private final World world;
    private final InterruptController controller;
    private final int irq;
    private final int device;
    private final int core;
    private boolean up;

    IrqLine(World world, InterruptController controller, int irq, int device, int core) {
        this.world = world;
        this.controller = controller;
        this.irq = irq;
        this.device = device;
        this.core = core;
    }

    public int irq() { return irq; }

    /// Whose input, if it is a private one.
    int core() { return core; }

    /// Number of the device that drives the line.
    public int device() { return device; }

    public boolean isUp() { return up; }

    /// Sets the level; nothing happens if it is that already.
    public void set(boolean level) {
        if (up == level) return;
        up = level;
        world.emit(level ? EventKind.IRQ_ASSERTED : EventKind.IRQ_DEASSERTED, irq, device);
        controller.lineChanged(this);
    }
}
