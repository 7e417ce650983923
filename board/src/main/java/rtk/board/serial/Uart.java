package rtk.board.serial;

import rtk.board.Board;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.IrqLine;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A UART with the registers of the PC16550D (National Semiconductor data sheet, June 1995, table II), 4 bytes apart.
///
/// | offset | DLAB | register | access | reset | bits |
/// |---:|---|---|---|---:|---|
/// | 0x00 | 0 | RBR | read | 0x00 | oldest character received; reading removes it |
/// | 0x00 | 0 | THR | write | – | next character to transmit |
/// | 0x00 | 1 | DLL | both | preset | divisor, low byte |
/// | 0x04 | 0 | IER | both | 0x00 | 0 received data, 1 THR empty, 2 line status, 3 modem status |
/// | 0x04 | 1 | DLM | both | preset | divisor, high byte |
/// | 0x08 | – | IIR | read | 0x01 | 0 none pending, 3:1 source, 7:6 FIFOs on; reading takes back THR empty |
/// | 0x08 | – | FCR | write | 0x00 | 0 FIFOs on, 1 clear receive, 2 clear transmit, 7:6 trigger 1, 4, 8, 14 of 16 |
/// | 0x0c | – | LCR | both | 0x00 | 1:0 data bits − 5, 2 stop bits, 5:3 parity, 6 break, 7 DLAB |
/// | 0x10 | – | MCR | both | 0x00 | 0 DTR, 1 RTS, 2 OUT1, 3 OUT2, 4 loop |
/// | 0x14 | – | LSR | read | 0x60 | 0 data, 1 overrun, 2 parity, 3 framing, 4 break, 5 THR empty, 6 all sent, 7 error in FIFO; reading clears 4:1 |
/// | 0x18 | – | MSR | read | 0x00 | 3:0 changes, 4 CTS, 5 DSR, 6 RI, 7 DCD ; reading clears 3:0 |
/// | 0x1c | – | SCR | both | 0x00 | free for use |
///
/// Interrupt sources, most urgent first (IIR 3:0): 6 line status, 4 received data at the trigger level, 0xc character timeout
/// (nothing read or received for four character times, FIFO not empty), 2 THR empty, 0 modem status. All are joined on one
/// level-sensitive line, which OUT2 does not gate.
///
/// The bit rate is clock / (16 × divisor). The clock is 1.8432 MHz if the rate asked for divides 115200, else 16 times the
/// rate; the divisor is preset, as firmware would leave it. Divisor 0 stops the transmitter. A FIFO of another size than 16
/// has its trigger levels scaled.
///
/// A character arrives at the end of its last stop bit. While LCR says break the transmit wire is low, and what is sent is lost on it; a
/// wire that has been low for a whole character is received as a break, once. Flow control is the driver's business: CTS stops nothing
/// here. Not modelled: DMA modes, the delay of THR-empty by one character after a lone byte.
public final class Uart implements Device {
    /// Offsets of the registers.
    public static final int RBR_THR_DLL = 0x00;
    public static final int IER_DLM = 0x04;
    public static final int IIR_FCR = 0x08;
    public static final int LCR = 0x0c;
    public static final int MCR = 0x10;
    public static final int LSR = 0x14;
    public static final int MSR = 0x18;
    public static final int SCR = 0x1c;
    /// Bits of IER.
    public static final int IER_RECEIVED = 0x01;
    public static final int IER_THR_EMPTY = 0x02;
    public static final int IER_LINE_STATUS = 0x04;
    public static final int IER_MODEM_STATUS = 0x08;
    /// Sources in IIR, with the bit that says that none is pending.
    public static final int IIR_SOURCE = 0x0f;
    public static final int IIR_NONE = 0x01;
    public static final int IIR_LINE_STATUS = 0x06;
    public static final int IIR_RECEIVED = 0x04;
    public static final int IIR_TIMEOUT = 0x0c;
    public static final int IIR_THR_EMPTY = 0x02;
    public static final int IIR_MODEM_STATUS = 0x00;
    /// Bits of LSR.
    public static final int LSR_DATA = 0x01;
    public static final int LSR_OVERRUN = 0x02;
    public static final int LSR_ERRORS = 0x1e;
    public static final int LSR_THR_EMPTY = 0x20;
    public static final int LSR_ALL_SENT = 0x40;
    public static final int LSR_FIFO_ERROR = 0x80;

    public static final int FIFO_MAX = 256;

