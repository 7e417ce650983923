package rtk.resmgr;

import rtk.kernel.api.Errno;

/// One `open` of a name: QNX's open control block. Descriptors made from it by `dup` share it.
public final class Ocb {
    private Attr attr;
    private final int oflag;
    private final int pid;
    private final Credentials owner;
    private final String rest;
    private final int createMode;
    private Object state;
    private long offset;
    private int descriptors;

    Ocb(Attr attr, int oflag, int pid, Credentials owner, String rest, int createMode) {
        this.attr = attr;
        this.oflag = oflag;
        this.pid = pid;
        this.owner = owner;
        this.rest = rest;
        this.createMode = createMode;
    }

    public Attr attr() { return attr; }

    /// For managers of more than one file: what was opened, where it is not the name attached. To be called in
    /// [ConnectFunctions#open] only.
    public void setAttr(Attr opened) { attr = opened; }

    /// The process that opened it.
    public int pid() { return pid; }

    /// Whose that process is.
    public Credentials owner() { return owner; }

    /// The path opened, below the name that was attached; empty for that name itself.
    public String rest() { return rest; }

    /// `O_…` of the open ([Posix]).
    public int oflag() { return oflag; }

    /// Permissions for a file that O_CREAT makes.
    public int createMode() { return createMode; }

    /// Would its owner rather have EAGAIN than wait?
    public boolean nonblocking() { return (oflag & Posix.O_NONBLOCK) != 0; }

    public boolean mayRead() { return accessMode() == Posix.O_RDONLY || accessMode() == Posix.O_RDWR; }

    public boolean mayWrite() { return accessMode() == Posix.O_WRONLY || accessMode() == Posix.O_RDWR; }

    /// QNX's `iofunc_check_access`: may its owner do with `file` what this open asks for?
    ///
    /// @return EOK or EACCES
    public Errno access(Attr file) {
        return Mode.check(file, owner, (mayRead() ? Mode.READ : 0) | (mayWrite() ? Mode.WRITE : 0));
    }

    private int accessMode() { return oflag & Posix.O_ACCMODE; }

    /// Where the next read or write begins, in bytes. The handlers of files move it; devices leave it alone.
    public long offset() { return offset; }

    public void setOffset(long bytes) { offset = bytes; }

    /// What the manager keeps with this open; null until set.
    public Object state() { return state; }

    public void setState(Object newState) { state = newState; }

    /// @return how many descriptors it has now
    int linked() { return ++descriptors; }

    /// @return whether that was the last descriptor
    boolean unlinked() { return --descriptors == 0; }
}
