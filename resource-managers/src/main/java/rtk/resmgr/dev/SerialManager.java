package rtk.resmgr.dev;

import java.util.ArrayList;
import java.util.List;
import rtk.board.serial.Uart;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ResourceManager;

/// The program `devc-ser`, driver of a [Uart], 8N1 at the rate that firmware has set. Arguments: the UART's name, such as `ser1`, which
/// it serves as `/dev/ser1`; and options, of which the later wins:
///
/// | option | |
/// |---|---|
/// | `-E`, `-e` | raw mode, as it is unless told otherwise; edit mode ([Termios#edit]) |
/// | `-F`, `-f` | without hardware flow control, as it is unless told otherwise (the wires of a line without a far end are off); with it ([Termios#IHFLOW], [Termios#OHFLOW]) |
/// | `-S`, `-s` | without software flow control, as it is in raw mode; with it ([Termios#IXON], [Termios#IXOFF]) |
///
/// Programs change the modes with [Terminal]. In raw mode a read returns by VMIN and VTIME, unless told otherwise as soon as there is a byte;
/// in canonical mode when there is a line. A write takes what the output buffer has room for and waits for room for one byte. Both buffers hold
/// [#BUFFER_BYTES], as the interrupt buffers of QNX's `devc-ser8250` do; a byte that finds the input buffer full is dropped, counted,
/// and traced as `serial input dropped`. Characters with line errors are passed on and counted.
///
/// | devctl | data | answer |
/// |---|---|---|
/// | [#DCMD_COUNTERS] | 32 bytes | u32 each: received, dropped by this buffer, overruns seen in the line status, parity errors, framing errors and breaks, transmitted, waiting to be read, waiting to be transmitted |
/// | [#DCMD_TCGETATTR] | 27 bytes | iflag, oflag, cflag, lflag as u32; cc ([Termios]) |
/// | [#DCMD_TCSETATTR] | u32: 1 to throw away input; then as above | – |
/// | [#DCMD_TCSETPGRP] | u32 each: pids that INTR and QUIT are for | – |
/// | [#DCMD_TCFLUSH] | u32: 0 input, 1 output, 2 both | – |
/// | [#DCMD_TCDRAIN] | – | when all that was written has left the transmit FIFO |
/// | [#DCMD_TCFLOW] | u32: 0 suspend output, 1 resume it, 2 send STOP, 3 send START | – |
///
/// The interrupt comes as a pulse, for the reasons told at [CanManager]. Receive FIFO trigger: 8 of 16. The transmit FIFO goes on sending
/// what it has when the far end says stop.
public final class SerialManager implements Program {
    public static final int BUFFER_BYTES = 2048;
    /// Processes that INTR and QUIT are for.
    public static final int FOREGROUND_MAX = 16;
    public static final int DCMD_COUNTERS = 1;
    static final int DCMD_TCGETATTR = 2;
    static final int DCMD_TCSETATTR = 3;
    static final int DCMD_TCSETPGRP = 4;
    static final int DCMD_TCFLUSH = 5;
    static final int DCMD_TCDRAIN = 6;
    static final int DCMD_TCFLOW = 7;

    /// LCR: eight data bits, no parity, one stop bit.
    private static final int FORMAT_8N1 = 0x03;
    /// FCR: FIFOs on, both cleared, trigger 8 of 16.
    private static final int FIFOS_ON = 0x87;
    /// MCR: DTR, RTS, OUT2.
    private static final int MODEM_READY = 0x0b;
    private static final int TRANSMIT_FIFO = 16;
    /// Interrupt sources served per pulse; if there are more, the line is still up and interrupts again.
    private static final int SOURCES_MAX = 64;
    /// The far end is told to stop with so much waiting to be read, and to go on with so little.
    private static final int HIGH_WATER = BUFFER_BYTES * 3 / 4;
    private static final int LOW_WATER = BUFFER_BYTES / 4;
    private static final int NOTHING = -1;

    private KernelCalls k;
    private ResourceManager manager;
    private DeviceMemory registers;
    private int irq;
    private int transmitDepth;
    private boolean transmitting;
    private boolean clearToSend;
    /// The far end has been told to stop.
    private boolean holding;
    /// STOP or START, to be sent before all else.
    private int urgent = NOTHING;

    private final LineDiscipline line = new LineDiscipline(BUFFER_BYTES, this::signal);
    private SerialFunctions functions;
    private int[] foreground = {};
    private int received;
    private int droppedTraced;
    private int overruns;
    private int parityErrors;
    private int framingErrors;
    private int transmitted;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var names = new ArrayList<String>();
        for (String arg : args) {
            if (!option(arg)) names.add(arg);
        }
        var device = SystemPage.find(k, "uart", names);
        registers = k.mapDevice(device.address());
        irq = device.irq();

