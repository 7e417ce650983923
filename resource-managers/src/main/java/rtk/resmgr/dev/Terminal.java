package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.Posix;

/// A terminal as its programs see it: POSIX's `tc…` calls on a descriptor of [SerialManager], one devctl each.
///
/// Every call may throw [ErrnoException]: ENOTTY not a terminal; EBADF.
public final class Terminal {
    /// When [#tcsetattr] takes effect.
    public enum When {
        /// At once (TCSANOW).
        NOW,
        /// When all that was written has been sent (TCSADRAIN).
        DRAIN,
        /// Likewise, and what was typed and not read is thrown away (TCSAFLUSH).
        FLUSH
    }

    /// What [#tcflush] throws away (TCIFLUSH, TCOFLUSH, TCIOFLUSH).
    public enum Queue {
        INPUT, OUTPUT, BOTH
    }

    /// What [#tcflow] does (TCOOFF, TCOON, TCIOFF, TCION).
    public enum Flow {
        OUTPUT_OFF, OUTPUT_ON, SEND_STOP, SEND_START
    }

    private final Posix posix;
    private final int fd;

    public Terminal(Posix posix, int fd) {
        this.posix = posix;
        this.fd = fd;
    }

    public Termios tcgetattr() {
        var data = new byte[Termios.BYTES];
        posix.devctl(fd, SerialManager.DCMD_TCGETATTR, data);
        return Termios.in(data, 0);
    }

    /// Blocks: REPLY, for DRAIN and FLUSH. These take two messages.
    ///
    /// @throws ErrnoException EINTR a signal came before all was sent: nothing is changed
    public void tcsetattr(When when, Termios termios) {
        if (when != When.NOW) tcdrain();
        var data = ByteBuffer.allocate(Integer.BYTES + Termios.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(when == When.FLUSH ? 1 : 0).put(termios.bytes());
        posix.devctl(fd, SerialManager.DCMD_TCSETATTR, data.array());
    }

    /// Waits until all that was written has left the transmit FIFO. Blocks: REPLY.
    public void tcdrain() { posix.devctl(fd, SerialManager.DCMD_TCDRAIN, new byte[0]); }

    public void tcflush(Queue queue) { posix.devctl(fd, SerialManager.DCMD_TCFLUSH, words(queue.ordinal())); }

    public void tcflow(Flow flow) { posix.devctl(fd, SerialManager.DCMD_TCFLOW, words(flow.ordinal())); }

    /// Stands for `tcsetpgrp`: whom INTR and QUIT are for. The kernel has no process groups: the group is said in full.
    ///
    /// @param pids at most [SerialManager#FOREGROUND_MAX]; none for nobody
    public void tcsetpgrp(int... pids) { posix.devctl(fd, SerialManager.DCMD_TCSETPGRP, words(pids)); }

    private static byte[] words(int... values) {
        var data = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) data.putInt(value);
        return data.array();
    }
}
