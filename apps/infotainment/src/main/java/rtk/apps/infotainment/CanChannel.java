package rtk.apps.infotainment;

import java.util.ArrayList;
import java.util.List;
import rtk.board.can.ErrorState;
import rtk.board.sim.Ns;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.CanManager;
import rtk.resmgr.dev.CanRecord;
import rtk.resmgr.dev.CanStatus;
import rtk.trace.ThreadState;

/// Frames from and to a CAN driver, for one thread. The driver gives each frame to one reader, so a channel has its driver for itself.
///
/// Lives through a driver that is not there yet, dies, or is started again: it is opened as soon as it is there.
public final class CanChannel {
    /// Frames taken by one read at most.
    private static final int BATCH_MAX = 16;
    /// How often to look for a driver that is not there.
    private static final long REOPEN_NS = Ns.ms(10);
    private static final int CLOSED = -1;

    private final KernelCalls k;
    private final Posix posix;
    private final String device;
    private final byte[] buffer = new byte[BATCH_MAX * CanRecord.BYTES];
    private final byte[] one = new byte[CanRecord.BYTES];
    private int rx = CLOSED;
    private int tx = CLOSED;
    private int busOffs;

    /// @param device such as `/dev/can1`; `rx0` and `tx0` of it are used
    public CanChannel(KernelCalls k, String device) {
        this.k = k;
        this.device = device;
        posix = new Posix(k);
    }

    /// Waits for a frame. Blocks: SEND, REPLY, NANOSLEEP.
    ///
    /// @param untilNs instant, or [Ns#NEVER]
    /// @return the frames that are there; none if the time is over
    public List<CanRecord> read(long untilNs) {
        for (;;) {
            try {
                if (isOpen()) return frames(take(untilNs));
            } catch (ErrnoException e) {
                if (e.errno() == Errno.ETIMEDOUT || e.errno() == Errno.EINTR) return List.of();
                gone(e);
            }
            if (k.nowNs() >= untilNs) return List.of();
            k.sleepUntil(Math.min(untilNs, k.nowNs() + REOPEN_NS));
        }
    }

    private int take(long untilNs) {
        if (untilNs != Ns.NEVER) {
            k.timerTimeout(ClockId.MONOTONIC, new SigEvent.Unblock(), Math.max(0, untilNs - k.nowNs()), false,
                    ThreadState.SEND, ThreadState.REPLY);
        }
        return posix.read(rx, buffer);
    }

    private List<CanRecord> frames(int nbytes) {
        var frames = new ArrayList<CanRecord>();
        for (int at = 0; at + CanRecord.BYTES <= nbytes; at += CanRecord.BYTES) frames.add(CanRecord.in(buffer, at));
        return frames;
    }

    /// Hands a frame to the driver. Blocks while its queue is full: SEND, REPLY.
    ///
    /// @return false if there is no driver; the frame is lost
    public boolean write(CanRecord frame) {
        try {
            if (!isOpen()) return false;
            frame.into(one, 0);
            posix.write(tx, one, one.length);
            return true;
        } catch (ErrnoException e) {
            gone(e);
            return false;
        }
    }

    /// Has the controller left the bus, or done so since this was asked last? It comes back by itself, and on a bus that is still
    /// broken leaves again with the frame that waits. One message.
    public boolean isBusOff() {
        try {
            if (!isOpen()) return false;
            var bytes = new byte[CanStatus.BYTES];
            posix.devctl(tx, CanManager.DCMD_STATUS, bytes);
            var status = CanStatus.in(bytes);
            boolean again = status.busOffs() != busOffs;
            busOffs = status.busOffs();
            return again || status.errorState() >= ErrorState.BUS_OFF.ordinal();
        } catch (ErrnoException e) {
            gone(e);
            return false;
        }
    }

    private boolean isOpen() {
        if (rx == CLOSED) rx = open("/rx0", Posix.O_RDONLY);
        if (tx == CLOSED) tx = open("/tx0", Posix.O_WRONLY);
        return rx != CLOSED && tx != CLOSED;
    }

    private int open(String name, int oflag) {
        try {
            return posix.open(device + name, oflag);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT && !isDead(e.errno())) throw e;
            return CLOSED;
        }
    }

    private void gone(ErrnoException why) {
        if (!isDead(why.errno())) throw why;
        if (rx != CLOSED) posix.close(rx);
        if (tx != CLOSED) posix.close(tx);
        rx = CLOSED;
        tx = CLOSED;
        busOffs = 0;
    }

    private static boolean isDead(Errno errno) { return errno == Errno.ESRCH || errno == Errno.EBADF; }
}
