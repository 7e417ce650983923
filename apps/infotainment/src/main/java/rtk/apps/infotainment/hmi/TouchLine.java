package rtk.apps.infotainment.hmi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;
import rtk.board.sim.Ns;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.GpioManager;

/// The line by which a touch controller says that a finger came down, and the reading of where it is.
final class TouchLine {
    private static final long DRIVER_WAIT_NS = Ns.s(10);
    /// Fourteen bytes over I2C at 400 kHz, by DMA.
    private static final long READ_NS = Ns.us(350);
    /// From raw numbers to a place on the screen, and which button is there.
    private static final long FIND_NS = Ns.us(60);

    private final KernelCalls k;
    private final String path;

    TouchLine(KernelCalls k, String path) {
        this.k = k;
        this.path = path;
    }

    /// For ever tells `touched` the number of each finger that comes down, from 1. Blocks: SEND, REPLY, NANOSLEEP. A driver that died is opened again.
    void run(IntConsumer touched) {
        var posix = new Posix(k);
        int number = 0;
        for (;;) {
            try {
                int fd = posix.openWhenThere(path, Posix.O_RDWR, DRIVER_WAIT_NS);
                var edges = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(GpioManager.RISING);
                posix.devctl(fd, GpioManager.DCMD_EDGES, edges.array());
                for (;;) {
                    posix.read(fd, new byte[1]);
                    k.trace("touch-felt", ++number);
                    k.sleep(READ_NS);
                    k.compute(FIND_NS);
                    touched.accept(number);
                }
            } catch (ErrnoException e) {
                k.trace("touch-lost", e.errno().number());
                k.sleep(Ns.ms(10));
            }
        }
    }
}
