package rtk.trace.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/// Cuts what a trace writer writes into batches that fit one message.
final class BatchChannel implements WritableByteChannel {
    /// Below what brokers treat as a large message.
    static final int BATCH_BYTES_MAX = 48 << 10;

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private final Consumer<byte[]> batches;
    private boolean open = true;

    /// @param batches takes each batch; none is empty
    BatchChannel(Consumer<byte[]> batches) { this.batches = batches; }

    @Override
    public int write(ByteBuffer from) {
        int taken = from.remaining();
        while (from.hasRemaining()) {
            byte[] piece = new byte[Math.min(from.remaining(), BATCH_BYTES_MAX - gathered.size())];
            from.get(piece);
            gathered.writeBytes(piece);
            if (gathered.size() == BATCH_BYTES_MAX) cut();
        }
        return taken;
    }

    /// Ends the current batch, if there is anything in it.
    void cut() {
        if (gathered.size() == 0) return;
        batches.accept(gathered.toByteArray());
        gathered.reset();
    }

    @Override
    public boolean isOpen() { return open; }

    @Override
    public void close() {
        cut();
        open = false;
    }
}
