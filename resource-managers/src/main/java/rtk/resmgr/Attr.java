package rtk.resmgr;

/// What is so of a name, however often it is open: QNX's `iofunc_attr_t`. Written by [ResourceManager].
public final class Attr {
    private final String path;
    private final boolean readable;
    private final boolean writable;
    private int openCount;

    public Attr(String path, boolean readable, boolean writable) {
        this.path = path;
        this.readable = readable;
        this.writable = writable;
    }

    public String path() { return path; }

    public boolean readable() { return readable; }

    public boolean writable() { return writable; }

    /// OCBs on this name.
    public int openCount() { return openCount; }

    void opened() { openCount++; }

    void closed() {
        openCount--;
        assert openCount >= 0 : path;
    }
}
