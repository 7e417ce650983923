package rtk.board.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

class SerialCableTest {
    private final World world = new World(1, TraceSink.NONE);
    private final Board board = new Board(world, "b", 1);
    private final Uart one = new Uart(board, "ser1", 9_600, 16);
    private final Uart other = new Uart(board, "ser2", 9_600, 16);

    @BeforeEach
    void plugIn() {
        for (Uart uart : new Uart[]{one, other}) {
            uart.write(Uart.LCR, 3);
            uart.write(Uart.IIR_FCR, 7);
        }
        SerialCable.connect(one, other);
    }

    private void pass(long ns) { world.engine().runUntil(world.nowNs() + ns); }

    /// Ten bits at 9,600 bit/s.
    @Test
    void aCharacterSentHereArrivesThereAfterItsLastStopBit() {
        one.write(Uart.RBR_THR_DLL, 'x');
        pass(1_041_666);
        assertEquals(0x60, other.read(Uart.LSR));

        pass(1);
        assertEquals('x', other.read(Uart.RBR_THR_DLL));
    }

    @Test
    void requestToSendIsTheOthersClearToSendAndItsChangeInterrupts() {
        other.write(Uart.IER_DLM, Uart.IER_MODEM_STATUS);
        one.write(Uart.MCR, Uart.MCR_RTS);
        assertEquals(0xc0 | Uart.IIR_MODEM_STATUS, other.read(Uart.IIR_FCR));
        assertEquals(Uart.MSR_CTS | 1, other.read(Uart.MSR));

        one.write(Uart.MCR, Uart.MCR_DTR);
        assertEquals(Uart.MSR_DSR | Uart.MSR_DCD | 0x0b, other.read(Uart.MSR));
        assertEquals(Uart.MSR_DSR | Uart.MSR_DCD, other.read(Uart.MSR));
    }

    @Test
    void aBreakOfAWholeCharacterIsSeenOnceAndAShorterOneNever() {
        one.write(Uart.LCR, 3 | Uart.LCR_BREAK);
        pass(Ns.us(900));
        one.write(Uart.LCR, 3);
        pass(Ns.ms(5));
        assertEquals(0x60, other.read(Uart.LSR));

        one.write(Uart.LCR, 3 | Uart.LCR_BREAK);
        pass(Ns.ms(50));
        one.write(Uart.LCR, 3);
        assertEquals(0xf9, other.read(Uart.LSR));
        assertEquals(0, other.read(Uart.RBR_THR_DLL));
        assertEquals(0, other.read(Uart.LSR) & Uart.LSR_DATA);
    }

    @Test
    void whatIsSentDuringABreakIsLost() {
        one.write(Uart.LCR, 3 | Uart.LCR_BREAK);
        one.write(Uart.RBR_THR_DLL, 'x');
        pass(Ns.ms(2));
        one.write(Uart.LCR, 3);

        assertEquals(0, other.read(Uart.RBR_THR_DLL));
        assertEquals(0, other.read(Uart.LSR) & Uart.LSR_DATA);
    }

    @Test
    void aCaptureWritesDownWhatIsSentAndOutlivesAFullDisk() {
        var bytes = new ByteArrayOutputStream();
        one.connect(new SerialCapture(bytes));
        for (int c : "hello".toCharArray()) one.write(Uart.RBR_THR_DLL, c);
        pass(Ns.ms(10));
        assertEquals("hello", bytes.toString(StandardCharsets.US_ASCII));

        var full = new SerialCapture(new OutputStream() {
            @Override
            public void write(int b) throws IOException { throw new IOException("No space left on device"); }
        });
        one.connect(full);
        one.write(Uart.RBR_THR_DLL, 'x');
        pass(Ns.ms(10));
        assertEquals(0, full.count());
        assertTrue(full.failure().getMessage().contains("No space"));
    }
}
