package rtk.board.can;

import rtk.board.sim.World;
import rtk.trace.EventKind;

/// The wire bit by bit: every node drives each bit and reads it. The bus goes this way whenever a look at whole frames would not do: an error is due,
/// a node is error-passive, coming back, joining or alone, two nodes send the same identifier; and it leaves it when
/// the wire is idle and nothing of that is left. What both ways can do they do alike, to the nanosecond.
///
/// All nodes share the bits. In the data phase of a CAN FD frame a node that has fallen back to the nominal rate, because it found an error, holds each
/// of its bits for as many data bits as fit; the others find its flag within these. That is exact to a bit of the nominal rate.
final class BitWire implements Mac.Observer {
    private static final Mac.Observer NOBODY = new Mac.Observer() {
        @Override
        public void error(CanPort port, BusError error, int bit) {}

        @Override
        public void overload(CanPort port) {}

        @Override
        public void failed(CanPort port) {}

        @Override
        public void sent(CanPort port) {}

        @Override
        public void received(CanPort port, CanFrame frame) {}

        @Override
        public void stateChanged(CanPort port) {}
    };

    private final CanBus bus;
    private final World world;
    private final BitClock clock;
    private final int dataBitsPerBit;
    private CanPort[] ports = {};
    private int[] driven = {};
    private boolean active;
    private boolean asleep; // active, and nothing happens until somebody sends
    private int level; // of the bit that passes now
    private boolean isDataBit; // the bit that passes now
    private int dataBitsOfBit; // data bits since slow nodes drove their last bit
    private int flipBit = CanFaults.NONE; // bit after SOF that is inverted
    private int frameBit; // of the bit that passes now, SOF 0
    private int frameOnWire; // number of the frame announced last, 0 between frames
    private boolean counted; // a frame that ends at this bit is counted already

    BitWire(CanBus bus, World world, BitClock clock, int dataBitsPerBit) {
        this.bus = bus;
        this.world = world;
        this.clock = clock;
        this.dataBitsPerBit = dataBitsPerBit;
    }

    /// Does the bus go this way now?
    boolean isActive() { return active; }

    boolean isAsleep() { return asleep; }

    void setPorts(CanPort[] all) {
        ports = all;
        driven = new int[all.length];
    }

    /// The bus was idle, and goes bit by bit from now on.
    void enter() {
        active = true;
        asleep = true;
        for (CanPort port : ports) start(port, Mac.Phase.IDLE);
    }

    private void start(CanPort port, Mac.Phase phase) {
        port.mac().observe(this);
        port.mac().begin(restingPhase(port, phase));
    }

    private static Mac.Phase restingPhase(CanPort port, Mac.Phase phase) {
        if (port.mode() == CanPort.Mode.OFF) return Mac.Phase.OFF;
        return port.counters().isBusOff() ? Mac.Phase.BUS_OFF : phase;
    }

    /// `port` takes part from now on, or no more.
    void change(CanPort port) { start(port, asleep ? Mac.Phase.IDLE : Mac.Phase.INTEGRATING); }

    /// The bus was amid `frame` or its intermission, counted by the clock from its SOF, and goes bit by bit from now on: what has
    /// passed passes again, unseen.
    ///
    /// @param joining takes part from now on, null if none
    /// @param frameNumber the frame's, 0 if it has ended
    /// @param passedBits so many bits have passed for certain, whatever the time
    void enterAmid(CanPort sender, CanFrame frame, int frameNumber, CanPort joining, int passedBits) {
        enter();
        asleep = false;
        frameOnWire = frameNumber;
        if (joining != null) start(joining, Mac.Phase.INTEGRATING);
        for (CanPort port : ports) port.mac().observe(NOBODY);
        sender.mac().send(new FrameEncoder(frame));
        frameBit = 0;
        dataBitsOfBit = 0;
        drive();
        for (int passed = 1; bitEndNs() < world.nowNs() || passed <= passedBits; passed++) {
            read();
            drive();
        }
        for (CanPort port : ports) port.mac().observe(this);
        bus.awaitBit(bitEndNs());
    }

    /// The bit that passes now is over.
    void bitEnds() {
        counted = false;
        read();
        boundary();
    }

    /// Between two bits: whoever is free to send begins.
    void boundary() {
        startFrames();
        if (mayRest()) {
            rest();
            return;
        }
        if (asleep) {
            asleep = false;
            clock.restart(world.nowNs(), 0);
        }
        drive();
        bus.awaitBit(bitEndNs());
    }

    private boolean mayRest() {
        for (CanPort port : ports) {
            if (!port.mac().isQuiet()) return false;
        }
        return !bus.isStuck(world.nowNs());
    }

    private void rest() {
        asleep = true;
        frameOnWire = 0;
        active = !bus.isCalm();
        bus.freeFrom(world.nowNs());
    }

