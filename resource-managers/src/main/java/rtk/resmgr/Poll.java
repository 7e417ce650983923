package rtk.resmgr;

import java.util.ArrayList;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalSet;

/// A descriptor to wait at, with others: POSIX's `struct pollfd`; and how [Posix#poll] waits.
///
/// One `_IO_NOTIFY` each: POLLARM, and once one is ready only POLL. If none is ready, the thread waits for a signal, and then
/// asks each again, which takes back what is still armed. So n messages if all were asked and some was ready first, 2 n if it had to wait.
public final class Poll {
    /// Something to read.
    public static final int POLLIN = Condition.INPUT;
    /// Room to write.
    public static final int POLLOUT = Condition.OUTPUT;
    /// Out-of-band data.
    public static final int POLLPRI = Condition.OBAND;
    /// Its server is gone.
    public static final int POLLHUP = 0x10;
    /// No descriptor.
    public static final int POLLNVAL = 0x20;
    /// In place of a timeout.
    public static final long FOREVER = -1;
    /// Descriptors in one call.
    public static final int FDS_MAX = 1024;

    /// The first of the signals that are always masked, so that nothing but a wait takes it.
    private static final int SIGSELECT = Signal.SIGSPECIAL;
    private static final SignalSet SELECT = SignalSet.of(SIGSELECT);
    private static final int CODE = 0;
    private static final int NOT_READY = -1;

    private final int fd;
    private final int events;
    private int revents;

    /// @param events POLLIN, POLLOUT, POLLPRI, as bits
    public Poll(int fd, int events) {
        this.fd = fd;
        this.events = events;
    }

    public int fd() { return fd; }

    /// What was true when the call returned: of `events`, and POLLHUP, POLLNVAL.
    public int revents() { return revents; }

    /// @param round unlike that of any other call of this thread: signals of earlier calls are passed over by it
    static int poll(KernelCalls k, Posix posix, int round, long timeoutNs, Poll[] fds) {
        if (fds.length > FDS_MAX) throw new ErrnoException(Errno.EINVAL, "poll");
        var event = new SigEvent.SignalThread(SIGSELECT, CODE, round);
        long endNs = timeoutNs > 0 ? Math.addExact(k.nowNs(), timeoutNs) : 0;
        for (;;) {
            int ready = arm(posix, timeoutNs == 0 ? NotifyAction.POLL : NotifyAction.POLLARM, fds, event);
            if (ready > 0 || timeoutNs == 0) return ready;
            boolean came;
            try {
                came = await(k, round, timeoutNs, endNs);
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
        revents = 0;
        if (fd < 0) return false;
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

    /// @return false if the time is over
    private static boolean await(KernelCalls k, int round, long timeoutNs, long endNs) {
        try {
            for (;;) {
                var info = timeoutNs == FOREVER
                        ? k.signalWaitinfo(SELECT)
                        : k.sigtimedwait(SELECT, Math.max(0, endNs - k.nowNs()));
                if (info.value() == round) return true;
            }
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EAGAIN) return false;
            throw e;
        }
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
