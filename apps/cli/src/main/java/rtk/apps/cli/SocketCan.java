package rtk.apps.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.apps.scenario.bridge.Outside;
import rtk.board.can.CanFrame;

/// A CAN interface of a Linux host, real or `vcan` (Linux kernel documentation, "SocketCAN"). Error messages of the interface are left out.
final class SocketCan implements Outside<CanFrame> {
    private static final int AF_CAN = 29;
    private static final int SOCK_RAW = 3;
    private static final int CAN_RAW = 1;
    private static final int SOL_CAN_RAW = 101;
    private static final int CAN_RAW_FD_FRAMES = 5;
    private static final int CLASSIC_BYTES = 16;
    private static final int FD_BYTES = 72;
    private static final int ADDRESS_BYTES = 24;
    private static final int BRS = 1;
    private static final int ESI = 2;
    private static final long ERROR = 0x2000_0000L;

    private final HostDescriptor socket;
    private long dropped;

    /// @throws IOException in one line with what to do
    SocketCan(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = open(arena, name);
            MemorySegment on = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
            HostLibrary.call(arena, "setsockopt", "iiiipi", fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, on, 4);
            MemorySegment address = arena.allocate(ADDRESS_BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_CAN);
            address.set(ValueLayout.JAVA_INT, 4, index(arena, name));
            HostLibrary.call(arena, "bind", "iipi", fd, address, ADDRESS_BYTES);
            socket = new HostDescriptor(fd);
        }
    }

    private static int open(Arena arena, String name) throws IOException {
        try {
            return (int) HostLibrary.call(arena, "socket", "iiii", AF_CAN, SOCK_RAW, CAN_RAW);
        } catch (IOException e) {
            throw new IOException(
                    name + ": " + e.getMessage() + "; SocketCAN needs Linux with the module can_raw (modprobe can_raw)", e);
        }
    }

    private static int index(Arena arena, String name) throws IOException {
        long index = HostLibrary.call(arena, "if_nametoindex", "ip", arena.allocateFrom(name));
        if (index == 0) {
            throw new IOException(name + ": no such interface; a virtual one is made by: ip link add dev " + name
                    + " type vcan && ip link set up " + name);
        }
        return (int) index;
    }

    @Override
    public void send(CanFrame frame) {
        ByteBuffer raw = ByteBuffer.allocate(frame.isFd() ? FD_BYTES : CLASSIC_BYTES).order(ByteOrder.nativeOrder());
        raw.putInt(frame.idWithFlags()).put((byte) frame.length());
        raw.put((byte) ((frame.isBrs() ? BRS : 0) | (frame.isEsi() ? ESI : 0)));
        for (int i = 0; i < frame.dataLength(); i++) raw.put(8 + i, (byte) frame.dataByte(i));
        try {
            if (!socket.write(raw.array())) dropped++;
        } catch (IOException e) {
            dropped++;
        }
    }

    @Override
    public CanFrame poll(long nowNs) throws IOException {
        for (byte[] bytes = socket.read(FD_BYTES); bytes.length > 0; bytes = socket.read(FD_BYTES)) {
            CanFrame frame = frame(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()), bytes.length == FD_BYTES);
            if (frame != null) return frame;
        }
        return null;
    }

    /// @return null for an error message
    static CanFrame frame(ByteBuffer raw, boolean fd) {
        long id = Integer.toUnsignedLong(raw.getInt(0));
        if ((id & ERROR) != 0) return null;
        boolean extended = (id & 0x8000_0000L) != 0;
        int identifier = (int) (id & (extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX));
        int length = Math.min(fd ? 64 : 8, Byte.toUnsignedInt(raw.get(4)));
        if ((id & 0x4000_0000L) != 0) return CanFrame.remote(identifier, extended, length);
        byte[] data = new byte[length];
        raw.get(8, data);
        int flags = raw.get(5);
        return fd
                ? CanFrame.fd(identifier, extended, (flags & BRS) != 0, (flags & ESI) != 0, data)
                : CanFrame.classic(identifier, extended, data);
    }

    @Override
    public long dropped() { return dropped; }

    @Override
    public void close() throws IOException { socket.close(); }
}
