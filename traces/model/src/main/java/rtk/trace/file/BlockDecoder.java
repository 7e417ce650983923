package rtk.trace.file;

import java.nio.charset.StandardCharsets;
import rtk.trace.Field;
import rtk.trace.TraceSink;

/// Unpacks payload into a sink. Keeps what runs on from block to block: the time and the texts defined.
///
/// Whatever the bytes are, the outcome is events or a [CorruptTraceException]; numbers that index something (texts, thread
/// states, kernel calls) are checked here so that a sink may trust them.
final class BlockDecoder {
    private final Schema schema;
    private final TraceSink sink;
    // By our field numbers; the last place takes what we do not know.
    private final long[] values = new long[6];

    private long timeNs;
    private int textCount;
    private long skipped;

    BlockDecoder(Schema schema, TraceSink sink) {
        this.schema = schema;
        this.sink = sink;
    }

    long timeNs() { return timeNs; }

    /// Goes on after a gap: with a block that begins after `newTimeNs`.
    void startAt(long newTimeNs) { timeNs = newTimeNs; }

    /// Events left out because their kind, state or call is not known to us.
    long skipped() { return skipped; }

    /// @param bytes has [Varint#SLACK] bytes of room behind `end`
    /// @param offset where `bytes[0]` stands in the file, for messages
    /// @return how many events
    int decode(byte[] bytes, int end, long offset) throws CorruptTraceException {
        int events = 0;
        int at = 0;
        while (at < end) {
            int number = bytes[at] & 0xff;
            if (number == Layout.TEXT_RECORD) at = text(bytes, at, end, offset);
            else {
                at = event(number, bytes, at, end, offset);
                events++;
            }
        }
        return events;
    }

    private int text(byte[] bytes, int start, int end, long offset) throws CorruptTraceException {
        int at = start + 1;
        long id = Varint.get(bytes, at);
        at += Varint.length(bytes, at);
        if (at > end) throw corrupt("a text is cut", offset + start);
        long length = Varint.get(bytes, at);
        at += Varint.length(bytes, at);
        if (at > end || length < 0 || length > end - at) throw corrupt("a text is cut", offset + start);
        if (id != textCount + 1L) throw corrupt("text " + id + " defined, text " + (textCount + 1) + " expected", offset + start);
        textCount++;
        sink.text(textCount, new String(bytes, at, (int) length, StandardCharsets.UTF_8));
        return at + (int) length;
    }

    private int event(int number, byte[] bytes, int start, int end, long offset) throws CorruptTraceException {
        Schema.Kind kind = schema.kind(number);
        if (kind == null) throw corrupt("no event kind has number " + number, offset + start);
        int at = start + 1;
        long delta = Varint.get(bytes, at);
        at += Varint.length(bytes, at);
        long time = timeNs + delta;
        if (delta < 0 || time < 0) throw corrupt("time falls", offset + start);

        long[] to = values;
        to[0] = to[1] = to[2] = to[3] = to[4] = 0;
        boolean known = kind.kind != null;
        Field.Type[] types = kind.types;
        int[] target = kind.target;
        for (int field = 0; field < types.length; field++) {
            if (at >= end) throw corrupt("an event is cut", offset + start);
            long value = Varint.get(bytes, at);
            at += Varint.length(bytes, at);
            switch (types[field]) {
                case SIGNED -> value = Varint.unzigzag(value);
                case TEXT -> check(value, textCount + 1, "text", offset + start);
                case STATE -> {
                    check(value, schema.stateCount(), "thread state", offset + start);
                    value = schema.state((int) value);
                    known &= value >= 0;
                }
                case CALL -> {
                    check(value, schema.callCount(), "kernel call", offset + start);
                    value = schema.call((int) value);
                    known &= value >= 0;
                }
                case ID, COUNT, NS, BITS -> {
                    // Any number will do.
                }
            }
            to[target[field] >= 0 ? target[field] : 5] = value;
        }
        if (at > end) throw corrupt("an event is cut", offset + start);
        timeNs = time;
        if (known) sink.event(time, kind.kind, to[0], to[1], to[2], to[3], to[4]);
        else skipped++;
        return at;
    }

    private static void check(long value, int bound, String what, long offset) throws CorruptTraceException {
        if (value < 0 || value >= bound) throw corrupt("no " + what + " has number " + value, offset);
    }

    private static CorruptTraceException corrupt(String what, long offset) { return new CorruptTraceException(what, offset); }
}
