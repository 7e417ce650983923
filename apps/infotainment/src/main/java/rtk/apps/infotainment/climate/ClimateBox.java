package rtk.apps.infotainment.climate;

import java.math.BigDecimal;
import java.util.List;
import rtk.apps.infotainment.CanChannel;
import rtk.apps.infotainment.Options;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.dev.CanRecord;

/// The climate box with its cabin: a control unit on the comfort bus, on a board of its own, that does what it is commanded and tells what its sensors
/// measure. It stands in for the panel too. The cabin is [CabinModel].
///
/// It traces `box-safe` with how often so far no command came for 500 ms, and `box-command` (heat minus cool, thousandths) when one does.
///
/// | argument | meaning |
/// |---|---|
/// | `--can PATH` | the comfort bus; `/dev/can1` unless given |
/// | `--cabin C`, `--ambient C` | degrees at the start and outside; 5 and 5 unless given |
/// | `--setpoint C` | what the panel asks for; 22 unless given |
public final class ClimateBox implements Program {
    private static final long SENSORS_PERIOD_NS = Ns.ms(200);
    private static final long COMMAND_LOST_NS = Ns.ms(500);
    /// Sensors per panel message.
    private static final int PANEL_EVERY = 2;
    private static final long FRAME_NS = Ns.us(2);
    private static final long SUN_W = 200;
    private static final int COUNTER_MODULUS = 16;

    private KernelCalls k;
    private int heat;
    private int cool;
    private long commandNs;
    private boolean safe = true;
    private int safeCount;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--can", "--cabin", "--ambient", "--setpoint"));
        var cabin = new CabinModel(milli(options, "--cabin", "5"), milli(options, "--ambient", "5"), SUN_W);
        long setPointMilli = milli(options, "--setpoint", "22");
        var channel = new CanChannel(k, options.value("--can", "/dev/can1"));
        long nextNs = k.nowNs() + SENSORS_PERIOD_NS;
        for (int step = 0;; step++) {
            while (k.nowNs() < nextNs) channel.read(nextNs).forEach(this::take);
            if (!safe && k.nowNs() - commandNs > COMMAND_LOST_NS) makeSafe();
            cabin.pass(SENSORS_PERIOD_NS / Ns.ms(1), heat, cool);
            long counter = step % COUNTER_MODULUS * 1_000L;
            if (!channel.isBusOff()) {
                channel.write(new ComfortDatabase.Writer(ComfortDatabase.SENSORS).put("CabinTemperature", cabin.cabinMilli())
                        .put("AmbientTemperature", cabin.ambientMilli()).put("SunLoad", cabin.sunW() * 1_000)
                        .put("SensorCounter", counter).frame());
                if (step % PANEL_EVERY == 0)
                    channel.write(new ComfortDatabase.Writer(ComfortDatabase.PANEL).put("SetPoint", setPointMilli)
                            .put("PanelCounter", counter).frame());
            }
            nextNs += SENSORS_PERIOD_NS;
        }
    }

    private long milli(Options options, String name, String fallback) {
        String text = options.value(name, fallback);
        if (text.matches("-?[0-9]{1,2}(\\.[0-9])?")) return new BigDecimal(text).movePointRight(3).longValueExact();
        throw new IllegalArgumentException(k.processName() + ": " + name + ": found " + text + ", expected degrees such as 21.5");
    }

    private void take(CanRecord frame) {
        k.compute(FRAME_NS);
        if (!ComfortDatabase.is(frame, ComfortDatabase.COMMAND)) return;
        heat = (int) (ComfortDatabase.milli(frame, ComfortDatabase.COMMAND, "Heat") / 100);
        cool = (int) (ComfortDatabase.milli(frame, ComfortDatabase.COMMAND, "Cool") / 100);
        commandNs = k.nowNs();
        safe = false;
        k.trace("box-command", (long) heat - cool);
    }

    private void makeSafe() {
        safe = true;
        heat = 0;
        cool = 0;
        k.trace("box-safe", ++safeCount);
    }
}
