package rtk.trace.mqtt;

import java.util.function.Supplier;

/// One message on its way to the broker. Encoded when first asked for, on the thread that asks: what costs time is not paid by the simulation.
final class Outgoing {
    final String topic;
    final boolean retained;
    /// Consecutive in its topic, from 1.
    final long seq;
    /// Simulated instant of what it says.
    final long simNs;
    /// Bytes of memory that it holds, about.
    final int weight;
    /// In the order in which messages were queued. Written by the outbox.
    long place;
    /// Acknowledged once; it may be on its way again.
    boolean delivered;
    private Supplier<byte[]> encoder;
    private byte[] payload;

    Outgoing(String topic, boolean retained, long seq, long simNs, int weight, Supplier<byte[]> encoder) {
        this.topic = topic;
        this.retained = retained;
        this.seq = seq;
        this.simNs = simNs;
        this.weight = weight;
        this.encoder = encoder;
    }

    /// Only for the outbox's thread.
    byte[] payload() {
        if (payload == null) {
            payload = encoder.get();
            encoder = null;
        }
        return payload;
    }
}
