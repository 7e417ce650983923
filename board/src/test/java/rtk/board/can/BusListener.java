package rtk.board.can;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.World;

/// A node that only hears, acknowledges, and writes down when it has heard what.
final class BusListener implements CanNode {
    final List<String> frames = new ArrayList<>();
    private final World world;

    BusListener(World world) { this.world = world; }

    @Override
    public int number() { return 99; }

    @Override
    public Transmission offer() { return null; }

    @Override
    public void sent(Transmission transmission) { throw new AssertionError(); }

    @Override
    public boolean listens() { return true; }

    @Override
    public void received(CanFrame frame) { frames.add(world.nowNs() + " " + frame); }
}
