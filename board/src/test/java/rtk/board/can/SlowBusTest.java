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
import rtk.trace.TraceSink;

/// The bus against [SlowBus]: 2 to 32 nodes, frames at random, some spoilt.
class SlowBusTest {
    private static final long BIT_NS = 2_000;
    private static final int ROUNDS = Boolean.getBoolean("rtk.nightly") ? 2_000 : 20;

    @Test
    void arbitrationAndErrorFramesAgreeWithABusOfBits() {
        for (int seed = 1; seed <= ROUNDS; seed++) {
            int number = seed;
            var random = new SimRandom(seed, "slow bus");
            var slow = new SlowBus();
            var ours = new ArrayList<String>();
            var world = new World(seed, frames(ours));
            var bus = new CanBus(world, "can0", 500_000, 0);
            int nodes = (int) random.between(2, 32);
            for (int node = 0; node < nodes; node++) {
                var sender = new QueueingNode(bus, "n" + node, "can-message", false);
                slow.addNode();
                int atBit = 0;
                for (long i = random.between(1, 5); i > 0; i--) {
                    CanFrame frame = frame(random, node);
                    atBit += (int) random.between(0, 2_000);
                    slow.queue(node, atBit, frame);
                    world.engine().at(SimEvent.of(Rank.DEVICE, () -> sender.send(frame)), atBit * BIT_NS);
                }
            }
            int[] spoil = new int[40];
            for (int attempt = 0; attempt < spoil.length; attempt++) {
                spoil[attempt] = random.between(0, 2) == 0 ? (int) random.between(34 + 6, 120) : -1;
                if (spoil[attempt] >= 0) bus.faults().bitErrorInFrame(attempt + 1, spoil[attempt]);
            }
            List<SlowBus.Passed> expected = slow.run(spoil);
            world.engine().runUntil(Ns.s(1));

            assertEquals(expected.stream().map(each -> each.startBit() * BIT_NS + " " + each.frame().traceId()).toList(), ours,
                    () -> "seed " + number);
            assertEquals(expected.stream().filter(each -> !each.spoilt()).count(), bus.frameCount());
        }
    }

    private static TraceSink frames(List<String> starts) {
        return new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.FRAME_START) starts.add(timeNs + " " + d);
            }

            @Override
            public void text(int id, String text) {}
        };
    }

    /// With a base identifier of its node's own, and at least as long as the spoilt bits need to lie behind arbitration.
    private static CanFrame frame(SimRandom random, int node) {
        boolean extended = random.between(0, 1) == 0;
        int base = (int) random.between(0, 63) << 5 | node;
        if (random.between(0, 9) == 0) return CanFrame.remote(extended ? base << 18 : base, extended, (int) random.between(0, 8));
        int identifier = extended ? base << 18 | (int) random.between(0, 0x3_ffff) : base;
        return CanFrame.classic(identifier, extended, (int) random.between(0, 8), random.nextLong());
    }
}
