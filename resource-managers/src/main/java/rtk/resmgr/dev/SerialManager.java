package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import rtk.board.serial.Uart;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ByteRing;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `devc-ser`, driver of a [Uart] in raw mode, 8N1 at the rate that firmware has set. Argument: the UART's
/// name, such as `ser1`, which it serves as `/dev/ser1`.
///
/// A read waits for at least one byte and returns what is there. A write takes what the output buffer has room for and waits for
/// room for one byte. Both buffers hold [#BUFFER_BYTES], as the interrupt buffers of QNX's `devc-ser8250` do; a byte that finds the input
/// buffer full is dropped, counted, and traced as `serial input dropped`. Characters with line errors are passed on and counted.
///
/// | devctl | data | answer |
/// |---|---|---|
/// | [#DCMD_COUNTERS] | 32 bytes | u32 each: received, dropped by this buffer, overruns seen in the line status, parity errors, framing errors and breaks, transmitted, waiting to be read, waiting to be transmitted |
///
/// The interrupt comes as a pulse, for the reasons told at [CanManager]. Receive FIFO trigger: 8 of 16.
public final class SerialManager implements Program {
    public static final int BUFFER_BYTES = 2048;
    public static final int DCMD_COUNTERS = 1;
    private static final int COUNTERS_BYTES = 32;
    /// LCR: eight data bits, no parity, one stop bit.
    private static final int FORMAT_8N1 = 0x03;
    /// FCR: FIFOs on, both cleared, trigger 8 of 16.
    private static final int FIFOS_ON = 0x87;
    /// MCR: DTR, RTS, OUT2.
    private static final int MODEM_READY = 0x0b;
    private static final int TRANSMIT_FIFO = 16;
    /// Interrupt sources served per pulse; if there are more, the line is still up and interrupts again.
    private static final int SOURCES_MAX = 64;

    private KernelCalls k;
    private ResourceManager manager;
    private DeviceMemory registers;
    private int irq;
    private int transmitDepth;
    private boolean transmitting;

    private final ByteRing input = new ByteRing(BUFFER_BYTES);
    private final ByteRing output = new ByteRing(BUFFER_BYTES);
    private final HeldRequests readers = new HeldRequests();
    private final HeldRequests writers = new HeldRequests();
    private int received;
    private int dropped;
    private int overruns;
    private int parityErrors;
    private int framingErrors;
    private int transmitted;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var device = SystemPage.find(k, "uart", args);
        registers = k.mapDevice(device.address());
        irq = device.irq();

        manager = new ResourceManager(k);
        manager.attach(new Attr("/dev/" + device.name(), true, true), new Line());
        k.interruptAttachEvent(irq, manager.onPulse(k.priority(), value -> interrupt()));
        registers.write(Uart.LCR, FORMAT_8N1);
        registers.write(Uart.IIR_FCR, FIFOS_ON);
        registers.write(Uart.MCR, MODEM_READY);
        transmitDepth = registers.read(Uart.IIR_FCR) >> 6 == 3 ? TRANSMIT_FIFO : 1;
        enableInterrupts();
        manager.run();
        return 0;
    }

    private final class Line implements IoFunctions {
        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) {
            return readers.answerOrHold(request, ocb, () -> input.isEmpty() ? null : new Reply.Data(input.remove(nbytes)));
        }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            return writers.answerOrHold(request, ocb, () -> put(bytes));
        }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) {
            if (dcmd != DCMD_COUNTERS) return new Reply.Fail(Errno.ENOTTY);
            return data.length < COUNTERS_BYTES ? new Reply.Fail(Errno.EINVAL) : counters();
        }

        @Override
        public long available(Ocb ocb) { return input.size(); }

        @Override
        public long room(Ocb ocb) { return output.room(); }

        @Override
        public void unblock(Request request, Ocb ocb) {
            readers.forget(request);
            writers.forget(request);
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
                default -> registers.read(Uart.MSR);
            }
        }
        k.interruptUnmask(irq);
        readers.serve(manager);
        writers.serve(manager);
    }

    private void drain() {
        while ((lineStatus() & Uart.LSR_DATA) != 0) {
            int value = registers.read(Uart.RBR_THR_DLL);
            received++;
            if (!input.add(value)) k.trace("serial input dropped", ++dropped);
        }
    }

    /// Reads the line status, which clears its errors, and counts these.
    private int lineStatus() {
        int status = registers.read(Uart.LSR);
        if ((status & Uart.LSR_OVERRUN) != 0) k.trace("serial overrun", ++overruns);
        if ((status & 0x04) != 0) parityErrors++;
        if ((status & 0x18) != 0) framingErrors++;
        return status;
    }

    private Reply put(byte[] bytes) {
        int taken = Math.min(bytes.length, output.room());
        if (taken == 0) return null;
        for (int index = 0; index < taken; index++) output.add(bytes[index]);
        if (!transmitting) {
            transmitting = true;
            enableInterrupts(); // THR is empty, so this interrupts at once
        }
        return new Reply.Count(taken);
    }

    /// The transmit FIFO is empty: refills it, or is done.
    private void fill() {
        if (output.isEmpty()) {
            transmitting = false;
            enableInterrupts();
            return;
        }
        for (int room = transmitDepth; room > 0 && !output.isEmpty(); room--) {
            registers.write(Uart.RBR_THR_DLL, output.remove());
            transmitted++;
        }
    }

    private void enableInterrupts() {
        registers.write(Uart.IER_DLM, Uart.IER_RECEIVED | Uart.IER_LINE_STATUS | (transmitting ? Uart.IER_THR_EMPTY : 0));
    }

    private Reply counters() {
        var bytes = ByteBuffer.allocate(COUNTERS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(received).putInt(dropped).putInt(overruns).putInt(parityErrors).putInt(framingErrors).putInt(transmitted)
                .putInt(input.size()).putInt(output.size());
        return new Reply.Data(bytes.array());
    }
}
