package rtk.board.gpio;

import rtk.board.sim.World;

/// A light on a pin: lit while the pin is high. Remembers for how long.
public final class Led implements GpioPort.PinListener {
    private final World world;
    private boolean lit;
    private long sinceNs;
    private long litNs;
    private long changes;

    public Led(World world, GpioPort port, int pin) {
        this.world = world;
        port.connect(pin, this);
    }

    @Override
    public void changed(boolean level) {
        litNs = litNs();
        sinceNs = world.nowNs();
        lit = level;
        changes++;
    }

    public boolean isLit() { return lit; }

    /// How often it has changed.
    public long changes() { return changes; }

    /// How long it has been lit in all.
    public long litNs() { return litNs + (lit ? world.nowNs() - sinceNs : 0); }
}
