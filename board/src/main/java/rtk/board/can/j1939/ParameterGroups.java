package rtk.board.can.j1939;

import java.util.Arrays;
import java.util.function.IntPredicate;
import rtk.board.can.CanFrame;

/// Puts the messages of a J1939 or NMEA 2000 bus together from its frames, as an observer who sees all of them: frames go in in
/// their order, whole messages come out.
///
/// | on the wire | comes out |
/// |---|---|
/// | a frame of a parameter group with up to eight bytes | at once |
/// | transport protocol (SAE J1939-21, 5.10): TP.CM_BAM or RTS/CTS, TP.DT | the message when its last packet is there |
/// | fast packet (NMEA 2000): frames with sequence and counter in their first byte | the message when its last frame is there |
///
/// A packet that is out of order, belongs to nothing or comes after an abort ends what was being put together, and is counted.
/// No time passes here: a message that is never finished stays until one of the same kind and sender begins. Which parameter groups are
/// fast packets stands in no frame; whoever decodes must know.
///
/// *Not modelled:* the extended transport protocol (ETP, more than 1785 bytes), and packets that a receiver asks for again by
/// a CTS that goes back in a broadcast.
public final class ParameterGroups {
    /// Connection management and data of the transport protocol.
    public static final int TP_CM = 0xec00;
    public static final int TP_DT = 0xeb00;
    /// Longest message of the transport protocol: 255 packets of seven bytes.
    public static final int TRANSPORT_MAX = 1785;
    /// Longest fast packet: 6 bytes and 31 × 7.
    public static final int FAST_PACKET_MAX = 223;

    /// Messages that are put together at the same time; the one that was begun first is given up for another one.
    private static final int OPEN_MAX = 256;

    private static final int RTS = 16;
    private static final int CTS = 17;
    private static final int END_OF_MESSAGE = 19;
    private static final int BAM = 32;
    private static final int ABORT = 255;

    /// A message, whole.
    // Given once to who decodes it, not compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Message(J1939Id id, byte[] data) {}

    /// A message of which some packets are there.
    private static final class Open {
        final J1939Id id;
        /// Sequence of a fast packet; −1 for the transport protocol.
        final int sequence;
        final byte[] data;
        int filled;
        int nextPacket;

        Open(J1939Id id, int sequence, int length, int firstPacket) {
            this.id = id;
            this.sequence = sequence;
            data = new byte[length];
            nextPacket = firstPacket;
        }

        boolean isFor(J1939Id other, int otherSequence) {
            return sequence == otherSequence && id.source() == other.source() && id.destination() == other.destination()
                    && (sequence < 0 || id.pgn() == other.pgn());
        }

        /// Takes the bytes of a frame from `from` on; those behind the end of the message are padding.
        void take(CanFrame frame, int from) {
            for (int n = from; n < frame.length() && filled < data.length; n++) data[filled++] = (byte) frame.dataByte(n);
        }
    }

    private final IntPredicate fastPackets;
    private final Open[] open = new Open[OPEN_MAX]; // in the order in which they began
    private int openCount;
    private long lostCount;

    /// @param fastPackets tells of a parameter group whether it comes as fast packets
    public ParameterGroups(IntPredicate fastPackets) { this.fastPackets = fastPackets; }

    /// The next frame of the bus.
    ///
    /// @return the message that is whole now, or null: the frame is none of J1939 (11 bits, remote, FD) or not the last
    public Message frame(CanFrame frame) {
        if (!frame.isExtended() || frame.isRemote() || frame.isFd()) return null;
        J1939Id id = J1939Id.of(frame.identifier());
        if (id.pgn() == TP_CM) return manage(id, frame);
        if (id.pgn() == TP_DT) return packet(id, frame);
        if (fastPackets.test(id.pgn())) return fastPacket(id, frame);
        byte[] data = new byte[frame.length()];
        for (int n = 0; n < data.length; n++) data[n] = (byte) frame.dataByte(n);
        return new Message(id, data);
    }

