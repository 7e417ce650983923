package rtk.kernel;

import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.kernel.api.MessageCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.SigEvent;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Messages and pulses.
final class MessageDoor extends Door implements MessageCalls {
    private final ChannelDoor channels;

    MessageDoor(Kernel kernel, Process process, ChannelDoor channels) {
        super(kernel, process);
        this.channels = channels;
    }

    // Messages: the client.

    @Override
    public int msgSend(int coid, byte[] message, byte[] reply) { return msgSend(coid, message, message.length, reply); }

    @Override
    public int msgSend(int coid, byte[] message, int length, byte[] reply) {
        check(length >= 0 && length <= message.length, Errno.EFAULT, KernelCall.MSG_SEND);
        Tcb self = enter(KernelCall.MSG_SEND, CostItem.MSG_SEND, coid, length);
        do {
            Connection connection = channels.connection(coid);
            if (connection == null || connection.isDead()) exit(self, KernelCall.MSG_SEND, Errno.EBADF);
            if (connection.channel.hasReceiver()) copy(self, length);
            if (connection.isDead()) exit(self, KernelCall.MSG_SEND, Errno.EBADF);
            if (polls(self, ThreadState.SEND) && !connection.channel.hasReceiver())
                exit(self, KernelCall.MSG_SEND, Errno.ETIMEDOUT);
            self.connection = connection;
            self.channel = connection.channel;
            self.sentCoid = coid;
            self.sent = message;
            self.sentLength = length;
            self.reply = reply;
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
    public void msgSendPulse(int coid, int priority, int code, int value) {
        checkPriority(priority == SigEvent.CALLER ? 1 : priority, false, KernelCall.MSG_SEND_PULSE);
        Tcb self = enter(KernelCall.MSG_SEND_PULSE, CostItem.PULSE, code, value);
        Connection connection = channels.connection(coid);
        boolean open = connection != null && !connection.isDead();
        if (open) {
            int effective = priority == SigEvent.CALLER ? self.priority : priority;
            connection.channel.sendPulse(self, effective, code, value, connection.scoid);
        }
        exit(self, KernelCall.MSG_SEND_PULSE, open ? Errno.EOK : Errno.EBADF);
    }

    // Messages: the server.

    @Override
    public int msgReceive(int chid, byte[] buffer, MsgInfo info) {
        Tcb self = enter(KernelCall.MSG_RECEIVE, CostItem.MSG_RECEIVE, chid, buffer.length);
        Channel channel = process.channels.get(chid);
        if (channel == null) exit(self, KernelCall.MSG_RECEIVE, Errno.ESRCH);
        copy(self, Math.min(channel.firstLength(), buffer.length));
        if (polls(self, ThreadState.RECEIVE) && channel.isQueueEmpty()) exit(self, KernelCall.MSG_RECEIVE, Errno.ETIMEDOUT);
        self.receiveBuffer = buffer;
        self.receiveInfo = info;
        self.receivedMessage = 0;
        if (!channel.receive(self)) await(self);
        self.receiveBuffer = null;
        self.receiveInfo = null;
        int rcvid = (int) self.wakeValue;
        if (self.receivedMessage != 0) traceReceived(self, channel, rcvid, buffer);
        if (self.wakeErrno != Errno.EOK) exit(self, KernelCall.MSG_RECEIVE, self.wakeErrno);
        return (int) exit(self, KernelCall.MSG_RECEIVE, rcvid);
    }

    private void traceReceived(Tcb self, Channel channel, int rcvid, byte[] buffer) {
        if (rcvid != 0) {
            kernel.world.emit(EventKind.MSG_RECEIVE, self.number, channel.number, self.receivedMessage, self.receivedLength);
        } else if (self.wakeErrno == Errno.EOK) {
            var pulse = rtk.kernel.api.Pulse.in(buffer);
            kernel.world.emit(EventKind.PULSE_RECEIVE, self.number, channel.number, self.receivedMessage, pulse.code(),
                    pulse.value());
        }
    }

    /// @return the client that is REPLY-blocked on `rcvid` at a channel of this process, or null
    private Tcb client(int rcvid) {
        Tcb client = kernel.threadByRcvid(rcvid);
        boolean waits = client != null && client.state == ThreadState.REPLY && client.channel.process == process;
        return waits ? client : null;
    }

    @Override
    public void msgReply(int rcvid, int status) { msgReply(rcvid, status, new byte[0], 0); }

    @Override
    public void msgReply(int rcvid, int status, byte[] reply, int length) {
        check(length >= 0 && length <= reply.length, Errno.ESRVRFAULT, KernelCall.MSG_REPLY);
        Tcb self = enter(KernelCall.MSG_REPLY, CostItem.MSG_REPLY, rcvid, status);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_REPLY, Errno.ESRCH);
        int bytes = Math.min(length, client.reply == null ? 0 : client.reply.length);
        copy(self, bytes);
        if (client(rcvid) == null) exit(self, KernelCall.MSG_REPLY, Errno.ESRCH);
        if (bytes > 0) System.arraycopy(reply, 0, client.reply, 0, bytes);
        kernel.world.emit(EventKind.MSG_REPLY, self.number, client.message, status, bytes);
        client.channel.release(client, Errno.EOK, status);
        exit(self, KernelCall.MSG_REPLY, Errno.EOK);
    }

    @Override
    public void msgError(int rcvid, Errno errno) {
        Tcb self = enter(KernelCall.MSG_ERROR, CostItem.MSG_REPLY, rcvid, errno.number());
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_ERROR, Errno.ESRCH);
        kernel.world.emit(EventKind.MSG_ERROR, self.number, client.message, errno.number());
        client.channel.release(client, errno, 0);
        exit(self, KernelCall.MSG_ERROR, Errno.EOK);
    }

