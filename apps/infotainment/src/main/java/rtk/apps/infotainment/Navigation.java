package rtk.apps.infotainment;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;
import rtk.resmgr.ham.RecoveringFile;

/// The navigation service: follows the car by satellite fixes, and checks them against its wheels.
///
/// In a car it does far more: it matches the fix to a road, carries the position through tunnels by wheel ticks and yaw rate, plans
/// and announces routes. Here: sentences from the receiver, a declared cost where the matching would be, and the comparison.
///
/// It traces `latitude` and `longitude` (10⁻⁶ degrees) of each valid fix, `altitude` (mm), `fix-speed` (mm/s),
/// `fix-speed-error` (mm/s, by the wheels), and `nmea-error` with the number of bad lines so far.
///
/// If the driver dies it waits for another: `navigation-gps-lost`, `navigation-gps-back` ([RecoveringFile]).
///
/// | argument | meaning |
/// |---|---|
/// | `--gps PATH` | where sentences come from; `/dev/ser1` unless given |
/// | `--left SIGNAL`, `--right SIGNAL` | wheel speeds in km/h; `WheelSpeedRL` and `WheelSpeedRR` unless given |
public final class Navigation implements Program {
    /// Checksum and fields of one sentence of some 80 characters: about 250 cycles a character at 1 GHz with its string handling.
    private static final long SENTENCE_NS = Ns.us(20);
    /// Matching a fix to the road network around it: a few hundred segments from a spatial index.
    private static final long MATCH_NS = Ns.us(2_500);
    private static final long DRIVER_WAIT_NS = Ns.s(1);
    private static final int BUFFER_BYTES = 256;
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private KernelCalls k;
    private GatewayClient vehicle;
    private final StringBuilder line = new StringBuilder();
    private boolean isTooLong;
    private long errorCount;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--gps", "--left", "--right"));
        vehicle = new GatewayClient(k,
                List.of(options.value("--left", "WheelSpeedRL"), options.value("--right", "WheelSpeedRR")));
        var gps = new RecoveringFile(k, options.value("--gps", "/dev/ser1"), Posix.O_RDONLY, k.processName() + "-gps",
                DRIVER_WAIT_NS);
        var buffer = new byte[BUFFER_BYTES];
        for (;;) {
            int nbytes = gps.read(buffer);
            if (nbytes == 0) return 0;
            for (int n = 0; n < nbytes; n++) take((char) (buffer[n] & 0xff));
        }
    }

    private void take(char c) {
        if (c != '\n') {
            if (line.length() < Nmea.LINE_MAX) line.append(c);
            else isTooLong = true;
            return;
        }
        // Receivers send empty lines, and a line may begin in the middle when the port is opened.
        if (!line.toString().isBlank()) sentence(isTooLong ? "" : line.toString());
        line.setLength(0);
        isTooLong = false;
    }

    private void sentence(String text) {
        k.compute(SENTENCE_NS);
        Nmea.Sentence sentence;
        try {
            sentence = Nmea.parse(text);
        } catch (NmeaException e) {
            k.trace("nmea-error", ++errorCount);
            return;
        }
        if (sentence instanceof Nmea.Rmc rmc && rmc.valid() && rmc.position() != null) fix(rmc);
        if (sentence instanceof Nmea.Gga gga && gga.altitudeMm().isPresent()) k.trace("altitude", gga.altitudeMm().getAsLong());
    }

    private void fix(Nmea.Rmc rmc) {
        k.compute(MATCH_NS);
        k.trace("latitude", rmc.position().latitudeNanodeg() / 1_000);
        k.trace("longitude", rmc.position().longitudeNanodeg() / 1_000);
        if (rmc.speedMilliknots().isEmpty()) return;
        // A knot is 1852 m an hour.
        long fixMmps = rmc.speedMilliknots().getAsLong() * 1_852 / 3_600;
        k.trace("fix-speed", fixMmps);
        if (!vehicle.refresh() || !vehicle.isKnown(LEFT) || !vehicle.isKnown(RIGHT)) return;
        long wheelMmps = (vehicle.milli(LEFT) + vehicle.milli(RIGHT)) * 10 / 72;
        k.trace("fix-speed-error", fixMmps - wheelMmps);
    }
}
