package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.trace.EventKind;

class CanBusTest {
    private final Recorder trace = new Recorder(EventKind.FRAME_QUEUED, EventKind.FRAME_START, EventKind.FRAME_END,
            EventKind.FRAME_DATA,
            EventKind.FRAME_DROPPED, EventKind.DEVICE_NOTE);
    private final World world = new World(1, trace);
    private final CanBus bus = bus(500_000, 0);

    private CanBus bus(long bitrateHz, long dataBitrateHz) {
        var made = new CanBus(world, "can0", bitrateHz, dataBitrateHz);
        trace.take();
        return made;
    }

    /// Frame 123 without data is 45 bits with its one stuff bit (vector B04a): 90 µs at 500 kbit/s.
    @Test
    void aFrameOnAnIdleBusStartsAtOnceAndEndsAfterItsBits() {
        var node = new QueueingNode(bus, "node", "can-message", false);

        world.engine().runUntil(1_000);
        node.send(CanFrame.parse("123#"));
        world.engine().runUntil(Ns.ms(1));

        assertEquals("""
                1000 frame.queued 1 2 1 123 0
                1000 frame.start 1 2 1 123 45
                91000 frame.end 1 1 123 0 0""", trace.take());
        assertEquals(1, bus.frameCount());
        assertEquals(96_000, bus.busyNs());
    }

    @Test
    void receiversHaveTheFrameOneBitBeforeTheSenderIsDone() {
        var node = new QueueingNode(bus, "node", "can-message", false);
        var heard = new BusListener(world);
        bus.attach(heard);

        node.send(CanFrame.parse("123#"));
        world.engine().runUntil(Ns.ms(1));

        assertEquals(List.of("88000 123#"), heard.frames);
    }

    @Test
    void theLowestIdentifierGoesFirstAndTheOthersFollowAfterIntermission() {
        for (String frame : List.of("123#", "0FF#", "700#"))
            new QueueingNode(bus, frame, "can-message", false).send(CanFrame.parse(frame));

        world.engine().runUntil(Ns.ms(1));

        var starts = trace.lines.stream().filter(line -> line.contains("start")).toList();
        int first = FrameBits.length(CanFrame.parse("0FF#")) + 3;
        assertEquals(List.of("0 frame.start 1 3 2 ff " + (first - 3), first * 2_000L + " frame.start 1 2 1 123 45",
                (first + 48) * 2_000L + " frame.start 1 4 3 700 " + FrameBits.length(CanFrame.parse("700#"))), starts);
    }

    @Test
    void arbitrationOrderAgreesWithThePublishedOne() throws IOException {
        Vectors.shared("vectors/B_can/B15_arbitration_priority_order.json");
        for (String frame : List.of("123#", "0CF00400#", "033#", "00CC0001#")) {
            new QueueingNode(bus, frame, "can-message", false).send(CanFrame.parse(frame));
        }
        var heard = new BusListener(world);
        bus.attach(heard);

        world.engine().runUntil(Ns.ms(10));

        assertEquals(List.of("033#", "00CC0001#", "123#", "0CF00400#"),
                heard.frames.stream().map(line -> line.split(" ")[1]).toList());
    }

    /// Two senders compare bit by bit what they see with what they send; he who sees a 0 for his 1 falls silent.
    @Test
    void keysOrderFramesAsTheirBitsDo() {
        var random = new SimRandom(7, "arbitration");
        for (int i = 0; i < 20_000; i++) {
            CanFrame a = FrameBitsTest.randomClassic(random);
            CanFrame b = i % 3 == 0
                    ? FrameBitsTest.randomFd(random)
                    : i % 3 == 1 ? FrameBitsTest.randomClassic(random) : sameBase(a, random);
            if (a.arbitrationKey() == b.arbitrationKey()) continue;
            String waveA = new BitByBit(a).wave;
            String waveB = new BitByBit(b).wave;
            int at = 0;
            while (waveA.charAt(at) == waveB.charAt(at)) at++;

            assertEquals(waveA.charAt(at) < waveB.charAt(at), a.arbitrationKey() < b.arbitrationKey(), () -> a + " against " + b);
        }
    }

