package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// The bus bit by bit against the bus frame by frame.
class BitWireTest {
    private static final EventKind[] FRAMES = {EventKind.FRAME_QUEUED, EventKind.FRAME_START, EventKind.FRAME_END,
        EventKind.FRAME_DATA, EventKind.FRAME_ERROR, EventKind.FRAME_RETRY, EventKind.FRAME_OVERLOAD, EventKind.BUS_NODE_STATE};

    /// Traffic of 2 to 12 nodes that queue at odd instants; rates with and without whole nanoseconds.
    private static List<String> run(long seed, boolean bitByBit) {
        var random = new SimRandom(seed, "equivalence");
        var trace = new Recorder(FRAMES);
        var world = new World(seed, trace);
        long[] rates = {125_000, 500_000, 1_000_000, 83_333};
        var bus = new CanBus(world, "can0", rates[(int) random.between(0, 3)], 2_000_000);
        if (bitByBit) bus.forbidWholeFrames();
        int nodes = (int) random.between(2, 12);
        for (int node = 0; node < nodes; node++) {
            var sender = new QueueingNode(bus, "n" + node, "can-message", false);
            for (int i = 0; i < 12; i++) {
                CanFrame frame = withUniqueBase(random, node);
                world.engine().at(SimEvent.of(Rank.DEVICE, () -> sender.send(frame)), random.between(0, 40_000_000) | 1);
            }
        }
        var heard = new BusListener(world);
        bus.attach(heard);
        world.engine().runUntil(Ns.s(1));
        trace.lines.addAll(heard.frames);
        trace.lines.add(bus.frameCount() + " " + bus.busyNs());
        return trace.lines;
    }

    /// No two nodes share a base identifier.
    private static CanFrame withUniqueBase(SimRandom random, int node) {
        CanFrame any = random.between(0, 2) == 0 ? FrameBitsTest.randomFd(random) : FrameBitsTest.randomClassic(random);
        int shift = any.isExtended() ? 18 : 0;
        int identifier = (any.identifier() & ~(0xf << shift)) | node << shift;
        if (any.isRemote()) return CanFrame.remote(identifier, any.isExtended(), any.length());
        byte[] data = new byte[any.length()];
        for (int i = 0; i < data.length; i++) data[i] = (byte) any.dataByte(i);
        return any.isFd()
                ? CanFrame.fd(identifier, any.isExtended(), any.isBrs(), any.isEsi(), data)
                : CanFrame.classic(identifier, any.isExtended(), data);
    }

    @Test
    void bothWaysTellTheSameStory() {
        for (int seed = 1; seed <= 12; seed++) {
            int number = seed;
            List<String> whole = run(seed, false);
            List<String> bits = run(seed, true);

            assertEquals(String.join("\n", whole), String.join("\n", bits), () -> "seed " + number);
        }
    }

    /// Every node that decodes bits gets the frame that was sent.
    @Test
    void decodersReadWhatEncodersWrite() {
        var random = new SimRandom(3, "decoder");
        var decoder = new FrameDecoder(true);
        for (int i = 0; i < 20_000; i++) {
            CanFrame frame = i % 2 == 0 ? FrameBitsTest.randomFd(random) : FrameBitsTest.randomClassic(random);
            var results = new ArrayList<FrameDecoder.Result>();
            decoder.start();
            String wave = new BitByBit(frame).wave;
            CanFrame read = null;
            for (int bit = 0; bit < wave.length(); bit++) {
                var result = decoder.sample(wave.charAt(bit) - '0');
                if (result != FrameDecoder.Result.MORE) results.add(result);
                if (result == FrameDecoder.Result.VALID) read = decoder.frame();
            }

            assertEquals(List.of(FrameDecoder.Result.VALID, FrameDecoder.Result.END), results, frame::toString);
            assertEquals(frame, read);
        }
    }

    /// The bus goes over to bits and back amid the traffic, and nobody notices.
    @Test
    void goingBitByBitAmidAFrameChangesNothing() {
        for (int seed = 1; seed <= 100; seed++) {
            List<String> whole = switching(seed, false);
            List<String> switched = switching(seed, true);
            int number = seed;

            assertEquals(String.join("\n", whole), String.join("\n", switched), () -> "seed " + number);
        }
    }

    private static List<String> switching(long seed, boolean look) {
        var random = new SimRandom(seed, "switching");
        var trace = new Recorder(FRAMES);
        var world = new World(seed, trace);
        var bus = new CanBus(world, "can0", 500_000, 2_000_000);
        var sender = new QueueingNode(bus, "a", "can-message", false);
        var other = new QueueingNode(bus, "b", "can-message", false);
        for (int i = 0; i < 4; i++) {
            sender.send(withUniqueBase(random, 1));
            other.send(withUniqueBase(random, 2));
        }
        var heard = new BusListener(world);
        bus.attach(heard);
        for (int i = 0; i < 3; i++) {
            // Bit ends, middles of bits, whatever.
            long timeNs = random.between(0, 1) == 0 ? random.between(0, 1_500) * 500 : random.between(0, 700_000);
            world.engine().at(SimEvent.of(Rank.DEVICE, () -> {
                if (look) bus.lookCloser(null);
            }), timeNs);
        }
        world.engine().runUntil(Ns.ms(20));
        trace.lines.addAll(heard.frames);
        return trace.lines;
    }
}
