package rtk.board.can;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A CAN wire: one frame at a time, the most urgent of those offered, each exactly as long as its bits.
///
/// ```
///          request                 arbitration            last but one bit of EOF      last bit of EOF
///  idle ───────────► arbitrating ───────────────► sending ───────────────────► valid ────────────────► intermission
///   ▲                     ▲                             receivers have it          sender is done          │ 3 bits
///   └─────────────────────┴──────────────────────── someone offers a frame? ◄──────────────────────────────┘
/// ```
///
/// An idle bus begins a frame at the instant of the first request. All nodes that want to send at that instant compete; one that
/// comes later, even within the first bit, waits. While the bus is busy, SOF follows the third bit of intermission.
///
/// Instants are counted in whole bits of either rate from the SOF at which the bus ceased to be idle, and each is rounded up to a
/// nanosecond: no drift.
///
/// In a frame with a bit-rate switch the BRS bit counts as one nominal bit and the CRC delimiter as one data bit. The bits around
/// the switch change rate at the sample point; with the same sample point at both rates the sum is exact.
///
/// ## Two ways, one result
/// As long as nothing can go wrong a frame passes whole: its length is computed, and three events do for it. When an error is due, a node is not
/// error-active or not alone with an identifier, nobody acknowledges, or somebody joins, the bus goes bit by bit ([BitWire]) until it is idle and calm
/// again. A frame that is to be as long as its worst case has no bits of its own: bit by bit it has those of its data.
///
/// Two nodes that offer the same identifier at once are noted (`same identifier offered twice`); then the bits decide: unless both frames
/// are equal, one finds a bit error.
///
/// Nodes may sit on different boards of one [World]. Each may have a clock that is off ([CanPort#setClockPpm]): its frames are shorter or
/// longer for it.
///
/// Not modelled: propagation delay; wake-up; CAN XL; that a clock too far off makes its node misread.
public final class CanBus {
    /// Bits between frames.
    public static final int INTERMISSION_BITS = 3;
    private static final long RATE_MAX = 20_000_000;

    private final World world;
    private final String name;
    private final int number;
    private final long bitrateHz;
    private final long dataBitrateHz;
    private final BitClock clock;
    private final BitWire bits;
    private final int sameIdentifierText;

    private final Roster roster = new Roster();
    private CanFaults faults;

    // Written by the wire only.
    private Phase phase = Phase.ARBITRATE;
    private CanPort sender; // of the frame on the wire, or the last one
    private Transmission current; // on the wire, passing whole; null if none
    private CanFrame currentFrame; // or the last one
    private int frameNominalBits;
    private int frameDataBits;
    private long freeNs;
    private long frameCount;
    private long beginCount;
    private long errorCount;
    private long busyNominalBits;
    private long busyDataBits;

    private final SimEvent wire = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() {
            switch (phase) {
                case ARBITRATE -> arbitrate();
                case VALID -> becomeValid();
                case END -> end();
                case BIT -> {
                    // Whoever is told of what the bit brings may raise an interrupt, and the core may work off at once whatever fits before the
                    // next event: the end of the next bit is one, and not known yet.
                    world.engine().at(wire, world.nowNs());
                    bits.bitEnds();
                }
            }
        }

