package rtk.kernel;

import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.Iov;
import rtk.kernel.api.MessageCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.SigEvent;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Messages and pulses.
final class MessageDoor extends Door implements MessageCalls {
    private static final byte[] NOTHING = {};
    private static final int HANDLES_MAX = 1_024;

    private final ChannelDoor channels;

    MessageDoor(Kernel kernel, Process process, ChannelDoor channels) {
        super(kernel, process);
        this.channels = channels;
    }

    private static void checkBytes(byte[] bytes, int length, Errno fault, KernelCall call) {
        check(bytes != null && length >= 0 && length <= bytes.length, fault, call);
    }

    private static void checkParts(Iov[] parts, Errno fault, KernelCall call) {
        Errno errno = Parts.check(parts, fault);
        check(errno == Errno.EOK, errno, call);
    }

    // The client.

    @Override
    public int msgSend(int coid, byte[] message, byte[] reply) {
        return msgSend(coid, message, message == null ? 0 : message.length, reply);
    }

    @Override
    public int msgSend(int coid, byte[] message, int length, byte[] reply) {
        checkBytes(message, length, Errno.EFAULT, KernelCall.MSG_SEND);
        Tcb self = enter(KernelCall.MSG_SEND, CostItem.MSG_SEND, coid, length);
        self.sent.set(message, length);
        self.reply.set(reply == null ? NOTHING : reply, reply == null ? 0 : reply.length);
        return send(self, coid);
    }

    @Override
    public int msgSendv(int coid, Iov[] message, Iov[] reply) {
        checkParts(message, Errno.EFAULT, KernelCall.MSG_SEND);
        checkParts(reply, Errno.EFAULT, KernelCall.MSG_SEND);
        Tcb self = enter(KernelCall.MSG_SEND, CostItem.MSG_SEND, coid, Parts.sum(message));
        self.sent.set(message);
        self.reply.set(reply);
        return send(self, coid);
    }

    private int send(Tcb self, int coid) {
        do {
            Connection connection = channels.connection(coid);
            if (connection == null || connection.isDead()) exit(self, KernelCall.MSG_SEND, Errno.EBADF);
            copy(self, connection.channel.lengthForReceiver(self.sent.length));
            if (connection.isDead()) exit(self, KernelCall.MSG_SEND, Errno.EBADF);
            if (polls(self, ThreadState.SEND) && !connection.channel.hasReceiver())
                exit(self, KernelCall.MSG_SEND, Errno.ETIMEDOUT);
            self.connection = connection;
            self.channel = connection.channel;
            self.sentCoid = coid;
            self.unblockReason = Errno.EOK;
            self.message = kernel.world.nextNumber(EventKind.MSG_SEND);
            connection.channel.send(self);
            await(self);
        } while (self.wakeErrno == Errno.ERESTART);
        self.channel = null;
        if (self.wakeErrno != Errno.EOK) exit(self, KernelCall.MSG_SEND, self.wakeErrno);
        return (int) exit(self, KernelCall.MSG_SEND, self.wakeValue);
    }

    @Override
    public void msgSendPulse(int coid, int priority, int code, long value) {
        check(code == (byte) code && priority >= CALLERS_PRIORITY, Errno.EINVAL, KernelCall.MSG_SEND_PULSE);
        boolean inherits = priority == CALLERS_PRIORITY;
        int wanted = inherits ? 0 : allowedPriority(Math.max(priority, 1), false, KernelCall.MSG_SEND_PULSE);
        Tcb self = enter(KernelCall.MSG_SEND_PULSE, CostItem.PULSE, code, value);
        Connection connection = channels.connection(coid);
        if (connection == null || connection.isDead()) exit(self, KernelCall.MSG_SEND_PULSE, Errno.EBADF);
        int number = connection.channel.sendPulse(self, inherits ? self.priority : wanted, code, value, connection.scoid());
        exit(self, KernelCall.MSG_SEND_PULSE, number == 0 ? Errno.EAGAIN : Errno.EOK);
    }

    // The server.

    @Override
    public int msgReceive(int chid, byte[] buffer, MsgInfo info) {
        checkBytes(buffer, 0, Errno.EFAULT, KernelCall.MSG_RECEIVE);
        Tcb self = enter(KernelCall.MSG_RECEIVE, CostItem.MSG_RECEIVE, chid, buffer.length);
        self.receive.set(buffer, buffer.length);
        return receive(self, chid, info);
    }

    @Override
    public int msgReceivev(int chid, Iov[] parts, MsgInfo info) {
        checkParts(parts, Errno.EFAULT, KernelCall.MSG_RECEIVE);
        Tcb self = enter(KernelCall.MSG_RECEIVE, CostItem.MSG_RECEIVE, chid, Parts.sum(parts));
        self.receive.set(parts);
        return receive(self, chid, info);
    }

