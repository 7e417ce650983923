package rtk.apps.infotainment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import rtk.board.can.CanBus;
import rtk.board.can.CanFrame;
import rtk.board.can.CanNode;
import rtk.board.can.Transmission;
import rtk.board.can.dbc.Message;
import rtk.board.serial.SerialFeed;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

class DriveCycleTest {
    /// A node that only listens.
    private record Listener(List<CanFrame> frames) implements CanNode {
        @Override
        public int number() { return 0; }

        @Override
        public Transmission offer() { return null; }

        @Override
        public void sent(Transmission transmission) {}

        @Override
        public boolean listens() { return true; }

        @Override
        public void received(CanFrame frame) { frames.add(frame); }
    }

    @Test
    void speedAndDistanceAreThoseOfUniformAcceleration() {
        // 14 m/s after 4 s: 3.5 m/s², after 2 s 7 m/s and 7 m.
        assertEquals(new DriveState(2_000, 7_000, 3_500, 0, 0, 7_000_000), DriveCycle.at(2_000));
        assertEquals(28_000_000, DriveCycle.at(4_000).distanceUm());
        // 4 s at 7 m/s, 5 s at 14 m/s, 3.5 s at 7 m/s.
        assertEquals(122_500_000, DriveCycle.at(14_000).distanceUm());
        assertEquals(0, DriveCycle.at(14_000).speedMmps());
        assertEquals(90_000, DriveCycle.at(9_500).headingMillideg());
        assertEquals(90_000, DriveCycle.at(15_000).headingMillideg());
        assertEquals(122_500_000 + 7_000_000, DriveCycle.at(17_000).distanceUm());
    }

    @Test
    void nothingJumpsFromOneMillisecondToTheNext() {
        for (long ms = 0; ms < 4 * DriveCycle.LAP_MS; ms++) {
            DriveState now = DriveCycle.at(ms);
            DriveState next = DriveCycle.at(ms + 1);

            assertTrue(Math.abs(next.speedMmps() - now.speedMmps()) <= 5, now::toString);
            long driven = next.distanceUm() - now.distanceUm();
            assertTrue(driven >= 0 && driven <= 14_010, now::toString);
            assertTrue(Math.floorMod(next.headingMillideg() - now.headingMillideg(), 360_000L) <= 31, now::toString);
        }
    }

    @Test
    void leftWheelsAreFasterInARightTurn() {
        DriveState turn = DriveCycle.at(7_000);

        // 30°/s × 0.78 m = 0.408 m/s.
        assertEquals(14_408, turn.wheelMmps(-1));
        assertEquals(13_592, turn.wheelMmps(1));
        assertEquals(7_330, turn.lateralMmps2());
    }

    private static List<Message> periodic() {
        return CockpitDatabase.get().messages().stream().filter(message -> message.cycleTimeMs() > 0).toList();
    }

    @Test
    void everyMessageHasAPeriodButThatOfTheLever() {
        var others = new ArrayList<>(CockpitDatabase.get().messages());
        others.removeAll(periodic());

        assertEquals(List.of("ShiftLever"), others.stream().map(Message::name).toList());
        assertEquals(17, periodic().size());
    }

    @Test
    void everyPeriodicMessageOfTheDatabaseCanBeFilledAndReadBack() {
        for (Message message : periodic()) {
            assertTrue(message.length() <= 8, message::toString);
            for (long ms = 0; ms < 2 * DriveCycle.LAP_MS; ms += 97) {
                DriveState state = DriveCycle.at(ms);
                long data = RestbusMessage.data(message, state, ms);
                message.decode(data, message.length(), (signal, raw) -> {
                    long milli = signal.physicalMilli(raw);
                    assertTrue(milli >= signal.minimum().movePointRight(3).longValue()
                            && milli <= signal.maximum().movePointRight(3).longValue(),
                            () -> signal + " " + milli + " at " + state);
                });
            }
        }
    }

    @Test
    void signalsSayWhatTheCarDoes() {
        Message wheels = CockpitDatabase.get().message("WheelSpeeds");
        Map<String, Long> values = new TreeMap<>();
        wheels.decode(RestbusMessage.data(wheels, DriveCycle.at(2_000), 0), 8,
                (signal, raw) -> values.put(signal.name(), signal.physicalMilli(raw)));

        // 7 m/s are 25.2 km/h.
        assertEquals(Map.of("WheelSpeedFL", 25_200L, "WheelSpeedFR", 25_200L, "WheelSpeedRL", 25_200L, "WheelSpeedRR", 25_200L),
                values);
    }

    @Test
    void theRestbusSendsEachMessageWithItsPeriod() {
        var world = new World(1, TraceSink.NONE);
        var bus = new CanBus(world, "can0", 500_000, 0);
        var frames = new ArrayList<CanFrame>();
        bus.attach(new Listener(frames));
        DriveCycle.start(world, bus);

        world.engine().runUntil(Ns.s(2));

        Map<Integer, Long> counts = new TreeMap<>();
        for (CanFrame frame : frames) counts.merge(frame.idWithFlags(), 1L, Long::sum);
        for (Message message : periodic()) {
            assertEquals(2_000 / message.cycleTimeMs(), counts.get(message.idWithFlags()), message::toString);
        }
        long loadPpm = bus.loadPpm(Ns.s(2));
        assertTrue(loadPpm > 100_000 && loadPpm < 250_000, loadPpm + " ppm");
    }

    @Test
    void theReceiverTellsWhereTheCarIs() throws NmeaException {
        List<SerialFeed.Burst> bursts = DriveCycle.nmea(Ns.s(10));

        assertEquals(50, bursts.size());
        String[] lines = new String(bursts.get(10).bytes(), StandardCharsets.US_ASCII).split("\r\n");
        var rmc = assertInstanceOf(Nmea.Rmc.class, Nmea.parse(lines[0]));
        var gga = assertInstanceOf(Nmea.Gga.class, Nmea.parse(lines[1]));
        assertEquals(Ns.ms(2_060), bursts.get(10).timeNs());
        assertEquals(rmc.position(), gga.position());
        // 7 m/s are 13.61 knots; 7 m north are 0.0038 minutes.
        assertEquals(13_600, rmc.speedMilliknots().getAsLong());
        assertTrue(Math.abs(47_000_063_333L - rmc.position().latitudeNanodeg()) < 2_000, rmc::toString);
        for (SerialFeed.Burst burst : bursts) assertTrue(burst.bytes().length < 170, burst.bytes().length + " bytes");
    }
}