    private static final long STANDARD_CLOCK_HZ = 1_843_200;
    /// Bits of LCR, MCR and MSR.
    public static final int LCR_BREAK = 0x40;
    public static final int MCR_DTR = 0x01;
    public static final int MCR_RTS = 0x02;
    public static final int MSR_CTS = 0x10;
    public static final int MSR_DSR = 0x20;
    public static final int MSR_RI = 0x40;
    public static final int MSR_DCD = 0x80;

    private static final int LCR_DLAB = 0x80;
    private static final int MCR_LOOP = 0x10;
    private static final int TIMEOUT_CHARACTERS = 4;
    private static final int[] TRIGGER_SIXTEENTHS = {0, 4, 8, 14};

    private final World world;
    private final String name;
    private final int number;
    private final IrqLine line;
    private final long baud;
    private final long clockHz;
    private final int fifoSize;
    private final CharacterFifo received;
    private final CharacterFifo waiting;
    private SerialPeer peer = (value, sent) -> {};
    private SerialNoise noise; // null while the wire is clean

    private int divisor;
    private int ier;
    private int lcr;
    private int mcr;
    private int msr;
    private int pins; // modem status inputs, as in MSR 7:4
    private int scr;
    private boolean fifosOn;
    private int trigger = 1;
    private int lineErrors; // LSR 4:1
    private boolean fifoError; // LSR 7
    private boolean timedOut;
    private boolean thrEmptied;
    private long overruns;

    private boolean shifting;
    private int shifted;
    private SerialFormat rowFormat; // of the unbroken row of characters being sent
    private long rowStartNs;
    private long rowSent;

    private final SimEvent sent = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { characterSent(); }

