package rtk.resmgr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rtk.kernel.api.KernelCalls;

/// Which descriptor of which client stands for which OCB, and the end of both.
final class OpenTable {
    private final Map<Long, Open> opens = new LinkedHashMap<>(); // by Incoming.descriptor
    private final Notifications notifications;
    private final KernelCalls k;
    private boolean locking;

    OpenTable(Notifications notifications, KernelCalls k) {
        this.notifications = notifications;
        this.k = k;
    }

    /// There will be several threads.
    void lockAttributes() { locking = true; }

    int size() { return opens.size(); }

    Open get(long descriptor) { return opens.get(descriptor); }

    /// A descriptor more for `open`. If the number was detached without a close and is used again, that is closed first.
    void link(long descriptor, Open open) {
        close(descriptor);
        if (open.ocb().linked() == 1) open.ocb().attr().opened();
        opens.put(descriptor, open);
    }

    void close(long descriptor) {
        var open = opens.remove(descriptor);
        if (open == null) return;
        lock(open);
        open.io().closeDup(open.ocb());
        if (open.ocb().unlinked()) end(open);
        open.io().unlockOcb(open.ocb());
    }

    /// Its process is gone.
    void closeAll(int scoid) {
        for (long descriptor : List.copyOf(opens.keySet())) {
            if (descriptor >> 32 == scoid) close(descriptor);
        }
    }

    /// The last that is heard of an OCB that counted in its attributes.
    void end(Open open) {
        notifications.forget(open.ocb());
        open.io().closeOcb(open.ocb());
        open.ocb().attr().closed();
    }

    void lock(Open open) {
        if (locking) open.ocb().attr().lockWith(k);
        open.io().lockOcb(open.ocb());
    }

    void lock(Attr attr) {
        if (locking) attr.lockWith(k);
        attr.lock();
    }
}
