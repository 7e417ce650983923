package rtk.resmgr;

import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.MutexType;

/// What is so of a name, however often it is open: QNX's `iofunc_attr_t`. The framework writes counts and times; the manager
/// its size.
///
/// Times are noted when something happens and get their value when somebody looks, as QNX's `iofunc_time_update` does: a read
/// costs nothing for it. In nanoseconds since the board was switched on.
public final class Attr {
    private static final int READ_BY_ALL = 0444;
    private static final int WRITE_BY_ALL = 0222;

    /// A handler may call what locks again.
    private static final MutexAttr LOCK = new MutexAttr(MutexProtocol.INHERIT, 0, MutexType.RECURSIVE, false, false);

    private final String path;
    private int mode;
    private int uid;
    private int gid;
    private long size;
    private int links = 1;
    private int openCount;

    private boolean accessed;
    private boolean modified;
    private boolean changed;
    private long accessNs;
    private long modifyNs;
    private long changeNs;

    // By ResourceManager: who has the lock, where more than one thread serves.
    private KernelCalls lockCalls;
    private int mutex = -1;

    /// A character device that all may read, write, both or neither.
    public Attr(String path, boolean readable, boolean writable) {
        this(path, Mode.S_IFCHR | (readable ? READ_BY_ALL : 0) | (writable ? WRITE_BY_ALL : 0));
    }

    /// @param mode kind and permissions ([Mode])
    public Attr(String path, int mode) {
        this.path = path;
        this.mode = mode;
    }

    public String path() { return path; }

    /// May anybody read it?
    public boolean readable() { return (mode & READ_BY_ALL) != 0; }

    /// May anybody write it?
    public boolean writable() { return (mode & WRITE_BY_ALL) != 0; }

    public int mode() { return mode; }

    /// Changes the permissions; the kind stays.
    public void chmod(int permissions) {
        mode = (mode & ~Mode.PERMISSIONS) | (permissions & Mode.PERMISSIONS);
        changed = true;
    }

    public int uid() { return uid; }

    public int gid() { return gid; }

    public void chown(int newUid, int newGid) {
        uid = newUid;
        gid = newGid;
        changed = true;
    }

    public boolean isDirectory() { return (mode & Mode.S_IFMT) == Mode.S_IFDIR; }

    /// Does it have a place to seek to? Files and directories do.
    public boolean isSeekable() { return isDirectory() || (mode & Mode.S_IFMT) == Mode.S_IFREG; }

    /// Bytes in the file (`nbytes`).
    public long size() { return size; }

    public void setSize(long bytes) { size = bytes; }

    /// Names that the file has.
    public int links() { return links; }

    public void setLinks(int count) { links = count; }

    /// OCBs on this name.
    public int openCount() { return openCount; }

    /// It was read: its time of access is the present.
    public void accessed() { accessed = true; }

    /// It was written: its times of modification and change are the present.
    public void modified() {
        modified = true;
        changed = true;
    }

    void opened() { openCount++; }

    void closed() {
        openCount--;
        assert openCount >= 0 : path;
    }

    void setTimes(long newAccessNs, long newModifyNs) {
        accessed = false;
        modified = false;
        accessNs = newAccessNs;
        modifyNs = newModifyNs;
        changed = true;
    }

    void updateTimes(KernelCalls k) {
        if (!accessed && !modified && !changed) return;
        long nowNs = k.nowNs();
        if (accessed) accessNs = nowNs;
        if (modified) modifyNs = nowNs;
        if (changed) changeNs = nowNs;
        accessed = false;
        modified = false;
        changed = false;
    }

    long accessNs() { return accessNs; }

    long modifyNs() { return modifyNs; }

    long changeNs() { return changeNs; }

    /// From now on [#lock] locks.
    void lockWith(KernelCalls k) { lockCalls = k; }

    /// QNX's `iofunc_attr_lock`, which its owner may do again; of no effect in a manager with one thread. Blocks: MUTEX.
    public void lock() {
        if (lockCalls == null) return;
        if (mutex < 0) {
            int created = lockCalls.mutexCreate("attr " + path, LOCK);
            if (mutex < 0) mutex = created;
            else lockCalls.mutexDestroy(created); // another thread was here meanwhile
        }
        lockCalls.mutexLock(mutex);
    }

    /// QNX's `iofunc_attr_unlock`.
    public void unlock() {
        if (lockCalls != null) lockCalls.mutexUnlock(mutex);
    }
}
