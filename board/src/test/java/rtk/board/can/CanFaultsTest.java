package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

class CanFaultsTest {
    private static final CanFrame FRAME = CanFrame.parse("155#5A");
    private static final int BITS = FrameBits.length(FRAME);
    private static final long BIT_NS = 2_000;

    private final Recorder trace = new Recorder(EventKind.FRAME_START, EventKind.FRAME_END, EventKind.FRAME_ERROR,
            EventKind.FRAME_RETRY,
            EventKind.FRAME_OVERLOAD, EventKind.BUS_NODE_STATE, EventKind.FRAME_DROPPED);
    private final World world = new World(1, trace);
    private final CanBus bus = new CanBus(world, "can0", 500_000, 2_000_000);
    private final BusListener heard = new BusListener(world);
    private final CanPort hearing = bus.attach(heard);
    private final QueueingNode node = new QueueingNode(bus, "node", "can-message", false);
    private final CanPort sending = bus.ports().get(1);

    private void run(long untilNs) { world.engine().runUntil(untilNs); }

    private long count(String label) { return trace.lines.stream().filter(line -> line.contains(label)).count(); }

    /// Bit 20 is wrong at the sender and, six dominant bits later, by stuffing, at the receiver; the flags overlap to less than 12 bits.
    @Test
    void aBitErrorIsAnErrorFrameAndARepetition() {
        bus.faults().bitErrorInFrame(1, 20);
        node.send(FRAME);

        run(Ns.ms(1));

        String wave = FrameBits.of(FRAME).wave();
        String seen = wave.substring(0, 20) + (wave.charAt(20) == '0' ? '1' : '0') + "0".repeat(12);
        int stuffError = sixEqual(seen);
        long startNs = (stuffError + 1 + 6 + 8 + 3) * BIT_NS;
        assertEquals("""
                0 frame.start 1 2 1 155 %d
                42000 frame.error 1 2 1 bit 20
                %d frame.error 1 99 1 stuff %d
                %d frame.retry 1 2 1 2
                %d frame.start 1 2 1 155 %d
                %d frame.end 1 1 155 1 5a00000000000000""".formatted(BITS, (stuffError + 1) * BIT_NS, stuffError, startNs,
                startNs,
                BITS, startNs + BITS * BIT_NS), trace.take());
        assertEquals(8 - 1, sending.transmitErrors());
        assertEquals(0, hearing.receiveErrors());
        assertEquals(1, heard.frames.size());
    }

    /// Index of the last of the first six equal bits.
    private static int sixEqual(String bits) {
        for (int i = 5;; i++) {
            if (bits.substring(i - 5, i + 1).chars().distinct().count() == 1) return i;
        }
    }

    @Test
    void anErrorOfOneReaderInItsLastBitOfEofButOneIsSentTwice() {
        // The reader sees the last bit but one of EOF wrong and has no frame; another has it.
        var other = new BusListener(world);
        bus.attach(other);
        bus.faults().bitErrorAt((BITS - 2) * BIT_NS, hearing);
        node.send(FRAME);

        run(Ns.ms(1));

        assertEquals(1, heard.frames.size());
        assertEquals(2, other.frames.size(), "the known inconsistency of CAN: " + trace.lines);
        assertEquals(1, count("frame.retry"));
    }

    @Test
    void aBitErrorOnAnIdleBusIsAStuffError() {
        bus.faults().bitErrorAt(Ns.us(100));

        run(Ns.ms(1));

        // A dominant bit out of nothing, then recessive ones, the sixth of which is one too many.
        assertEquals("""
                114000 frame.error 1 99 0 stuff 6
                114000 frame.error 1 1 0 stuff 6""".replace("1 1 0", "1 2 0"), trace.take());
    }

    @Test
    void errorsByChanceComeAsOftenAsAskedAndTheSameForASeed() {
        bus.faults().bitErrors(2_000, new CanFaults.Window(0, Ns.s(1)));
        for (int i = 0; i < 2_000; i++) node.send(FRAME);

        run(Ns.s(2));

        // A receiver has the frame before its last bit; if the sender finds that one wrong, the frame comes twice.
        long twice = trace.lines.stream().filter(line -> line.matches(".*frame.error 1 2 \\d+ form " + (BITS - 1))).count();
        assertEquals(2_000 + twice, heard.frames.size());
        assertEquals(2_000, bus.frameCount());
        long expected = (2_000 + count("frame.retry")) * BITS / 2_000;
        long found = count("frame.retry");
        assertTrue((found - expected) * (found - expected) < 16 * expected, found + " for " + expected);
    }

