package rtk.apps.infotainment.climate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import rtk.apps.infotainment.CanChannel;
import rtk.apps.infotainment.Options;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.CanRecord;

/// Climate control: keeps the cabin at the set point of the panel, by a loop of 100 ms over the comfort bus.
///
/// In a car this loop is often in a control unit of its own, with a local (LIN) bus to flaps and blower; here the head unit does it, and one box on the
/// comfort bus has all actuators. Left out: several zones, windscreen and defrost, humidity, stopping the engine, heat pumps.
///
/// One thread. It waits for frames until the next step is due; what it hands to the driver never waits there, since it first asks whether the controller
/// is bus-off. The states are told in the package.
///
/// It traces `climate-command` (heat minus cool, thousandths) with each command, `cabin` (thousandths of a degree) with each step,
/// `climate-holding` and `climate-bus-off` with how often so far, and `climate-back` with the µs that the one or the other took.
///
/// | argument | meaning |
/// |---|---|
/// | `--can PATH` | the comfort bus; `/dev/can1` unless given |
public final class ClimateControl implements Program {
    /// One step of the loop and its frame: some thousand cycles.
    private static final long STEP_NS = Ns.us(15);
    private static final long FRAME_NS = Ns.us(2);
    private static final long PERIOD_NS = Ns.ms(100);
    private static final long SENSORS_LOST_NS = Ns.s(1);
    private static final long SET_POINT_MILLI = 21_500;
    private static final int COUNTER_MODULUS = 16;
    private static final String STATUS = "/pps/climate/status";

    private enum State {
        CONTROLLING, HOLDING, BUS_OFF
    }

    private KernelCalls k;
    private CanChannel channel;
    private final ClimateLoop loop = new ClimateLoop();
    private State state = State.HOLDING;
    private long setPointMilli = SET_POINT_MILLI;
    private long cabinMilli;
    private long sensedNs = Ns.NEVER;
    private long sinceNs;
    private int counter;
    private final int[] times = new int[State.values().length];

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--can"));
        channel = new CanChannel(k, options.value("--can", "/dev/can1"));
        long nextNs = k.nowNs() + PERIOD_NS;
        for (;;) {
            while (k.nowNs() < nextNs) channel.read(nextNs).forEach(this::take);
            step();
            nextNs += PERIOD_NS;
        }
    }

    private void take(CanRecord frame) {
        k.compute(FRAME_NS);
        if (ComfortDatabase.is(frame, ComfortDatabase.PANEL)) {
            setPointMilli = ComfortDatabase.milli(frame, ComfortDatabase.PANEL, "SetPoint");
        } else if (ComfortDatabase.is(frame, ComfortDatabase.SENSORS)) {
            cabinMilli = ComfortDatabase.milli(frame, ComfortDatabase.SENSORS, "CabinTemperature");
            sensedNs = frame.timeNs();
        }
    }

    private void step() {
        k.compute(STEP_NS);
        enter(state());
        var command = state == State.CONTROLLING
                ? loop.step(setPointMilli - cabinMilli, PERIOD_NS / Ns.ms(1))
                : loop.command();
        k.trace("cabin", cabinMilli);
        if (state == State.BUS_OFF || sensedNs == Ns.NEVER) return;
        boolean sent = channel.write(new ComfortDatabase.Writer(ComfortDatabase.COMMAND).put("Fan", command.fan() * 100L)
                .put("Heat", command.heat() * 100L).put("Cool", command.cool() * 100L).put("CommandCounter", counter * 1_000L)
                .frame());
        if (!sent) return;
        counter = (counter + 1) % COUNTER_MODULUS;
        k.trace("climate-command", (long) command.heat() - command.cool());
    }

    private State state() {
        if (channel.isBusOff()) return State.BUS_OFF;
        boolean sensed = sensedNs != Ns.NEVER && k.nowNs() - sensedNs <= SENSORS_LOST_NS;
        return sensed ? State.CONTROLLING : State.HOLDING;
    }

    private void enter(State next) {
        if (next == state) return;
        if (next == State.CONTROLLING) {
            if (sinceNs > 0) k.trace("climate-back", (k.nowNs() - sinceNs) / 1_000);
        } else {
            // The one may follow from the other: the outage is the same.
            if (state == State.CONTROLLING) sinceNs = k.nowNs();
            k.trace(next == State.BUS_OFF ? "climate-bus-off" : "climate-holding", ++times[next.ordinal()]);
        }
        state = next;
        publish();
    }

    /// For the user interface; without `/pps` nobody hears.
    private void publish() {
        byte[] text = "state::%s\nsetpoint:n:%d\n".formatted(state.name().toLowerCase(Locale.ROOT), setPointMilli)
                .getBytes(StandardCharsets.US_ASCII);
        var posix = new Posix(k);
        try {
            int fd = posix.open(STATUS, Posix.O_WRONLY | Posix.O_CREAT, 0644);
            posix.write(fd, text, text.length);
            posix.close(fd);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH) throw e;
        }
    }
}
