package rtk.apps.infotainment.guidance;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.infotainment.GatewayClient;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.Startup;
import rtk.apps.infotainment.audio.SoundClass;
import rtk.apps.infotainment.audio.SoundFormat;
import rtk.apps.infotainment.audio.SoundStream;
import rtk.apps.infotainment.audio.Tone;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Route guidance: follows the car along its route by the odometer and says what to do next, early enough to do it.
///
/// In a car it is the part of the navigation that the driver hears. The position along the road comes from the matcher there, from the
/// odometer here; speech is made of a text there, and is a tone with the cost of that here. Left out: finding the route and another one
/// when the car leaves it, lanes, names of roads.
///
/// A manoeuvre is announced once, [#LEAD_NS] before the car would be there at its present speed, but not closer than [#CLOSE_M]. It
/// traces `guide-next` with the metres to the next manoeuvre, twice a second; `guide-says` with the number of each announcement, when it
/// is handed over; and `guide-late` with the metres by which one came too late.
///
/// | argument | meaning |
/// |---|---|
/// | `--at 49m:right` | a manoeuvre of the route: `left`, `right`, `straight`, `arrive`; in order of the road; at least one |
/// | `--odometer SIGNAL`, `--speed SIGNAL` | in m and km/h; `Odometer` and `VehicleSpeed` unless given |
public final class RouteGuidance implements Program {
    /// Time to hear, understand and look.
    public static final long LEAD_NS = Ns.s(3);
    public static final long CLOSE_M = 10;

    private static final int IMAGE_KIB = 2_000;
    private static final long PERIOD_NS = Ns.ms(100);
    private static final int TRACED_EACH = 5;
    /// Where the car is on the route.
    private static final long FOLLOW_NS = Ns.us(150);
    /// Speech of 1.2 s: a synthesiser at twenty times real time.
    private static final long SPEAK_NS = Ns.ms(60);
    private static final int SPEECH_FRAMES = SoundFormat.RATE_HZ * 6 / 5;
    private static final int RING_FRAMES = SoundFormat.RATE_HZ / 2;
    private static final int TONE_HZ = 700;
    private static final int LOUDNESS = 9_000;
    private static final int ODOMETER = 0;
    private static final int SPEED = 1;

    private final List<Manoeuvre> route = new ArrayList<>();
    private KernelCalls k;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--at", "--odometer", "--speed"));
        readRoute(options.values("--at"));
        Startup.load(k, IMAGE_KIB);
        var vehicle = new GatewayClient(k,
                List.of(options.value("--odometer", "Odometer"), options.value("--speed", "VehicleSpeed")));
        long startNs = k.nowNs();
        long startM = -1;
        int next = 0;
        for (long n = 1; next < route.size(); n++) {
            k.sleepUntil(startNs + n * PERIOD_NS);
            vehicle.refresh();
            if (!vehicle.isKnown(ODOMETER)) continue;
            k.compute(FOLLOW_NS);
            long odometerM = vehicle.milli(ODOMETER) / 1_000;
            if (startM < 0) startM = odometerM;
            long leftM = route.get(next).atM() - (odometerM - startM);
            if (n % TRACED_EACH == 0) k.trace("guide-next", leftM);
            if (leftM > leadM(vehicle.milli(SPEED))) continue;
            if (leftM < 0) k.trace("guide-late", -leftM);
            speak(++next);
        }
        return 0;
    }

    private void readRoute(List<String> texts) {
        for (String text : texts) {
            var manoeuvre = Manoeuvre.of(text);
            if (manoeuvre == null || (!route.isEmpty() && manoeuvre.atM() <= route.getLast().atM())) {
                throw new IllegalArgumentException(k.processName() + ": --at: found " + text
                        + ", expected a manoeuvre such as 49m:right, behind the one before");
            }
            route.add(manoeuvre);
        }
        if (route.isEmpty())
            throw new IllegalArgumentException(k.processName() + ": --at is missing, for example --at 49m:right");
    }

    /// @param speedMilliKmh thousandths of km/h
    private static long leadM(long speedMilliKmh) {
        return Math.max(CLOSE_M, speedMilliKmh * (LEAD_NS / Ns.ms(1)) / 3_600_000);
    }

    /// Hands over the words; they are heard while the car goes on.
    private void speak(int number) {
        k.compute(SPEAK_NS);
        k.trace("guide-says", number);
        var tone = new Tone(TONE_HZ, LOUDNESS);
        var words = new byte[SPEECH_FRAMES * SoundFormat.FRAME_BYTES];
        tone.fill(words, SPEECH_FRAMES);
        try (var stream = new SoundStream(k, SoundClass.ANNOUNCEMENT, RING_FRAMES)) {
            stream.write(words, SPEECH_FRAMES);
            while (stream.pending() > 0) k.sleep(SoundFormat.ns(SoundFormat.PERIOD_FRAMES));
        }
    }
}