        @Override
        public String toString() { return name + " " + phase; }
    };

    private enum Phase {
        ARBITRATE, VALID, END, BIT
    }

    /// @param bitrateHz nominal bit rate, 1 to 20 million
    /// @param dataBitrateHz of CAN FD frames with bit-rate switch, 0 if the bus has none
    public CanBus(World world, String name, long bitrateHz, long dataBitrateHz) {
        checkRate(bitrateHz);
        if (dataBitrateHz != 0) checkRate(dataBitrateHz);
        this.world = world;
        this.name = name;
        this.bitrateHz = bitrateHz;
        this.dataBitrateHz = dataBitrateHz;
        clock = new BitClock(bitrateHz, dataBitrateHz);
        bits = new BitWire(this, world, clock, (int) Math.max(1, dataBitrateHz / bitrateHz));
        number = world.device(name, "can-bus", 0);
        world.emit(EventKind.DEVICE_NOTE, number, world.text("bitrate"), bitrateHz);
        if (dataBitrateHz != 0) world.emit(EventKind.DEVICE_NOTE, number, world.text("data-bitrate"), dataBitrateHz);
        sameIdentifierText = world.text("same identifier offered twice");
    }

    public String name() { return name; }

    /// Number in the trace.
    public int number() { return number; }

    public World world() { return world; }

    public long bitrateHz() { return bitrateHz; }

    /// 0 if the bus is not CAN FD.
    public long dataBitrateHz() { return dataBitrateHz; }

    /// Connects a node, which takes part from now on. The order in which nodes are attached is the order in which they hear frames.
    public CanPort attach(CanNode node) {
        var port = new CanPort(this, node);
        roster.add(port);
        bits.setPorts(roster.all().toArray(CanPort[]::new));
        changed(port, true, true);
        return port;
    }

    /// The places of the nodes, in the order in which they were attached.
    public List<CanPort> ports() { return roster.all(); }

    /// The faults of this bus.
    public CanFaults faults() {
        if (faults == null) faults = new CanFaults(this);
        return faults;
    }

    /// Tells the trace that `node` has a frame to send from now on.
    ///
    /// @return the frame's number
    public int queued(CanNode node, CanFrame frame) {
        if (frame.isFd() && dataBitrateHz == 0) {
            throw new IllegalArgumentException(frame + " is CAN FD; " + name + " has no data bit rate");
        }
        int frameNumber = world.nextNumber(EventKind.FRAME_QUEUED);
        world.emit(EventKind.FRAME_QUEUED, number, node.number(), frameNumber, frame.traceId(), frame.length());
        return frameNumber;
    }

    /// Tells the trace that `node` gives up a frame that it has queued and not begun.
    ///
    /// @param why number of a text
    public void dropped(CanNode node, int frameNumber, int why) {
        world.emit(EventKind.FRAME_DROPPED, number, node.number(), frameNumber, why);
    }

    /// A node has something to offer that it had not before.
    public void request() {
        if (current != null || wire.isSet()) return;
        phase = Phase.ARBITRATE;
        world.engine().at(wire, Math.max(freeNs, world.nowNs()));
    }

    /// Frames sent completely.
    public long frameCount() { return frameCount; }

    /// Times that a node has found an error.
    public long errorCount() { return errorCount; }

    /// How long `frame` is on the wire, SOF to the last bit of EOF, in ns, rounded up.
    public long durationNs(CanFrame frame) {
        var length = FrameBits.of(frame);
        return clock.lengthNs(length.nominalBits(), length.dataBits());
    }

    /// How long the frames sent so far and their intermissions occupied the wire, in ns, rounded up. Failed attempts and error frames
    /// are not in it.
    public long busyNs() { return clock.lengthNs(busyNominalBits, busyDataBits); }

    /// Share of the wire that the frames sent so far took of `elapsedNs`, intermissions included, in parts per million.
    ///
    /// @param elapsedNs more than 0
    public long loadPpm(long elapsedNs) {
        long shareNs = busyNs();
        if (shareNs <= Long.MAX_VALUE / 1_000_000) return shareNs * 1_000_000 / elapsedNs;
        return shareNs / (elapsedNs / 1_000_000); // beyond two hours a millionth of the time is long enough to divide by
    }

    BitWire bits() { return bits; }

    /// Has all frames go bit by bit, for a comparison.
    void forbidWholeFrames() { roster.forbidWholeFrames(); }

    private void arbitrate() {
        if (bits.isActive()) {
            bits.boundary();
            return;
        }
        CanPort winner = null;
        Transmission best = null;
        boolean calm = roster.isCalm();
        boolean contested = false; // in a way that only the bits decide
        CanNode[] senders = roster.sendingNodes();
        for (int i = 0; i < senders.length; i++) {
            Transmission offered = senders[i].offer();
            if (offered == null) continue;
            contested |= offered.isSingleShot();
            if (best == null || offered.key() < best.key()) {
                contested |= best != null && best.key() >>> 1 == offered.key() >>> 1;
                best = offered;
                winner = roster.senders()[i];
            } else {
                contested |= best.key() >>> 1 == offered.key() >>> 1;
            }
        }
        if (best == null && calm && !isStuck(world.nowNs())) return;
        if (best != null && calm && !contested && roster.acknowledges(winner, best.frame()) && !isDisturbed(best)) {
            begin(winner, best);
        } else {
            bits.enter();
            bits.boundary();
        }
    }

    /// Will a fault touch the frame or its intermission? They take less than its worst case and a few bits more.
    private boolean isDisturbed(Transmission next) {
        if (faults == null) return false;
        int most = FrameBits.worstCaseLength(next.frame()) + Mac.DELIMITER_BITS;
        long endNs = world.nowNs() + clock.lengthNs(most, 0);
        return faults.touches(beginCount + 1, world.nowNs(), endNs, FrameBits.length(next.frame()));
    }

    private void begin(CanPort winner, Transmission transmission) {
        long nowNs = world.nowNs();
        if (nowNs != freeNs || roster.isDrifting()) clock.restart(nowNs, winner.clockPpm()); // idle until now: bits are counted from here
        sender = winner;
        current = transmission;
        currentFrame = transmission.frame();
        int length = measure(transmission);
        begun(winner, transmission, length);
        phase = Phase.VALID;
        world.engine().at(wire, clock.instant(frameNominalBits - 1, frameDataBits));
    }

    /// `transmission` of `port` is on the wire, with so many bits.
    private void begun(CanPort port, Transmission transmission, int length) {
        beginCount++;
        port.node().begun(transmission);
        int attempt = port.attempt(transmission);
        if (attempt > 1) world.emit(EventKind.FRAME_RETRY, number, port.node().number(), transmission.number(), attempt);
        world.emit(EventKind.FRAME_START, number, port.node().number(), transmission.number(), transmission.frame().traceId(),
                length);
    }

    private void becomeValid() {
        phase = Phase.END;
        world.engine().at(wire, clock.instant(frameNominalBits, frameDataBits));
        CanNode from = sender.node();
        CanFrame frame = currentFrame;
        for (CanNode node : roster.listeners()) {
            if (node != from) node.received(frame);
        }
    }

    private void end() {
        Transmission done = current;
        clock.add(frameNominalBits + INTERMISSION_BITS, frameDataBits);
        freeNs = clock.instant(0, 0);
        current = null;
        countSent(done.number(), currentFrame, frameNominalBits, frameDataBits);
        // Before the sender hears of it: its interrupt may be worked off at once, and the others' frames do not wait for that.
        if (isAnotherWaiting()) request();
        if (sender.transmitErrors() != 0) oneErrorLess(sender);
        sender.node().sent(done);
        if (sender.node().offer() != null) request();
    }

    private boolean isAnotherWaiting() {
        for (CanNode node : roster.sendingNodes()) {
            if (node != sender.node() && node.offer() != null) return true;
        }
        return false;
    }

    private void countSent(int frameNumber, CanFrame frame, int nominal, int data) {
        for (int offset = 8; offset < frame.dataLength(); offset += 24) {
            world.emit(EventKind.FRAME_DATA, frameNumber, offset, frame.data(offset), frame.data(offset + 8),
                    frame.data(offset + 16));
        }
        world.emit(EventKind.FRAME_END, number, frameNumber, frame.traceId(), frame.length(), frame.data());
        frameCount++;
        busyNominalBits += nominal == 0 ? 0 : nominal + INTERMISSION_BITS;
        busyDataBits += data;
    }

    private void oneErrorLess(CanPort port) {
        ErrorState before = port.errorState();
        port.counters().sent();
        if (port.errorState() != before) stateChanged(port);
    }

    /// Finds out how long the frame will be.
    ///
    /// @return all its bits
    private int measure(Transmission transmission) {
        CanFrame frame = transmission.frame();
        boolean worst = transmission.isWorstLength();
        frameDataBits = 0;
        if (!frame.isBrs()) {
            frameNominalBits = worst ? FrameBits.worstCaseLength(frame) : FrameBits.length(frame);
            return frameNominalBits;
        }
        var exact = FrameBits.of(frame);
        int bits = worst ? exact.worstCaseBits() : exact.bits();
        frameDataBits = worst ? FrameBits.worstCaseDataBits(frame) : exact.dataBits();
        frameNominalBits = bits - frameDataBits;
        return bits;
    }

    // For the wire bit by bit.

    /// The bit that passes ends at `endNs`.
    void awaitBit(long endNs) {
        phase = Phase.BIT;
        world.engine().at(wire, endNs);
    }

    /// No frame and no intermission from `nowNs` on; there is no bit to wait for.
    void freeFrom(long nowNs) {
        freeNs = nowNs;
        world.engine().cancel(wire);
    }

    /// `port` begins to send what it has taken, as one that will win.
    ///
    /// @return the bit that a fault inverts
    int begun(CanPort port, int length) {
        begun(port, port.transmission(), length);
        return faults == null ? CanFaults.NONE : faults.bitOf(beginCount, length);
    }

    /// A frame has been sent bit by bit.
    ///
    /// @param occupied false if another sender of the same bits is counted already
    void frameSent(int frameNumber, CanFrame frame, boolean occupied) {
        var length = FrameBits.of(frame);
        countSent(frameNumber, frame, occupied ? length.nominalBits() : 0, occupied ? length.dataBits() : 0);
    }

    void noteSameIdentifier(CanFrame frame) {
        world.emit(EventKind.DEVICE_NOTE, number, sameIdentifierText, frame.idWithFlags() & 0xffff_ffffL);
    }

    void errorFound() { errorCount++; }

    boolean isStuck(long nowNs) { return faults != null && faults.isStuck(nowNs); }

    boolean isDrifting() { return roster.isDrifting(); }

    /// May frames pass whole?
    boolean isCalm() { return roster.isCalm(); }

    /// What faults make of a bit on the wire.
    int disturbed(int level, long startNs, long endNs) { return faults == null ? level : faults.onWire(level, startNs, endNs); }

    /// What faults make of a bit on its way into `port`.
    int seenBy(CanPort port, int level, long startNs, long endNs) {
        return faults == null ? level : faults.seenBy(port, level, startNs, endNs);
    }

    /// A bit that ended at `endNs` has passed.
    void passed(long endNs) {
        if (faults != null) faults.passed(endNs);
    }

    void stateChanged(CanPort port) {
        var counters = port.counters();
        world.emit(EventKind.BUS_NODE_STATE, number, port.node().number(), world.text(counters.state().label()), counters.tec(),
                counters.rec());
        port.node().stateChanged(counters.state());
        if (counters.state() == ErrorState.BUS_OFF && port.recoversByItself()) port.recover();
        else roster.survey();
    }

    /// Something about `port` has changed that may need a look at the bits.
    ///
    /// @param part it begins to take part, or ceases to
    /// @param joins it begins to
    void changed(CanPort port, boolean part, boolean joins) {
        roster.survey();
        if (bits.isActive()) {
            if (part) bits.change(port);
            if (bits.isAsleep()) request();
        } else if (joins || !roster.isCalm()) {
            lookCloser(joins ? port : null);
        }
    }

    /// Has the bus go bit by bit from now on, if it is amid a frame or its intermission; an idle bus will when it begins the next one.
    void lookCloser(CanPort joining) {
        boolean whole = current != null && current.isWorstLength();
        if (whole) return;
        if (bits.isActive()) {
            if (bits.isAsleep()) request();
            return;
        }
        if (current == null && world.nowNs() >= freeNs) {
            if (!roster.isCalm() || isStuck(world.nowNs())) request();
            return;
        }
        world.engine().cancel(wire);
        int frameNumber = current == null ? 0 : current.number();
        int passed = 0;
        if (current == null) {
            passed = frameNominalBits + frameDataBits;
            clock.add(-frameNominalBits - INTERMISSION_BITS, -frameDataBits);
        } else {
            sender.take(current);
            if (phase == Phase.END) passed = frameNominalBits + frameDataBits - 1;
        }
        current = null;
        bits.enterAmid(sender, currentFrame, frameNumber, joining, passed);
    }

    private static void checkRate(long rateHz) {
        if (rateHz < 1 || rateHz > RATE_MAX)
            throw new IllegalArgumentException("a bit rate is 1 to " + RATE_MAX + " Hz, not " + rateHz);
    }
}
