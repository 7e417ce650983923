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
import rtk.kernel.api.SigEvent;
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
/// Order: of what waits to be received the one of highest priority, equals in order of arrival, messages and pulses alike (rule O1);
/// of the receivers the one that came first (rule O2).
final class Channel {
    /// Priority of the pulses by which the kernel tells of deaths.
    private static final int NOTICE_PRIORITY = 10;

    final Process process;
    final int chid;
    /// In the trace.
    final int number;
    final EnumSet<ChannelFlag> flags;
    private final Kernel kernel;
    private final World world;
    private final Scheduler scheduler;
    private final MessagePriority priorities;
    private final boolean inheritsRunMask;

    private final WaitQueue<Waiting> queue = new WaitQueue<>();
    private final PulseIndex pulses = new PulseIndex();
    private final PulseStore store;
    private final ArrayDeque<Tcb> receivers = new ArrayDeque<>();
    /// Threads that received here last.
    private final List<Tcb> servers = new ArrayList<>();
    /// Client processes with a connection, by pid.
    private final TreeMap<Integer, ClientEntry> clients = new TreeMap<>();
    /// Destroyed: connections to it are dead.
    boolean isGone;

    Channel(Kernel kernel, Process process, int chid, int number, EnumSet<ChannelFlag> flags, PulseStore store) {
        this.kernel = kernel;
        this.process = process;
        this.chid = chid;
        this.number = number;
        this.flags = flags;
        world = kernel.world;
        scheduler = kernel.scheduler;
        this.store = store;
        inheritsRunMask = flags.contains(ChannelFlag.INHERIT_RUNMASK);
        priorities = flags.contains(ChannelFlag.FIXED_PRIORITY)
                ? new FixedPriority()
                : new InheritedPriority(kernel, servers);
    }

    // Connections.

    Connection connect(Process client) {
        ClientEntry entry = clients.get(client.pid);
        if (entry == null) {
            int scoid = process.clients.add(null);
            entry = new ClientEntry(this, client, scoid);
            process.clients.set(scoid, entry);
            clients.put(client.pid, entry);
        }
        var connection = new Connection(entry);
        entry.connections.add(connection);
        return connection;
    }

    /// With the last connection the client is gone.
    void disconnect(Connection connection) {
        ClientEntry entry = connection.entry;
        connection.channel = null;
        entry.connections.remove(connection);
        if (isGone || !entry.connections.isEmpty()) return;
        clients.remove(entry.client.pid);
        if (flags.contains(ChannelFlag.DISCONNECT)) notify(Pulse.CODE_DISCONNECT, 0, entry.scoid);
        else process.clients.remove(entry.scoid);
    }

    boolean isConnected(Process client) { return clients.containsKey(client.pid); }

    // What the doors ask before they act.

    boolean hasReceiver() { return !receivers.isEmpty(); }

    boolean isQueueEmpty() { return queue.isEmpty(); }

    /// Bytes that a send of `length` bytes would copy now.
    int lengthForReceiver(int length) {
        Tcb server = receivers.peekFirst();
        return server == null ? 0 : Math.min(length, server.receive.length);
    }

    /// Bytes of the message that would be received next; 0 for a pulse, or for none.
    int firstLength() { return !queue.isEmpty() && queue.first() instanceof Tcb client ? client.sent.length : 0; }

    // Clients.

    /// The running `client` sends; it waits when this returns.
    void send(Tcb client) {
        world.emit(EventKind.MSG_SEND, client.number, number, client.message, client.sent.length, client.priority);
        Tcb server = receivers.pollFirst();
        if (server == null) {
            scheduler.block(client, ThreadState.SEND, number);
            queue.add(client, client.priority);
            priorities.boost(client, client.priority);
            kernel.waitCircles.look(client);
        } else {
            scheduler.block(client, ThreadState.REPLY, number);
            serve(server, client, client.priority);
            scheduler.wake(server, Errno.EOK, transfer(client, server));
        }
    }

