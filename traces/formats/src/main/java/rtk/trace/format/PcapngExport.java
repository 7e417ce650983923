package rtk.trace.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The frames of all CAN buses as pcapng (draft-ietf-opsawg-pcapng) with link type 227, SocketCAN: for Wireshark and tshark.
///
/// One interface per bus, by its name; times exact to the nanosecond, from 0. An attempt that an error ended is a SocketCAN error frame
/// of class "protocol violation" (`linux/can/error.h`: `CAN_ERR_PROT | CAN_ERR_BUSERROR`).
public final class PcapngExport extends FrameExport {
    private static final int LINK_SOCKETCAN = 227;
    private static final int HEADER_BYTES = 8;
    private static final int EXTENDED = 1 << 31;
    private static final int REMOTE = 1 << 30;
    private static final int ERROR = 1 << 29;
    private static final int BUS_ERROR = 0x88;
    private static final int ERROR_BYTES = 8;
    private static final int FDF = 4;

    private final OutputStream out;
    private IOException failure;
    private int interfaces;
    private byte[] block = {};

    public PcapngExport(OutputStream out) { this.out = out; }

    @Override
    public void begin() {
        ByteBuffer body = block(16);
        body.putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
        write(0x0a0d0d0a);
    }

    @Override
    public void frame(BusFrame frame) {
        int id = frame.id() | (frame.extended() ? EXTENDED : 0) | (frame.remote() ? REMOTE : 0);
        int flags = frame.fd() ? FDF | frame.flags() : 0;
        packet(frame.timeNs(), frame.bus(), frame.channel(), id, frame.length(), flags, frame.data());
    }

    @Override
    public void error(long timeNs, String bus, int channel) {
        packet(timeNs, bus, channel, ERROR | BUS_ERROR, ERROR_BYTES, 0, new byte[ERROR_BYTES]);
    }

    @Override
    void check() throws IOException {
        if (failure != null) throw failure;
    }

    private void packet(long timeNs, String bus, int channel, int id, int length, int flags, byte[] data) {
        if (channel >= interfaces) describe(bus);
        int size = HEADER_BYTES + data.length;
        ByteBuffer body = block(20 + padded(size));
        body.putInt(channel).putInt((int) (timeNs >>> 32)).putInt((int) timeNs).putInt(size).putInt(size);
        // SocketCAN's identifier is in network order whatever the section says.
        body.order(ByteOrder.BIG_ENDIAN).putInt(id).put((byte) length).put((byte) flags).putShort((short) 0).put(data);
        write(6);
    }

    private void describe(String bus) {
        interfaces++;
        byte[] name = bus.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = block(8 + 4 + padded(name.length) + 8 + 4);
        body.putShort((short) LINK_SOCKETCAN).putShort((short) 0).putInt(0);
        body.putShort((short) 2).putShort((short) name.length).put(name).position(8 + 12 + padded(name.length));
        body.putShort((short) 9).putShort((short) 1).put((byte) 9); // if_tsresol: 10^-9 s
        write(1);
    }

    private static int padded(int bytes) { return (bytes + 3) & ~3; }

    /// A new block, its head left out; its body is to be put in.
    private ByteBuffer block(int bodyBytes) {
        block = new byte[bodyBytes + 12];
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).position(8);
    }

    private void write(int type) {
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(block.length).putInt(block.length - 4,
                block.length);
        try {
            if (failure == null) out.write(block);
        } catch (IOException e) {
            failure = e;
        }
    }
}
