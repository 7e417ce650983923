package rtk.apps.scenario.bridge;

import java.io.Closeable;
import java.io.IOException;

/// The far side of a bridge, on the host.
///
/// @param <T> what passes: frames or bytes
public interface Outside<T> extends Closeable {
    /// Gives `item` to the host; what the host cannot take now is dropped and counted.
    void send(T item);

    /// What has come next, or null if there is nothing now. Never waits.
    ///
    /// @param nowNs simulated time
    /// @throws IOException the other side is gone for good
    T poll(long nowNs) throws IOException;

    /// Items that the host did not take.
    long dropped();
}