        @Override
        public String toString() { return "character sent by " + name; }
    };
    private final SimEvent breakSeen = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { accept((SerialFormat.FRAMING_ERROR | SerialFormat.BREAK) << 8); }

        @Override
        public String toString() { return "break at " + name; }
    };
    private final SimEvent timeout = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() {
            timedOut = true;
            update();
        }

        @Override
        public String toString() { return "character timeout of " + name; }
    };

    /// Puts a UART on `board`, with an interrupt line of its own.
    ///
    /// @param baud the rate preset, in bits per second, 1 to 4,000,000
    /// @param fifo depth of each FIFO, 1 (none, a 16450) to [#FIFO_MAX]
    public Uart(Board board, String name, long baud, int fifo) {
        if (baud < 1 || baud > 4_000_000) throw new IllegalArgumentException(name + ": " + baud + " baud, not 1 to 4000000");
        if (fifo < 1 || fifo > FIFO_MAX)
            throw new IllegalArgumentException(name + ": a FIFO of " + fifo + ", not 1 to " + FIFO_MAX);
        world = board.world();
        this.name = name;
        this.baud = baud;
        fifoSize = fifo;
        boolean standard = STANDARD_CLOCK_HZ / 16 % baud == 0 && STANDARD_CLOCK_HZ / 16 / baud <= 0xffff;
        clockHz = standard ? STANDARD_CLOCK_HZ : 16 * baud;
        divisor = (int) (clockHz / 16 / baud);
        received = new CharacterFifo(fifo);
        waiting = new CharacterFifo(fifo);
        number = board.announce(name, "uart", 0);
        line = board.newLine(name, number);
        board.add(this, "uart", line);
    }

    @Override
    public String name() { return name; }

    @Override
    public int number() { return number; }

    @Override
    public int size() { return 0x20; }

    /// The rate given at construction, in bits per second.
    public long baud() { return baud; }

    /// Characters lost because nobody read the ones before.
    public long overruns() { return overruns; }

    /// Wires the transmit pin and the modem outputs to `newPeer`; nothing is there until then.
    public void connect(SerialPeer newPeer) {
        peer = newPeer;
        tellModem();
    }

    /// From now on one character in `oneIn` that arrives is disturbed, on average; 0 for none.
    public void setNoise(long oneIn) { noise = oneIn == 0 ? null : new SerialNoise(world, name, oneIn); }

    /// The modem status inputs are these now.
    public void modemStatus(boolean cts, boolean dsr, boolean ri, boolean dcd) {
        pins = (cts ? MSR_CTS : 0) | (dsr ? MSR_DSR : 0) | (ri ? MSR_RI : 0) | (dcd ? MSR_DCD : 0);
        if ((mcr & MCR_LOOP) == 0) showPins(pins);
        update();
    }

    /// The format that the registers say, or null while the divisor is 0.
    public SerialFormat format() {
        if (divisor == 0) return null;
        int dataBits = 5 + (lcr & 3);
        var parity = (lcr & 0x08) == 0 ? SerialFormat.Parity.NONE : switch (lcr >> 4 & 3) {
            case 0 -> SerialFormat.Parity.ODD;
            case 1 -> SerialFormat.Parity.EVEN;
            case 2 -> SerialFormat.Parity.MARK;
            default -> SerialFormat.Parity.SPACE;
        };
        int stop = (lcr & 0x04) == 0 ? 2 : dataBits == 5 ? 3 : 4;
        return new SerialFormat(clockHz, divisor, dataBits, parity, stop);
    }

    /// A character sent by the other end is complete now.
    public void receive(int value, SerialFormat from) {
        if ((mcr & MCR_LOOP) != 0) return; // the pin is cut off
        arrive(value, from);
    }

    /// The line is low from now on, or let go. Low for a whole character is a break; for less it is taken for noise and ignored.
    public void receiveBreak(boolean low) {
        if (low && format() != null && (mcr & MCR_LOOP) == 0) world.engine().after(breakSeen, format().durationNs(1));
        else world.engine().cancel(breakSeen);
    }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case RBR_THR_DLL -> dlab() ? divisor & 0xff : readCharacter();
            case IER_DLM -> dlab() ? divisor >> 8 : ier;
            case IIR_FCR -> readInterrupt();
            case LCR -> lcr;
            case MCR -> mcr;
            case LSR -> readLineStatus();
            case MSR -> readModemStatus();
            case SCR -> scr;
            default -> throw new BusFault(name, offset);
        };
    }

    @Override
    public void write(int offset, int value) {
        int octet = value & 0xff;
        switch (offset) {
            case RBR_THR_DLL -> {
                if (dlab()) setDivisor((divisor & 0xff00) | octet);
                else transmit(octet);
            }
            case IER_DLM -> {
                if (dlab()) setDivisor((divisor & 0xff) | octet << 8);
                else setInterrupts(octet & 0x0f);
            }
            case IIR_FCR -> controlFifos(octet);
            case LCR -> controlLine(octet);
            case MCR -> controlModem(octet & 0x1f);
            case LSR, MSR -> {} // read only
            case SCR -> scr = octet;
            default -> throw new BusFault(name, offset);
        }
        update();
    }

    private boolean dlab() { return (lcr & LCR_DLAB) != 0; }

    private int readCharacter() {
        if (received.isEmpty()) return 0;
        int entry = received.remove();
        timedOut = false;
        if (!received.isEmpty()) lineErrors |= received.peek() >> 8;
        restartTimeout();
        update();
        return entry & 0xff;
    }

    private int readInterrupt() {
        int source = source();
        if (source == IIR_THR_EMPTY) {
            thrEmptied = false;
            update();
        }
        return source | (fifosOn ? 0xc0 : 0);
    }

    private int readLineStatus() {
        int value = lineErrors | (received.isEmpty() ? 0 : LSR_DATA) | (waiting.isEmpty() ? LSR_THR_EMPTY : 0)
                | (waiting.isEmpty() && !shifting ? LSR_ALL_SENT : 0) | (fifoError ? LSR_FIFO_ERROR : 0);
        lineErrors = 0;
        fifoError = fifosOn && received.hasErrors();
        update();
        return value;
    }

    private int readModemStatus() {
        int value = msr;
        msr &= 0xf0;
        update();
        return value;
    }

    private void setDivisor(int newDivisor) {
        divisor = newDivisor;
        shiftNext();
    }

    private void setInterrupts(int newIer) {
        if ((newIer & ~ier & IER_THR_EMPTY) != 0 && waiting.isEmpty()) thrEmptied = true;
        if ((newIer & IER_THR_EMPTY) == 0) thrEmptied = false;
        ier = newIer;
    }

    private void controlFifos(int fcr) {
        boolean on = (fcr & 0x01) != 0 && fifoSize > 1;
        boolean changed = on != fifosOn;
        fifosOn = on;
        if (changed) {
            received.setDepth(on ? fifoSize : 1);
            waiting.setDepth(on ? fifoSize : 1);
        }
        trigger = on ? Math.max(1, fifoSize * TRIGGER_SIXTEENTHS[fcr >> 6] / 16) : 1;
        if (changed || (on && (fcr & 0x02) != 0)) {
            received.clear();
            timedOut = false;
            fifoError = false;
            world.engine().cancel(timeout);
        }
        if (on && (fcr & 0x04) != 0) waiting.clear();
    }

    private void controlLine(int newLcr) {
        boolean changed = ((newLcr ^ lcr) & LCR_BREAK) != 0;
        lcr = newLcr;
        if (changed && (mcr & MCR_LOOP) == 0) peer.lineBreak((lcr & LCR_BREAK) != 0);
    }

    private void controlModem(int newMcr) {
        mcr = newMcr;
        boolean loop = (mcr & MCR_LOOP) != 0;
        showPins(loop ? (mcr & MCR_RTS) << 3 | (mcr & MCR_DTR) << 5 | (mcr & 0x04) << 4 | (mcr & 0x08) << 4 : pins);
        tellModem();
    }

    /// In the loop the outputs are at rest.
    private void tellModem() {
        boolean loop = (mcr & MCR_LOOP) != 0;
        peer.modemControl(!loop && (mcr & MCR_DTR) != 0, !loop && (mcr & MCR_RTS) != 0);
    }

    private void showPins(int now) {
        int changes = (now ^ msr) >> 4 & 0x0f;
        if ((now & MSR_RI) != 0) changes &= ~0x04; // RI: its trailing edge only
        msr = now | (msr & 0x0f) | changes;
    }

    private void arrive(int value, SerialFormat from) {
        var own = format();
        if (own == null) return;
        int entry = own.receive(value, from);
        accept(noise == null ? entry : noise.disturb(entry, own));
    }

    private void accept(int entry) {
        world.emit(EventKind.SERIAL_CHAR, number, 0, entry & 0xff, entry >> 8);
        if (received.isFull()) {
            overruns++;
            lineErrors |= LSR_OVERRUN;
            world.emit(EventKind.DEVICE_NOTE, number, world.text("overrun"), overruns);
            if (fifosOn) {
                restartTimeout();
                update();
                return;
            }
            received.remove(); // a single buffer is overwritten
        }
        received.add(entry);
        if (received.size() == 1) lineErrors |= entry >> 8;
        if (fifosOn && entry >> 8 != 0) fifoError = true;
        restartTimeout();
        update();
    }

    private void restartTimeout() {
        if (!fifosOn || received.isEmpty() || divisor == 0) world.engine().cancel(timeout);
        else world.engine().after(timeout, format().durationNs(TIMEOUT_CHARACTERS));
    }

    private void transmit(int octet) {
        thrEmptied = false;
        if (!waiting.isFull()) waiting.add(octet);
        else if (!fifosOn) { // the THR is overwritten
            waiting.remove();
            waiting.add(octet);
        }
        shiftNext();
    }

    /// Moves the next character into the shift register, if that is free and clocked.
    private void shiftNext() {
        if (shifting || waiting.isEmpty() || divisor == 0) return;
        var format = format();
        long nowNs = world.nowNs();
        if (!format.equals(rowFormat) || rowStartNs + rowFormat.durationNs(rowSent) != nowNs) {
            rowFormat = format;
            rowStartNs = nowNs;
            rowSent = 0;
        }
        shifted = waiting.remove();
        shifting = true;
        if (waiting.isEmpty()) thrEmptied = true;
        rowSent++;
        world.engine().at(sent, rowStartNs + rowFormat.durationNs(rowSent));
    }

    private void characterSent() {
        shifting = false;
        world.emit(EventKind.SERIAL_CHAR, number, 1, shifted, 0);
        int value = shifted;
        var format = rowFormat;
        shiftNext();
        if ((mcr & MCR_LOOP) != 0) arrive(value, format);
        else if ((lcr & LCR_BREAK) == 0) peer.receive(value, format);
        update();
    }

    /// The most urgent source that is pending, as IIR 3:0.
    private int source() {
        if ((ier & IER_LINE_STATUS) != 0 && lineErrors != 0) return IIR_LINE_STATUS;
        if ((ier & IER_RECEIVED) != 0 && received.size() >= trigger) return IIR_RECEIVED;
        if ((ier & IER_RECEIVED) != 0 && timedOut) return IIR_TIMEOUT;
        if ((ier & IER_THR_EMPTY) != 0 && thrEmptied) return IIR_THR_EMPTY;
        if ((ier & IER_MODEM_STATUS) != 0 && (msr & 0x0f) != 0) return IIR_MODEM_STATUS;
        return IIR_NONE;
    }

    /// The one place where registers turn into the level of the line.
    private void update() { line.set(source() != IIR_NONE); }
}
