package rtk.apps.infotainment.isotp;

import rtk.board.sim.Ns;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.CanRecord;
import rtk.trace.ThreadState;

/// A link over a CAN driver, for one thread: whole messages in and out. It stands for what SocketCAN's `CAN_ISOTP` or the transport layer of
/// AUTOSAR (CanTp) is to a diagnostic program.
///
/// The driver gives each frame to one reader, so a socket has its driver for itself.
public final class IsoTpSocket {
    /// Reading the protocol bytes of a frame and copying its data: some 500 cycles at 1 GHz.
    private static final long FRAME_COMPUTE_NS = 500;
    /// Frames taken by one read at most.
    private static final int BATCH_MAX = 16;
    /// How long to wait for the driver at start-up.
    private static final long DRIVER_WAIT_NS = Ns.s(1);
    /// How long to wait for one that died.
    private static final long RESTART_WAIT_NS = Ns.s(10);

    private final KernelCalls k;
    private final Posix posix;
    private final IsoTpLink link;
    private final String device;
    private final byte[] buffer = new byte[BATCH_MAX * CanRecord.BYTES];
    private final byte[] one = new byte[CanRecord.BYTES];
    private int rx;
    private int tx;

    /// Opens the driver, once it is there. Blocks.
    ///
    /// @param device such as `/dev/can2`; `rx0` and `tx0` of it are used
    /// @throws ErrnoException ETIMEDOUT no driver in a second
    public IsoTpSocket(KernelCalls k, String device, IsoTpLink link) {
        this.k = k;
        this.link = link;
        this.device = device;
        posix = new Posix(k);
        open(DRIVER_WAIT_NS);
    }

    private void open(long waitNs) {
        rx = posix.openWhenThere(device + "/rx0", Posix.O_RDONLY, waitNs);
        tx = posix.openWhenThere(device + "/tx0", Posix.O_WRONLY, waitNs);
    }

    public IsoTpLink link() { return link; }

    /// Moves frames until a message has come, a message has been sent, or the time is over. Blocks: SEND, REPLY. A driver that died is
    /// opened again once it is back.
    ///
    /// @param untilNs instant
    /// @return a message, or null
    public IsoTpLink.Received await(long untilNs) {
        boolean sending = link.isSending();
        for (;;) {
            try {
                write();
                var message = link.take();
                if (message != null) return message;
                if (sending && !link.isSending()) return null;
                if (k.nowNs() >= untilNs) return null;
                read(Math.min(untilNs, link.dueNs()));
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
                reopen();
            }
        }
    }

    /// Sends a message whole. Blocks: SEND, REPLY. What comes meanwhile waits for [#await].
    public IsoTpResult send(byte[] message) {
        link.takeSent();
        link.send(message);
        while (link.isSending()) {
            try {
                write();
                if (link.isSending()) read(link.dueNs());
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
                reopen();
            }
        }
        return link.takeSent();
    }

    private void reopen() {
        posix.close(rx);
        posix.close(tx);
        open(RESTART_WAIT_NS);
    }

    private void write() {
        for (var frame = link.next(k.nowNs()); frame != null; frame = link.next(k.nowNs())) {
            k.compute(FRAME_COMPUTE_NS);
            frame.into(one, 0);
            posix.write(tx, one, one.length);
        }
    }

    private void read(long untilNs) {
        if (untilNs != Ns.NEVER)
            k.timerTimeout(ClockId.MONOTONIC, new SigEvent.Unblock(), Math.max(0, untilNs - k.nowNs()), false, ThreadState.SEND,
                    ThreadState.REPLY);
        int nbytes;
        try {
            nbytes = posix.read(rx, buffer);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ETIMEDOUT || e.errno() == Errno.EINTR) return;
            throw e;
        }
        for (int at = 0; at + CanRecord.BYTES <= nbytes; at += CanRecord.BYTES) {
            k.compute(FRAME_COMPUTE_NS);
            link.received(CanRecord.in(buffer, at), k.nowNs());
        }
    }
}
