package rtk.board.gpio;

import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;

/// A button on a pin: high while it is pressed, and bouncing for a while at each change, as contacts do.
///
/// Bounces are pairs of edges at random instants of the time after the first edge, from the random stream of the button's name.
public final class Button {
    private static final int BOUNCES_MAX = 16;

    private final World world;
    private final GpioPort port;
    private final int pin;
    private final SimRandom random;
    private final int bounces;
    private final long bounceNs;

    /// @param bounces how often the contact opens again after closing, and closes again after opening, 0 to 16
    /// @param bounceNs until it has settled
    public Button(World world, String name, GpioPort port, int pin, int bounces, long bounceNs) {
        if (bounces < 0 || bounces > BOUNCES_MAX || bounceNs < 0)
            throw new IllegalArgumentException("button " + name + ": " + bounces + " bounces in " + Ns.text(bounceNs));
        this.world = world;
        this.port = port;
        this.pin = pin;
        this.bounces = bounces;
        this.bounceNs = bounceNs;
        random = world.random("button " + name);
    }

    /// Presses it at `atNs` for `forNs`.
    public void press(long atNs, long forNs) {
        change(true, atNs);
        change(false, Ns.after(atNs, forNs));
    }

    private void change(boolean level, long atNs) {
        set(level, atNs);
        long lastNs = atNs;
        for (int edge = 0; edge < 2 * bounces && lastNs - atNs < bounceNs; edge++) {
            lastNs += random.between(1, Math.max(1, (bounceNs - (lastNs - atNs)) / (2 * bounces - edge)));
            set(level == (edge % 2 == 1), lastNs);
        }
        if (bounces > 0) set(level, lastNs + 1);
    }

    private void set(boolean level, long atNs) {
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> port.drive(pin, level)), atNs);
    }
}
