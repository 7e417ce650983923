package rtk.apps.infotainment;

import rtk.board.can.CanBus;
import rtk.board.can.CanFrame;
import rtk.board.can.CanNode;
import rtk.board.can.Transmission;
import rtk.board.can.dbc.Message;
import rtk.board.can.dbc.MuxRange;
import rtk.board.can.dbc.Signal;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;

/// One periodic message of the restbus: a mailbox of a control unit, filled anew each period with what the drive cycle says.
/// A frame that still waits when the next one is due is overwritten, as in a mailbox.
///
/// Each frame is queued up to [#JITTER_MAX_NS] after it is due, as the load of its control unit has it; by the run's seed.
final class RestbusMessage implements CanNode {
    /// Messages start this far apart, so that control units do not all send at one instant.
    private static final long OFFSET_STEP_NS = Ns.us(370);
    /// Assumed: a control unit sends from a task of some hundred microseconds' response time.
    private static final long JITTER_MAX_NS = Ns.us(300);
    private static final long COUNTER_MODULUS = 16;

    private final World world;
    private final CanBus bus;
    private final Message message;
    private final int number;
    private final int overwrittenText;
    private final long periodNs;
    private final SimRandom jitter;
    private long dueNs;
    private final Transmission mailbox = new Transmission();
    private boolean full;
    private boolean onTheWire;
    private long count;
    private final SimEvent release = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { release(); }

        @Override
        public String toString() { return message + " is due"; }
    };

    /// @param order of the message among the others, from 0
    RestbusMessage(World world, CanBus bus, Message message, long order) {
        this.world = world;
        this.bus = bus;
        this.message = message;
        periodNs = Ns.ms(message.cycleTimeMs());
        dueNs = world.nowNs() + order * OFFSET_STEP_NS % periodNs;
        jitter = world.random("restbus/" + bus.name() + "/" + message.name());
        number = world.device(message.name(), "can-message", bus.number());
        overwrittenText = world.text("overwritten");
    }

    void start() {
        bus.attach(this);
        world.engine().at(release, dueNs + jitter.between(0, JITTER_MAX_NS));
    }

    @Override
    public int number() { return number; }

    @Override
    public Transmission offer() { return full && !onTheWire ? mailbox : null; }

    @Override
    public void begun(Transmission transmission) { onTheWire = true; }

    @Override
    public void sent(Transmission transmission) { full = onTheWire = false; }

    /// Tried again, unless the next value comes before.
    @Override
    public void failed(Transmission transmission) { onTheWire = false; }

    /// The control units of the restbus acknowledge each other.
    @Override
    public boolean hasCompany() { return true; }

    private void release() {
        dueNs += periodNs;
        world.engine().at(release, dueNs + jitter.between(0, JITTER_MAX_NS));
        // A frame on the wire cannot be changed any more; the new value waits for the next period.
        if (onTheWire) return;
        if (full) bus.dropped(this, mailbox.number(), overwrittenText);
        long data = data(message, DriveCycle.at(world.nowNs() / 1_000_000), count++);
        CanFrame frame = CanFrame.classic(message.identifier(), message.isExtended(), message.length(), data);
        mailbox.fill(frame, bus.queued(this, frame), false);
        full = true;
        bus.request();
    }

    /// The bytes of the `count`-th frame of `message`.
    static long data(Message message, DriveState state, long count) {
        long data = 0;
        Signal checksum = null;
        long muxValue = 0;
        for (Signal signal : message.signals()) {
            if (signal.isMultiplexor()) muxValue = count % 4;
            if (signal.name().endsWith("Checksum")) checksum = signal;
        }
        for (Signal signal : message.signals()) {
            if (!isPresent(signal, muxValue) || signal == checksum) continue;
            data = signal.withRaw(data, signal.isMultiplexor() ? muxValue : raw(signal, state, count));
        }
        return checksum == null ? data : checksum.withRaw(data, sum(data));
    }

    private static boolean isPresent(Signal signal, long muxValue) {
        if (signal.muxRanges().isEmpty()) return true;
        for (MuxRange range : signal.muxRanges()) {
            if (range.low() <= muxValue && muxValue <= range.high()) return true;
        }
        return false;
    }

    /// The exclusive or of the bytes, as the database's comment says.
    private static long sum(long data) {
        long sum = 0;
        for (int shift = 0; shift < 64; shift += 8) sum ^= data >>> shift & 0xff;
        return sum;
    }

    private static long raw(Signal signal, DriveState state, long count) {
        return signal.name().endsWith("Counter") ? count % COUNTER_MODULUS : signal.rawOfMilli(milli(signal.name(), state));
    }

    /// The physical value in thousandths of the signal's unit.
    private static long milli(String signal, DriveState state) {
        long s = state.timeMs() / 1_000;
        return switch (signal) {
            case "EngineSpeed" -> state.engineRpm() * 1_000;
            case "EngineTorque" -> state.brakes() ? -20_000 : 15_000 + state.accelerationMmps2() * 40;
            case "AcceleratorPedal" -> state.pedalPermille() * 100;
            case "BrakePressure" -> state.brakeMillibar();
            case "BrakePedal", "BrakeLight" -> state.brakes() ? 1_000 : 0;
            case "WheelSpeedFL", "WheelSpeedRL" -> kmh(state.wheelMmps(-1));
            case "WheelSpeedFR", "WheelSpeedRR" -> kmh(state.wheelMmps(1));
            case "VehicleSpeed" -> kmh(state.speedMmps());
            case "Odometer" -> 18_204_600_000L + state.distanceUm() / 1_000;
            case "YawRate" -> state.yawMillidegPerS();
            case "LateralAcceleration" -> state.lateralMmps2();
            case "LongitudinalAcceleration" -> state.accelerationMmps2();
            case "SteeringAngle" -> state.steeringMillideg();
            case "SteeringRate" -> 0;
            case "Gear" -> state.gear() * 1_000L;
            case "SelectorLever" -> 3_000;
            case "GearboxOilTemperature" -> 70_000 + s * 20;
            case "CoolantTemperature" -> 82_000 + s * 30;
            case "EngineOilTemperature" -> 78_000 + s * 40;
            case "IntakeTemperature" -> 24_000;
            case "FuelLevel" -> 61_500 - s * 2;
            case "FuelRate" -> state.engineRpm() * 2;
            case "TurnSignal" -> state.yawMillidegPerS() > 0 && state.timeMs() / 400 % 2 == 0 ? 2_000 : 0;
            case "LowBeam", "Ignition", "DriverBelt" -> 1_000;
            case "HighBeam", "DoorFL", "DoorFR", "DoorRL", "DoorRR", "Trunk", "CruiseActive" -> 0;
            case "CruiseSetSpeed" -> 50_000;
            case "CabinTemperature" -> 21_500;
            case "OutsideTemperature" -> 8_500;
            case "FanSpeed" -> 35_000;
            case "TirePressureFL", "TirePressureFR" -> 2_350;
            case "TirePressureRL", "TirePressureRR" -> 2_200;
            case "BatteryVoltage" -> 14_120;
            case "BatteryCurrent" -> 6_400;
            case "Hour" -> (12 + s / 3_600) % 24 * 1_000;
            case "Minute" -> s / 60 % 60 * 1_000;
            case "Second" -> s % 60 * 1_000;
            case "TripDistance" -> state.distanceUm() / 1_000;
            default -> throw new AssertionError("no value for " + signal);
        };
    }

    /// mm/s as thousandths of km/h.
    private static long kmh(long mmps) { return mmps * 36 / 10; }
}