    /// @param from the sending thread, null when the kernel sends
    /// @return number of the pulse, 0 if there is no room for it
    int sendPulse(Tcb from, int priority, int code, long value, int scoid) {
        int pulseNumber = world.nextNumber(EventKind.PULSE_SEND);
        var pulse = new QueuedPulse(pulseNumber, code, kernel.pulseWidth.carried(value), scoid);
        world.emit(EventKind.PULSE_SEND, from == null ? 0 : from.number, number, pulseNumber, code, pulse.value);
        Tcb server = receivers.pollFirst();
        if (server != null) {
            serve(server, null, priority);
            scheduler.wake(server, hand(pulse, server), 0);
            return pulseNumber;
        }
        QueuedPulse equal = pulses.findEqual(pulse, priority);
        if (equal != null) {
            equal.count++;
            priorities.boost(null, priority);
            return equal.number;
        }
        if (code >= 0 && store.isFull()) {
            refuse(pulse);
            return 0;
        }
        store.take();
        queue.add(pulse, priority);
        pulses.add(pulse);
        priorities.boost(null, priority);
        return pulseNumber;
    }

    private void refuse(QueuedPulse pulse) {
        world.emit(EventKind.PULSE_LOST, number, pulse.number, world.text("no-storage"));
        SigEvent event = store.refused();
        if (event != null) kernel.deliver(process, store.owner, event, EventDelivery.NO_IRQ);
    }

    private void notify(int code, long value, int scoid) { sendPulse(null, NOTICE_PRIORITY, code, value, scoid); }

    /// A thread of the process has died, or one of its connections has lost its channel; `flag` is for those who want to know.
    static void tell(Process process, ChannelFlag flag, int code, long value) {
        for (Channel channel : process.channels.all()) {
            if (channel.flags.contains(flag) && !channel.isGone) channel.notify(code, value, 0);
        }
    }

    // Servers.

    /// The running `server` wants something: takes it from the queue, or waits.
    ///
    /// @return whether something was taken; then `wakeErrno` and `wakeValue` are set as for one that waited
    boolean receive(Tcb server) {
        join(server);
        if (queue.isEmpty()) {
            priorities.takeBackBoost(0);
            scheduler.block(server, ThreadState.RECEIVE, number);
            receivers.addLast(server);
            return false;
        }
        Waiting first = queue.first();
        int priority = first.waitPriority;
        switch (first) {
            case Tcb client -> {
                queue.removeFirst();
                priorities.takeBackBoost(queue.topPriority());
                serve(server, client, priority);
                scheduler.reblock(client, ThreadState.REPLY, number);
                server.wakeErrno = Errno.EOK;
                server.wakeValue = transfer(client, server);
            }
            case QueuedPulse pulse -> {
                if (--pulse.count == 0) {
                    queue.removeFirst();
                    pulses.remove(pulse);
                    store.giveBack();
                }
                priorities.takeBackBoost(queue.topPriority());
                serve(server, null, priority);
                server.wakeErrno = hand(pulse, server);
                server.wakeValue = 0;
            }
        }
        return true;
    }

    private void serve(Tcb server, Tcb client, int priority) {
        if (inheritsRunMask) scheduler.inheritRunMask(server, client);
        priorities.serve(server, client, priority);
    }

    /// Takes over as server of this channel from whatever it served before.
    private void join(Tcb server) {
        if (server.servedChannel == this) return;
        if (server.servedChannel != null) server.servedChannel.dismiss(server);
        server.servedChannel = this;
        servers.add(server);
    }

    /// `server` lives on and serves this channel no more (rule I5).
    void dismiss(Tcb server) {
        priorities.calm(server);
        leave(server);
    }

    /// `server` is dying.
    void leave(Tcb server) {
        servers.remove(server);
        server.servedChannel = null;
        server.unboostedPriority = Tcb.NOT_BOOSTED;
    }

