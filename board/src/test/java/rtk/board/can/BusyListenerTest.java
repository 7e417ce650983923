package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

/// Who is told of what happens on the wire may work for a while at once, as a core does that takes an interrupt: time then goes on, but not past what the
/// wire has to do next.
class BusyListenerTest {
    private static final CanFrame FRAME = CanFrame.parse("155#5A");

    private final World world = new World(1, TraceSink.NONE);
    private final CanBus bus = new CanBus(world, "can0", 500_000, 0);
    private final List<Long> heardNs = new ArrayList<>();

    /// @param workNs of the listener, whatever it is told
    private void listen(long workNs) {
        bus.attach(new CanNode() {
            @Override
            public int number() { return 99; }

            @Override
            public Transmission offer() { return null; }

            @Override
            public void sent(Transmission transmission) {}

            @Override
            public boolean listens() { return true; }

            @Override
            public void received(CanFrame frame) {
                heardNs.add(world.nowNs());
                work();
            }

            @Override
            public void found(BusError error) { work(); }

            @Override
            public void stateChanged(ErrorState state) { work(); }

            private void work() { world.engine().advanceTo(world.nowNs() + workNs); }
        });
    }

    /// When frames arrive, with errors or without, if the listener works for so long.
    private List<Long> arrivals(long workNs, boolean withErrors) {
        listen(workNs);
        var nodes = List.of(new QueueingNode(bus, "a", "can-message", false), new QueueingNode(bus, "b", "can-message", false));
        if (withErrors) for (int frame = 1; frame <= 20; frame++) bus.faults().bitErrorInFrame(frame, 20);
        for (var node : nodes) node.send(FRAME.withIdentifier(0x100 + nodes.indexOf(node)));
        world.engine().runUntil(Ns.ms(20));
        assertEquals(2, heardNs.size());
        return heardNs;
    }

    @Test
    void framesThatFollowEachOtherAreNotLate() {
        var idle = new BusyListenerTest().arrivals(0, false);

        assertEquals(idle, arrivals(Ns.us(100), false));
    }

    @Test
    void bitsAreNotLate() {
        var idle = new BusyListenerTest().arrivals(0, true);

        assertEquals(idle, arrivals(Ns.us(100), true));
    }

    /// When the second frame arrives, if the sender of the first works for so long when it is sent.
    private List<Long> arrivalsAfterBusySender(long workNs) {
        listen(0);
        var mailbox = new Transmission();
        var waiting = new boolean[]{true};
        bus.attach(new CanNode() {
            @Override
            public int number() { return 98; }

            @Override
            public boolean hasCompany() { return true; }

            @Override
            public Transmission offer() { return waiting[0] ? mailbox : null; }

            @Override
            public void sent(Transmission transmission) {
                waiting[0] = false;
                world.engine().advanceTo(world.nowNs() + workNs);
            }
        });
        mailbox.fill(FRAME, 1, false);
        new QueueingNode(bus, "b", "can-message", false).send(FRAME.withIdentifier(0x200));
        world.engine().runUntil(Ns.ms(2));
        assertEquals(2, heardNs.size());
        return heardNs;
    }

    @Test
    void theNextFrameDoesNotWaitForTheSenderOfTheLast() {
        var idle = new BusyListenerTest().arrivalsAfterBusySender(0);

        assertEquals(idle, arrivalsAfterBusySender(Ns.us(100)));
    }
}
