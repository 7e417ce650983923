package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Published worst-case response times, reached in a run: the longest less urgent frame has just begun when a message and all more urgent ones are
/// queued, at the same instant, each as long as its worst case.
class ResponseTimeTest {
    private static final String FOLDER = "vectors/B_can/";

    /// @param periodNs 0 for one that is sent once
    private record Sender(CanFrame frame, long periodNs) {}

    /// The longest time from queueing to the last bit of the last of `messages`, which are in order of priority.
    ///
    /// @param blocker has just begun; null for none
    private static long worstNs(long bitrateHz, List<Sender> messages, CanFrame blocker) {
        long id = messages.getLast().frame().traceId();
        var watch = new TraceSink() {
            private final ArrayList<Long> queuedNs = new ArrayList<>();
            private long worstNs;

            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (kind == EventKind.FRAME_QUEUED && d == id) queuedNs.addLast(timeNs);
                if (kind == EventKind.FRAME_END && c == id) worstNs = Math.max(worstNs, timeNs - queuedNs.removeFirst());
            }

            @Override
            public void text(int number, String text) {}
        };
        var world = new World(1, watch);
        var bus = new CanBus(world, "can0", bitrateHz, 0);
        if (blocker != null) {
            new QueueingNode(bus, "blocker", "can-message", true).send(blocker);
            world.engine().runUntil(0);
        }
        for (Sender each : messages) {
            var timing = new PeriodicMessage.Timing(each.periodNs(), 0, 0);
            new PeriodicSender(bus, new PeriodicMessage("m" + each.frame().traceId(), each.frame(), false, true, timing)).start();
        }
        world.engine().runUntil(Ns.ms(600));
        return watch.worstNs;
    }

    private static CanFrame longest(List<Sender> messages) {
        return messages.stream().map(Sender::frame).max(java.util.Comparator.comparingInt(FrameBits::worstCaseLength))
                .orElse(null);
    }

    /// Frame of the message with priority `order`, 0 the most urgent.
    private static CanFrame frame(int order, boolean extended, int bytes) {
        return CanFrame.classic(extended ? (order + 1) << 18 : order + 1, extended, bytes, 0);
    }

    /// Their response includes the intermission after the frame.
    @Test
    @SuppressWarnings("unchecked")
    void randomSetsReachTheirBounds() throws IOException {
        int compared = 0;
        for (Map<String, Object> set : Vectors.list(FOLDER + "B16a_oracle_can_rta_open.json", "sets")) {
            var all = new ArrayList<Sender>();
            for (var message : (List<Map<String, Object>>) set.get("messages")) {
                CanFrame frame = frame(all.size(), Vectors.flag(message, "ext"), Vectors.number(message, "bytes"));
                assertEquals(Vectors.number(message, "worst_bits_incl_ifs"),
                        FrameBits.worstCaseLength(frame) + CanBus.INTERMISSION_BITS);
                all.add(new Sender(frame, Ns.us(Vectors.number(message, "period_us"))));
            }
            long bitrateHz = Vectors.number(set, "bitrate");
            var expected = (List<Object>) Vectors.map(set, "expected").get("response_us");
            for (int i = 0; i < all.size(); i++) {
                long intermissionNs = Ns.edge(CanBus.INTERMISSION_BITS, bitrateHz);
                long found = worstNs(bitrateHz, all.subList(0, i + 1), longest(all.subList(i + 1, all.size()))) + intermissionNs;
                assertEquals(Double.parseDouble(expected.get(i).toString()), found / 1e3, "message " + i + " of " + set);
                compared++;
            }
        }
        assertEquals(true, compared > 200, compared + " messages");
    }

    @Test
    void theCounterexampleOfDavisAndOthersMissesItsDeadline() {
        var all = List.of(new Sender(frame(0, false, 7), Ns.us(2_500)), new Sender(frame(1, false, 7), Ns.us(3_500)),
                new Sender(frame(2, false, 7), Ns.us(3_500)));
        long intermissionNs = Ns.us(24);

        assertEquals(Ns.ms(2), worstNs(125_000, all.subList(0, 1), frame(2, false, 7)) + intermissionNs);
        assertEquals(Ns.ms(3), worstNs(125_000, all.subList(0, 2), frame(2, false, 7)) + intermissionNs);
        assertEquals(Ns.us(3_500), worstNs(125_000, all, null) + intermissionNs);
    }

    /// Without intermission after the frame; the last message pays for none before its own, unlike in the published figure (4.720 ms; see the
    /// notes of the vector).
    @Test
    @SuppressWarnings("unchecked")
    void theTwelveMessagesOfBrosterAndOthersReachTheirBounds() throws IOException {
        var vector = Vectors.object(FOLDER + "B11_broster2002_response_times.json");
        var all = new ArrayList<Sender>();
        for (var message : (List<Map<String, Object>>) Vectors.map(vector, "inputs").get("messages_in_priority_order")) {
            CanFrame frame = frame(all.size(), false, Vectors.number(message, "bytes"));
            assertEquals(Vectors.number(message, "frame_bits"), FrameBits.worstCaseLength(frame));
            all.add(new Sender(frame, Ns.ms(Vectors.number(message, "period_ms"))));
        }
        var expected = new ArrayList<Object>((List<Object>) Vectors.map(vector, "expected").get("no_faults_ms"));
        expected.set(11, "4.708");
        for (int i = 0; i < all.size(); i++) {
            long found = worstNs(250_000, all.subList(0, i + 1), longest(all.subList(i + 1, all.size())));
            assertEquals(Double.parseDouble(expected.get(i).toString()), found / 1e6, "message " + i);
        }
    }
}
