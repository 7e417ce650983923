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
    private boolean seenUp;
    /// Null while nothing is wrong with it.
    private LineFaults faults;

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
        if (faults == null) show(level);
        else faults.changed(level);
    }

    /// What the controller sees of the level.
    void show(boolean level) {
        seenUp = level;
        controller.lineChanged(this);
    }

    boolean isSeenUp() { return seenUp; }

    /// What can go wrong with this line.
    public LineFaults faults() {
        if (faults == null) faults = new LineFaults(world, controller, this);
        return faults;
    }
}