    private int receive(Tcb self, int chid, MsgInfo info) {
        Channel channel = process.channels.get(chid);
        if (chid == NO_CHANNEL && self.servedChannel != null) self.servedChannel.dismiss(self);
        if (channel == null) exit(self, KernelCall.MSG_RECEIVE, Errno.ESRCH);
        copy(self, Math.min(channel.firstLength(), self.receive.length));
        if (polls(self, ThreadState.RECEIVE) && channel.isQueueEmpty()) exit(self, KernelCall.MSG_RECEIVE, Errno.ETIMEDOUT);
        self.receiveInfo = info;
        self.receivedMessage = 0;
        if (!channel.receive(self)) await(self);
        self.receiveInfo = null;
        int rcvid = (int) self.wakeValue;
        if (self.receivedMessage != 0) traceReceived(self, channel, rcvid);
        if (self.wakeErrno != Errno.EOK) exit(self, KernelCall.MSG_RECEIVE, self.wakeErrno);
        return (int) exit(self, KernelCall.MSG_RECEIVE, rcvid);
    }

    private void traceReceived(Tcb self, Channel channel, int rcvid) {
        if (rcvid != 0) {
            kernel.world.emit(EventKind.MSG_RECEIVE, self.number, channel.number, self.receivedMessage, self.receivedLength);
        } else if (self.wakeErrno == Errno.EOK) {
            var pulse = rtk.kernel.api.Pulse.in(self.pulse);
            kernel.world.emit(EventKind.PULSE_RECEIVE, self.number, channel.number, self.receivedMessage, pulse.code(),
                    pulse.value());
        }
    }

    /// @return the client that is REPLY-blocked on `rcvid` at a channel of this process; ends the call with ESRCH if there is none
    private Tcb client(Tcb self, int rcvid, KernelCall call) {
        Tcb client = kernel.threadByRcvid(rcvid);
        boolean waits = client != null && client.state == ThreadState.REPLY && client.channel.process == process;
        if (!waits) exit(self, call, Errno.ESRCH);
        return client;
    }

    /// Spends the time of copying. Meanwhile the client may leave.
    private void copyFor(Tcb self, int rcvid, int bytes, KernelCall call) {
        copy(self, bytes);
        client(self, rcvid, call);
    }

    @Override
    public void msgReply(int rcvid, int status) { msgReply(rcvid, status, NOTHING, 0); }

    @Override
    public void msgReply(int rcvid, int status, byte[] reply, int length) {
        checkBytes(reply, length, Errno.ESRVRFAULT, KernelCall.MSG_REPLY);
        Tcb self = enter(KernelCall.MSG_REPLY, CostItem.MSG_REPLY, rcvid, status);
        self.own.set(reply, length);
        reply(self, rcvid, status);
    }

    @Override
    public void msgReplyv(int rcvid, int status, Iov[] parts) {
        checkParts(parts, Errno.ESRVRFAULT, KernelCall.MSG_REPLY);
        Tcb self = enter(KernelCall.MSG_REPLY, CostItem.MSG_REPLY, rcvid, status);
        self.own.set(parts);
        reply(self, rcvid, status);
    }

    private void reply(Tcb self, int rcvid, int status) {
        Tcb client = client(self, rcvid, KernelCall.MSG_REPLY);
        int bytes = Math.min(self.own.length, client.reply.length);
        copyFor(self, rcvid, bytes, KernelCall.MSG_REPLY);
        self.own.copyTo(0, client.reply, 0, bytes);
        kernel.world.emit(EventKind.MSG_REPLY, self.number, client.message, status, bytes);
        client.channel.release(client, Errno.EOK, status);
        exit(self, KernelCall.MSG_REPLY, Errno.EOK);
    }

    @Override
    public void msgError(int rcvid, Errno errno) { msgError(rcvid, errno.number()); }

    @Override
    public void msgError(int rcvid, int error) {
        Tcb self = enter(KernelCall.MSG_ERROR, CostItem.MSG_REPLY, rcvid, error);
        Tcb client = client(self, rcvid, KernelCall.MSG_ERROR);
        Errno errno = error == UNBLOCK_REASON ? unblockReason(client) : Errno.ofNumber(error);
        kernel.world.emit(EventKind.MSG_ERROR, self.number, client.message, errno.number());
        client.channel.release(client, errno, 0);
        exit(self, KernelCall.MSG_ERROR, Errno.EOK);
    }

    private static Errno unblockReason(Tcb client) {
        return client.unblockReason == Errno.EOK ? Errno.EINVAL : client.unblockReason;
    }

    @Override
    public int msgRead(int rcvid, byte[] buffer, int offset) {
        checkBytes(buffer, 0, Errno.ESRVRFAULT, KernelCall.MSG_READ);
        Tcb self = enter(KernelCall.MSG_READ, rcvid);
        self.own.set(buffer, buffer.length);
        return read(self, rcvid, offset);
    }

