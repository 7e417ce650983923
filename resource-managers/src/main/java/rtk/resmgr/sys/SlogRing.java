package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.kernel.api.Memory;

/// One buffer of the system log in shared memory: records in a ring, the newest over the oldest.
///
/// | control block | bytes | field |
/// |---:|---:|---|
/// | 0 | 8 | bytes ever written |
/// | 8 | 8 | where the oldest record begins, counted as the above |
/// | 16 | 4 | verbosity: records less severe than this are dropped |
///
/// | record | bytes | field |
/// |---:|---:|---|
/// | 0 | 4 | bytes of the record |
/// | 4 | 4 | code |
/// | 8 | 2 | severity |
/// | 10 | 2 | tid |
/// | 12 | 8 | time, ns |
/// | 20 | | text, UTF-8 |
///
/// Nothing comes between the stores of one record, since they are free of time; a real log takes a lock here, or does without by care.
final class SlogRing {
    static final int CONTROL_BYTES = 64;
    static final int HEADER = 20;
    /// Longest text in bytes; what is longer is cut.
    static final int TEXT_MAX = 512;
    private static final int WRITTEN = 0;
    private static final int OLDEST = 8;
    private static final int VERBOSITY = 16;

    /// A record as it is read.
    record Entry(int code, int severity, int tid, long timeNs, String text) {}

    private final Memory control;
    private final Memory data;
    private final int bytes;

    /// @param bytes of the ring, at least one page
    SlogRing(Memory control, Memory data, int bytes) {
        this.control = control;
        this.data = data;
        this.bytes = bytes;
    }

    int verbosity() { return control.getInt(VERBOSITY); }

    void setVerbosity(int severity) { control.putInt(VERBOSITY, severity); }

    void add(Entry entry) {
        byte[] text = entry.text.getBytes(UTF_8);
        int length = HEADER + Math.min(text.length, TEXT_MAX);
        var record = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(length).putInt(entry.code)
                .putShort((short) entry.severity).putShort((short) entry.tid).putLong(entry.timeNs)
                .put(text, 0, length - HEADER).array();
        long written = control.getLong(WRITTEN);
        long oldest = control.getLong(OLDEST);
        while (written + length - oldest > bytes) oldest += lengthAt(oldest);
        control.putLong(OLDEST, oldest);
        store(written, record);
        control.putLong(WRITTEN, written + length);
    }

    /// Bytes ever written: where the next record will begin.
    long written() { return control.getLong(WRITTEN); }

    /// Bytes from `from` on that newer records have overwritten.
    long lostSince(long from) { return Math.max(0, control.getLong(OLDEST) - from); }

    /// What there is from the position `from` on, the oldest first. Stops where a writer has left nonsense.
    List<Entry> entries(long from) {
        var entries = new ArrayList<Entry>();
        long written = written();
        long at = Math.max(from, control.getLong(OLDEST));
        while (at >= 0 && at < written && written - at <= bytes) {
            int length = lengthAt(at);
            if (length < HEADER || length > HEADER + TEXT_MAX || length > written - at) break;
            var record = ByteBuffer.wrap(load(at, length)).order(ByteOrder.LITTLE_ENDIAN);
            String text = new String(record.array(), HEADER, length - HEADER, UTF_8);
            entries.add(new Entry(record.getInt(4), record.getShort(8), record.getShort(10), record.getLong(12), text));
            at += length;
        }
        return entries;
    }

    private int lengthAt(long position) { return ByteBuffer.wrap(load(position, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt(); }

    private byte[] load(long position, int length) {
        int at = (int) (position % bytes);
        int first = Math.min(length, bytes - at);
        var head = new byte[first];
        data.get(at, head);
        if (first == length) return head;
        var tail = new byte[length - first];
        data.get(0, tail);
        return ByteBuffer.allocate(length).put(head).put(tail).array();
    }

    private void store(long position, byte[] record) {
        int at = (int) (position % bytes);
        int first = Math.min(record.length, bytes - at);
        data.put(at, Arrays.copyOf(record, first));
        if (first < record.length) data.put(0, Arrays.copyOfRange(record, first, record.length));
    }
}
