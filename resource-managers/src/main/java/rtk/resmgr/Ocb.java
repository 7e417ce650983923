package rtk.resmgr;

/// One `open` of a name: QNX's open control block. Descriptors made from it by `dup` share it.
public final class Ocb {
    private final Attr attr;
    private final int oflag;
    private final int pid;
    private final String rest;
    private Object state;
    private int descriptors;

    Ocb(Attr attr, int oflag, int pid, String rest) {
        this.attr = attr;
        this.oflag = oflag;
        this.pid = pid;
        this.rest = rest;
    }

    public Attr attr() { return attr; }

    /// The process that opened it.
    public int pid() { return pid; }

    /// The path opened, below the name that was attached; empty for that name itself.
    public String rest() { return rest; }

    /// As given to `open`: [Posix#O_RDONLY] and so on.
    public int oflag() { return oflag; }

    /// Would its owner rather have EAGAIN than wait?
    public boolean nonblocking() { return (oflag & Posix.O_NONBLOCK) != 0; }

    public boolean mayRead() { return (oflag & Posix.O_ACCMODE) != Posix.O_WRONLY; }

    public boolean mayWrite() { return (oflag & Posix.O_ACCMODE) != Posix.O_RDONLY; }

    /// What the manager keeps with this open; null until set.
    public Object state() { return state; }

    public void setState(Object newState) { state = newState; }

    void linked() { descriptors++; }

    /// @return whether that was the last descriptor
    boolean unlinked() { return --descriptors == 0; }
}
