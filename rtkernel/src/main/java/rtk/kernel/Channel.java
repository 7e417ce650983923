package rtk.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import rtk.board.sim.World;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

/// The meeting place of clients that send and servers that receive. Nothing is stored in it but who waits, and pulses.
///
/// ```
/// client  MsgSend ──► SEND ──(a server receives)──► REPLY ──(it replies)──► READY
/// server  MsgReceive ──► RECEIVE ──(a client sends)──► READY
/// ```
///
/// Invariant: `queue` or `receivers` is empty. A client is in `queue` exactly while SEND-blocked here.
///
/// Order: of what waits to be received the one of highest priority, equals in order of arrival, messages and pulses alike; of
/// the receivers the one that came first.
final class Channel {
    final Process process;
    final int chid;
    /// In the trace.
    final int number;
    final EnumSet<ChannelFlag> flags;
    private final Kernel kernel;
    private final World world;
    private final Scheduler scheduler;

    private final WaitQueue<Waiting> queue = new WaitQueue<>();
    private final PulseIndex pulses = new PulseIndex();
    private final ArrayDeque<Tcb> receivers = new ArrayDeque<>();
    /// Threads that received here last: whom waiting clients boost.
    private final List<Tcb> servers = new ArrayList<>();
    /// Client processes: scoid and how many connections, by pid.
    private final TreeMap<Integer, int[]> clients = new TreeMap<>();
    private int lastScoid;
    /// Destroyed: connections to it are dead.
    boolean isGone;

    Channel(Kernel kernel, Process process, int chid, int number, EnumSet<ChannelFlag> flags) {
        this.kernel = kernel;
        this.process = process;
        this.chid = chid;
        this.number = number;
        this.flags = flags;
        world = kernel.world;
        scheduler = kernel.scheduler;
    }

    // Connections.

    Connection connect(Process client) {
        int[] entry = clients.computeIfAbsent(client.pid, pid -> new int[]{++lastScoid, 0});
        entry[1]++;
        return new Connection(client, this, entry[0]);
    }

    void disconnect(Connection connection) {
        int[] entry = clients.get(connection.client.pid);
        connection.channel = null;
        if (entry == null || --entry[1] > 0) return;
        clients.remove(connection.client.pid);
        if (flags.contains(ChannelFlag.DISCONNECT)) sendPulse(null, 10, Pulse.CODE_DISCONNECT, 0, entry[0]);
    }

    boolean hasReceiver() { return !receivers.isEmpty(); }

    boolean isQueueEmpty() { return queue.isEmpty(); }

    /// Bytes of the message that would be received next; 0 for a pulse, or for none.
    int firstLength() { return !queue.isEmpty() && queue.first() instanceof Tcb client ? client.sentLength : 0; }

    // Clients.

    /// The running `client` sends; it waits when this returns.
    void send(Tcb client) {
        world.emit(EventKind.MSG_SEND, client.number, number, client.message, client.sentLength, client.priority);
        Tcb server = receivers.pollFirst();
        if (server == null) {
            scheduler.block(client, ThreadState.SEND, number);
            queue.add(client, client.priority);
            boost(client, client.priority);
        } else {
            scheduler.block(client, ThreadState.REPLY, number);
            serve(server, client, client.priority);
            scheduler.wake(server, Errno.EOK, transfer(client, server));
        }
    }

    /// @param from the sending thread, null when the kernel sends
    /// @return number of the pulse
    int sendPulse(Tcb from, int priority, int code, int value, int scoid) {
        int pulseNumber = world.nextNumber(EventKind.PULSE_SEND);
        world.emit(EventKind.PULSE_SEND, from == null ? 0 : from.number, number, pulseNumber, code, value);
        Tcb server = receivers.pollFirst();
        var pulse = new QueuedPulse(pulseNumber, code, value, scoid);
        if (server == null) {
            QueuedPulse equal = pulses.findEqual(pulse, priority);
            if (equal != null) {
                equal.count++;
                boost(null, priority);
                return equal.number;
            }
            queue.add(pulse, priority);
            boost(null, priority);
        } else {
            serve(server, null, priority);
            scheduler.wake(server, hand(pulse, server), 0);
        }
        return pulseNumber;
    }

    // Servers.

    /// The running `server` wants something: takes it from the queue, or waits.
    ///
    /// @return whether something was taken; then `wakeErrno` and `wakeValue` are set as for one that waited
    boolean receive(Tcb server) {
        join(server);
        if (queue.isEmpty()) {
            takeBackBoost();
            scheduler.block(server, ThreadState.RECEIVE, number);
            receivers.addLast(server);
            return false;
        }
        Waiting first = queue.first();
        int priority = first.waitPriority;
        switch (first) {
            case Tcb client -> {
                queue.removeFirst();
                takeBackBoost();
                serve(server, client, priority);
                scheduler.reblock(client, ThreadState.REPLY, number);
                server.wakeErrno = Errno.EOK;
                server.wakeValue = transfer(client, server);
            }
            case QueuedPulse pulse -> {
                if (--pulse.count == 0) {
                    queue.removeFirst();
                    pulses.remove(pulse);
                }
                takeBackBoost();
                serve(server, null, priority);
                server.wakeErrno = hand(pulse, server);
                server.wakeValue = 0;
            }
        }
        return true;
    }