    @Test
    void aWireStuckDominantBringsTheSenderToBusOffAndItComesBack() {
        bus.faults().stuck(CanFaults.Level.DOMINANT, new CanFaults.Window(Ns.us(30), Ns.ms(2)));
        node.send(FRAME);

        run(Ns.ms(10));

        var states = trace.lines.stream().filter(line -> line.contains("bus-state 1 2 ")).map(line -> line.split(" ")[4])
                .toList();
        assertEquals(List.of("error-warning", "error-passive", "bus-off", "recovering", "error-active"), states);
        assertEquals(1, heard.frames.size());
        // From the last dominant bit on 128 × 11 recessive ones pass before the node is back.
        long backNs = Long.parseLong(trace.lines.stream().filter(line -> line.contains("bus-state 1 2 error-active")).findFirst()
                .orElseThrow().split(" ")[0]);
        assertTrue(backNs - Ns.ms(2) >= 128 * 11 * BIT_NS && backNs - Ns.ms(2) < (128 * 11 + 30) * BIT_NS, backNs + "");
    }

    @Test
    void aWireStuckRecessiveLetsNothingThrough() {
        bus.faults().stuck(CanFaults.Level.RECESSIVE, new CanFaults.Window(0, Ns.ms(1)));
        node.send(FRAME);

        run(Ns.us(900));

        assertEquals(0, heard.frames.size());
        assertTrue(sending.transmitErrors() > 0);
    }

    @Test
    void aDisconnectedNodeHearsNothingAndIsNotHeard() {
        bus.faults().disconnect(hearing, new CanFaults.Window(Ns.us(50), Ns.ms(1)));
        node.send(FRAME);
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> node.send(FRAME)), Ns.ms(2));

        run(Ns.ms(3));

        assertEquals(1, heard.frames.size());
        assertEquals(2, count("frame.end"));
    }

    @Test
    void aBabblingNodeLeavesTheOthersNoRoom() {
        bus.faults().babble("idiot", CanFrame.parse("000#"), new CanFaults.Window(Ns.us(10), Ns.ms(5)));
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> node.send(FRAME)), Ns.us(20));

        run(Ns.ms(6));

        String last = heard.frames.getLast();
        assertTrue(last.endsWith(FRAME.toString()) && Long.parseLong(last.split(" ")[0]) > Ns.ms(5), last);
        assertTrue(heard.frames.size() > 45, heard.frames.size() + "");
    }

    /// A fault that nobody knew of when the frame began.
    @Test
    void aFaultMayComeAmidAFrame() {
        node.send(FRAME);
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> bus.faults().bitErrorAt(world.nowNs())), 41_000);

        run(Ns.ms(1));

        String lines = trace.take();
        assertTrue(lines.contains("42000 frame.error 1 2 1 bit 20"), lines);
    }

    @Test
    void aSlowClockMakesFramesLonger() {
        sending.setClockPpm(-10_000);
        node.send(FRAME);
        node.send(FRAME);

        run(Ns.ms(1));

        // 1 % slow: a bit of 2020.2 ns, rounded up only at the end.
        long endNs = (long) Math.ceil(BITS * 2_000 / 0.99);
        assertTrue(trace.lines.get(1).startsWith(endNs + " frame.end"), trace.lines.get(1));
        long secondNs = (long) Math.ceil((BITS + 3) * 2_000 / 0.99);
        assertTrue(trace.lines.get(2).startsWith(secondNs + " frame.start"), trace.lines.get(2));
    }

    @Test
    void aNodeThatIsNotReadyDelaysTheNextFrameByOverloadFrames() {
        hearing.delayNextFrame(2);
        node.send(FRAME);
        node.send(FRAME);

        run(Ns.ms(1));

        // Flag, delimiter; the other node answers the flag one bit later with its own.
        long firstEnd = BITS * BIT_NS;
        long secondStart = Long
                .parseLong(trace.lines.stream().filter(line -> line.contains("frame.start")).toList().get(1).split(" ")[0]);
        assertEquals(firstEnd + (2 * (7 + 8) + 3) * BIT_NS, secondStart);
        assertEquals(4, count("frame.overload"));
        assertEquals(0, sending.transmitErrors() + hearing.receiveErrors());
    }
}
