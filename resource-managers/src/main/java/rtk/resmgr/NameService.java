package rtk.resmgr;

import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;

/// Names for services that speak messages of their own: QNX's `name_attach` and `name_open`. A name NAME is the path
/// `/dev/name/local/NAME`, so it goes when its process does.
///
/// Unlike QNX's, `open` does not send `_IO_CONNECT` to the server: the server receives its own messages and pulses only.
public final class NameService {
    private static final String LOCAL = "/dev/name/local/";
    /// How often [#openWhenThere] looks.
    private static final long STEP_NS = 1_000_000;

    private NameService() {}

    /// name_attach: a new channel, known as `name`.
    ///
    /// @return its chid
    /// @throws ErrnoException EINVAL bad name; ENOSPC too many prefixes
    public static int attach(KernelCalls k, String name, ChannelFlag... flags) {
        int chid = k.channelCreate(flags);
        PathSpace.attach(k, LOCAL + name, chid, 0);
        return chid;
    }

    /// name_open: a connection outside the file descriptors to the newest service of that name. One message.
    ///
    /// @throws ErrnoException ENOENT nobody has that name
    public static int open(KernelCalls k, String name) {
        var server = PathSpace.resolve(k, LOCAL + name, 0);
        return k.connectAttach(server.pid(), server.chid(), KernelCalls.SIDE_CHANNEL);
    }

    /// [#open] for whoever may start before the service: looks once a millisecond.
    ///
    /// @throws ErrnoException ETIMEDOUT
    public static int openWhenThere(KernelCalls k, String name, long timeoutNs) {
        return PathSpace.await(k, name, timeoutNs, STEP_NS, () -> open(k, name));
    }

    /// name_close.
    public static void close(KernelCalls k, int coid) { k.connectDetach(coid); }
}
