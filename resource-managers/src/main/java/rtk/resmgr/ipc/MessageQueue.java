package rtk.resmgr.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.EventBytes;
import rtk.resmgr.Posix;
import rtk.trace.ThreadState;

/// A message queue as a program sees it: POSIX's `mq_…` calls, each one message to the program `mqueue` ([MqueueManager]).
public final class MessageQueue implements AutoCloseable {
    /// Priorities are 0 to one less; the higher is more urgent.
    public static final int MQ_PRIO_MAX = 32;
    /// Before the bytes of a message: its priority.
    static final int HEADER = 4;
    static final int ATTR_BYTES = 16;

    private final KernelCalls k;
    private final Posix posix;
    private final int fd;
    private final Attributes attributes;

    /// What mq_getattr tells.
    ///
    /// @param messagesMax room for so many
    /// @param bytesMax longest message
    /// @param messages there now
    public record Attributes(int messagesMax, int bytesMax, int messages) {}

    private MessageQueue(KernelCalls k, String path, int oflag) {
        this.k = k;
        posix = new Posix(k);
        fd = posix.open(path, oflag);
        attributes = attributes();
    }

    /// mq_open.
    ///
    /// @param name of the queue, such as `/jobs`
    /// @param oflag O_RDONLY, O_WRONLY or O_RDWR, and O_CREAT, O_EXCL, O_NONBLOCK
    /// @throws ErrnoException ENOENT no such queue, or no `mqueue` runs; EEXIST; ENFILE too many queues
    public static MessageQueue open(KernelCalls k, String name, int oflag) {
        return new MessageQueue(k, path(name), oflag);
    }

    /// mq_open with limits for a queue that is made.
    ///
    /// @param messagesMax 1 to [MqueueManager#MESSAGES_MAX]
    /// @param bytesMax of a message, 1 to [MqueueManager#MESSAGE_BYTES_MAX]
    /// @throws ErrnoException EINVAL limits out of range; and as the other open
    public static MessageQueue open(KernelCalls k, String name, int oflag, int messagesMax, int bytesMax) {
        return new MessageQueue(k, path(name) + "?maxmsg=" + messagesMax + ",msgsize=" + bytesMax, oflag);
    }

    private static String path(String name) { return "/dev/mqueue" + (name.startsWith("/") ? name : "/" + name); }

    /// mq_unlink: the name is gone; who has the queue open keeps it.
    ///
    /// @throws ErrnoException ENOENT
    public static void unlink(KernelCalls k, String name) { new Posix(k).unlink(path(name)); }

    /// mq_send. Waits for room. Blocks: SEND, REPLY.
    ///
    /// @param priority 0 to [#MQ_PRIO_MAX] − 1
    /// @throws ErrnoException EAGAIN no room and O_NONBLOCK; EMSGSIZE; EINVAL the priority; EINTR
    public void send(byte[] message, int priority) {
        var record = ByteBuffer.allocate(HEADER + message.length).order(ByteOrder.LITTLE_ENDIAN).putInt(priority).put(message);
        posix.write(fd, record.array(), record.capacity());
    }

    /// A message and its priority.
    // As it came, not a value to compare; hence the array.
    @SuppressWarnings("ArrayRecordComponent")
    public record Message(byte[] bytes, int priority) {}

    /// mq_receive: the oldest message of the highest priority. Waits for one. Blocks: SEND, REPLY.
    ///
    /// @throws ErrnoException EAGAIN none and O_NONBLOCK; EINTR
    public Message receive() {
        var buffer = new byte[HEADER + attributes.bytesMax];
        int count = posix.read(fd, buffer);
        var bytes = new byte[count - HEADER];
        System.arraycopy(buffer, HEADER, bytes, 0, bytes.length);
        return new Message(bytes, ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).getInt(0));
    }

    /// mq_timedreceive_monotonic. Blocks: SEND, REPLY.
    ///
    /// @param untilNs date of [ClockId#MONOTONIC]
    /// @throws ErrnoException ETIMEDOUT; and as [#receive]
    public Message timedReceive(long untilNs) {
        limit(untilNs);
        try {
            return receive();
        } catch (ErrnoException e) {
            throw late(e, untilNs);
        }
    }

    /// mq_timedsend_monotonic. Blocks: SEND, REPLY.
    ///
    /// @param untilNs date of [ClockId#MONOTONIC]
    /// @throws ErrnoException ETIMEDOUT; and as [#send]
    public void timedSend(byte[] message, int priority, long untilNs) {
        limit(untilNs);
        try {
            send(message, priority);
        } catch (ErrnoException e) {
            throw late(e, untilNs);
        }
    }

    private void limit(long untilNs) {
        k.timerTimeout(ClockId.MONOTONIC, new SigEvent.Unblock(), untilNs, true, ThreadState.SEND, ThreadState.REPLY);
    }

    /// The server that was asked to let a client go answers EINTR, and does not know why the client wanted to.
    private ErrnoException late(ErrnoException e, long untilNs) {
        boolean timedOut = e.errno() == Errno.EINTR && k.clockGettime(ClockId.MONOTONIC) >= untilNs;
        return timedOut ? new ErrnoException(Errno.ETIMEDOUT, "mq") : e;
    }

    /// mq_notify: `event` once when a message comes into the empty queue and nobody waits in [#receive]; null for no more.
    ///
    /// @throws ErrnoException EBUSY somebody is registered already
    public void notify(SigEvent event) {
        posix.devctl(fd, MqueueManager.DCMD_NOTIFY, event == null ? new byte[0] : EventBytes.of(event));
    }

    /// mq_getattr.
    public Attributes attributes() {
        var data = new byte[ATTR_BYTES];
        posix.devctl(fd, MqueueManager.DCMD_ATTR, data);
        var fields = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        return new Attributes(fields.getInt(), fields.getInt(), fields.getInt());
    }

    /// mq_close. A notification asked for here is forgotten.
    @Override
    public void close() { posix.close(fd); }
}
