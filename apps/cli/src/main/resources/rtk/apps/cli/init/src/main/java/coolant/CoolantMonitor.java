package coolant;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.Attr;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Posix;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;
import rtk.resmgr.dev.CanRecord;

/// Watches the temperature of the coolant: takes it from frame 0x3d0 and serves it as `/dev/coolant`, one line such as `87` in °C.
/// Until the first frame has come a read fails with EAGAIN.
///
/// The first byte of the frame is the temperature + 40 °C, as in OBD-II (SAE J1979, PID 05). It traces `coolant` at each frame, and
/// `coolant-hot` when the temperature rises above 110 °C.
public final class CoolantMonitor implements Program {
    private static final int FRAME = 0x3d0;
    private static final int OFFSET_C = 40;
    private static final int HOT_C = 110;
    private static final int UNKNOWN = Integer.MIN_VALUE;
    /// What it takes to look at one frame.
    private static final long FRAME_NS = Ns.us(2);
    private static final long DRIVER_WAIT_NS = Ns.s(1);

    /// Written by the reader, read by the manager: one word, which changes at one instant.
    private int celsius = UNKNOWN;

    @Override
    public int main(KernelCalls k, List<String> args) {
        k.threadCreate(ThreadAttr.named("reader"), () -> readFrames(k));
        var manager = new ResourceManager(k);
        manager.attach(new Attr("/dev/coolant", true, false), new IoFunctions() {
            @Override
            public Reply read(Request request, Ocb ocb, int nbytes) {
                if (celsius == UNKNOWN) return new Reply.Fail(Errno.EAGAIN);
                if (ocb.offset() > 0) return Reply.DONE; // the line has been read: the end
                ocb.setOffset(1);
                return new Reply.Data((celsius + "\n").getBytes(US_ASCII));
            }
        });
        manager.run();
        return 0;
    }

    private void readFrames(KernelCalls k) {
        var posix = new Posix(k);
        int fd = posix.openWhenThere("/dev/can0/rx0", Posix.O_RDONLY, DRIVER_WAIT_NS);
        var buffer = new byte[16 * CanRecord.BYTES];
        for (;;) {
            int nbytes = posix.read(fd, buffer); // waits for a frame
            for (int at = 0; at < nbytes; at += CanRecord.BYTES) {
                CanRecord frame = CanRecord.in(buffer, at);
                k.compute(FRAME_NS);
                if (frame.identifier() == FRAME && frame.length() > 0) take(k, frame.dataByte(0) - OFFSET_C);
            }
        }
    }

    private void take(KernelCalls k, int newCelsius) {
        if (newCelsius > HOT_C && celsius <= HOT_C) k.trace("coolant-hot", newCelsius);
        celsius = newCelsius;
        k.trace("coolant", newCelsius);
    }
}
