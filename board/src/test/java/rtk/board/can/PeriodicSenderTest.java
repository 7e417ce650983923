package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.can.PeriodicMessage.Timing;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;

class PeriodicSenderTest {
    private final Recorder trace = new Recorder(EventKind.FRAME_QUEUED, EventKind.FRAME_START, EventKind.FRAME_END);
    private final World world = new World(42, trace);
    private final CanBus bus = new CanBus(world, "can0", 500_000, 0);

    private void start(String name, String frame, boolean random, boolean worst, Timing timing) {
        new PeriodicSender(bus, new PeriodicMessage(name, CanFrame.parse(frame), random, worst, timing)).start();
    }

    private List<Long> times(String label) {
        return trace.lines.stream().filter(line -> line.contains(label)).map(line -> Long.valueOf(line.split(" ")[0])).toList();
    }

    @Test
    void instancesAreQueuedAtOffsetAndPeriod() {
        start("engine", "100#00", false, false, new Timing(Ns.ms(10), Ns.ms(3), 0));

        world.engine().runUntil(Ns.ms(33));

        assertEquals(List.of(Ns.ms(3), Ns.ms(13), Ns.ms(23), Ns.ms(33)), times("queued"));
    }

    @Test
    void jitterDelaysByAtMostItselfAndComesFromTheSeed() {
        start("engine", "100#00", false, false, new Timing(Ns.ms(10), 0, Ns.ms(2)));

        world.engine().runUntil(Ns.s(1));

        var times = times("queued");
        long least = Ns.ms(2);
        long most = 0;
        for (int i = 0; i < times.size(); i++) {
            long late = times.get(i) - Ns.ms(10) * i;
            least = Math.min(least, late);
            most = Math.max(most, late);
        }
        assertTrue(times.size() >= 100);
        assertTrue(least >= 0 && least < Ns.us(200), "least " + least);
        assertTrue(most <= Ns.ms(2) && most > Ns.us(1_800), "most " + most);
    }

    @Test
    void jitterBeyondThePeriodKeepsTheOrder() {
        start("engine", "100#00", false, false, new Timing(Ns.ms(1), 0, Ns.ms(5)));

        world.engine().runUntil(Ns.s(1));

        var times = times("queued");
        for (int i = 1; i < times.size(); i++) assertTrue(times.get(i) >= times.get(i - 1));
        assertTrue(times.size() >= 990);
    }

    /// 135 bits of 2 µs are 270 µs a frame with intermission; one is due every 100 µs.
    @Test
    void laterInstancesWaitInTheSender() {
        start("flood", "100#0000000000000000", false, true, Timing.every(Ns.us(100)));

        world.engine().runUntil(Ns.us(1_000));

        assertEquals(11, times("queued").size());
        assertEquals(List.of(0L, 270_000L, 540_000L, 810_000L), times("start"));
    }

    @Test
    void randomDataDifferAndRepeatWithTheSeed() {
        start("engine", "100#0000000000000000", true, false, Timing.every(Ns.ms(1)));
        world.engine().runUntil(Ns.ms(5));
        var first = List.copyOf(trace.lines);

        var again = new Recorder(EventKind.FRAME_QUEUED, EventKind.FRAME_START, EventKind.FRAME_END);
        var twin = new World(42, again);
        var twinBus = new CanBus(twin, "can0", 500_000, 0);
        new PeriodicSender(twinBus,
                new PeriodicMessage("engine", CanFrame.parse("100#0000000000000000"), true, false, Timing.every(Ns.ms(1))))
                .start();
        twin.engine().runUntil(Ns.ms(5));

        assertEquals(first, again.lines);
        var data = first.stream().filter(line -> line.contains("end")).map(line -> line.split(" ")[6]).toList();
        assertNotEquals(data.get(0), data.get(1));
    }
}
