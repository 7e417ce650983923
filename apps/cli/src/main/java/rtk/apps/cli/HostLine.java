package rtk.apps.cli;

import java.io.IOException;
import rtk.apps.scenario.bridge.Outside;

/// Somebody, or something, at the far end of the serial console.
interface HostLine extends Outside<Byte> {
    /// Has it left, so that the run ends?
    boolean isOver();

    /// The shell has ended; what it said last has been sent.
    default void shellEnded() {}

    /// Why its leaving is a failure; null if it is none.
    default String problem() { return null; }

    @Override
    void close() throws IOException;
}
