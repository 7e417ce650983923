package rtk.board.can;

import java.util.Arrays;
import java.util.Locale;

/// One frame: identifier, format, length and data. A value; never changes.
///
/// A remote frame has a length (the one it asks for) and no data. A classic frame of 8 bytes may carry a length code from 9 to 15,
/// which means 8 as well but has other bits.
public final class CanFrame {
    /// Largest identifiers of the two formats.
    public static final int STANDARD_ID_MAX = 0x7ff;
    public static final int EXTENDED_ID_MAX = 0x1fff_ffff;
    /// Flags of [#idWithFlags], as in SocketCAN's `can_id`.
    public static final int EXTENDED_FLAG = 0x8000_0000;
    public static final int REMOTE_FLAG = 0x4000_0000;
    /// Flags that [#traceId] has beyond 32 bits.
    public static final long TRACE_FD = 1L << 32;
    public static final long TRACE_BRS = 1L << 33;
    public static final long TRACE_ESI = 1L << 34;

    private static final int EXTENDED = 1;
    private static final int REMOTE = 2;
    private static final int FD = 4;
    private static final int BRS = 8;
    private static final int ESI = 16;
    private static final byte[] NO_BYTES = {};
    /// Data bytes by length code in CAN FD.
    private static final int[] FD_LENGTHS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64};

    private final int identifier;
    private final byte flags;
    private final byte dlc;
    private final byte length;
    private final long data;
    private final byte[] rest; // bytes from 8 on, of CAN FD frames

    private CanFrame(int identifier, int flags, int dlc, int length, long data, byte[] rest) {
        int max = (flags & EXTENDED) != 0 ? EXTENDED_ID_MAX : STANDARD_ID_MAX;
        if (identifier < 0 || identifier > max) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "identifier 0x%x is not in 0 … 0x%x", identifier, max));
        }
        this.identifier = identifier;
        this.flags = (byte) flags;
        this.dlc = (byte) dlc;
        this.length = (byte) length;
        this.data = length < 8 ? data & ~(-1L >>> (8 * length)) : data;
        this.rest = rest;
    }

    /// A classic data frame.
    ///
    /// @param length bytes, 0 to 8
    /// @param data left-justified: byte 0 is bits 63–56; bits beyond `length` bytes are ignored
    public static CanFrame classic(int identifier, boolean extended, int length, long data) {
        if (length < 0 || length > 8) throw new IllegalArgumentException("a classic frame has 0 to 8 bytes, not " + length);
        return new CanFrame(identifier, extended ? EXTENDED : 0, length, length, data, NO_BYTES);
    }

    /// A classic data frame of the bytes of `data`, at most 8.
    public static CanFrame classic(int identifier, boolean extended, byte[] data) {
        return classic(identifier, extended, data.length, packed(data, data.length));
    }

    /// A classic data frame of 8 bytes whose length code is `dlc`, 8 to 15.
    static CanFrame classicWithDlc(int identifier, boolean extended, int dlc, long data) {
        if (dlc < 8 || dlc > 15) throw new IllegalArgumentException("length code " + dlc + " does not go with 8 bytes");
        return new CanFrame(identifier, extended ? EXTENDED : 0, dlc, 8, data, NO_BYTES);
    }

    /// A remote frame that asks for `length` bytes, 0 to 8.
    public static CanFrame remote(int identifier, boolean extended, int length) {
        if (length < 0 || length > 8) throw new IllegalArgumentException("a remote frame asks for 0 to 8 bytes, not " + length);
        return new CanFrame(identifier, (extended ? EXTENDED : 0) | REMOTE, length, length, 0, NO_BYTES);
    }

    /// An ISO CAN FD frame.
    ///
    /// @param brs switch to the data bit rate within the frame
    /// @param esi the sender is error-passive
    /// @param data 0–8, 12, 16, 20, 24, 32, 48 or 64 bytes
    public static CanFrame fd(int identifier, boolean extended, boolean brs, boolean esi, byte[] data) {
        int dlc = fdDlc(data.length);
        if (dlc < 0) throw new IllegalArgumentException("no CAN FD frame has " + data.length + " bytes");
        int flags = (extended ? EXTENDED : 0) | FD | (brs ? BRS : 0) | (esi ? ESI : 0);
        byte[] rest = data.length > 8 ? Arrays.copyOfRange(data, 8, data.length) : NO_BYTES;
        return new CanFrame(identifier, flags, dlc, data.length, packed(data, Math.min(8, data.length)), rest);
    }

    /// Reads candump notation: `123#DEADBEEF`, `12345678#00` (8 digits: 29-bit identifier), `123#R4` (remote), `123##1AABB`
    /// (CAN FD, with a digit of flags: 1 BRS, 2 ESI). Dots between bytes are allowed, and `_9` … `_F` after 8 bytes for the length code.
    ///
    /// @throws FrameNotationException if it is not that; its message is one line and names the column
    public static CanFrame parse(String notation) { return FrameNotation.parse(notation); }

    /// Does an FD frame of `length` bytes exist?
    static int fdDlc(int length) { return Arrays.binarySearch(FD_LENGTHS, length); }

    /// Data bytes of a CAN FD frame with length code `dlc`, 0 to 15.
    public static int fdLength(int dlc) { return FD_LENGTHS[dlc]; }

    /// This CAN FD frame as an error-passive node sends it.
    CanFrame withEsi() { return new CanFrame(identifier, flags | ESI, dlc, length, data, rest); }

    /// This frame with another identifier of the same format.
    public CanFrame withIdentifier(int newIdentifier) { return new CanFrame(newIdentifier, flags, dlc, length, data, rest); }

    /// This frame with other data of the same length; remote frames stay as they are.
    ///
    /// @param random where each group of up to 8 bytes comes from, called once a group
    CanFrame withData(java.util.function.LongSupplier random) {
        if (isRemote()) return this;
        long first = random.getAsLong();
        if (rest.length == 0) return new CanFrame(identifier, flags, dlc, length, first, NO_BYTES);
        byte[] more = new byte[rest.length];
        for (int at = 0; at < more.length; at += 8) {
            long group = random.getAsLong();
            for (int i = at; i < Math.min(at + 8, more.length); i++) more[i] = (byte) (group >>> (56 - 8 * (i - at)));
        }
        return new CanFrame(identifier, flags, dlc, length, first, more);
    }

    /// 11 or 29 bits.
    public int identifier() { return identifier; }

    public boolean isExtended() { return (flags & EXTENDED) != 0; }

    public boolean isRemote() { return (flags & REMOTE) != 0; }

    public boolean isFd() { return (flags & FD) != 0; }

    /// Does the frame switch to the data bit rate?
    public boolean isBrs() { return (flags & BRS) != 0; }

    /// Is the sender error-passive (CAN FD only)?
    public boolean isEsi() { return (flags & ESI) != 0; }

    /// Bytes of data, 0 to 64; of a remote frame the number it asks for.
    public int length() { return length; }

    /// The length code on the wire, 0 to 15.
    public int dlc() { return dlc; }

    /// Bytes of data that are on the wire: 0 for a remote frame.
    public int dataLength() { return isRemote() ? 0 : length; }

    /// Byte `index` of the data, 0 to 255.
    public int dataByte(int index) {
        if (index < 0 || index >= dataLength()) throw new IndexOutOfBoundsException("byte " + index + " of " + this);
        return index < 8 ? (int) (data >>> (56 - 8 * index)) & 0xff : rest[index - 8] & 0xff;
    }

    /// The first eight bytes, left-justified: byte 0 is bits 63–56; what is not there is 0.
    public long data() { return data; }

    /// Eight bytes from `offset`, left-justified as in [#data]; what is not there is 0.
    public long data(int offset) {
        long value = 0;
        for (int i = offset; i < offset + 8; i++) value = value << 8 | (i < dataLength() ? dataByte(i) : 0);
        return value;
    }

    /// The identifier with bit 31 set if it has 29 bits and bit 30 if the frame is remote, as in SocketCAN.
    public int idWithFlags() { return identifier | (flags & EXTENDED) << 31 | (flags & REMOTE) << 29; }

    /// As [#idWithFlags], and bits 32 CAN FD, 33 BRS, 34 ESI: what traces carry.
    public long traceId() { return (idWithFlags() & 0xffff_ffffL) | (long) (flags >> 2) << 32; }

    /// Who wins arbitration: the smaller number. The bits in which two frames can first differ, in the order in which they are
    /// sent: base identifier, RTR or SRR, IDE, identifier extension, RTR, FDF.
    public long arbitrationKey() {
        long fd = (flags & FD) >> 2;
        long remote = (flags & REMOTE) >> 1;
        if (!isExtended()) return (long) identifier << 22 | remote << 21 | fd;
        return (long) (identifier >> 18) << 22 | 3L << 20 | (long) (identifier & 0x3_ffff) << 2 | remote << 1 | fd;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CanFrame frame && identifier == frame.identifier && flags == frame.flags && dlc == frame.dlc
                && length == frame.length && data == frame.data && Arrays.equals(rest, frame.rest);
    }

    @Override
    public int hashCode() { return 31 * (31 * identifier + flags) + Long.hashCode(data); }

    /// Candump notation, as [#parse] reads it.
    @Override
    public String toString() { return FrameNotation.text(this); }

    private static long packed(byte[] bytes, int count) {
        if (count > 8) throw new IllegalArgumentException("a classic frame has 0 to 8 bytes, not " + count);
        long value = 0;
        for (int i = 0; i < count; i++) value |= (bytes[i] & 0xffL) << (56 - 8 * i);
        return value;
    }
}