        manager = new ResourceManager(k);
        functions = new SerialFunctions(k, manager, this, line);
        manager.attach(new Attr("/dev/" + device.name(), true, true), functions);
        k.interruptAttachEvent(irq, manager.onPulse(k.priority(), value -> interrupt()));
        registers.write(Uart.LCR, FORMAT_8N1);
        registers.write(Uart.IIR_FCR, FIFOS_ON);
        registers.write(Uart.MCR, MODEM_READY);
        transmitDepth = registers.read(Uart.IIR_FCR) >> 6 == 3 ? TRANSMIT_FIFO : 1;
        modesChanged();
        manager.run();
        return 0;
    }

    /// @return false if it is none
    private boolean option(String arg) {
        var modes = line.termios();
        switch (arg) {
            case "-E" -> line.setTermios(Termios.raw());
            case "-e" -> line.setTermios(Termios.edit());
            case "-F" -> modes.cflag &= ~(Termios.IHFLOW | Termios.OHFLOW);
            case "-f" -> modes.cflag |= Termios.IHFLOW | Termios.OHFLOW;
            case "-S" -> modes.iflag &= ~(Termios.IXON | Termios.IXOFF);
            case "-s" -> modes.iflag |= Termios.IXON | Termios.IXOFF;
            default -> {
                return false;
            }
        }
        return true;
    }

    void setForeground(int[] pids) { foreground = pids; }

    private void signal(int signo) {
        for (int pid : foreground) {
            try {
                k.kill(pid, signo);
            } catch (ErrnoException e) {
                k.trace("terminal signal not sent", e.errno().number()); // it has just ended, or has too many pending
            }
        }
    }

    private void interrupt() {
        for (int sources = 0; sources < SOURCES_MAX; sources++) {
            int source = registers.read(Uart.IIR_FCR) & Uart.IIR_SOURCE;
            if (source == Uart.IIR_NONE) break;
            switch (source) {
                case Uart.IIR_LINE_STATUS -> lineStatus();
                case Uart.IIR_RECEIVED, Uart.IIR_TIMEOUT -> drain();
                case Uart.IIR_THR_EMPTY -> fill();
                default -> modemStatus();
            }
        }
        k.interruptUnmask(irq);
        transmit();
        functions.serve();
    }

    private void drain() {
        while ((lineStatus() & Uart.LSR_DATA) != 0) {
            int value = registers.read(Uart.RBR_THR_DLL);
            received++;
            line.receive(value);
            if (line.dropped() != droppedTraced) {
                droppedTraced = line.dropped();
                k.trace("serial input dropped", droppedTraced);
            }
        }
        functions.received();
        holdBack();
    }

    /// Reads the line status, which clears its errors, and counts these.
    private int lineStatus() {
        int status = registers.read(Uart.LSR);
        if ((status & Uart.LSR_OVERRUN) != 0) k.trace("serial overrun", ++overruns);
        if ((status & 0x04) != 0) parityErrors++;
        if ((status & 0x18) != 0) framingErrors++;
        return status;
    }

    private void modemStatus() { clearToSend = (registers.read(Uart.MSR) & Uart.MSR_CTS) != 0; }

    /// Tells the far end to stop, or to go on, if it is time to.
    void holdBack() {
        boolean byWire = line.termios().control(Termios.IHFLOW);
        boolean byCharacter = line.termios().input(Termios.IXOFF);
        int waiting = line.input.size();
        boolean hold = (byWire || byCharacter) && (holding ? waiting > LOW_WATER : waiting >= HIGH_WATER);
        if (hold == holding) return;
        holding = hold;
        registers.write(Uart.MCR, byWire && hold ? MODEM_READY & ~Uart.MCR_RTS : MODEM_READY);
        if (byCharacter) sendUrgently(hold ? Termios.VSTOP : Termios.VSTART);
    }

    /// @param place of the character in cc
    void sendUrgently(int place) {
        urgent = line.termios().count(place);
        transmit();
    }

    /// The modes have changed: do what they ask for.
    void modesChanged() {
        if (line.termios().control(Termios.OHFLOW)) modemStatus();
        enableInterrupts();
        holdBack();
        transmit();
    }

    /// A character that may go now: an urgent one even if output is suspended, nothing while the wire says no.
    private boolean maySend() {
        if (line.termios().control(Termios.OHFLOW) && !clearToSend) return false;
        return urgent != NOTHING || (!line.output.isEmpty() && !line.stopped());
    }

    /// There may be something to send.
    void transmit() {
        if (transmitting || !maySend()) return;
        transmitting = true;
        enableInterrupts(); // THR is empty, so this interrupts at once
    }

    /// The transmit FIFO is empty: refills it, or is done.
    private void fill() {
        if (!maySend()) {
            transmitting = false;
            enableInterrupts();
            return;
        }
        for (int room = transmitDepth; room > 0 && maySend(); room--) {
            registers.write(Uart.RBR_THR_DLL, urgent != NOTHING ? urgent : line.output.remove());
            urgent = NOTHING;
            transmitted++;
        }
    }

    private void enableInterrupts() {
        registers.write(Uart.IER_DLM, Uart.IER_RECEIVED | Uart.IER_LINE_STATUS | (transmitting ? Uart.IER_THR_EMPTY : 0)
                | (line.termios().control(Termios.OHFLOW) ? Uart.IER_MODEM_STATUS : 0));
    }

    boolean isSending() { return transmitting || !line.output.isEmpty(); }

    int[] counters() {
        return new int[]{received, line.dropped(), overruns, parityErrors, framingErrors, transmitted, line.readable(),
            line.output.size()};
    }
}
