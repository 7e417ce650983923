package rtk.trace.format;

import java.io.IOException;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;

/// The frames of all CAN buses as `candump -L` logs them, readable by can-utils, python-can, SavvyCAN and by our own replay:
///
/// ```
/// (0000000000.001234) can0 123#DEADBEEF
/// ```
///
/// One line per frame at the last bit of its EOF. Time is simulated time from 0, in microseconds, rounded down. CAN FD frames as
/// `123##1…`, remote frames as `123#R4`, extended identifiers with eight digits.
public final class CandumpExport implements TraceExport {
    private static final String HEX = "0123456789ABCDEF";
    private static final int FD_BYTES_MAX = 64;
    // Flags of a frame's `id` in the trace: SocketCAN's, and CAN FD's above them.
    private static final long EXTENDED = 1L << 31;
    private static final long REMOTE = 1L << 30;
    private static final long FD = 1L << 32;
    /// BRS and ESI, from bit 0 as in SocketCAN's `canfd_frame.flags`.
    private static final int FD_FLAGS_SHIFT = 33;

    private final Names names = new Names();
    private final LineOutput out;
    private final StringBuilder line = new StringBuilder();
    // Bytes from the eighth on of frames that have not ended, by frame.
    private final TreeMap<Long, byte[]> longData = new TreeMap<>();

    public CandumpExport(Appendable out) { this.out = new LineOutput(out); }

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case FRAME_DATA -> keep(a, b, c, d, e);
            case FRAME_END -> write(timeNs, a, b, c, Math.clamp(d, 0, FD_BYTES_MAX), e);
            case FRAME_DROPPED -> longData.remove(c);
            default -> names.event(timeNs, kind, a, b, c, d, e);
        }
    }

    @Override
    public void finish() throws IOException { out.check(); }

    private void keep(long frame, long offset, long... data) {
        byte[] bytes = longData.computeIfAbsent(frame, number -> new byte[FD_BYTES_MAX]);
        for (int index = 0; index < 8 * data.length; index++) {
            long at = offset + index;
            if (at >= 0 && at < FD_BYTES_MAX) bytes[(int) at] = byteOf(data[index / 8], index % 8);
        }
    }

    private static byte byteOf(long eight, int index) { return (byte) (eight >>> (56 - 8 * index)); }

    private void write(long timeNs, long bus, long frame, long id, int length, long data) {
        byte[] rest = longData.remove(frame);
        line.setLength(0);
        line.append('(');
        digits(timeNs / 1_000_000_000, 10);
        line.append('.');
        digits(timeNs % 1_000_000_000 / 1_000, 6);
        line.append(") ").append(names.device(bus)).append(' ');
        if ((id & EXTENDED) != 0) hex(id & 0x1fff_ffff, 8);
        else hex(id & 0x7ff, 3);
        line.append('#');
        if ((id & FD) != 0) line.append('#').append(HEX.charAt((int) (id >>> FD_FLAGS_SHIFT) & 15));
        if ((id & REMOTE) != 0) {
            line.append('R');
            if (length > 0) line.append(length);
        } else {
            for (int index = 0; index < length; index++) {
                hex((index < 8 ? byteOf(data, index) : rest == null ? 0 : rest[index]) & 0xff, 2);
            }
        }
        out.write(line.append('\n'));
    }

    private void digits(long value, int width) {
        String text = Long.toString(value);
        line.append("0".repeat(Math.max(0, width - text.length()))).append(text);
    }

    private void hex(long value, int digits) {
        for (int digit = digits - 1; digit >= 0; digit--) line.append(HEX.charAt((int) (value >>> (4 * digit)) & 15));
    }
}
