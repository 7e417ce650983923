package rtk.kernel;

import java.util.EnumSet;
import java.util.List;
import rtk.kernel.api.ChannelCalls;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;

/// Channels and connections.
final class ChannelDoor extends Door implements ChannelCalls {
    ChannelDoor(Kernel kernel, Process process) { super(kernel, process); }

    @Override
    public int channelCreate(ChannelFlag... flags) {
        Tcb self = enter(KernelCall.CHANNEL_CREATE);
        var set = EnumSet.noneOf(ChannelFlag.class);
        set.addAll(List.of(flags));
        int number = kernel.world.nextNumber(EventKind.CHANNEL_CREATED);
        int chid = process.channels.add(null);
        var channel = new Channel(kernel, process, chid, number, set);
        process.channels.set(chid, channel);
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
            channel.destroy(kernel);
        }
        exit(self, KernelCall.CHANNEL_DESTROY, channel == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public int connectAttach(int pid, int chid, int index) {
        Tcb self = enter(KernelCall.CONNECT_ATTACH, CostItem.CALL_SERVICE, pid, chid);
        Process server = pid == 0 ? process : kernel.processes.find(pid);
        Channel channel = server == null ? null : server.channels.get(chid);
        Errno errno = channel == null
                ? Errno.ESRCH
                : channel.flags.contains(ChannelFlag.PRIVATE) && server != process
                        ? Errno.EPERM
                        : Errno.EOK;
        if (errno != Errno.EOK) exit(self, KernelCall.CONNECT_ATTACH, errno);
        return (int) exit(self, KernelCall.CONNECT_ATTACH, addConnection(channel, index));
    }

    @Override
    public int connectDuplicate(int coid, int index) {
        Tcb self = enter(KernelCall.CONNECT_ATTACH, CostItem.CALL_SERVICE, coid, index);
        Connection connection = connection(coid);
        boolean open = connection != null && !connection.isDead();
        if (!open) exit(self, KernelCall.CONNECT_ATTACH, Errno.EBADF);
        return (int) exit(self, KernelCall.CONNECT_ATTACH, addConnection(connection.channel, index));
    }

    /// What `coid` leads to. The connection to the process manager is made at the first use by a process older than its channel.
    ///
    /// @return null if there is none
    Connection connection(int coid) {
        Connection known = process.connection(coid);
        return known == null && coid == SYSMGR_COID ? kernel.connectToProcessManager(process) : known;
    }

    private int addConnection(Channel channel, int index) {
        Connection connection = channel.connect(process);
        if ((index & SIDE_CHANNEL) == 0) return process.connections.add(connection, index);
        int coid = index;
        while (process.sideConnections.containsKey(coid) || coid == SYSMGR_COID) coid++;
        process.sideConnections.put(coid, connection);
        return coid;
    }

    @Override
    public void connectDetach(int coid) {
        Tcb self = enter(KernelCall.CONNECT_DETACH, coid);
        Connection connection = connection(coid);
        if (connection != null) {
            if ((coid & SIDE_CHANNEL) != 0) process.sideConnections.remove(coid);
            else process.connections.remove(coid);
            kernel.disconnect(connection);
        }
        exit(self, KernelCall.CONNECT_DETACH, connection == null ? Errno.EINVAL : Errno.EOK);
    }
}
