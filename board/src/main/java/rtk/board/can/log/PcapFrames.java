package rtk.board.can.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.board.can.CanFrame;

/// SocketCAN frames from pcap (libpcap savefile, version 2.4) and pcapng (IETF draft-ietf-opsawg-pcapng) files.
///
/// Link types 227 (LINKTYPE_CAN_SOCKETCAN) and 113 (LINKTYPE_LINUX_SLL, protocols CAN and CAN FD, whose identifiers are in the byte order
/// of the host that captured); packets of others are skipped. Times are exact to the nanosecond where the file is.
final class PcapFrames {
    private static final int LINK_CAN = 227;
    private static final int LINK_COOKED = 113;
    private static final int COOKED_HEADER = 16;
    private static final int PROTOCOL_CAN = 0x000c;
    private static final int PROTOCOL_CAN_FD = 0x000d;
    private static final int CAN_HEADER = 8;
    private static final int PACKET_MAX = 1 << 20;
    private static final int FD_FLAGS = 0x04;
    private static final int FD_FLAGS_ALL = 0x07;
    private static final long EXTENDED = 0x8000_0000L;
    private static final long REMOTE = 0x4000_0000L;
    private static final long ERROR = 0x2000_0000L;

    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int SIMPLE = 3;
    private static final int ENHANCED = 6;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_RESOLUTION = 9;

    private final InputStream in;
    private final boolean next; // pcapng
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long fractionNs = 1_000; // of pcap
    private int link;
    private long record;
    private final List<Interface> interfaces = new ArrayList<>();

    private record Interface(int link, String name, int resolution) {}

    /// @param in at its beginning
    /// @throws IOException with what is wrong, without the file's name
    PcapFrames(InputStream in) throws IOException {
        this.in = in;
        byte[] magic = exactly(4, "a header");
        int number = ByteBuffer.wrap(magic).getInt();
        next = number == SECTION;
        if (next) section();
        else header(number);
    }

    /// Is this how such a file begins?
    static boolean isMagic(byte[] start) {
        if (start.length < 4) return false;
        int number = ByteBuffer.wrap(start).getInt();
        return number == SECTION || isPcap(number) || isPcap(Integer.reverseBytes(number));
    }

    private static boolean isPcap(int number) { return number == 0xa1b2c3d4 || number == 0xa1b23c4d; }

    /// Number of the record read last, from 1.
    long record() { return record; }

    private void header(int magic) throws IOException {
        boolean big = isPcap(magic);
        order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int plain = big ? magic : Integer.reverseBytes(magic);
        fractionNs = plain == 0xa1b23c4d ? 1 : 1_000;
        ByteBuffer rest = buffer(exactly(20, "a header"));
        link = rest.getInt(16) & 0x0fff_ffff;
        if (link != LINK_CAN && link != LINK_COOKED)
            throw new IOException("found link type " + link + ", expected 227 (SocketCAN) or 113 (Linux cooked)");
    }

    private ByteBuffer buffer(byte[] bytes) { return ByteBuffer.wrap(bytes).order(order); }

