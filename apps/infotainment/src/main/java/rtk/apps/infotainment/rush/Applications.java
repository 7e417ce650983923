package rtk.apps.infotainment.rush;

import java.util.List;
import rtk.apps.infotainment.GatewayClient;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.audio.SoundClass;
import rtk.apps.infotainment.audio.VolumeKnob;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;

/// Applications that all want something at the same time: each a thread that asks the gateway for signals and sets a volume, again and again.
///
/// In a car they are the programs that a maker's shop offers: none of them urgent, and nobody knows how many messages they send. So they
/// must not be able to hold up what is urgent, also where they are served by the same server and wait for the same locks. Left out: what
/// they do with what they learn.
///
/// It traces `application-asked` with the number of rounds of all threads, each hundred rounds.
///
/// | argument | meaning |
/// |---|---|
/// | `--count N` | threads, 1 to 32; 8 unless given |
/// | `--rate 200Hz` | rounds of each a second |
/// | `--after 2s` | when the rush begins; 1 s unless given |
public final class Applications implements Program {
    /// Composing what is asked, at 1 GHz.
    private static final long ROUND_NS = Ns.us(30);
    private static final int TRACED_EACH = 100;
    private static final List<String> SIGNALS = List.of("VehicleSpeed", "EngineSpeed", "Odometer", "FuelLevel",
            "CabinTemperature",
            "OutsideTemperature", "TirePressureFL", "BatteryVoltage");

    private KernelCalls k;
    private long periodNs;
    private long startNs;
    private long rounds;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--count", "--rate", "--after"));
        String count = options.value("--count", "8");
        if (!count.matches("[1-9]|[12][0-9]|3[0-2]")) {
            throw new IllegalArgumentException(k.processName() + ": --count: found " + count + ", expected 1 to 32");
        }
        periodNs = options.periodNs("--rate", "200Hz");
        startNs = options.durationNs("--after", "1s");
        int threads = Integer.parseInt(count);
        for (int n = 1; n < threads; n++) {
            int number = n;
            k.threadCreate(ThreadAttr.named("app" + n), () -> run(number));
        }
        run(0);
        return 0;
    }

    private void run(int number) {
        var vehicle = new GatewayClient(k, SIGNALS);
        var volume = new VolumeKnob(k);
        for (long round = 0;; round++) {
            k.sleepUntil(startNs + round * periodNs);
            k.compute(ROUND_NS);
            vehicle.refresh();
            volume.set(SoundClass.ANNOUNCEMENT, 500 + number);
            if (++rounds % TRACED_EACH == 0) k.trace("application-asked", rounds);
        }
    }
}
