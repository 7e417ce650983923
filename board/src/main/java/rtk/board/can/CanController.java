package rtk.board.can;

import java.util.Locale;
import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A CAN controller for classic frames: a made-up part in the manner of many, with one receive FIFO, acceptance filters and
/// transmit mailboxes that send in order of identifier.
///
/// | offset | name          | access | reset | meaning                                                                      |
/// |-------:|---------------|--------|------:|------------------------------------------------------------------------------|
/// | 0x000  | CTRL          | rw     | 0     | bit 0 ENABLE: takes part in the bus; clearing it drops what waits            |
/// | 0x004  | STATUS        | r      | 4     | bit 0 RX_PENDING: FIFO not empty; bit 1 RX_FULL; bit 2 TX_FREE: a mailbox is free |
/// | 0x008  | INT_ENABLE    | rw     | 0     | which bits of INT_STATUS raise the line: bit 0 RX, bit 1 TX, bit 2 OVERFLOW  |
/// | 0x00C  | INT_STATUS    | rw1c   | 0     | RX: FIFO not empty (clears itself by popping); TX: TX_DONE not 0 (write 1 clears TX_DONE); OVERFLOW: a frame was lost |
/// | 0x010  | RX_COUNT      | r      | 0     | frames in the FIFO                                                           |
/// | 0x014  | RX_LOST       | r      | 0     | frames lost to a full FIFO since reset                                       |
/// | 0x018  | TX_PENDING    | r      | 0     | bit n: mailbox n holds a frame not yet sent                                  |
/// | 0x01C  | TX_DONE       | rw1c   | 0     | bit n: mailbox n has sent its frame since the bit was cleared                |
/// | 0x020  | RX_ID         | r      | 0     | head of the FIFO: identifier, bit 31 extended, bit 30 remote                 |
/// | 0x024  | RX_LEN        | r      | 0     | head: bits 3–0 data bytes, 0 to 8                                            |
/// | 0x028  | RX_DATA0      | r      | 0     | head: bytes 0 (bits 7–0) to 3 (bits 31–24)                                   |
/// | 0x02C  | RX_DATA1      | r      | 0     | head: bytes 4 (bits 7–0) to 7 (bits 31–24)                                   |
/// | 0x030  | RX_TIME_LO    | r      | 0     | head: when it became valid, ns since the start of the board, low half        |
/// | 0x034  | RX_TIME_HI    | r      | 0     | head: the same, high half                                                    |
/// | 0x038  | RX_POP        | w      | 0     | any write removes the head; nothing happens on an empty FIFO                 |
/// | 0x03C  | TX_ABORT      | w      | 0     | bit n: take back the frame of mailbox n unless it is on the wire             |
/// | 0x040  | CONFIG        | r      | –     | bits 15–0 depth of the FIFO, bits 23–16 mailboxes, bits 31–24 filters        |
/// | 0x044  | FILTER_ENABLE | rw     | 0     | bit n: filter n is on; with none on, every frame is accepted                 |
/// | 0x080 + 16 n | TX_ID   | rw     | 0     | mailbox n: identifier, bit 31 extended, bit 30 remote                        |
/// | 0x084 + 16 n | TX_CTRL | rw     | 0     | bits 3–0 data bytes; writing bit 8 SEND hands the mailbox over; reads 1 while pending |
/// | 0x088 + 16 n | TX_DATA0 | rw    | 0     | bytes 0 (bits 7–0) to 3                                                      |
/// | 0x08C + 16 n | TX_DATA1 | rw    | 0     | bytes 4 (bits 7–0) to 7                                                      |
/// | 0x100 + 8 n | FILTER_MATCH | rw | 0     | filter n: identifier and flags as in RX_ID to compare with                   |
/// | 0x104 + 8 n | FILTER_MASK | rw  | 0     | bits to compare; a frame that agrees in all of them with one filter passes   |
///
/// Writes to a mailbox that is pending are ignored and noted (`mailbox busy`), as is a length above 8 (taken as 8).
/// Mailboxes with equal identifiers send in order of mailbox number. The line is up while `INT_STATUS & INT_ENABLE` is not 0.
/// A frame that finds the FIFO full is lost, counted in RX_LOST and noted (`rx overflow`); what is in the FIFO stays. CAN FD frames are
/// not understood: counted and noted (`can fd frame ignored`).
///
/// Not modelled: error counters and bus-off, bit timing registers, listen-only and loopback; CAN FD.
public final class CanController implements Device, CanNode {
    public static final int CTRL = 0x000;
    public static final int STATUS = 0x004;
    public static final int INT_ENABLE = 0x008;
    public static final int INT_STATUS = 0x00c;
    public static final int RX_COUNT = 0x010;
    public static final int RX_LOST = 0x014;
    public static final int TX_PENDING = 0x018;
    public static final int TX_DONE = 0x01c;
    public static final int RX_ID = 0x020;
    public static final int RX_LEN = 0x024;
    public static final int RX_DATA0 = 0x028;
    public static final int RX_DATA1 = 0x02c;
    public static final int RX_TIME_LO = 0x030;
    public static final int RX_TIME_HI = 0x034;
    public static final int RX_POP = 0x038;
    public static final int TX_ABORT = 0x03c;
    public static final int CONFIG = 0x040;
    public static final int FILTER_ENABLE = 0x044;
    /// Registers of mailbox 0; add `n × TX_STRIDE`.
    public static final int TX_ID = 0x080;
    public static final int TX_CTRL = 0x084;
    public static final int TX_DATA0 = 0x088;
    public static final int TX_DATA1 = 0x08c;
    public static final int TX_STRIDE = 0x10;
    /// Registers of filter 0; add `n × FILTER_STRIDE`.
    public static final int FILTER_MATCH = 0x100;
    public static final int FILTER_MASK = 0x104;
    public static final int FILTER_STRIDE = 0x08;

