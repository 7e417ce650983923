package rtk.board.serial;

import java.io.IOException;
import java.io.OutputStream;

/// A far end that writes down what a UART sends, byte by byte as it comes.
///
/// A stream that cannot be written any more is remembered ([#failure]) and left alone; the run goes on.
public final class SerialCapture implements SerialPeer {
    private final OutputStream out;
    private long count;
    private IOException failure;

    /// @param out written to without buffering of its own; closed by its owner
    public SerialCapture(OutputStream out) { this.out = out; }

    @Override
    public void receive(int value, SerialFormat sent) {
        if (failure != null) return;
        try {
            out.write(value);
            count++;
        } catch (IOException e) {
            failure = e;
        }
    }

    /// Bytes written.
    public long count() { return count; }

    /// What went wrong when writing; null if nothing did.
    public IOException failure() { return failure; }
}
