package rtk.apps.scenario;

import java.util.List;

/// The board of a scenario.
///
/// @param cpus number of cores, 1 to 32
/// @param costs cost profile as written: a shipped name or a path
/// @param can in the order of the file
/// @param uart in the order of the file
public record BoardSpec(int cpus, String costs, List<Can> can, List<Uart> uart) {
    /// A CAN bus with one controller of the same name on this board.
    ///
    /// @param dataBitrateHz of CAN FD's data phase; 0 for classic CAN
    public record Can(String name, long bitrateHz, long dataBitrateHz) {}

    /// A serial line.
    ///
    /// @param fifo depth of the receive FIFO in characters
    public record Uart(String name, long baud, int fifo) {}
}