    private byte[] exactly(int count, String what) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) throw new EOFException("found the end of the file, expected " + what);
        return bytes;
    }

    /// Reads on to the next frame or error message.
    ///
    /// @return false at the end
    /// @throws IOException with what is wrong, without the file's name
    boolean next(LogEntry entry) throws IOException {
        return next ? nextBlock(entry) : nextRecord(entry);
    }

    private boolean nextRecord(LogEntry entry) throws IOException {
        for (;;) {
            byte[] start = in.readNBytes(16);
            if (start.length == 0) return false;
            record++;
            if (start.length < 16) throw new EOFException("found the end of the file, expected the header of a packet");
            ByteBuffer header = buffer(start);
            long stampNs = Integer.toUnsignedLong(header.getInt(0)) * 1_000_000_000L
                    + Integer.toUnsignedLong(header.getInt(4)) * fractionNs;
            byte[] packet = exactly(checked(header.getInt(8)), "a packet");
            if (packet(entry, link, stampNs, "can0", packet)) return true;
        }
    }

    private static int checked(long length) throws IOException {
        if (length < 0 || length > PACKET_MAX)
            throw new IOException(
                    "found a packet of " + Integer.toUnsignedLong((int) length) + " bytes, expected at most " + PACKET_MAX);
        return (int) length;
    }

    private boolean nextBlock(LogEntry entry) throws IOException {
        for (;;) {
            byte[] start = in.readNBytes(4);
            if (start.length == 0) return false;
            record++;
            if (start.length < 4) throw new EOFException("found the end of the file, expected a block");
            int type = ByteBuffer.wrap(start).getInt() == SECTION ? SECTION : buffer(start).getInt();
            if (type == SECTION) {
                section();
                continue;
            }
            int length = checked(buffer(exactly(4, "the length of a block")).getInt());
            if (length < 12 || length % 4 != 0)
                throw new IOException("found a block of " + length + " bytes, expected a multiple of 4");
            ByteBuffer body = buffer(exactly(length - 8, "a block"));
            body.limit(body.limit() - 4);
            switch (type) {
                case INTERFACE -> describe(body);
                case ENHANCED -> {
                    if (enhanced(entry, body)) return true;
                }
                case SIMPLE -> throw new IOException("found a packet without a time stamp, expected times");
                default -> {}
            }
        }
    }

    private void section() throws IOException {
        byte[] lengthBytes = exactly(4, "a section header");
        int magic = ByteBuffer.wrap(exactly(4, "a section header")).getInt();
        if (magic != 0x1a2b3c4d && magic != 0x4d3c2b1a) throw new IOException("found no byte order, expected 1a2b3c4d");
        order = magic == 0x1a2b3c4d ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int length = checked(buffer(lengthBytes).getInt());
        if (length < 28) throw new IOException("found a section header of " + length + " bytes, expected at least 28");
        exactly(length - 12, "a section header");
        interfaces.clear();
    }

    private void describe(ByteBuffer body) {
        if (body.limit() < 8) {
            interfaces.add(new Interface(-1, "", 6));
            return;
        }
        int linkType = Short.toUnsignedInt(body.getShort(0));
        String name = "can" + interfaces.size();
        int resolution = 6;
        for (int at = 8; at + 4 <= body.limit();) {
            int code = Short.toUnsignedInt(body.getShort(at));
            int size = Short.toUnsignedInt(body.getShort(at + 2));
            if (code == 0 || at + 4 + size > body.limit()) break;
            if (code == OPTION_NAME) name = text(body, at + 4, size);
            if (code == OPTION_RESOLUTION && size > 0) resolution = Byte.toUnsignedInt(body.get(at + 4));
            at += 4 + (size + 3 & ~3);
        }
        interfaces.add(new Interface(linkType, name.strip().replaceAll("\\s", "_"), resolution));
    }

    private static String text(ByteBuffer body, int at, int size) {
        byte[] bytes = new byte[size];
        body.get(at, bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    private boolean enhanced(LogEntry entry, ByteBuffer body) throws IOException {
        if (body.limit() < 20) throw new IOException("found a packet of " + body.limit() + " bytes, expected at least 20");
        long number = Integer.toUnsignedLong(body.getInt(0));
        if (number >= interfaces.size())
            throw new IOException("found a packet of interface " + number + ", expected one of " + interfaces.size());
        Interface from = interfaces.get((int) number);
        long units = Integer.toUnsignedLong(body.getInt(4)) << 32 | Integer.toUnsignedLong(body.getInt(8));
        int length = checked(body.getInt(12));
        if (length > body.limit() - 20) throw new IOException("found a packet longer than its block, expected it to fit");
        byte[] packet = new byte[length];
        body.get(20, packet);
        return packet(entry, from.link(), ns(units, from.resolution()), from.name(), packet);
    }

    /// Units of a resolution as the option gives it: a power of ten, or of two with bit 7.
    private static long ns(long units, int resolution) throws IOException {
        if ((resolution & 0x80) != 0) {
            int bits = resolution & 0x7f;
            if (bits > 62) throw new IOException("found times in units of 2^-" + bits + " s, expected at most 2^-62");
            long seconds = units >>> bits;
            long fraction = bits == 0 ? 0 : units << (64 - bits); // of a second, in 2^-64
            return seconds * 1_000_000_000L + Math.unsignedMultiplyHigh(fraction, 1_000_000_000L);
        }
        long value = units;
        for (int digits = resolution; digits < 9; digits++) value = Math.multiplyExact(value, 10);
        for (int digits = resolution; digits > 9; digits--) value = Long.divideUnsigned(value, 10);
        return value;
    }

    private boolean packet(LogEntry entry, int linkType, long stampNs, String name, byte[] packet) throws IOException {
        int at = 0;
        ByteOrder idOrder = ByteOrder.BIG_ENDIAN;
        boolean saysFd = false;
        if (linkType == LINK_COOKED) {
            idOrder = order;
            if (packet.length < COOKED_HEADER) return false;
            int protocol = Short.toUnsignedInt(ByteBuffer.wrap(packet).getShort(14));
            if (protocol != PROTOCOL_CAN && protocol != PROTOCOL_CAN_FD) return false;
            at = COOKED_HEADER;
            saysFd = protocol == PROTOCOL_CAN_FD;
        } else if (linkType != LINK_CAN) {
            return false;
        }
        if (packet.length < at + CAN_HEADER)
            throw new IOException("found a packet of " + packet.length + " bytes, expected a SocketCAN header of 8");
        return frame(entry, stampNs, name, ByteBuffer.wrap(packet).order(idOrder), at, saysFd);
    }

    private static boolean frame(LogEntry entry, long stampNs, String name, ByteBuffer packet, int at, boolean saysFd)
            throws IOException {
        long id = Integer.toUnsignedLong(packet.getInt(at));
        entry.isErrorMessage = (id & ERROR) != 0;
        if (entry.isErrorMessage) return true;
        int length = Byte.toUnsignedInt(packet.get(at + 4));
        int flags = Byte.toUnsignedInt(packet.get(at + 5));
        boolean extended = (id & EXTENDED) != 0;
        int identifier = (int) (id & (extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX));
        // Old captures have whatever was in memory in the three bytes after the length: flags count only if the rest is 0 as it must be.
        boolean clean = (flags & ~FD_FLAGS_ALL) == 0 && packet.getShort(at + 6) == 0;
        boolean fd = saysFd || length > 8 || (clean && (flags & FD_FLAGS) != 0);
        try {
            if ((id & REMOTE) != 0) {
                entry.set(stampNs, name, CanFrame.remote(identifier, extended, Math.min(8, length)));
                return true;
            }
            if (packet.limit() < at + CAN_HEADER + length)
                throw new IOException(
                        String.format(Locale.ROOT, "found %d data bytes, expected %d", packet.limit() - at - CAN_HEADER, length));
            byte[] data = new byte[length];
            packet.get(at + CAN_HEADER, data);
            entry.set(stampNs, name, fd
                    ? CanFrame.fd(identifier, extended, (flags & 1) != 0, (flags & 2) != 0, data)
                    : CanFrame.classic(identifier, extended, data));
            return true;
        } catch (IllegalArgumentException e) {
            throw new IOException("found a frame that cannot be: " + e.getMessage() + ", expected a CAN frame", e);
        }
    }
}
