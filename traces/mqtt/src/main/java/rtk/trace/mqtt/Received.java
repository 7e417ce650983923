package rtk.trace.mqtt;

/// One message of a run, as a subscriber sees it: each once, in order.
///
/// @param kind what it is
/// @param name of the latency path, server or trace stream; empty for the others
/// @param seq consecutive in its topic, from 1; 0 for the last will, -1 where the message does not tell
/// @param simNs simulated instant that it speaks of, -1 where the message does not tell
/// @param payload as the publisher wrote it; not to be changed
public record Received(Kind kind, String name, long seq, long simNs, Payload payload) {
    /// By topic.
    public enum Kind {
        STATUS(false),
        MANIFEST(false),
        LATENCY_SUMMARY(false),
        LATENCY_HISTOGRAM(true),
        SERVER_TIMING(true),
        TRACE(true),
        ALERT(true),
        /// A topic that this version does not know.
        OTHER(false);

        /// Whether a number that is skipped is a loss; of the others only the newest counts.
        final boolean everyOneCounts;

        Kind(boolean everyOneCounts) { this.everyOneCounts = everyOneCounts; }
    }

    /// Bytes of a message.
    public static final class Payload {
        private final byte[] bytes;

        Payload(byte[] bytes) { this.bytes = bytes; }

        /// A copy.
        public byte[] bytes() { return bytes.clone(); }

        /// As UTF-8: the JSON or base64 text.
        public String text() { return new String(bytes, java.nio.charset.StandardCharsets.UTF_8); }

        byte[] raw() { return bytes; }
    }
}