    /// All send at once; each falls silent when it reads a 0 for its 1, and the one that is left has won.
    @Test
    void theWinnerIsTheOneThatABitByBitBusLeaves() {
        var random = new SimRandom(8, "arbitration");
        for (int round = 0; round < 500; round++) {
            var ours = new World(round, rtk.trace.TraceSink.NONE);
            var wire = new CanBus(ours, "can0", 500_000, 2_000_000);
            var heard = new BusListener(ours);
            wire.attach(heard);
            List<CanFrame> left = new ArrayList<>();
            for (long n = random.between(2, 32); n > 0; n--) {
                CanFrame frame = random.between(0, 3) == 0 ? FrameBitsTest.randomFd(random) : FrameBitsTest.randomClassic(random);
                // FDF is no part of arbitration: frames that differ in nothing before it collide.
                if (left.stream().anyMatch(other -> other.arbitrationKey() >>> 1 == frame.arbitrationKey() >>> 1)) continue;
                left.add(frame);
                new QueueingNode(wire, "n" + n, "can-message", false).send(frame);
            }
            ours.engine().runUntil(Ns.s(1));

            List<String> waves = left.stream().map(frame -> new BitByBit(frame).wave).toList();
            List<Integer> sending = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) sending.add(i);
            for (int bit = 0; sending.size() > 1; bit++) {
                int at = bit;
                if (sending.stream().anyMatch(i -> waves.get(i).charAt(at) == '0'))
                    sending.removeIf(i -> waves.get(i).charAt(at) == '1');
            }
            assertEquals(left.get(sending.getFirst()).toString(), heard.frames.getFirst().split(" ")[1]);
            assertEquals(left.size(), heard.frames.size());
        }
    }

    private static CanFrame sameBase(CanFrame a, SimRandom random) {
        int base = a.isExtended() ? a.identifier() >> 18 : a.identifier();
        if (random.between(0, 1) == 0) return CanFrame.remote(base, false, 0);
        return CanFrame.classic(base << 18 | (int) random.between(0, 3), true, 0, 0);
    }

    @Test
    void bitsThatAreNoWholeNanosecondsDoNotDrift() {
        var odd = bus(83_333, 0);
        var node = new QueueingNode(odd, "node", "can-message", false);
        for (int i = 0; i < 1_000; i++) node.send(CanFrame.parse("123#"));

        world.engine().runUntil(Ns.s(1));

        assertEquals(1_000, odd.frameCount());
        // The last bit of EOF of the last frame is bit 48 × 1000 − 3 since the first SOF.
        assertTrue(trace.lines.getLast().startsWith(Ns.edge(48_000 - 3, 83_333) + " frame.end"), trace.lines.getLast());
    }

    @Test
    void aFrameThatComesWhileAnotherIsSentWaitsEvenIfItIsMoreUrgent() {
        var low = new QueueingNode(bus, "low", "can-message", false);
        var high = new QueueingNode(bus, "high", "can-message", false);
        low.send(CanFrame.parse("700#"));
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> high.send(CanFrame.parse("001#"))), 1);

        world.engine().runUntil(Ns.ms(1));

        long endOfIntermission = (FrameBits.length(CanFrame.parse("700#")) + 3) * 2_000L;
        assertTrue(trace.take().contains(endOfIntermission + " frame.start 1 3 2 1 "));
    }

    @Test
    void framesOfWorstLengthAreAsLongAsTheFormulaSays() {
        new QueueingNode(bus, "node", "can-message", true).send(CanFrame.parse("123#0011223344556677"));

        world.engine().runUntil(Ns.ms(1));

        assertEquals("""
                0 frame.queued 1 2 1 123 8
                0 frame.start 1 2 1 123 132
                264000 frame.end 1 1 123 8 11223344556677""", trace.take());
    }

    /// Duration as measured in vector B03a for the same frame: 155 bits of which the ones from ESI to the CRC delimiter at 2 Mbit/s.
    @Test
    void anFdFrameSwitchesItsRate() {
        var fd = bus(1_000_000, 2_000_000);
        var frame = CanFrame.parse("00000042##10001020304050607");
        new QueueingNode(fd, "node", "can-message", false).send(frame);

        world.engine().runUntil(Ns.ms(1));

        var bits = FrameBits.of(frame);
        assertEquals(155, bits.bits());
        long endNs = bits.nominalBits() * 1_000L + bits.dataBits() * 500L;
        assertTrue(trace.take().endsWith(endNs + " frame.end 2 1 380000042 8 1020304050607"));
    }

    @Test
    void ratesWithoutACommonFractionDoNotDriftEither() {
        var fd = bus(83_333, 1_999_999);
        var frame = CanFrame.parse("123##10011223344556677");
        var node = new QueueingNode(fd, "node", "can-message", false);
        for (int i = 0; i < 1_000; i++) node.send(frame);

        world.engine().runUntil(Ns.s(10));

        var bits = FrameBits.of(frame);
        long endNs = Ns.edge((bits.nominalBits() + 3L) * 1_000 - 3, 83_333) + Ns.edge(bits.dataBits() * 1_000L, 1_999_999);
        assertTrue(trace.lines.getLast().startsWith(endNs + " frame.end"), trace.lines.getLast());
    }

    @Test
    void bytesBeyondTheEighthComeAsDataEvents() {
        var fd = bus(500_000, 2_000_000);
        new QueueingNode(fd, "node", "can-message", false)
                .send(CanFrame.parse("123##0" + "00".repeat(8) + "11".repeat(8) + "22".repeat(8) + "33".repeat(8)));

        world.engine().runUntil(Ns.ms(2));

        assertEquals("frame.data 1 8 1111111111111111 2222222222222222 3333333333333333",
                trace.lines.get(2).replaceFirst("\\d+ ", ""));
    }

    /// 01 and 02 differ first in the last but one data bit, where `b` sends recessive and reads dominant. Both are one error worse each time, until
    /// both are error-passive: then the flag of `b` disturbs nobody, and `a` gets through.
    @Test
    void theSameIdentifierFromTwoNodesIsABitErrorUntilBothArePassive() {
        var a = new QueueingNode(bus, "a", "can-message", false);
        var b = new QueueingNode(bus, "b", "can-message", false);
        a.send(CanFrame.parse("123#01"));
        b.send(CanFrame.parse("123#02"));

        world.engine().runUntil(Ns.ms(1));
        assertTrue(trace.take().contains("0 device.note 1 same identifier offered twice 291"));
        assertEquals(0, bus.frameCount());
        world.engine().runUntil(Ns.ms(10));

        var ends = trace.lines.stream().filter(line -> line.contains("frame.end")).map(line -> line.replaceFirst("^\\d+ ", ""))
                .toList();
        assertEquals(List.of("frame.end 1 1 123 1 100000000000000", "frame.end 1 2 123 1 200000000000000"), ends);
        assertEquals(128 - 1, bus.ports().get(0).transmitErrors());
        assertEquals(128 + 8 - 1, bus.ports().get(1).transmitErrors());
    }

    @Test
    void equalFramesFromTwoNodesAreOneOnTheWire() {
        new QueueingNode(bus, "a", "can-message", false).send(CanFrame.parse("123#01"));
        new QueueingNode(bus, "b", "can-message", false).send(CanFrame.parse("123#01"));

        world.engine().runUntil(Ns.ms(1));

        assertEquals(2, trace.lines.stream().filter(line -> line.contains("frame.end")).count());
        assertEquals(2_000L * (FrameBits.length(CanFrame.parse("123#01")) + 3), bus.busyNs());
    }

    @Test
    void fdFramesAreRefusedByAClassicBus() {
        var node = new QueueingNode(bus, "node", "can-message", false);

        var refused = assertThrows(IllegalArgumentException.class, () -> node.send(CanFrame.parse("123##0")));

        assertEquals("123##0 is CAN FD; can0 has no data bit rate", refused.getMessage());
    }

    /// A slow model: a list of waiting frames, searched for the least key when the wire is free.
    @Test
    void randomTrafficAgreesWithASlowModel() {
        for (int seed = 1; seed <= 20; seed++) {
            var random = new SimRandom(seed, "traffic");
            var ours = new World(seed, rtk.trace.TraceSink.NONE);
            var wire = new CanBus(ours, "can0", 250_000, 0);
            var heard = new BusListener(ours);
            wire.attach(heard);
            record Waiting(long timeNs, CanFrame frame) {}
            List<Waiting> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                // Unique identifiers, one node each; times are multiples of a bit.
                CanFrame frame = CanFrame.classic(i * 10 + (int) random.between(0, 9), false, (int) random.between(0, 8),
                        random.nextLong());
                long timeNs = random.between(0, 20_000) * 4_000;
                all.add(new Waiting(timeNs, frame));
                var node = new QueueingNode(wire, "n" + i, "can-message", false);
                ours.engine().at(SimEvent.of(Rank.DEVICE, () -> node.send(frame)), timeNs);
            }
            ours.engine().runUntil(Ns.s(1));

            List<String> expected = new ArrayList<>();
            long nowNs = 0;
            Collections.shuffle(all, new java.util.Random(seed));
            while (!all.isEmpty()) {
                long freeNs = nowNs;
                long startNs = Math.max(freeNs, all.stream().mapToLong(Waiting::timeNs).min().orElseThrow());
                Waiting next = all.stream().filter(w -> w.timeNs() <= startNs)
                        .min(java.util.Comparator.comparingInt(w -> w.frame().identifier())).orElseThrow();
                all.remove(next);
                int bits = new BitByBit(next.frame()).wave.length();
                expected.add((startNs + (bits - 1) * 4_000L) + " " + next.frame());
                nowNs = startNs + (bits + 3) * 4_000L;
            }
            assertEquals(expected, heard.frames);
        }
    }
}
