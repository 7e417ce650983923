package rtk.apps.infotainment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.board.can.CanBus;
import rtk.board.serial.SerialFeed;
import rtk.board.sim.Ns;
import rtk.board.sim.World;

/// A short drive around a block, over and over: pull away, cruise, turn right, brake, stand. It is the car around the
/// services: the control units that would be on the bus (a *restbus*) and a satellite receiver.
///
/// The drive is a function of time alone, in integers; only when exactly each frame is queued depends on the seed. What it stands for: traffic of a
/// plausible rate, mix of periods and change of values. What it is not: a model of a car's dynamics.
public final class DriveCycle {
    /// After this the drive begins again, from where the car then is.
    public static final long LAP_MS = 15_000;
    /// Satellite receiver: five fixes a second, each told this long after the instant it is for.
    private static final long FIX_PERIOD_MS = 200;
    private static final long FIX_DELAY_MS = 60;
    /// How finely position is added up.
    private static final long STEP_MS = 10;
    /// Where the drive starts, in ten-thousandths of a minute of arc: 47°00' N, 8°30' E.
    private static final long START_LATITUDE = 47 * 600_000L;
    private static final long START_LONGITUDE = 8 * 600_000L + 300_000L;
    /// A minute of arc is 1852 m, along a parallel less by the cosine of 47°.
    private static final long UM_PER_UNIT_NORTH = 185_200;
    private static final long UM_PER_UNIT_EAST = 126_300;
    private static final long ALTITUDE_DM = 4_512;
    private static final int START_HOUR = 12;

    /// Until `endMs` of the lap the speed goes in a straight line to `endMmps` while the car turns.
    private record Phase(long endMs, long endMmps, long yawMillidegPerS) {}

    private static final List<Phase> PHASES = List.of(
            new Phase(4_000, 14_000, 0), // pull away
            new Phase(5_500, 14_000, 0), // cruise
            new Phase(8_500, 14_000, 30_000), // a right turn of 90°
            new Phase(9_000, 14_000, 0),
            new Phase(12_500, 0, 0), // brake
            new Phase(LAP_MS, 0, 0)); // stand

    private DriveCycle() {}

    /// Puts the other control units on `bus`: every message of the shipped database with a period, first sent within it, at
    /// offsets that differ. To be called before time runs.
    public static void start(World world, CanBus bus) {
        long order = 0;
        for (var message : CockpitDatabase.get().messages()) {
            if (message.cycleTimeMs() > 0) new RestbusMessage(world, bus, message, order++).start();
        }
    }

    /// What the satellite receiver says: RMC and GGA of each fix as one burst.
    ///
    /// @param durationNs bursts that begin up to then
    public static List<SerialFeed.Burst> nmea(long durationNs) {
        var bursts = new ArrayList<SerialFeed.Burst>();
        long northUm = 0;
        long eastUm = 0;
        long nextFixMs = 0;
        for (long timeMs = 0; Ns.ms(timeMs + FIX_DELAY_MS) <= durationNs; timeMs += STEP_MS) {
            DriveState state = at(timeMs);
            if (timeMs == nextFixMs) {
                long latitude = START_LATITUDE + northUm / UM_PER_UNIT_NORTH;
                long longitude = START_LONGITUDE + eastUm / UM_PER_UNIT_EAST;
                String lines = Nmea.line(rmc(state, latitude, longitude)) + Nmea.line(gga(state, latitude, longitude));
                bursts.add(new SerialFeed.Burst(Ns.ms(timeMs + FIX_DELAY_MS), lines.getBytes(StandardCharsets.US_ASCII)));
                nextFixMs += FIX_PERIOD_MS;
            }
            // mm/s × ms are µm.
            long stepUm = state.speedMmps() * STEP_MS;
            northUm += stepUm * sineMillionths(state.headingMillideg() + 90_000) / 1_000_000;
            eastUm += stepUm * sineMillionths(state.headingMillideg()) / 1_000_000;
        }
        return bursts;
    }

    /// What the car does `timeMs` after the start.
    static DriveState at(long timeMs) {
        long inLapMs = timeMs % LAP_MS;
        long laps = timeMs / LAP_MS;
        long startMs = 0;
        long startMmps = 0;
        long heading = 0;
        long distanceUm = 0;
        for (Phase phase : PHASES) {
            long lengthMs = phase.endMs - startMs;
            long riseMmps = phase.endMmps - startMmps;
            long ms = Math.min(inLapMs - startMs, lengthMs);
            heading += phase.yawMillidegPerS * ms / 1_000;
            distanceUm += startMmps * ms + riseMmps * ms * ms / (2 * lengthMs);
            if (inLapMs < phase.endMs) {
                heading += laps * headingOfLap();
                return new DriveState(timeMs, startMmps + riseMmps * ms / lengthMs, riseMmps * 1_000 / lengthMs,
                        phase.yawMillidegPerS,
                        heading % 360_000, distanceUm + laps * distanceOfLapUm());
            }
            startMs = phase.endMs;
            startMmps = phase.endMmps;
        }
        throw new AssertionError(timeMs);
    }

    private static long headingOfLap() {
        long heading = 0;
        long startMs = 0;
        for (Phase phase : PHASES) {
            heading += phase.yawMillidegPerS * (phase.endMs - startMs) / 1_000;
            startMs = phase.endMs;
        }
        return heading;
    }

    private static long distanceOfLapUm() {
        long distanceUm = 0;
        long startMs = 0;
        long startMmps = 0;
        for (Phase phase : PHASES) {
            distanceUm += (startMmps + phase.endMmps) * (phase.endMs - startMs) / 2;
            startMs = phase.endMs;
            startMmps = phase.endMmps;
        }
        return distanceUm;
    }

    /// Sine in millionths, at most 0.0017 off: Bhaskara's approximation, 4x(180−x) / (40500 − x(180−x)) for x in degrees.
    static long sineMillionths(long millideg) {
        long angle = Math.floorMod(millideg, 360_000L);
        boolean negative = angle >= 180_000;
        if (negative) angle -= 180_000;
        long product = angle * (180_000 - angle);
        long sine = 4_000_000 * product / (40_500_000_000L - product);
        return negative ? -sine : sine;
    }

    private static String rmc(DriveState state, long latitude, long longitude) {
        // 1852 m an hour are a knot.
        long centiknots = state.speedMmps() * 90 / 463;
        return String.format(Locale.ROOT, "GPRMC,%s,A,%s,%d.%02d,%d.%02d,010126,,,A", time(state), place(latitude, longitude),
                centiknots / 100, centiknots % 100, state.headingMillideg() / 1_000, state.headingMillideg() / 10 % 100);
    }

    private static String gga(DriveState state, long latitude, long longitude) {
        return String.format(Locale.ROOT, "GPGGA,%s,%s,1,09,0.90,%d.%d,M,48.0,M,,", time(state), place(latitude, longitude),
                ALTITUDE_DM / 10, ALTITUDE_DM % 10);
    }

    private static String time(DriveState state) {
        long s = state.timeMs() / 1_000;
        return String.format(Locale.ROOT, "%02d%02d%02d.%02d", (START_HOUR + s / 3_600) % 24, s / 60 % 60, s % 60,
                state.timeMs() / 10 % 100);
    }

    private static String place(long latitude, long longitude) {
        return String.format(Locale.ROOT, "%02d%02d.%04d,N,%03d%02d.%04d,E", latitude / 600_000, latitude / 10_000 % 60,
                latitude % 10_000,
                longitude / 600_000, longitude / 10_000 % 60, longitude % 10_000);
    }
}