    @Override
    public int msgReadv(int rcvid, Iov[] parts, int offset) {
        checkParts(parts, Errno.ESRVRFAULT, KernelCall.MSG_READ);
        Tcb self = enter(KernelCall.MSG_READ, rcvid);
        self.own.set(parts);
        return read(self, rcvid, offset);
    }

    private int read(Tcb self, int rcvid, int offset) {
        Tcb client = client(self, rcvid, KernelCall.MSG_READ);
        if (offset < 0) exit(self, KernelCall.MSG_READ, Errno.EFAULT);
        int bytes = Math.max(0, Math.min(self.own.length, client.sent.length - offset));
        copyFor(self, rcvid, bytes, KernelCall.MSG_READ);
        client.sent.copyTo(offset, self.own, 0, bytes);
        return (int) exit(self, KernelCall.MSG_READ, bytes);
    }

    @Override
    public int msgWrite(int rcvid, byte[] bytes, int length, int offset) {
        checkBytes(bytes, length, Errno.ESRVRFAULT, KernelCall.MSG_WRITE);
        Tcb self = enter(KernelCall.MSG_WRITE, rcvid);
        self.own.set(bytes, length);
        return write(self, rcvid, offset);
    }

    @Override
    public int msgWritev(int rcvid, Iov[] parts, int offset) {
        checkParts(parts, Errno.ESRVRFAULT, KernelCall.MSG_WRITE);
        Tcb self = enter(KernelCall.MSG_WRITE, rcvid);
        self.own.set(parts);
        return write(self, rcvid, offset);
    }

    private int write(Tcb self, int rcvid, int offset) {
        Tcb client = client(self, rcvid, KernelCall.MSG_WRITE);
        if (offset < 0) exit(self, KernelCall.MSG_WRITE, Errno.EFAULT);
        int bytes = Math.max(0, Math.min(self.own.length, client.reply.length - offset));
        copyFor(self, rcvid, bytes, KernelCall.MSG_WRITE);
        self.own.copyTo(0, client.reply, offset, bytes);
        return (int) exit(self, KernelCall.MSG_WRITE, bytes);
    }

    @Override
    public void msgInfo(int rcvid, MsgInfo info) {
        Tcb self = enter(KernelCall.MSG_INFO, rcvid);
        Tcb client = client(self, rcvid, KernelCall.MSG_INFO);
        client.channel.describe(client, info);
        exit(self, KernelCall.MSG_INFO, Errno.EOK);
    }

    // Events.

    @Override
    public void msgDeliverEvent(int rcvid, SigEvent event) {
        Tcb self = enter(KernelCall.MSG_DELIVER_EVENT, rcvid);
        Tcb client = rcvid == 0 ? self : kernel.threadByRcvid(rcvid);
        if (client == null || !client.isAlive()) exit(self, KernelCall.MSG_DELIVER_EVENT, Errno.ESRCH);
        exit(self, KernelCall.MSG_DELIVER_EVENT, deliver(client, event));
    }

    private Errno deliver(Tcb client, SigEvent event) {
        if (!isConnected(client.process)) return Errno.EBADF;
        if (!EventDelivery.isValid(event)) return Errno.EINVAL;
        Errno errno = kernel.config.serverEvents().check(process, client.process, event);
        return errno == Errno.EOK ? kernel.deliver(client.process, client, event, EventDelivery.NO_IRQ) : errno;
    }

    private boolean isConnected(Process client) {
        if (client == process) return true;
        for (Channel channel : process.channels.all()) {
            if (channel.isConnected(client)) return true;
        }
        return false;
    }

    @Override
    public SigEvent.Handle msgRegisterEvent(SigEvent event, int coid) {
        boolean isGood = EventDelivery.isValid(event) && !(event instanceof SigEvent.Handle);
        check(isGood, Errno.EINVAL, KernelCall.MSG_REGISTER_EVENT);
        Tcb self = enter(KernelCall.MSG_REGISTER_EVENT, coid);
        Connection connection = coid == ANY_SERVER ? null : channels.connection(coid);
        if (coid != ANY_SERVER && connection == null) exit(self, KernelCall.MSG_REGISTER_EVENT, Errno.EBADF);
        if (process.registeredEvents.lowestFree(0) > HANDLES_MAX) exit(self, KernelCall.MSG_REGISTER_EVENT, Errno.EAGAIN);
        Process server = connection == null ? null : connection.entry.channel.process;
        int number = process.registeredEvents.add(new RegisteredEvent(event, server));
        exit(self, KernelCall.MSG_REGISTER_EVENT, number);
        return new SigEvent.Handle(number);
    }

    @Override
    public void msgUnregisterEvent(SigEvent.Handle handle) {
        Tcb self = enter(KernelCall.MSG_UNREGISTER_EVENT, handle.number());
        boolean known = process.registeredEvents.get(handle.number()) != null;
        if (known) process.registeredEvents.remove(handle.number());
        exit(self, KernelCall.MSG_UNREGISTER_EVENT, known ? Errno.EOK : Errno.ESRCH);
    }
}
