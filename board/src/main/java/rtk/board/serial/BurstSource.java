package rtk.board.serial;

import java.io.IOException;
import rtk.board.serial.SerialFeed.Burst;

/// Where a [SerialFeed] gets its bursts from, one after the other, so that a recording need not fit into memory.
@FunctionalInterface
public interface BurstSource {
    /// @return the next burst, not before the one before it; null if there is none
    /// @throws SerialFileException a line of the file is not as it should be
    /// @throws IOException the file cannot be read on
    Burst next() throws IOException;
}
