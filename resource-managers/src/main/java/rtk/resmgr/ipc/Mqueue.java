package rtk.resmgr.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// One message queue: its messages by priority, equal ones in the order in which they came; who waits; who wants to be told.
final class Mqueue {
    @SuppressWarnings("ArrayRecordComponent") // a message in flight, not a value to compare
    private record Message(int priority, byte[] bytes) {}

    /// @param rcvid of the message that asked, by which its client is known
    private record Notification(Ocb ocb, int rcvid, SigEvent event) {}

    private final KernelCalls k;
    private final int messagesMax;
    private final int bytesMax;
    private final Waiters receivers;
    private final Waiters senders;
    /// First the highest priority, then the oldest.
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private long lastNumber;
    private Notification notification;

    Mqueue(KernelCalls k, ResourceManager manager, int messagesMax, int bytesMax) {
        this.k = k;
        this.messagesMax = messagesMax;
        this.bytesMax = bytesMax;
        receivers = new Waiters(k, manager);
        senders = new Waiters(k, manager);
    }

    void close(Ocb ocb) {
        if (notification != null && notification.ocb == ocb) notification = null;
    }

    int count() { return messages.size(); }

    Reply receive(Request request, Ocb ocb, int room) {
        if (room < bytesMax + MessageQueue.HEADER) return new Reply.Fail(Errno.EMSGSIZE);
        var reply = receivers.answerOrHold(request, ocb, this::take);
        settle();
        return reply;
    }

    Reply send(Request request, Ocb ocb, byte[] record) {
        int length = record.length - MessageQueue.HEADER;
        if (length < 0) return new Reply.Fail(Errno.EINVAL);
        if (length > bytesMax) return new Reply.Fail(Errno.EMSGSIZE);
        int priority = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        if (priority < 0 || priority >= MessageQueue.MQ_PRIO_MAX) return new Reply.Fail(Errno.EINVAL);
        var message = new Message(priority, Arrays.copyOfRange(record, MessageQueue.HEADER, record.length));
        var reply = senders.answerOrHold(request, ocb, () -> put(message));
        settle();
        return reply;
    }

    /// @param event null to be told no more
    Reply notifyMe(Request request, Ocb ocb, SigEvent event) {
        if (event == null) {
            if (notification != null && notification.ocb == ocb) notification = null;
            return Reply.DONE;
        }
        if (notification != null) return new Reply.Fail(Errno.EBUSY);
        notification = new Notification(ocb, request.rcvid(), event);
        return Reply.DONE;
    }

    Reply attributes() {
        return new Reply.Data(ByteBuffer.allocate(MessageQueue.ATTR_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(messagesMax)
                .putInt(bytesMax).putInt(messages.size()).putInt(0).array());
    }

    void unblock(Request request) {
        receivers.forget(request);
        senders.forget(request);
    }

    private Reply take() {
        if (messages.isEmpty()) return null;
        var message = messages.pollFirstEntry().getValue();
        return new Reply.Data(ByteBuffer.allocate(MessageQueue.HEADER + message.bytes.length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(message.priority).put(message.bytes).array());
    }

    private Reply put(Message message) {
        if (messages.size() == messagesMax) return null;
        boolean wasEmpty = messages.isEmpty();
        long order = (long) (MessageQueue.MQ_PRIO_MAX - message.priority) << 48 | ++lastNumber;
        messages.put(order, message);
        if (wasEmpty && receivers.isEmpty()) tell();
        return Reply.DONE;
    }

    /// Once; who wants to know again must ask again.
    private void tell() {
        if (notification == null) return;
        var told = notification;
        notification = null;
        try {
            k.msgDeliverEvent(told.rcvid, told.event);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF && e.errno() != Errno.EAGAIN
                    && e.errno() != Errno.EINVAL && e.errno() != Errno.EPERM) {
                throw e;
            }
            k.trace("mq notify lost", e.errno().number());
        }
    }

    /// Moves on whoever can be. A message taken makes room for one sender, a message put serves one receiver.
    private void settle() {
        boolean moved;
        do {
            moved = receivers.serveFirst();
            moved |= senders.serveFirst();
        } while (moved);
    }
}
