package rtk.trace.format;

import java.io.IOException;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;

/// The traffic of all CAN buses in a log format of other tools: puts frames together from the events that tell of them.
abstract class FrameExport implements TraceExport, FrameFormat {
    private static final int FD_BYTES_MAX = 64;
    // Flags of a frame's `id` in the trace: SocketCAN's, and CAN FD's above them.
    private static final long EXTENDED = 1L << 31;
    private static final long REMOTE = 1L << 30;
    private static final long FD = 1L << 32;
    /// BRS and ESI, from bit 0 as in SocketCAN's `canfd_frame.flags`.
    private static final int FD_FLAGS_SHIFT = 33;

    private final Names names = new Names();
    // Bytes from the eighth on of frames that have not ended, by frame.
    private final TreeMap<Long, byte[]> longData = new TreeMap<>();
    private final TreeMap<Long, Integer> channels = new TreeMap<>();
    // The frame whose error was told last, by bus.
    private final TreeMap<Long, Long> failed = new TreeMap<>();
    private boolean begun;

    @Override
    public final void text(int id, String text) { names.text(id, text); }

    @Override
    public final void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case FRAME_DATA -> keep(a, b, c, d, e);
            case FRAME_START -> failed.remove(a);
            case FRAME_END -> tell(timeNs, a, b, c, Math.clamp(d, 0, FD_BYTES_MAX), e);
            case FRAME_DROPPED -> longData.remove(c);
            case FRAME_ERROR -> {
                Long frame = failed.put(a, c);
                if (frame == null || frame != c) error(timeNs, names.device(a), channel(a));
            }
            default -> names.event(timeNs, kind, a, b, c, d, e);
        }
    }

    @Override
    public final void finish() throws IOException {
        beginOnce();
        end();
        check();
    }

    /// @throws IOException the first error of the output
    abstract void check() throws IOException;

    private void beginOnce() {
        if (!begun) begin();
        begun = true;
    }

    private int channel(long bus) {
        beginOnce();
        return channels.computeIfAbsent(bus, number -> channels.size());
    }

    private void keep(long frame, long offset, long... data) {
        byte[] bytes = longData.computeIfAbsent(frame, number -> new byte[FD_BYTES_MAX]);
        for (int index = 0; index < 8 * data.length; index++) {
            long at = offset + index;
            if (at >= 0 && at < FD_BYTES_MAX) bytes[(int) at] = byteOf(data[index / 8], index % 8);
        }
    }

    private static byte byteOf(long eight, int index) { return (byte) (eight >>> (56 - 8 * index)); }

    private void tell(long timeNs, long bus, long frame, long id, int length, long data) {
        byte[] rest = longData.remove(frame);
        boolean remote = (id & REMOTE) != 0;
        byte[] bytes = new byte[remote ? 0 : length];
        for (int index = 0; index < bytes.length; index++)
            bytes[index] = index < 8 ? byteOf(data, index) : rest == null ? 0 : rest[index];
        boolean extended = (id & EXTENDED) != 0;
        boolean fd = (id & FD) != 0;
        int channel = channel(bus);
        frame(new BusFrame(timeNs, names.device(bus), channel, (int) (id & (extended ? 0x1fff_ffff : 0x7ff)), extended, remote,
                fd,
                fd ? (int) (id >>> FD_FLAGS_SHIFT) & 3 : 0, bytes, length));
    }
}