    /// Bit of CTRL.
    public static final int ENABLE = 1;
    /// Bits of STATUS.
    public static final int STATUS_RX_PENDING = 1;
    public static final int STATUS_RX_FULL = 2;
    public static final int STATUS_TX_FREE = 4;
    /// Bits of INT_ENABLE and INT_STATUS.
    public static final int INT_RX = 1;
    public static final int INT_TX = 2;
    public static final int INT_OVERFLOW = 4;
    /// Bit of TX_CTRL.
    public static final int SEND = 1 << 8;

    public static final int MAILBOXES = 8;
    public static final int FILTERS = 16;
    public static final int FIFO_DEPTH_DEFAULT = 64;
    public static final int FIFO_DEPTH_MAX = 65_535;

    private static final int SIZE = 0x200;

    private final World world;
    private final String name;
    private final int number;
    private final CanBus bus;
    private final IrqLine line;
    private final ReceiveFifo fifo;
    private final Mailbox[] mailboxes = new Mailbox[MAILBOXES];
    private final int[] filterMatch = new int[FILTERS];
    private final int[] filterMask = new int[FILTERS];
    private final int overflowText;
    private final int busyText;
    private final int lengthText;
    private final int fdText;
    private final int abortedText;

    private int ctrl;
    private int intEnable;
    private int overflow; // INT_OVERFLOW or 0
    private int lost;
    private int fdIgnored;
    private int busyWrites;
    private int pending; // bit per mailbox
    private int done; // bit per mailbox
    private int onWire = -1; // mailbox, -1 for none
    private int best = -1; // most urgent pending mailbox, -1 for none
    private int filterEnable;

    /// As the next one, with a FIFO of [#FIFO_DEPTH_DEFAULT].
    public CanController(Board board, String name, CanBus bus) { this(board, name, bus, FIFO_DEPTH_DEFAULT); }

