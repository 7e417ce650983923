package rtk.kernel;

import java.util.EnumSet;
import java.util.List;
import rtk.kernel.api.Ability;
import rtk.kernel.api.ChannelCalls;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.ClientInfo;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.PulsePool;
import rtk.kernel.api.ServerInfo;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;

/// Channels and connections.
final class ChannelDoor extends Door implements ChannelCalls {
    ChannelDoor(Kernel kernel, Process process) { super(kernel, process); }

    // Channels.

    @Override
    public int channelCreate(ChannelFlag... flags) { return create(kernel.pulseStore, flags); }

    @Override
    public int channelCreatePulsePool(PulsePool pool, ChannelFlag... flags) {
        boolean sizeIsGood = pool.pulses() >= 1 && pool.pulses() <= PulsePool.PULSES_MAX;
        boolean eventIsGood = pool.event() == null || EventDelivery.isValid(pool.event());
        boolean rearmIsGood = pool.rearm() >= 1 && pool.rearm() <= pool.pulses();
        check(sizeIsGood && rearmIsGood && eventIsGood, Errno.EINVAL, KernelCall.CHANNEL_CREATE);
        return create(new PulseStore(pool, self()), flags);
    }

    private int create(PulseStore store, ChannelFlag... flags) {
        boolean isPrivate = List.of(flags).contains(ChannelFlag.PRIVATE);
        if (!isPrivate) checkAbility(Ability.PUBLIC_CHANNEL, KernelCall.CHANNEL_CREATE);
        Tcb self = enter(KernelCall.CHANNEL_CREATE);
        if (process.channels.lowestFree(1) > CHANNELS_MAX) exit(self, KernelCall.CHANNEL_CREATE, Errno.EAGAIN);
        var set = EnumSet.noneOf(ChannelFlag.class);
        set.addAll(List.of(flags));
        if (store != kernel.pulseStore) set.add(ChannelFlag.PULSE_POOL);
        int number = kernel.world.nextNumber(EventKind.CHANNEL_CREATED);
        int chid = process.channels.add(null);
        process.channels.set(chid, new Channel(kernel, process, chid, number, set, store));
        int bits = 0;
        for (ChannelFlag flag : set) bits |= 1 << flag.ordinal();
        kernel.world.emit(EventKind.CHANNEL_CREATED, number, process.number, chid, bits);
        return (int) exit(self, KernelCall.CHANNEL_CREATE, chid);
    }

    @Override
    public void channelDestroy(int chid) {
        Tcb self = enter(KernelCall.CHANNEL_DESTROY, chid);
        Channel channel = process.channels.get(chid);
        if (channel != null) {
            process.channels.remove(chid);
            channel.destroy();
        }
        exit(self, KernelCall.CHANNEL_DESTROY, channel == null ? Errno.EINVAL : Errno.EOK);
    }

    // Connections.

    @Override
    public int connectAttach(int pid, int chid, int index) {
        Tcb self = enter(KernelCall.CONNECT_ATTACH, CostItem.CALL_SERVICE, pid, chid);
        Process server = pid == 0 ? process : kernel.processes.find(pid);
        Channel channel = server == null ? null : server.channels.get(chid);
        if (channel == null) exit(self, KernelCall.CONNECT_ATTACH, Errno.ESRCH);
        if (channel.flags.contains(ChannelFlag.PRIVATE) && server != process) exit(self, KernelCall.CONNECT_ATTACH, Errno.EPERM);
        return connect(self, channel, index);
    }

    @Override
    public int connectDuplicate(int coid, int index) {
        Tcb self = enter(KernelCall.CONNECT_ATTACH, CostItem.CALL_SERVICE, coid, index);
        Connection connection = connection(coid);
        if (connection == null || connection.isDead()) exit(self, KernelCall.CONNECT_ATTACH, Errno.EBADF);
        return connect(self, connection.channel, index);
    }

    private int connect(Tcb self, Channel channel, int index) {
        int coid = (index & SIDE_CHANNEL) == 0 ? freeDescriptor(index) : freeSideChannel(index);
        if (coid < 0) exit(self, KernelCall.CONNECT_ATTACH, Errno.EAGAIN);
        Connection connection = channel.connect(process);
        connection.coid = coid;
        if ((index & SIDE_CHANNEL) == 0) process.connections.add(connection, coid);
        else process.sideConnections.put(coid, connection);
        return (int) exit(self, KernelCall.CONNECT_ATTACH, coid);
    }

    /// @return the lowest free one of at least `index`, -1 if there is none
    private int freeDescriptor(int index) {
        int coid = process.connections.lowestFree(Math.max(0, index));
        return coid < CONNECTIONS_MAX ? coid : -1;
    }

    private int freeSideChannel(int index) {
        int coid = index;
        while (process.sideConnections.containsKey(coid) || coid == SYSMGR_COID) coid++;
        return coid - SIDE_CHANNEL < CONNECTIONS_MAX ? coid : -1;
    }

    /// What `coid` leads to. The connection to the process manager is made at the first use by a process older than its channel.
    ///
    /// @return null if there is none
    Connection connection(int coid) {
        Connection known = process.connection(coid);
        return known == null && coid == SYSMGR_COID ? kernel.connectToProcessManager(process) : known;
    }

    @Override
    public void connectDetach(int coid) {
        Tcb self = enter(KernelCall.CONNECT_DETACH, coid);
        boolean done = (coid & SERVER_SIDE) != 0 ? forget(coid) : detach(coid);
        exit(self, KernelCall.CONNECT_DETACH, done ? Errno.EOK : Errno.EINVAL);
    }

    private boolean detach(int coid) {
        Connection connection = connection(coid);
        if (connection == null) return false;
        if ((coid & SIDE_CHANNEL) != 0) process.sideConnections.remove(coid);
        else process.connections.remove(coid);
        for (Tcb thread : process.threads.all()) {
            if (thread.waitsForServer() && thread.connection == connection) kernel.unblock(thread, Errno.EBADF);
        }
        kernel.disconnect(connection);
        return true;
    }

    /// A server gives back the scoid of a client that has gone.
    private boolean forget(int scoid) {
        ClientEntry entry = process.clients.get(scoid);
        if (entry == null || !entry.connections.isEmpty()) return false;
        process.clients.remove(scoid);
        return true;
    }

    @Override
    public ServerInfo connectServerInfo(int coid) {
        Tcb self = enter(KernelCall.CONNECT_SERVER_INFO, coid);
        Connection connection = connection(coid);
        exit(self, KernelCall.CONNECT_SERVER_INFO, connection == null ? Errno.EINVAL : Errno.EOK);
        Channel channel = connection.entry.channel;
        return new ServerInfo(channel.process.pid, channel.chid, connection.scoid(), connection.isDead());
    }

    @Override
    public ClientInfo connectClientInfo(int scoid) {
        Tcb self = enter(KernelCall.CONNECT_CLIENT_INFO, scoid);
        ClientEntry entry = process.clients.get(scoid);
        exit(self, KernelCall.CONNECT_CLIENT_INFO, entry == null ? Errno.EINVAL : Errno.EOK);
        return new ClientInfo(entry.client.pid, entry.connections.size());
    }
}
