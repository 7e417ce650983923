package rtk.board.can;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

/// One node and a tester that dictates the wire bit by bit, as in the conformance tests of ISO 16845-1.
final class UnitUnderTest implements Mac.Observer {
    final CanPort port;
    final List<String> told = new ArrayList<>();
    private final Mac mac;

    UnitUnderTest(int tec, int rec) {
        var bus = new CanBus(new World(1, TraceSink.NONE), "can0", 500_000, 2_000_000);
        port = bus.attach(new CanNode() {
            @Override
            public int number() { return 1; }

            @Override
            public Transmission offer() { return null; }

            @Override
            public void sent(Transmission transmission) {}
        });
        mac = port.mac();
        mac.observe(this);
        mac.begin(Mac.Phase.IDLE);
        port.counters().preset(tec, rec);
    }

    int tec() { return port.transmitErrors(); }

    int rec() { return port.receiveErrors(); }

    Mac.Phase phase() { return mac.phase(); }

    /// What the unit drives in the present bit.
    int drives() { return mac.drive(); }

    /// The wire has these levels, whatever the unit drives.
    UnitUnderTest wire(String levels) {
        levels.chars().forEach(level -> mac.sample(level - '0'));
        return this;
    }

    /// The tester drives these levels; a dominant bit of the unit wins.
    UnitUnderTest tester(String levels) {
        levels.chars().forEach(level -> mac.sample(mac.drive() & (level - '0')));
        return this;
    }

    /// The tester drives `levels` up to the bit at which the unit finds something, that one included.
    UnitUnderTest untilTold(String levels) {
        int before = told.size();
        for (int i = 0; told.size() == before; i++) mac.sample(levels.charAt(i) - '0');
        return this;
    }

    /// Recessive from the tester until the unit is idle.
    UnitUnderTest rest() {
        for (int i = 0; i < 1_000 && mac.phase() != Mac.Phase.IDLE; i++) mac.sample(mac.drive());
        if (mac.phase() != Mac.Phase.IDLE) throw new AssertionError(mac.phase() + " for ever");
        return this;
    }

    /// The unit sends `frame` and reads what it sends up to before bit `bits`.
    UnitUnderTest send(CanFrame frame, int bits) {
        mac.send(new FrameEncoder(frame));
        for (int i = 0; i < bits; i++) mac.sample(mac.drive());
        return this;
    }

    /// The unit sends `frame`, and somebody acknowledges.
    UnitUnderTest sendWell(CanFrame frame) {
        String wave = FrameBits.of(frame).wave();
        mac.send(new FrameEncoder(frame));
        int ackSlot = wave.length() - 9;
        for (int i = 0; i < wave.length(); i++) mac.sample(i == ackSlot ? 0 : mac.drive());
        return rest();
    }

    @Override
    public void error(CanPort from, BusError error, int bit) { told.add(error.label()); }

    @Override
    public void overload(CanPort from) { told.add("overload"); }

    @Override
    public void failed(CanPort from) { told.add("failed"); }

    @Override
    public void sent(CanPort from) { told.add("sent"); }

    @Override
    public void received(CanPort from, CanFrame frame) { told.add("received " + frame); }

    @Override
    public void stateChanged(CanPort from) { told.add(from.errorState().label()); }
}