    @Override
    public int msgRead(int rcvid, byte[] buffer, int offset) {
        Tcb self = enter(KernelCall.MSG_READ, rcvid);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_READ, Errno.ESRCH);
        int bytes = Math.max(0, Math.min(buffer.length, client.sentLength - offset));
        copy(self, bytes);
        if (client(rcvid) == null) exit(self, KernelCall.MSG_READ, Errno.ESRCH);
        if (bytes > 0) System.arraycopy(client.sent, offset, buffer, 0, bytes);
        return (int) exit(self, KernelCall.MSG_READ, bytes);
    }

    @Override
    public int msgWrite(int rcvid, byte[] bytes, int length, int offset) {
        check(length >= 0 && length <= bytes.length, Errno.ESRVRFAULT, KernelCall.MSG_WRITE);
        Tcb self = enter(KernelCall.MSG_WRITE, rcvid);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_WRITE, Errno.ESRCH);
        int room = client.reply == null ? 0 : client.reply.length - offset;
        int count = Math.max(0, Math.min(length, room));
        copy(self, count);
        if (client(rcvid) == null) exit(self, KernelCall.MSG_WRITE, Errno.ESRCH);
        if (count > 0) System.arraycopy(bytes, 0, client.reply, offset, count);
        return (int) exit(self, KernelCall.MSG_WRITE, count);
    }

    @Override
    public void msgInfo(int rcvid, MsgInfo info) {
        Tcb self = enter(KernelCall.MSG_INFO, rcvid);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_INFO, Errno.ESRCH);
        client.channel.describe(client, info, info.msgLength);
        exit(self, KernelCall.MSG_INFO, Errno.EOK);
    }

    @Override
    public void msgDeliverEvent(int rcvid, SigEvent event) {
        Tcb self = enter(KernelCall.MSG_DELIVER_EVENT, rcvid);
        Tcb client = kernel.threadByRcvid(rcvid);
        boolean alive = client != null && client.isAlive();
        if (alive) kernel.deliver(client.process, client, event, -1);
        exit(self, KernelCall.MSG_DELIVER_EVENT, alive ? Errno.EOK : Errno.ESRCH);
    }
}