    /// Copies a client's message to a server.
    ///
    /// @return rcvid
    private long transfer(Tcb client, Tcb server) {
        int length = Math.min(client.sent.length, server.receive.length);
        client.sent.copyTo(0, server.receive, 0, length);
        client.transferred = length;
        client.receivedNs = world.nowNs();
        server.receivedMessage = client.message;
        server.receivedLength = length;
        if (server.receiveInfo != null) describe(client, server.receiveInfo);
        return client.rcvid;
    }

    void describe(Tcb client, MsgInfo info) {
        info.pid = client.process.pid;
        info.tid = client.tid;
        info.chid = chid;
        info.scoid = client.connection.scoid();
        info.coid = client.sentCoid;
        info.msgLength = client.transferred;
        info.srcMsgLength = client.sent.length;
        info.dstMsgLength = client.reply.length;
        info.priority = client.priority;
        info.unblockRequested = client.unblockReason != Errno.EOK;
    }

    /// A buffer that cannot hold a pulse loses it (rule R5).
    private Errno hand(QueuedPulse pulse, Tcb server) {
        server.receivedMessage = pulse.number;
        if (server.receive.length < Pulse.BYTES) {
            world.emit(EventKind.PULSE_LOST, number, pulse.number, world.text("buffer-too-small"));
            return Errno.EFAULT;
        }
        new Pulse(pulse.code, pulse.value, pulse.scoid).into(server.pulse);
        server.receive.put(0, server.pulse, 0, Pulse.BYTES);
        return Errno.EOK;
    }

    // Leaving.

    /// `client` is REPLY-blocked here and wants out. On a channel with UNBLOCK it stays and the server is asked, once (rule B3).
    ///
    /// @param reason for MsgError(rcvid, -1)
    /// @return false if it may go
    boolean askServer(Tcb client, Errno reason) {
        if (!flags.contains(ChannelFlag.UNBLOCK)) return false;
        if (client.unblockReason != Errno.EOK) return true;
        client.unblockReason = reason;
        sendPulse(null, client.priority, Pulse.CODE_UNBLOCK, client.rcvid, client.connection.scoid());
        return true;
    }

    /// The server lets go of `client`, REPLY-blocked here.
    void release(Tcb client, Errno errno, long status) {
        if (client.process.ending) kernel.processes.endReleased(client);
        else scheduler.wake(client, errno, status);
    }

    /// `client` is no longer SEND-blocked here, without having been received.
    void withdraw(Tcb client) { queue.remove(client); }

    /// The priority of a SEND-blocked `client` changed: it queues as a new arrival (rule O3).
    void requeue(Tcb client) {
        // One that is being received is in the queue no more.
        if (!queue.remove(client)) return;
        queue.add(client, client.priority);
        priorities.boost(client, client.priority);
    }

    void withdrawReceiver(Tcb server) { receivers.remove(server); }

    /// The channel goes: whoever waits on it is told (rules X1, X2).
    void destroy() {
        isGone = true;
        while (!queue.isEmpty()) {
            switch (queue.removeFirst()) {
                case Tcb client -> scheduler.wake(client, Errno.ESRCH, 0);
                case QueuedPulse pulse -> store.giveBack();
            }
        }
        for (ClientEntry entry : List.copyOf(clients.values())) releaseAll(entry.client);
        while (!receivers.isEmpty()) scheduler.wake(receivers.removeFirst(), Errno.ESRCH, 0);
        while (!servers.isEmpty()) dismiss(servers.getLast());
        world.emit(EventKind.CHANNEL_DESTROYED, number);
        for (ClientEntry entry : clients.values()) {
            process.clients.remove(entry.scoid);
            for (Connection connection : entry.connections) {
                if (entry.client.ended) continue;
                tell(entry.client, ChannelFlag.COID_DISCONNECT, Pulse.CODE_COIDDEATH, connection.coid);
            }
        }
    }

    private void releaseAll(Process client) {
        for (Tcb thread : client.threads.all()) {
            if (thread.state != ThreadState.REPLY || thread.channel != this) continue;
            kernel.diagnostics.add(Diagnostic.Kind.UNREPLIED, Unreplied.of(thread).toString());
            release(thread, Errno.ESRCH, 0);
        }
    }
}
