package rtk.apps.scenario;

import java.util.List;
import rtk.board.Board;
import rtk.board.media.Camera;
import rtk.board.media.Display;
import rtk.board.media.SoundOutput;
import rtk.kernel.api.CostProfile;

/// A board of a scenario. Parts are in the order of the file, those of its model first.
///
/// @param name `board` if it is the only one
/// @param cpus number of cores, 1 to 32
/// @param costs what kernel work costs on it
/// @param driftPpb of its clock: parts per billion, positive is fast
/// @param interference what shared memory may stretch work by, in thousandths
public record BoardSpec(String name, int cpus, CostProfile costs, long driftPpb, int interference, List<Can> can, List<Uart> uart,
        List<Part> parts) {
    /// A CAN controller, on the bus of the same name.
    ///
    /// @param dataBitrateHz of CAN FD's data phase; 0 for classic CAN
    public record Can(String name, long bitrateHz, long dataBitrateHz, Board.Place place) {}

    /// A serial line.
    ///
    /// @param fifo depth of the receive FIFO in characters
    public record Uart(String name, long baud, int fifo, Board.Place place) {}

    /// What else a board has.
    ///
    /// @param clockHz that it counts by, or that its pictures and sounds go by; of no meaning for GPIO
    public record Part(String name, Kind kind, long clockHz, long driftPpb, Board.Place place) {}

    /// Sorts of parts, each with the rate of its clock unless the scenario says another.
    public enum Kind {
        TIMER(1_000_000),
        WATCHDOG(1_000_000),
        RTC(1_000_000),
        GPIO(1_000_000),
        SOUND(SoundOutput.MASTER_CLOCK_HZ),
        DISPLAY(Display.PIXEL_CLOCK_HZ),
        CAMERA(Camera.PIXEL_CLOCK_HZ);

        private final long clockHz;

        Kind(long clockHz) { this.clockHz = clockHz; }

        long clockHz() { return clockHz; }
    }
}