    /// Does a frame of this group carry a part of a transported message, or tell about one?
    public static boolean isTransport(int pgn) { return pgn == TP_CM || pgn == TP_DT; }

    /// Frames that were no use, and messages that were begun and not finished.
    public long lostCount() { return lostCount; }

    private Message manage(J1939Id id, CanFrame frame) {
        if (frame.length() < 8) return lost();
        int pgn = frame.dataByte(5) | frame.dataByte(6) << 8 | (frame.dataByte(7) & 3) << 16;
        switch (frame.dataByte(0)) {
            case RTS, BAM -> {
                int length = frame.dataByte(1) | frame.dataByte(2) << 8;
                boolean possible = length > 8 && length <= TRANSPORT_MAX && frame.dataByte(3) == (length + 6) / 7;
                boolean toAll = frame.dataByte(0) == BAM;
                if (!possible || toAll != (id.destination() == J1939Id.GLOBAL)) return lost();
                begin(new Open(transported(id, pgn), -1, length, 1));
            }
            case CTS -> {
                // From the receiver: which packet comes next. One that was sent is sent again.
                Open message = find(reverse(id), -1);
                int next = frame.dataByte(2);
                if (message == null || frame.dataByte(1) == 0) return null; // "wait", or nothing to do with what was seen
                if (next < 1 || next > message.nextPacket) return lose(message);
                message.nextPacket = next;
                message.filled = Math.min(message.data.length, (next - 1) * 7);
            }
            case ABORT -> {
                Open message = find(id, -1);
                if (message == null) message = find(reverse(id), -1);
                if (message != null) return lose(message);
            }
            case END_OF_MESSAGE -> {
                // The message came out with its last packet.
            }
            default -> lostCount++;
        }
        return null;
    }

    /// What the message would look like if it fitted into a frame.
    private static J1939Id transported(J1939Id id, int pgn) {
        boolean addressed = (pgn >> 8 & 0xff) < 240;
        return addressed
                ? new J1939Id(id.priority(), pgn & ~0xff, id.destination(), id.source())
                : new J1939Id(id.priority(), pgn, J1939Id.GLOBAL, id.source());
    }

    private static J1939Id reverse(J1939Id id) { return new J1939Id(id.priority(), id.pgn(), id.source(), id.destination()); }

    private Message packet(J1939Id id, CanFrame frame) {
        Open message = find(id, -1);
        if (message == null || frame.length() < 2) return lost();
        if (frame.dataByte(0) != message.nextPacket) return lose(message);
        message.take(frame, 1);
        return step(message);
    }

    private Message fastPacket(J1939Id id, CanFrame frame) {
        if (frame.length() < 2) return lost();
        int sequence = frame.dataByte(0) >> 5;
        int counter = frame.dataByte(0) & 0x1f;
        if (counter == 0) {
            int length = frame.dataByte(1);
            if (length == 0 || length > FAST_PACKET_MAX) return lost();
            var message = new Open(id, sequence, length, 0);
            begin(message);
            message.take(frame, 2);
            return step(message);
        }
        Open message = find(id, sequence);
        if (message == null) return lost();
        if (counter != message.nextPacket) return lose(message);
        message.take(frame, 1);
        return step(message);
    }

    private Message step(Open message) {
        message.nextPacket++;
        if (message.filled < message.data.length) return null;
        remove(message);
        return new Message(message.id, message.data);
    }

    private void begin(Open message) {
        Open before = find(message.id, message.sequence);
        if (before != null) lose(before);
        if (openCount == OPEN_MAX) lose(open[0]);
        open[openCount++] = message;
    }

    private Open find(J1939Id id, int sequence) {
        for (int n = 0; n < openCount; n++) {
            if (open[n].isFor(id, sequence)) return open[n];
        }
        return null;
    }

    private void remove(Open message) {
        int at = Arrays.asList(open).indexOf(message);
        System.arraycopy(open, at + 1, open, at, openCount - at - 1);
        open[--openCount] = null;
    }

    private Message lose(Open message) {
        remove(message);
        return lost();
    }

    private Message lost() {
        lostCount++;
        return null;
    }
}
