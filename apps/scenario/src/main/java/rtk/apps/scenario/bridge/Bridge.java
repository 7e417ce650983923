package rtk.apps.scenario.bridge;

import java.io.Closeable;
import java.io.IOException;

/// A bridge of a running simulation.
public interface Bridge extends Closeable {
    /// Lets in what has come since the last time. Called between two steps, on the thread that lets time pass.
    ///
    /// @throws IOException in one line, if the bridge is broken
    void pump() throws IOException;

    /// Name for messages, such as `can0=vcan0`.
    String name();

    /// How much came in, went out, and could not go out.
    String counts();
}
