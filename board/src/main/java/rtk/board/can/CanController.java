package rtk.board.can;

import java.util.Locale;
import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A CAN and CAN FD controller: a made-up part in the manner of many, with one receive FIFO, acceptance filters and
/// transmit mailboxes that send in order of identifier or in order of hand-over.
///
/// | offset | name          | access | reset | meaning                                                                      |
/// |-------:|---------------|--------|------:|------------------------------------------------------------------------------|
/// | 0x000  | CTRL          | rw     | 0     | bit 0 ENABLE: takes part in the bus; clearing it drops what waits; the other bits as below |
/// | 0x004  | STATUS        | r      | 4     | bit 0 RX_PENDING: FIFO not empty; bit 1 RX_FULL; bit 2 TX_FREE: a mailbox is free; bit 3 OFF_RATE: enabled with a bit rate that is not the bus's |
/// | 0x008  | INT_ENABLE    | rw     | 0     | which bits of INT_STATUS raise the line                                      |
/// | 0x00C  | INT_STATUS    | rw1c   | 0     | bit 0 RX: FIFO not empty (clears itself by popping); bit 1 TX: TX_DONE not 0 (write 1 clears TX_DONE); bit 2 OVERFLOW: a frame was lost; bit 3 ERROR_STATE: it has changed; bit 4 BUS_ERROR: one was found; bit 5 TX_GIVEN_UP: TX_FAILED not 0 (write 1 clears TX_FAILED) |
/// | 0x010  | RX_COUNT      | r      | 0     | frames in the FIFO                                                           |
/// | 0x014  | RX_LOST       | r      | 0     | frames lost to a full FIFO since reset                                       |
/// | 0x018  | TX_PENDING    | r      | 0     | bit n: mailbox n holds a frame not yet sent                                  |
/// | 0x01C  | TX_DONE       | rw1c   | 0     | bit n: mailbox n has sent its frame since the bit was cleared                |
/// | 0x020  | RX_ID         | r      | 0     | head of the FIFO: identifier, bit 31 extended, bit 30 remote                 |
/// | 0x024  | RX_LEN        | r      | 0     | head: bits 6–0 data bytes, 0 to 64; bit 9 FDF, bit 10 BRS, bit 11 ESI        |
/// | 0x028  | RX_DATA0      | r      | 0     | head: bytes 0 (bits 7–0) to 3 (bits 31–24)                                   |
/// | 0x02C  | RX_DATA1      | r      | 0     | head: bytes 4 (bits 7–0) to 7 (bits 31–24)                                   |
/// | 0x030  | RX_TIME_LO    | r      | 0     | head: when it became valid, ns since the start of the board, low half        |
/// | 0x034  | RX_TIME_HI    | r      | 0     | head: the same, high half                                                    |
/// | 0x038  | RX_POP        | w      | 0     | any write removes the head; nothing happens on an empty FIFO                 |
/// | 0x03C  | TX_ABORT      | w      | 0     | bit n: take back the frame of mailbox n; one on the wire only if its attempt fails |
/// | 0x040  | CONFIG        | r      | –     | bits 15–0 depth of the FIFO, bits 23–16 mailboxes, bits 31–24 filters        |
/// | 0x044  | FILTER_ENABLE | rw     | 0     | bit n: filter n is on; with none on, every frame is accepted                 |
/// | 0x048  | TX_FAILED     | rw1c   | 0     | bit n: mailbox n has given up its frame: aborted, or tried once in vain      |
/// | 0x04C  | ERR_COUNT     | r      | 0     | bits 8–0 transmit error counter, bits 23–16 receive error counter            |
/// | 0x050  | ERR_STATE     | rw     | 0     | bits 2–0: 0 error-active, 1 warning, 2 error-passive, 3 bus-off, 4 recovering; bits 10–8 last error: 1 bit, 2 stuff, 3 form, 4 CRC, 5 ACK, 0 none (any write) |
/// | 0x054  | RECOVER       | w      | 0     | any write begins the recovery from bus-off                                   |
/// | 0x058  | BIT_TIMING    | rw     | –     | nominal rate from a clock of 80 MHz: bits 31–25 jump width, 24–16 prescaler, 15–8 quanta before the sample point, 6–0 quanta after it, each less 1; reset: the rate of the bus |
/// | 0x05C  | DATA_TIMING   | rw     | –     | data rate, as BIT_TIMING; 0 on a bus without                                 |
/// | 0x060  | TX_TIME_LO    | r      | 0     | when the last frame was sent, ns since the start of the board, low half      |
/// | 0x064  | TX_TIME_HI    | r      | 0     | the same, high half                                                          |
/// | 0x080 + 16 n | TX_ID   | rw     | 0     | mailbox n: identifier, bit 31 extended, bit 30 remote                        |
/// | 0x084 + 16 n | TX_CTRL | rw     | 0     | bits 6–0 data bytes; bit 9 FDF, bit 10 BRS; writing bit 8 SEND hands the mailbox over; it reads 1 while pending |
/// | 0x088 + 16 n | TX_DATA0 | rw    | 0     | bytes 0 (bits 7–0) to 3                                                      |
/// | 0x08C + 16 n | TX_DATA1 | rw    | 0     | bytes 4 (bits 7–0) to 7                                                      |
/// | 0x100 + 8 n | FILTER_MATCH | rw | 0     | filter n: identifier and flags as in RX_ID to compare with                   |
/// | 0x104 + 8 n | FILTER_MASK | rw  | 0     | bits to compare; a frame that agrees in all of them with one filter passes   |
/// | 0x200 + 4 n | RX_DATA | r       | 0     | head: bytes 4 n (bits 7–0) to 4 n + 3, n to 15; the first two are RX_DATA0 and RX_DATA1 |
/// | 0x400 + 4 n | TX_DATA | rw      | 0     | mailbox n / 16: bytes 4 (n mod 16) (bits 7–0) to 4 (n mod 16) + 3, n to 127; the first two are TX_DATA0 and TX_DATA1 |
///
/// Further bits of CTRL, which change only in a write that finds or leaves ENABLE 0:
///
/// | bit | | |
/// |---:|---|---|
/// | 1 | LISTEN_ONLY | no acknowledge, no error flag, no frame; error counters stand still |
/// | 2 | LOOPBACK | frames go to the own FIFO in their time on the wire, and not to the bus; nothing is heard of it |
/// | 3 | FD | CAN FD frames are understood; stays 0 on a bus without data bit rate |
/// | 4 | TX_IN_ORDER | mailboxes send in order of hand-over, not of identifier |
/// | 5 | SINGLE_SHOT | a frame is given up when its first attempt fails or loses arbitration |
/// | 6 | SELF_RECEIVE | own frames pass the filters to the FIFO too, when they are sent |
/// | 7 | MANUAL_RECOVERY | stays bus-off until RECOVER is written |
///
/// Writes to a mailbox that is pending are ignored and noted (`mailbox busy`). A classic length above 8 is taken as 8 and noted, one that CAN FD does
/// not have as the next that it has; FDF without FD is noted (`fd is off`) and ignored.
/// Mailboxes with equal identifiers send in order of mailbox number. The line is up while `INT_STATUS & INT_ENABLE` is not 0.
/// A frame that finds the FIFO full is lost, counted in RX_LOST and noted (`rx overflow`); what is in the FIFO stays. CAN FD frames that are
/// not understood are counted and noted (`can fd frame ignored`). A controller whose bit rates are not the bus's is noted
/// (`bit rate is not the bus's`) and stays off the bus; a real one would disturb it.
/// A controller that is switched off amid its own frame leaves the bus when the attempt is over.
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
    public static final int TX_FAILED = 0x048;
    public static final int ERR_COUNT = 0x04c;
    public static final int ERR_STATE = 0x050;
    public static final int RECOVER = 0x054;
    public static final int BIT_TIMING = 0x058;
    public static final int DATA_TIMING = 0x05c;
    public static final int TX_TIME_LO = 0x060;
    public static final int TX_TIME_HI = 0x064;
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
    /// Word 0 of the head of the FIFO; add `4 × word`.
    public static final int RX_DATA = 0x200;
    /// Word 0 of mailbox 0; add `n × TX_DATA_STRIDE + 4 × word`.
    public static final int TX_DATA = 0x400;
    public static final int TX_DATA_STRIDE = 0x40;

    /// Bits of CTRL.
    public static final int ENABLE = 1;
    public static final int LISTEN_ONLY = 1 << 1;
    public static final int LOOPBACK = 1 << 2;
    public static final int FD = 1 << 3;
    public static final int TX_IN_ORDER = 1 << 4;
    public static final int SINGLE_SHOT = 1 << 5;
    public static final int SELF_RECEIVE = 1 << 6;
    public static final int MANUAL_RECOVERY = 1 << 7;
    /// Bits of STATUS.
    public static final int STATUS_RX_PENDING = 1;
    public static final int STATUS_RX_FULL = 2;
    public static final int STATUS_TX_FREE = 4;
    public static final int STATUS_OFF_RATE = 8;
    /// Bits of INT_ENABLE and INT_STATUS.
    public static final int INT_RX = 1;
    public static final int INT_TX = 1 << 1;
    public static final int INT_OVERFLOW = 1 << 2;
    public static final int INT_ERROR_STATE = 1 << 3;
    public static final int INT_BUS_ERROR = 1 << 4;
    public static final int INT_TX_GIVEN_UP = 1 << 5;
    /// Bits of TX_CTRL and RX_LEN.
    public static final int SEND = 1 << 8;
    public static final int FDF = 1 << 9;
    public static final int BRS = 1 << 10;
    public static final int ESI = 1 << 11;

    public static final int MAILBOXES = 8;
    public static final int FILTERS = 16;
    public static final int FIFO_DEPTH_DEFAULT = 64;
    public static final int FIFO_DEPTH_MAX = 65_535;
    /// Of the clock that BIT_TIMING divides.
    public static final int CLOCK_HZ = 80_000_000;

    private static final int SIZE = 0x600;
    private static final int CTRL_BITS = 0xff;
    private static final int INT_BITS = 0x3f;
    private static final int LENGTH_BITS = 0x7f;

    private final World world;
    private final String name;
    private final int number;
    private final CanBus bus;
    private final CanPort port;
    private final IrqLine line;
    private final ReceiveFifo fifo;
    private final TransmitMailboxes transmit = new TransmitMailboxes(MAILBOXES);
    private final AcceptanceFilters filters = new AcceptanceFilters(FILTERS);
    private final int overflowText;
    private final int busyText;
    private final int lengthText;
    private final int fdText;
    private final int abortedText;

    private int ctrl;
    private int intEnable;
    private int sticky; // bits of INT_STATUS that only a write clears
    private int lost;
    private int fdIgnored;
    private int busyWrites;
    private int lastError; // of BusError, from 1; 0 for none
    private final int busTiming; // reset value of BIT_TIMING
    private final int busDataTiming; // reset value of DATA_TIMING
    private int bitTiming;
    private int dataTiming;
    private boolean offRate;
    private long sentNs;
    private Transmission looped; // on its way in loopback
    private final SimEvent loopedBack = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { sent(looped); }

        @Override
        public String toString() { return name + " loopback"; }
    };

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
        overflowText = world.text("rx overflow");
        busyText = world.text("mailbox busy");
        lengthText = world.text("length above 8");
        fdText = world.text("can fd frame ignored");
        abortedText = world.text("aborted");
        busTiming = TimingRegister.of((int) bus.bitrateHz(), BitTiming.Limits.NOMINAL);
        busDataTiming = bus.dataBitrateHz() == 0 ? 0 : TimingRegister.of((int) bus.dataBitrateHz(), BitTiming.Limits.DATA);
        bitTiming = busTiming;
        dataTiming = busDataTiming;
        board.add(this, "can-controller", line);
        port = bus.attach(this);
        port.setMode(CanPort.Mode.OFF);
        port.setFd(false);
    }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return SIZE; }

    /// Its place on the bus.
    public CanPort port() { return port; }

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
            case TX_PENDING -> transmit.pending();
            case TX_DONE -> transmit.done();
            case RX_ID -> fifo.isEmpty() ? 0 : fifo.frame().idWithFlags();
            case RX_LEN -> fifo.isEmpty() ? 0 : lengthAndFormat(fifo.frame());
            case RX_DATA0 -> fifo.isEmpty() ? 0 : Integer.reverseBytes((int) (fifo.frame().data() >>> 32));
            case RX_DATA1 -> fifo.isEmpty() ? 0 : Integer.reverseBytes((int) fifo.frame().data());
            case RX_TIME_LO -> fifo.isEmpty() ? 0 : (int) fifo.timeNs();
            case RX_TIME_HI -> fifo.isEmpty() ? 0 : (int) (fifo.timeNs() >>> 32);
            case RX_POP, TX_ABORT, RECOVER -> 0;
            case CONFIG -> fifo.depth() | MAILBOXES << 16 | FILTERS << 24;
            case FILTER_ENABLE -> filters.enabled();
            case TX_FAILED -> transmit.failed();
            case ERR_COUNT -> port.transmitErrors() | port.receiveErrors() << 16;
            case ERR_STATE -> port.errorState().ordinal() | lastError << 8;
            case BIT_TIMING -> bitTiming;
            case DATA_TIMING -> dataTiming;
            case TX_TIME_LO -> (int) sentNs;
            case TX_TIME_HI -> (int) (sentNs >>> 32);
            default -> readBanked(offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case CTRL -> writeCtrl(value);
            case INT_ENABLE -> intEnable = value & INT_BITS;
            case INT_STATUS -> {
                if ((value & INT_TX) != 0) transmit.clearDone(-1);
                if ((value & INT_TX_GIVEN_UP) != 0) transmit.clearFailed(-1);
                sticky &= ~value;
            }
            case TX_DONE -> transmit.clearDone(value);
            case TX_FAILED -> transmit.clearFailed(value);
            case RX_POP -> fifo.pop();
            case TX_ABORT -> abort(value);
            case FILTER_ENABLE -> filters.enable(value);
            case ERR_STATE -> lastError = 0;
            case RECOVER -> port.recover();
            case BIT_TIMING -> bitTiming = (ctrl & ENABLE) == 0 ? value & TimingRegister.BITS : bitTiming;
            case DATA_TIMING -> dataTiming = (ctrl & ENABLE) == 0 ? value & TimingRegister.BITS : dataTiming;
            case STATUS, RX_COUNT, RX_LOST, TX_PENDING, RX_ID, RX_LEN, RX_DATA0, RX_DATA1, RX_TIME_LO, RX_TIME_HI, CONFIG,
                    ERR_COUNT, TX_TIME_LO, TX_TIME_HI ->
                {}
            default -> writeBanked(offset, value);
        }
        update();
    }

    @Override
    public Transmission offer() { return transmit.next(); }

    @Override
    public void begun(Transmission transmission) { transmit.begun(transmission); }

    @Override
    public void sent(Transmission transmission) {
        transmit.sent(transmission);
        sentNs = world.nowNs();
        if ((ctrl & (SELF_RECEIVE | LOOPBACK)) != 0) take(transmission.frame());
        joinOrLeave();
        update();
    }

    @Override
    public void failed(Transmission transmission) {
        boolean once = (ctrl & SINGLE_SHOT) != 0;
        if (transmit.failed(transmission, once))
            bus.dropped(this, transmission.number(), once ? world.text("tried once in vain") : abortedText);
        joinOrLeave();
        update();
    }

    @Override
    public boolean listens() { return true; }

    @Override
    public void received(CanFrame frame) {
        if ((ctrl & ENABLE) == 0) return;
        if (frame.isFd() && (ctrl & FD) == 0) {
            world.emit(EventKind.DEVICE_NOTE, number, fdText, ++fdIgnored);
            return;
        }
        take(frame);
        update();
    }

    @Override
    public void found(BusError error) {
        lastError = error.ordinal() + 1;
        sticky |= INT_BUS_ERROR;
        update();
    }

    @Override
    public void stateChanged(ErrorState state) {
        sticky |= INT_ERROR_STATE;
        update();
    }

    @Override
    public String toString() { return String.format(Locale.ROOT, "%s at irq %d", name, line.irq()); }

    /// The one place where registers turn into a line level.
    private void update() { line.set((intStatus() & intEnable) != 0); }

    private int intStatus() {
        return (fifo.isEmpty() ? 0 : INT_RX) | (transmit.done() != 0 ? INT_TX : 0)
                | (transmit.failed() != 0 ? INT_TX_GIVEN_UP : 0) | sticky;
    }

    private int status() {
        return (fifo.isEmpty() ? 0 : STATUS_RX_PENDING) | (fifo.isFull() ? STATUS_RX_FULL : 0)
                | (transmit.isFree() ? STATUS_TX_FREE : 0) | (offRate ? STATUS_OFF_RATE : 0);
    }

    private static int lengthAndFormat(CanFrame frame) {
        return frame.length() | (frame.isFd() ? FDF : 0) | (frame.isBrs() ? BRS : 0) | (frame.isEsi() ? ESI : 0);
    }

    private void take(CanFrame frame) {
        if (!filters.accepts(frame.idWithFlags())) return;
        if (fifo.isFull()) {
            lost++;
            sticky |= INT_OVERFLOW;
            world.emit(EventKind.DEVICE_NOTE, number, overflowText, lost);
        } else {
            fifo.push(frame, world.nowNs());
        }
    }

    private void writeCtrl(int value) {
        boolean stays = (ctrl & value & ENABLE) != 0;
        int wanted = value & CTRL_BITS;
        if (bus.dataBitrateHz() == 0) wanted &= ~FD;
        ctrl = stays ? ctrl : wanted;
        if ((ctrl & ENABLE) == 0) abort(-1);
        transmit.configure((ctrl & ENABLE) != 0, (ctrl & TX_IN_ORDER) != 0);
        joinOrLeave();
    }

    /// Takes part in the bus as CTRL says, unless a frame of its own is on the wire.
    private void joinOrLeave() {
        if (transmit.isOnWire()) return;
        boolean on = (ctrl & ENABLE) != 0 && (ctrl & LOOPBACK) == 0;
        if ((ctrl & LOOPBACK) != 0) startLoopBack();
        offRate = on && !isBusRate();
        if (offRate) world.emit(EventKind.DEVICE_NOTE, number, world.text("bit rate is not the bus's"), 0);
        var mode = !on || offRate ? CanPort.Mode.OFF : (ctrl & LISTEN_ONLY) != 0 ? CanPort.Mode.LISTEN_ONLY : CanPort.Mode.NORMAL;
        if (mode == port.mode()) return;
        port.setFd((ctrl & FD) != 0);
        port.setAutoRecovery((ctrl & MANUAL_RECOVERY) == 0);
        port.setMode(mode);
        if (transmit.next() != null) bus.request();
    }

    private boolean isBusRate() {
        boolean nominal = bitTiming == busTiming || TimingRegister.isRate(bitTiming, bus.bitrateHz());
        boolean data = dataTiming == busDataTiming || TimingRegister.isRate(dataTiming, bus.dataBitrateHz());
        return nominal && (data || (ctrl & FD) == 0);
    }

    private void abort(int mask) {
        for (int rest = transmit.abort(mask); rest != 0; rest &= rest - 1) {
            Mailbox mailbox = transmit.mailbox(Integer.numberOfTrailingZeros(rest));
            bus.dropped(this, mailbox.transmission.number(), abortedText);
        }
    }

    private void startLoopBack() {
        Transmission next = transmit.next();
        if (next == null || loopedBack.isSet()) return;
        transmit.begun(next);
        looped = next;
        world.engine().after(loopedBack, bus.durationNs(next.frame()));
    }

    private int readBanked(int offset) {
        if ((offset & 3) != 0) throw new BusFault(name, offset);
        if (offset >= TX_DATA && offset < SIZE)
            return transmit.mailbox((offset - TX_DATA) / TX_DATA_STRIDE).word((offset >> 2) & 15);
        if (offset >= RX_DATA && offset < RX_DATA + TX_DATA_STRIDE)
            return fifo.isEmpty() ? 0 : word(fifo.frame(), (offset >> 2) & 15);
        if (offset >= TX_ID && offset < FILTER_MATCH) {
            int mailbox = (offset - TX_ID) / TX_STRIDE;
            return readMailbox(mailbox, offset - mailbox * TX_STRIDE);
        }
        int filter = filterAt(offset);
        return (offset & 4) == 0 ? filters.match(filter) : filters.mask(filter);
    }

    private int readMailbox(int index, int register) {
        Mailbox mailbox = transmit.mailbox(index);
        return switch (register) {
            case TX_ID -> mailbox.id();
            case TX_CTRL -> mailbox.length() | mailbox.format() | (transmit.isPending(index) ? SEND : 0);
            case TX_DATA0 -> mailbox.word(0);
            default -> mailbox.word(1);
        };
    }

    private static int word(CanFrame frame, int index) {
        long eight = frame.data(index / 2 * 8);
        return Integer.reverseBytes((int) (index % 2 == 0 ? eight >>> 32 : eight));
    }

    private int filterAt(int offset) {
        int filter = (offset - FILTER_MATCH) / FILTER_STRIDE;
        if (offset < FILTER_MATCH || filter >= FILTERS) throw new BusFault(name, offset);
        return filter;
    }

    private void writeBanked(int offset, int value) {
        if ((offset & 3) != 0) throw new BusFault(name, offset);
        if (offset >= TX_DATA && offset < SIZE) {
            int mailbox = (offset - TX_DATA) / TX_DATA_STRIDE;
            if (isWritable(mailbox)) transmit.mailbox(mailbox).setWord((offset >> 2) & 15, value);
        } else if (offset >= RX_DATA && offset < RX_DATA + TX_DATA_STRIDE) {
            return;
        } else if (offset >= TX_ID && offset < FILTER_MATCH) {
            int mailbox = (offset - TX_ID) / TX_STRIDE;
            if (isWritable(mailbox)) writeMailbox(mailbox, offset - mailbox * TX_STRIDE, value);
        } else if ((offset & 4) == 0) {
            filters.setMatch(filterAt(offset), value);
        } else {
            filters.setMask(filterAt(offset), value);
        }
    }

    private boolean isWritable(int mailbox) {
        boolean busy = transmit.isPending(mailbox);
        if (busy) world.emit(EventKind.DEVICE_NOTE, number, busyText, ++busyWrites);
        return !busy;
    }

    private void writeMailbox(int index, int register, int value) {
        Mailbox mailbox = transmit.mailbox(index);
        switch (register) {
            case TX_ID -> mailbox.setId(value);
            case TX_DATA0 -> mailbox.setWord(0, value);
            case TX_DATA1 -> mailbox.setWord(1, value);
            default -> {
                writeLength(mailbox, value);
                if ((value & SEND) != 0 && (ctrl & ENABLE) != 0) handOver(index);
            }
        }
    }

    private void writeLength(Mailbox mailbox, int value) {
        boolean wantsFd = (value & FDF) != 0;
        if (wantsFd && (ctrl & FD) == 0) world.emit(EventKind.DEVICE_NOTE, number, world.text("fd is off"), value);
        int bytes = value & LENGTH_BITS;
        if (wantsFd && (ctrl & FD) != 0) {
            int dlc = 0;
            while (dlc < 15 && CanFrame.fdLength(dlc) < bytes) dlc++;
            mailbox.setLength(CanFrame.fdLength(dlc), value & (FDF | BRS));
            return;
        }
        if (bytes > 8 && (value & SEND) != 0) world.emit(EventKind.DEVICE_NOTE, number, lengthText, bytes);
        mailbox.setLength(Math.min(bytes, 8), 0);
    }

    private void handOver(int index) {
        CanFrame frame = transmit.mailbox(index).frame();
        transmit.handOver(index, bus.queued(this, frame), frame, (ctrl & SINGLE_SHOT) != 0);
        if ((ctrl & LOOPBACK) != 0) startLoopBack();
        else bus.request();
    }
}
