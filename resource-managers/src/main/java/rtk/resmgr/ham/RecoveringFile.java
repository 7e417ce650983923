package rtk.resmgr.ham;

import java.util.Arrays;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;

/// A file whose manager may die and come back, as QNX's client recovery library has it (`ha_open`, `ha_read`, `ha_write`): a call that
/// fails because the manager is gone opens the file again, as soon as somebody serves its path, and does what it was to do.
///
/// What the dead manager had and nobody read is lost; what was written may be done twice ([#deliver]). The outage is traced: `NAME-lost`
/// when the death is noticed, with the number of outages so far, and `NAME-back` when the call succeeds again, with the ns between.
/// So `from: user NAME-lost, to: user NAME-back` is a latency path.
///
/// Not modelled: a recovery function of the program's own, other nodes. Source: High Availability Framework, "Client Recovery Library".
public final class RecoveringFile {
    /// How long one attempt to open waits; attempts go on for ever.
    private static final long ATTEMPT_NS = Ns.s(1);
    private static final int NOT_OPEN = -1;
    private static final long WELL = -1;

    private final KernelCalls k;
    private final Posix posix;
    private final String path;
    private final int oflag;
    private final String name;
    private int fd;
    private long lostNs = WELL;
    private long outages;

    /// Opens the file.
    ///
    /// @param name in the trace
    /// @param waitNs how long to wait for the manager to be there at first
    /// @throws ErrnoException ETIMEDOUT nobody serves the path; EACCES
    public RecoveringFile(KernelCalls k, String path, int oflag, String name, long waitNs) {
        this.k = k;
        this.path = path;
        this.oflag = oflag;
        this.name = name;
        posix = new Posix(k);
        fd = posix.openWhenThere(path, oflag, waitNs);
    }

    private interface Use {
        int of(int fd);
    }

    /// As [Posix#read]. Blocks also until a manager that died is back.
    public int read(byte[] buffer) { return use(open -> posix.read(open, buffer)); }

    /// Writes `nbytes` of `buffer` and waits until they are where they belong ([Posix#fsync]). If the manager dies meanwhile all is
    /// written again: when this returns it was done, once or more often.
    public void deliver(byte[] buffer, int nbytes) {
        use(open -> {
            byte[] left = Arrays.copyOf(buffer, nbytes);
            while (left.length > 0) left = Arrays.copyOfRange(left, posix.write(open, left, left.length), left.length);
            posix.fsync(open);
            return nbytes;
        });
    }

    private int use(Use use) {
        for (;;) {
            try {
                if (fd == NOT_OPEN) fd = posix.openWhenThere(path, oflag, ATTEMPT_NS);
                int result = use.of(fd);
                back();
                return result;
            } catch (ErrnoException e) {
                boolean isGone = fd == NOT_OPEN ? e.errno() == Errno.ETIMEDOUT : k.connectServerInfo(fd).dead();
                if (!isGone) throw e;
            }
            lost();
        }
    }

    private void lost() {
        if (fd != NOT_OPEN) posix.close(fd);
        fd = NOT_OPEN;
        if (lostNs != WELL) return;
        lostNs = k.nowNs();
        k.trace(name + "-lost", ++outages);
    }

    private void back() {
        if (lostNs == WELL) return;
        k.trace(name + "-back", k.nowNs() - lostNs);
        lostNs = WELL;
    }
}
