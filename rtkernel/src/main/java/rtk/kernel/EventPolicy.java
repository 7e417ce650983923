package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.kernel.api.SigEvent;

/// Which events a server may deliver to its clients (rule K14). Timers and interrupts deliver any.
public enum EventPolicy {
    /// Whatever the server says; a handle only if it is meant for this server.
    ANY {
        @Override
        Errno check(Process server, Process client, SigEvent event) {
            return event instanceof SigEvent.Handle handle ? checkHandle(server, client, handle) : Errno.EOK;
        }
    },
    /// What the client has registered. From 7.1 on possible; secure.
    REGISTERED {
        @Override
        Errno check(Process server, Process client, SigEvent event) {
            return event instanceof SigEvent.Handle handle ? checkHandle(server, client, handle) : Errno.EINVAL;
        }
    };

    abstract Errno check(Process server, Process client, SigEvent event);

    private static Errno checkHandle(Process server, Process client, SigEvent.Handle handle) {
        RegisteredEvent registered = client.registeredEvents.get(handle.number());
        if (registered == null) return Errno.EINVAL;
        return registered.server() == null || registered.server() == server ? Errno.EOK : Errno.EPERM;
    }
}
