package rtk.resmgr;

import java.util.ArrayList;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;

/// A descriptor to wait at, with others: POSIX's `struct pollfd`; and how [Posix#poll] waits.
///
/// One `_IO_NOTIFY` each: POLLARM, and once one is ready only POLL. If none is ready, the thread waits for a pulse, and then
/// asks each again, which takes back what is still armed. So n messages if all were asked and some was ready first, 2 n if it had to wait.
///
/// The pulse comes to a channel of this call's own, which the kernel also tells when a server dies (COIDDEATH); QNX's `select` waits
/// for the signal SIGSELECT instead, which a death cannot send. A descriptor whose server died before the call is POLLNVAL: to the kernel it
/// is none any more (rule X1).
public final class Poll {
    /// Something to read.
    public static final int POLLIN = Condition.INPUT;
    /// Room to write.
    public static final int POLLOUT = Condition.OUTPUT;
    /// Out-of-band data.
    public static final int POLLPRI = Condition.OBAND;
    /// Its server has died while this call waited.
    public static final int POLLHUP = 0x10;
    /// No descriptor.
    public static final int POLLNVAL = 0x20;
    /// In place of a timeout.
    public static final long FOREVER = -1;
    /// Descriptors in one call.
    public static final int FDS_MAX = 1024;

    /// Code of the pulse by which a server tells.
    private static final int READY = 1;
    private static final int NOT_READY = -1;

    private final int fd;
    private final int events;
    private int revents;
    private boolean hungUp;

    /// @param events POLLIN, POLLOUT, POLLPRI, as bits
    public Poll(int fd, int events) {
        this.fd = fd;
        this.events = events;
    }

    public int fd() { return fd; }

    /// What was true when the call returned: of `events`, and POLLHUP, POLLNVAL.
    public int revents() { return revents; }

    static int poll(KernelCalls k, Posix posix, long timeoutNs, Poll[] fds) {
        if (fds.length > FDS_MAX) throw new ErrnoException(Errno.EINVAL, "poll");
        if (timeoutNs == 0) return arm(posix, NotifyAction.POLL, fds, new SigEvent.None());
        int chid = k.channelCreate(ChannelFlag.COID_DISCONNECT);
        int coid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        try {
            long endNs = timeoutNs == FOREVER ? FOREVER : Math.addExact(k.nowNs(), timeoutNs);
            return waitFor(k, posix, chid, new SigEvent.Pulse(coid, SigEvent.CALLER, READY, 0), endNs, fds);
        } finally {
            k.connectDetach(coid);
            k.channelDestroy(chid);
        }
    }

    private static int waitFor(KernelCalls k, Posix posix, int chid, SigEvent event, long endNs, Poll[] fds) {
        for (;;) {
            int ready = arm(posix, NotifyAction.POLLARM, fds, event);
            if (ready > 0) return ready;
            boolean came;
            try {
                came = await(k, chid, endNs, fds);
            } catch (ErrnoException e) {
                disarm(posix, fds, event);
                throw e;
            }
            ready = disarm(posix, fds, event);
            if (ready > 0 || !came) return ready;
        }
    }

    private static int arm(Posix posix, NotifyAction action, Poll[] fds, SigEvent event) {
        int ready = 0;
        for (int index = 0; index < fds.length; index++) {
            if (!fds[index].ask(posix, ready == 0 ? action : NotifyAction.POLL, event)) continue;
            if (++ready > 1 || action == NotifyAction.POLL) continue;
            for (int armed = 0; armed < index; armed++) fds[armed].ask(posix, NotifyAction.POLL, event);
        }
        return ready;
    }

    private static int disarm(Posix posix, Poll[] fds, SigEvent event) {
        int ready = 0;
        for (var one : fds) {
            if (one.ask(posix, NotifyAction.POLL, event)) ready++;
        }
        return ready;
    }

    private boolean ask(Posix posix, NotifyAction action, SigEvent event) {
        revents = hungUp ? POLLHUP : 0;
        if (fd < 0 || hungUp) return hungUp;
        try {
            revents = posix.ionotify(fd, action, events, 1, event);
        } catch (ErrnoException e) {
            revents = switch (e.errno()) {
                case EBADF -> POLLNVAL;
                case ESRCH -> POLLHUP;
                default -> throw e;
            };
        }
        return revents != 0;
    }

    /// Until a server tells of a condition, or is gone.
    ///
    /// @return false if the time is over
    private static boolean await(KernelCalls k, int chid, long endNs, Poll[] fds) {
        var buffer = new byte[Pulse.BYTES];
        try {
            for (;;) {
                if (endNs != FOREVER) k.timerTimeout(Math.max(0, endNs - k.nowNs()));
                k.msgReceive(chid, buffer, null);
                var pulse = Pulse.in(buffer);
                if (pulse.code() == READY || hangUp(fds, (int) pulse.value())) return true;
            }
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ETIMEDOUT) return false;
            throw e;
        }
    }

    /// Is the dead connection one of those waited at?
    private static boolean hangUp(Poll[] fds, int coid) {
        boolean found = false;
        for (var one : fds) {
            if (one.fd != coid) continue;
            one.hungUp = true;
            found = true;
        }
        return found;
    }

    static int select(Posix posix, int[] read, int[] write, int[] except, long timeoutNs) {
        var fds = new ArrayList<Poll>();
        for (int fd : read) fds.add(new Poll(fd, POLLIN));
        for (int fd : write) fds.add(new Poll(fd, POLLOUT));
        for (int fd : except) fds.add(new Poll(fd, POLLPRI));
        int ready = posix.poll(timeoutNs, fds.toArray(new Poll[0]));
        int at = 0;
        for (int[] set : new int[][]{read, write, except}) {
            for (int index = 0; index < set.length; index++) {
                var one = fds.get(at++);
                if (one.revents == POLLNVAL) throw new ErrnoException(Errno.EBADF, "select");
                set[index] = one.revents != 0 ? one.fd : NOT_READY;
            }
        }
        return ready;
    }
}