    /// Takes over as server of this channel from whatever it served before.
    private void join(Tcb server) {
        if (server.servedChannel == this) return;
        if (server.servedChannel != null) server.servedChannel.leave(server);
        server.servedChannel = this;
        servers.add(server);
    }

    /// `server` serves here no more; what clients here made of its priority ends with that.
    void leave(Tcb server) {
        servers.remove(server);
        server.servedChannel = null;
        int unboosted = server.unboostedPriority;
        server.unboostedPriority = -1;
        if (unboosted >= 0) scheduler.setBase(server, unboosted, null);
    }

    /// The server runs at the priority of what it received, up or down.
    private void serve(Tcb server, Tcb client, int priority) {
        if (flags.contains(ChannelFlag.INHERIT_RUNMASK)) scheduler.inheritRunMask(server, client);
        if (flags.contains(ChannelFlag.FIXED_PRIORITY)) return;
        server.unboostedPriority = -1;
        scheduler.setBase(server, priority, client);
    }

    /// Somebody must wait: all who serve here hurry up.
    private void boost(Tcb client, int priority) {
        if (flags.contains(ChannelFlag.FIXED_PRIORITY)) return;
        for (Tcb server : servers) {
            if (server.basePriority >= priority) continue;
            if (server.unboostedPriority < 0) server.unboostedPriority = server.basePriority;
            scheduler.setBase(server, priority, client);
        }
    }

    /// At each receive: the boost is what is still queued; with nothing queued all return to where they were.
    private void takeBackBoost() {
        int top = queue.topPriority();
        for (Tcb server : servers) {
            if (server.unboostedPriority < 0) continue;
            scheduler.setBase(server, Math.max(server.unboostedPriority, top), null);
            if (server.unboostedPriority >= top) server.unboostedPriority = -1;
        }
    }

    /// Copies a client's message to a server.
    ///
    /// @return rcvid
    private long transfer(Tcb client, Tcb server) {
        int length = Math.min(client.sentLength, server.receiveBuffer.length);
        System.arraycopy(client.sent, 0, server.receiveBuffer, 0, length);
        server.receivedMessage = client.message;
        server.receivedLength = length;
        if (server.receiveInfo != null) describe(client, server.receiveInfo, length);
        return client.rcvid;
    }

    void describe(Tcb client, MsgInfo info, int length) {
        info.pid = client.process.pid;
        info.tid = client.tid;
        info.chid = chid;
        info.scoid = client.connection.scoid;
        info.coid = client.sentCoid;
        info.msgLength = length;
        info.srcMsgLength = client.sentLength;
        info.dstMsgLength = client.reply == null ? 0 : client.reply.length;
        info.priority = client.priority;
        info.unblockRequested = client.unblockReason != Errno.EOK;
    }

    private static Errno hand(QueuedPulse pulse, Tcb server) {
        server.receivedMessage = pulse.number;
        if (server.receiveBuffer.length < Pulse.BYTES) return Errno.EFAULT;
        new Pulse(pulse.code, pulse.value, pulse.scoid).into(server.receiveBuffer);
        return Errno.EOK;
    }

    // Leaving.

    /// `client` is REPLY-blocked here and wants out. On a channel with UNBLOCK it stays and the server is asked, once.
    ///
    /// @param reason for MsgError(rcvid, -1)
    /// @return false if it may go
    boolean askServer(Tcb client, Errno reason) {
        if (!flags.contains(ChannelFlag.UNBLOCK)) return false;
        if (client.unblockReason != Errno.EOK) return true;
        client.unblockReason = reason;
        sendPulse(null, client.priority, Pulse.CODE_UNBLOCK, client.rcvid, client.connection.scoid);
        return true;
    }

    /// The server lets go of `client`, REPLY-blocked here.
    void release(Tcb client, Errno errno, long status) {
        if (client.process.ending) kernel.processes.endReleased(client);
        else scheduler.wake(client, errno, status);
    }

    /// `client` is no longer SEND-blocked here, without having been received.
    void withdraw(Tcb client) { queue.remove(client); }

    /// The priority of a SEND-blocked `client` changed: it queues as a new arrival.
    void requeue(Tcb client) {
        // One that is being received is in the queue no more.
        if (!queue.remove(client)) return;
        queue.add(client, client.priority);
        boost(client, client.priority);
    }

    void withdrawReceiver(Tcb server) { receivers.remove(server); }

    /// The channel goes: whoever waits on it is told.
    void destroy(Kernel kernel) {
        isGone = true;
        while (!queue.isEmpty()) {
            if (queue.removeFirst() instanceof Tcb client) scheduler.wake(client, Errno.ESRCH, 0);
        }
        for (Tcb client : kernel.threads.all()) {
            if (client.channel == this && client.state == ThreadState.REPLY) release(client, Errno.ESRCH, 0);
        }
        while (!receivers.isEmpty()) scheduler.wake(receivers.removeFirst(), Errno.ESRCH, 0);
        for (Tcb server : List.copyOf(servers)) leave(server);
        world.emit(EventKind.CHANNEL_DESTROYED, number);
    }
}
