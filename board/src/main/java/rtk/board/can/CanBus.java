package rtk.board.can;

import java.util.ArrayList;
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
/// Two nodes that offer the same identifier at once collide on a real bus. Here the one attached first wins, with a
/// note `same identifier offered twice`.
///
/// Not modelled yet: errors and retransmission, missing acknowledge (every frame is acknowledged), overload frames, suspend
/// transmission.
public final class CanBus {
    /// Bits between frames.
    public static final int INTERMISSION_BITS = 3;
    private static final long RATE_MAX = 20_000_000;

    private final World world;
    private final String name;
    private final int number;
    private final long bitrateHz;
    private final long dataBitrateHz;
    private final long bitNs; // 0 if a bit is no whole number of ns
    private final int sameIdentifierText;

    private final List<CanNode> attached = new ArrayList<>();
    private CanNode[] nodes = {};
    private CanNode[] listeners = {};

    // Written by the wire only.
    private Phase phase = Phase.ARBITRATE;
    private CanNode sender;
    private Transmission current; // on the wire, null if none
    private CanFrame currentFrame;
    private long originNs;
    private long nominalBits; // since origin: to the end of the last intermission, or to SOF while sending
    private long dataBits; // since origin
    private int frameNominalBits;
    private int frameDataBits;
    private long freeNs;
    private long frameCount;
    private long busyNominalBits;
    private long busyDataBits;

    private final SimEvent wire = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() {
            switch (phase) {
                case ARBITRATE -> arbitrate();
                case VALID -> becomeValid();
                case END -> end();
            }
        }

        @Override
        public String toString() { return name + " " + phase; }
    };

    private enum Phase {
        ARBITRATE, VALID, END
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
        bitNs = 1_000_000_000 % bitrateHz == 0 ? 1_000_000_000 / bitrateHz : 0;
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

    /// Connects a node. The order in which nodes are attached is the order in which they hear frames.
    public void attach(CanNode node) {
        attached.add(node);
        nodes = attached.toArray(CanNode[]::new);
        listeners = attached.stream().filter(CanNode::listens).toArray(CanNode[]::new);
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

    /// How long the frames sent so far and their intermissions occupied the wire, in ns, rounded up.
    public long busyNs() { return lengthNs(busyNominalBits, busyDataBits); }

    /// Share of the wire that the frames sent so far took of `elapsedNs`, intermissions included, in parts per million.
    ///
    /// @param elapsedNs more than 0
    public long loadPpm(long elapsedNs) {
        long shareNs = busyNs();
        if (shareNs <= Long.MAX_VALUE / 1_000_000) return shareNs * 1_000_000 / elapsedNs;
        return shareNs / (elapsedNs / 1_000_000); // beyond two hours a millionth of the time is long enough to divide by
    }

    private void arbitrate() {
        CanNode winner = null;
        Transmission best = null;
        for (CanNode node : nodes) {
            Transmission offered = node.offer();
            if (offered == null) continue;
            if (best == null || offered.key() < best.key()) {
                best = offered;
                winner = node;
            } else if (offered.key() == best.key()) {
                world.emit(EventKind.DEVICE_NOTE, number, sameIdentifierText, offered.frame().idWithFlags() & 0xffff_ffffL);
            }
        }
        if (best != null) begin(winner, best);
    }

    private void begin(CanNode winner, Transmission transmission) {
        long nowNs = world.nowNs();
        if (nowNs != freeNs) { // idle until now: bits are counted from here
            originNs = nowNs;
            nominalBits = 0;
            dataBits = 0;
        }
        sender = winner;
        current = transmission;
        currentFrame = transmission.frame();
        int bits = measure(transmission);
        winner.begun(transmission);
        world.emit(EventKind.FRAME_START, number, winner.number(), transmission.number(), currentFrame.traceId(), bits);
        phase = Phase.VALID;
        world.engine().at(wire, instant(frameNominalBits - 1, frameDataBits));
    }

    private void becomeValid() {
        phase = Phase.END;
        world.engine().at(wire, instant(frameNominalBits, frameDataBits));
        CanNode from = sender;
        CanFrame frame = currentFrame;
        for (CanNode node : listeners) {
            if (node != from) node.received(frame);
        }
    }

    private void end() {
        Transmission done = current;
        CanFrame frame = currentFrame;
        for (int offset = 8; offset < frame.dataLength(); offset += 24) {
            world.emit(EventKind.FRAME_DATA, done.number(), offset, frame.data(offset), frame.data(offset + 8),
                    frame.data(offset + 16));
        }
        world.emit(EventKind.FRAME_END, number, done.number(), frame.traceId(), frame.length(), frame.data());
        frameCount++;
        busyNominalBits += frameNominalBits + INTERMISSION_BITS;
        busyDataBits += frameDataBits;
        nominalBits += frameNominalBits + INTERMISSION_BITS;
        dataBits += frameDataBits;
        freeNs = instant(0, 0);
        current = null;
        currentFrame = null;
        sender.sent(done);
        if (wire.isSet()) return;
        for (CanNode node : nodes) {
            if (node.offer() != null) {
                request();
                return;
            }
        }
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

    /// The end of so many bits after the SOF of the frame being sent.
    private long instant(int moreNominalBits, int moreDataBits) {
        return originNs + lengthNs(nominalBits + moreNominalBits, dataBits + moreDataBits);
    }

    private long lengthNs(long nominal, long data) {
        long nominalNs = bitNs != 0 ? nominal * bitNs : Ns.edge(nominal, bitrateHz);
        return data == 0 ? nominalNs : nominalNs + Ns.edge(data, dataBitrateHz);
    }

    private static void checkRate(long rateHz) {
        if (rateHz < 1 || rateHz > RATE_MAX)
            throw new IllegalArgumentException("a bit rate is 1 to " + RATE_MAX + " Hz, not " + rateHz);
    }
}
