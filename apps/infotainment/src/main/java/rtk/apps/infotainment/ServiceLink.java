package rtk.apps.infotainment;

import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.NameService;

/// A connection to a service by its name that lives through a service that is not there yet, dies, or is started again. For one thread.
public final class ServiceLink {
    /// In place of a status: there is no such service now.
    public static final int GONE = -1;
    private static final int NOT_CONNECTED = -1;

    private final KernelCalls k;
    private final String name;
    private int coid = NOT_CONNECTED;

    /// @param name as the service gave it to [NameService]
    public ServiceLink(KernelCalls k, String name) {
        this.k = k;
        this.name = name;
    }

    /// Finds the service, unless it is connected. Blocks: SEND, REPLY.
    ///
    /// @return whether it was not connected before, and is now
    public boolean connect() {
        if (coid != NOT_CONNECTED) return false;
        try {
            coid = NameService.open(k, name);
            return true;
        } catch (ErrnoException e) {
            if (!isGone(e.errno())) throw e;
            return false;
        }
    }

    /// Sends a message to the service, if it is connected; one that has gone is disconnected. Blocks: SEND, REPLY.
    ///
    /// @return the status of the reply, or [#GONE]
    /// @throws ErrnoException what the service answers
    public int send(byte[] message) {
        if (coid == NOT_CONNECTED) return GONE;
        try {
            return k.msgSend(coid, message, null);
        } catch (ErrnoException e) {
            if (!isGone(e.errno())) throw e;
            disconnect();
            return GONE;
        }
    }

    /// Process of the service; it must be connected.
    public int pid() { return k.connectServerInfo(coid).pid(); }

    public void disconnect() {
        if (coid != NOT_CONNECTED) NameService.close(k, coid);
        coid = NOT_CONNECTED;
    }

    /// Nobody has the name; its process died during the call; it died before.
    private static boolean isGone(Errno errno) { return errno == Errno.ENOENT || errno == Errno.ESRCH || errno == Errno.EBADF; }
}