    private void startFrames() {
        long best = Long.MAX_VALUE;
        for (CanPort port : ports) {
            Transmission offered = port.offer();
            if (offered != null) best = Math.min(best, offered.key() >>> 1);
        }
        if (best == Long.MAX_VALUE) return;
        boolean again = false;
        for (CanPort port : ports) {
            Transmission offered = port.offer();
            if (offered == null) continue;
            boolean first = offered.key() >>> 1 == best;
            if (first && again) bus.noteSameIdentifier(offered.frame());
            again |= first;
            start(port, offered, first);
        }
    }

    private void start(CanPort port, Transmission offered, boolean announced) {
        if (asleep || bus.isDrifting()) clock.restart(world.nowNs(), port.clockPpm());
        asleep = false;
        var encoded = port.take(offered);
        port.mac().send(encoded);
        frameBit = 0;
        dataBitsOfBit = 0;
        if (announced) announce(port, encoded.bits());
    }

    /// `port` reads the SOF of another at the third bit of intermission, and sends on from there if it has a frame.
    FrameEncoder takeOffer(CanPort port) {
        Transmission offered = port.mode() == CanPort.Mode.NORMAL ? port.node().offer() : null;
        if (offered == null) return null;
        var encoded = port.take(offered);
        frameBit = 0;
        announce(port, encoded.bits());
        return encoded;
    }

    private void announce(CanPort port, int bits) {
        frameOnWire = port.transmission().number();
        flipBit = bus.begun(port, bits);
    }

    /// Every node drives the next bit.
    private void drive() {
        isDataBit = false;
        for (CanPort port : ports) isDataBit |= port.mac().isDataPhase();
        if (!isDataBit) dataBitsOfBit = 0;
        level = 1;
        for (int i = 0; i < ports.length; i++) {
            CanPort port = ports[i];
            driven[i] = port.mac().drive();
            if (port.mode() == CanPort.Mode.NORMAL && port.isConnected()) level &= driven[i];
        }
    }

    private long bitEndNs() { return clock.instant(isDataBit ? 0 : 1, isDataBit ? 1 : 0); }

    /// Every node reads the bit.
    private void read() {
        long endNs = bitEndNs();
        long startNs = clock.instant(0, 0);
        int wire = bus.disturbed(level, startNs, endNs);
        if (frameBit == flipBit) {
            wire = 1 - wire;
            flipBit = CanFaults.NONE;
        }
        boolean slowToo = !isDataBit || ++dataBitsOfBit == dataBitsPerBit;
        if (slowToo) dataBitsOfBit = 0;
        for (int i = 0; i < ports.length; i++) {
            CanPort port = ports[i];
            if (!slowToo && !port.mac().isDataPhase()) continue;
            int seen = !port.isConnected() ? driven[i] : port.mode() == CanPort.Mode.LISTEN_ONLY ? wire & driven[i] : wire;
            port.mac().sample(bus.seenBy(port, seen, startNs, endNs));
        }
        bus.passed(endNs);
        clock.add(isDataBit ? 0 : 1, isDataBit ? 1 : 0);
        frameBit++;
    }

    @Override
    public void error(CanPort port, BusError error, int bit) {
        world.emit(EventKind.FRAME_ERROR, bus.number(), port.node().number(), frameOnWire, world.text(error.label()), bit);
        bus.errorFound();
        port.node().found(error);
    }

    @Override
    public void overload(CanPort port) {
        world.emit(EventKind.FRAME_OVERLOAD, bus.number(), port.node().number());
    }

    @Override
    public void failed(CanPort port) {
        Transmission failed = port.transmission();
        int number = port.sentNumber();
        port.take(null);
        if (number == frameOnWire) announceNext();
        if (failed.number() == number) port.node().failed(failed);
    }

    /// The one that should have won is out; of those that still send, the most urgent is on the wire. Without a disturbance there is none.
    private void announceNext() {
        CanPort next = null;
        for (CanPort port : ports) {
            boolean sends = port.mac().phase() == Mac.Phase.SENDING && port.sentNumber() != frameOnWire;
            if (sends && (next == null || port.sentFrame().arbitrationKey() < next.sentFrame().arbitrationKey())) next = port;
        }
        if (next != null) announce(next, FrameBits.of(next.sentFrame()).bits());
    }

    @Override
    public void sent(CanPort port) {
        Transmission sent = port.transmission();
        int number = port.sentNumber();
        CanFrame frame = port.sentFrame();
        port.take(null);
        bus.frameSent(number, frame, !counted);
        counted = true;
        if (sent.number() == number) port.node().sent(sent);
        if (!frame.isFd()) return;
        for (CanPort other : ports) {
            if (other.listens() && other.takesPart() && !other.isFd()) other.node().received(frame); // it counts what it cannot take
        }
    }

    @Override
    public void received(CanPort port, CanFrame frame) {
        if (port.listens()) port.node().received(frame);
    }

    @Override
    public void stateChanged(CanPort port) { bus.stateChanged(port); }
}
