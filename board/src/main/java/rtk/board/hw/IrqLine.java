package rtk.board.hw;

import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A wire from a device to the interrupt controller. Its level is written by the device's `update()` only.
public final class IrqLine {
    private final World world;
    private final InterruptController controller;
    final InterruptController.Input input;
    private final int device;
    private boolean up;
    private boolean seenUp;
    /// Null while nothing is wrong with it.
    private LineFaults faults;

    IrqLine(World world, InterruptController controller, InterruptController.Input input, int device) {
        this.world = world;
        this.controller = controller;
        this.input = input;
        this.device = device;
    }

    public int irq() { return input.irq; }

    /// Number of the device that drives the line.
    public int device() { return device; }

    public boolean isUp() { return up; }

    /// Sets the level; nothing happens if it is that already.
    public void set(boolean level) {
        if (up == level) return;
        up = level;
        world.emit(level ? EventKind.IRQ_ASSERTED : EventKind.IRQ_DEASSERTED, input.irq, device);
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