    /// Puts a controller on `board` and connects it to `bus`.
    ///
    /// @param fifoDepth frames that the receive FIFO holds, 1 to [#FIFO_DEPTH_MAX]
    public CanController(Board board, String name, CanBus bus, int fifoDepth) {
        if (fifoDepth < 1 || fifoDepth > FIFO_DEPTH_MAX) {
            throw new IllegalArgumentException("a receive FIFO holds 1 to " + FIFO_DEPTH_MAX + " frames, not " + fifoDepth);
        }
        world = board.world();
        this.name = name;
        this.bus = bus;
        number = board.announce(name, "can-controller", bus.number());
        line = board.newLine(name, number);
        fifo = new ReceiveFifo(fifoDepth);
        for (int i = 0; i < MAILBOXES; i++) mailboxes[i] = new Mailbox();
        overflowText = world.text("rx overflow");
        busyText = world.text("mailbox busy");
        lengthText = world.text("length above 8");
        fdText = world.text("can fd frame ignored");
        abortedText = world.text("aborted");
        board.add(this, "can-controller", line);
        bus.attach(this);
    }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return SIZE; }

    /// Frames lost to a full FIFO since reset.
    public int lostCount() { return lost; }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case CTRL -> ctrl;
            case STATUS -> status();
            case INT_ENABLE -> intEnable;
            case INT_STATUS -> intStatus();
            case RX_COUNT -> fifo.count();
            case RX_LOST -> lost;
            case TX_PENDING -> pending;
            case TX_DONE -> done;
            case RX_ID -> fifo.isEmpty() ? 0 : fifo.frame().idWithFlags();
            case RX_LEN -> fifo.isEmpty() ? 0 : fifo.frame().length();
            case RX_DATA0 -> fifo.isEmpty() ? 0 : Integer.reverseBytes((int) (fifo.frame().data() >>> 32));
            case RX_DATA1 -> fifo.isEmpty() ? 0 : Integer.reverseBytes((int) fifo.frame().data());
            case RX_TIME_LO -> fifo.isEmpty() ? 0 : (int) fifo.timeNs();
            case RX_TIME_HI -> fifo.isEmpty() ? 0 : (int) (fifo.timeNs() >>> 32);
            case RX_POP, TX_ABORT -> 0;
            case CONFIG -> fifo.depth() | MAILBOXES << 16 | FILTERS << 24;
            case FILTER_ENABLE -> filterEnable;
            default -> readBanked(offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case CTRL -> writeCtrl(value);
            case INT_ENABLE -> intEnable = value & (INT_RX | INT_TX | INT_OVERFLOW);
            case INT_STATUS -> {
                if ((value & INT_TX) != 0) done = 0;
                overflow &= ~value;
            }
            case TX_DONE -> done &= ~value;
            case RX_POP -> fifo.pop();
            case TX_ABORT -> abort(value);
            case FILTER_ENABLE -> filterEnable = value & ((1 << FILTERS) - 1);
            case STATUS, RX_COUNT, RX_LOST, TX_PENDING, RX_ID, RX_LEN, RX_DATA0, RX_DATA1, RX_TIME_LO, RX_TIME_HI, CONFIG -> {}
            default -> writeBanked(offset, value);
        }
        update();
    }

    @Override
    public Transmission offer() { return best < 0 ? null : mailboxes[best].transmission; }

    @Override
    public void begun(Transmission transmission) { onWire = best; }

    @Override
    public void sent(Transmission transmission) {
        int bit = 1 << onWire;
        pending &= ~bit;
        done |= bit;
        onWire = -1;
        choose();
        update();
    }

    @Override
    public boolean listens() { return true; }

    @Override
    public void received(CanFrame frame) {
        if ((ctrl & ENABLE) == 0) return;
        if (frame.isFd()) {
            world.emit(EventKind.DEVICE_NOTE, number, fdText, ++fdIgnored);
            return;
        }
        if (!accepts(frame.idWithFlags())) return;
        if (fifo.isFull()) {
            lost++;
            overflow = INT_OVERFLOW;
            world.emit(EventKind.DEVICE_NOTE, number, overflowText, lost);
        } else {
            fifo.push(frame, world.nowNs());
        }
        update();
    }

    @Override
    public String toString() { return String.format(Locale.ROOT, "%s at irq %d", name, line.irq()); }

    /// The one place where registers turn into a line level.
    private void update() { line.set((intStatus() & intEnable) != 0); }

    private int intStatus() { return (fifo.isEmpty() ? 0 : INT_RX) | (done != 0 ? INT_TX : 0) | overflow; }

    private int status() {
        return (fifo.isEmpty() ? 0 : STATUS_RX_PENDING) | (fifo.isFull() ? STATUS_RX_FULL : 0)
                | (pending != (1 << MAILBOXES) - 1 ? STATUS_TX_FREE : 0);
    }

    private boolean accepts(int id) {
        if (filterEnable == 0) return true;
        for (int rest = filterEnable; rest != 0; rest &= rest - 1) {
            int filter = Integer.numberOfTrailingZeros(rest);
            if (((id ^ filterMatch[filter]) & filterMask[filter]) == 0) return true;
        }
        return false;
    }

    private void writeCtrl(int value) {
        ctrl = value & ENABLE;
        if (ctrl == 0) abort(-1);
        choose();
    }

    private void abort(int mask) {
        for (int rest = pending & mask; rest != 0; rest &= rest - 1) {
            int index = Integer.numberOfTrailingZeros(rest);
            if (index == onWire) continue;
            pending &= ~(1 << index);
            bus.dropped(this, mailboxes[index].transmission.number(), abortedText);
        }
        choose();
    }

    /// Finds the most urgent mailbox, the lowest of equals.
    private void choose() {
        best = -1;
        if ((ctrl & ENABLE) == 0) return;
        for (int rest = pending; rest != 0; rest &= rest - 1) {
            int index = Integer.numberOfTrailingZeros(rest);
            if (best < 0 || mailboxes[index].transmission.key() < mailboxes[best].transmission.key()) best = index;
        }
    }

    private int readBanked(int offset) {
        if ((offset & 3) != 0) throw new BusFault(name, offset);
        int mailbox = (offset - TX_ID) / TX_STRIDE;
        if (offset >= TX_ID && mailbox < MAILBOXES)
            return mailboxes[mailbox].read(offset - mailbox * TX_STRIDE, (pending >> mailbox & 1) != 0);
        int filter = (offset - FILTER_MATCH) / FILTER_STRIDE;
        if (offset < FILTER_MATCH || filter >= FILTERS) throw new BusFault(name, offset);
        return (offset & 4) == 0 ? filterMatch[filter] : filterMask[filter];
    }

    private void writeBanked(int offset, int value) {
        if ((offset & 3) != 0) throw new BusFault(name, offset);
        int mailbox = (offset - TX_ID) / TX_STRIDE;
        if (offset >= TX_ID && mailbox < MAILBOXES) {
            writeMailbox(mailbox, offset - mailbox * TX_STRIDE, value);
            return;
        }
        int filter = (offset - FILTER_MATCH) / FILTER_STRIDE;
        if (offset < FILTER_MATCH || filter >= FILTERS) throw new BusFault(name, offset);
        if ((offset & 4) == 0) filterMatch[filter] = value;
        else filterMask[filter] = value;
    }

    private void writeMailbox(int index, int register, int value) {
        if ((pending >> index & 1) != 0) {
            world.emit(EventKind.DEVICE_NOTE, number, busyText, ++busyWrites);
            return;
        }
        Mailbox mailbox = mailboxes[index];
        mailbox.write(register, value);
        if (register != TX_CTRL || (value & SEND) == 0) return;
        if ((value & 15) > 8) world.emit(EventKind.DEVICE_NOTE, number, lengthText, value & 15);
        if ((ctrl & ENABLE) == 0) return;
        CanFrame frame = mailbox.frame();
        mailbox.transmission.fill(frame, bus.queued(this, frame), false);
        pending |= 1 << index;
        choose();
        bus.request();
    }

    /// Registers of one transmit mailbox.
    private static final class Mailbox {
        private final Transmission transmission = new Transmission();
        private int id;
        private int length;
        private int data0;
        private int data1;

        int read(int register, boolean isPending) {
            return switch (register) {
                case TX_ID -> id;
                case TX_CTRL -> length | (isPending ? SEND : 0);
                case TX_DATA0 -> data0;
                default -> data1;
            };
        }

        void write(int register, int value) {
            switch (register) {
                case TX_ID -> id = value;
                case TX_CTRL -> length = Math.min(value & 15, 8);
                case TX_DATA0 -> data0 = value;
                default -> data1 = value;
            }
        }

        CanFrame frame() {
            boolean extended = (id & CanFrame.EXTENDED_FLAG) != 0;
            int identifier = id & (extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX);
            if ((id & CanFrame.REMOTE_FLAG) != 0) return CanFrame.remote(identifier, extended, length);
            long data = (long) Integer.reverseBytes(data0) << 32 | (Integer.reverseBytes(data1) & 0xffff_ffffL);
            return CanFrame.classic(identifier, extended, length, data);
        }
    }
}
