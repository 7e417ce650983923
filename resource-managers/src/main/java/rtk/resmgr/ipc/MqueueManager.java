package rtk.resmgr.ipc;

import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.EventBytes;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Posix;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `mqueue`: POSIX message queues, `/dev/mqueue/NAME`. Clients use [MessageQueue].
///
/// A read takes one message, a write puts one; on the wire each is u32 priority, then its bytes. Made by an open with O_CREAT, as
/// `NAME?maxmsg=…,msgsize=…` with limits of its own; it stays, with its messages, until unlinked.
///
/// | devctl | data | answer |
/// |---|---|---|
/// | [#DCMD_NOTIFY] | [EventBytes], or nothing | mq_notify: tells once when a message comes into the empty queue and nobody waits for it; EBUSY somebody else is to be told |
/// | [#DCMD_ATTR] | 16 bytes | u32 each: most messages, longest message, messages now, 0 |
///
/// Of several that wait, the one of highest priority goes first, among equals the one that waits longest.
/// Source: [P] mq_open, mq_send, mq_receive, mq_notify. Not modelled: memory limits, QNX's second, faster kind of queues (`mq`).
public final class MqueueManager implements Program {
    public static final int QUEUES_MAX = 64;
    public static final int MESSAGES_MAX = 1024;
    public static final int MESSAGE_BYTES_MAX = 16_384;
    public static final int MESSAGES_DEFAULT = 64;
    public static final int MESSAGE_BYTES_DEFAULT = 4096;
    public static final int DCMD_NOTIFY = 1;
    public static final int DCMD_ATTR = 2;

    private final TreeMap<String, Mqueue> queues = new TreeMap<>();
    private KernelCalls k;
    private ResourceManager manager;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        manager = new ResourceManager(k);
        manager.attach(new Attr("/dev/mqueue", true, true), new Names(), new Queues());
        manager.run();
        return 0;
    }

    private final class Names implements ConnectFunctions {
        @Override
        public Reply open(Request request, Ocb ocb) {
            var path = PathOptions.of(ocb.rest());
            if (path.name().isEmpty()) return new Reply.Fail(Errno.EISDIR);
            boolean create = (ocb.oflag() & Posix.O_CREAT) != 0;
            var queue = queues.get(path.name());
            if (queue == null) {
                if (!create) return new Reply.Fail(Errno.ENOENT);
                int messagesMax = path.number("maxmsg", MESSAGES_DEFAULT);
                int bytesMax = path.number("msgsize", MESSAGE_BYTES_DEFAULT);
                boolean valid = messagesMax > 0 && messagesMax <= MESSAGES_MAX && bytesMax > 0 && bytesMax <= MESSAGE_BYTES_MAX;
                if (!valid) return new Reply.Fail(Errno.EINVAL);
                if (queues.size() == QUEUES_MAX) return new Reply.Fail(Errno.ENFILE);
                queue = new Mqueue(k, manager, messagesMax, bytesMax);
                queues.put(path.name(), queue);
            } else if (create && (ocb.oflag() & Posix.O_EXCL) != 0) {
                return new Reply.Fail(Errno.EEXIST);
            }
            ocb.setState(queue);
            return Reply.DONE;
        }

        /// Who has it open keeps it.
        @Override
        public Reply unlink(Request request, String rest) {
            return queues.remove(rest) == null ? new Reply.Fail(Errno.ENOENT) : Reply.DONE;
        }
    }

    private static final class Queues implements IoFunctions {
        private static Mqueue queue(Ocb ocb) { return (Mqueue) ocb.state(); }

        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) { return queue(ocb).receive(request, ocb, nbytes); }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) { return queue(ocb).send(request, ocb, bytes); }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) {
            return switch (dcmd) {
                case DCMD_NOTIFY -> {
                    var event = EventBytes.in(data, 0);
                    if (event == null && data.length > 0) yield new Reply.Fail(Errno.EINVAL);
                    yield queue(ocb).notifyMe(request, ocb, event);
                }
                case DCMD_ATTR -> data.length < MessageQueue.ATTR_BYTES
                        ? new Reply.Fail(Errno.EINVAL)
                        : queue(ocb).attributes();
                default -> new Reply.Fail(Errno.ENOTTY);
            };
        }

        @Override
        public long available(Ocb ocb) { return queue(ocb).count(); }

        @Override
        public void unblock(Request request, Ocb ocb) { queue(ocb).unblock(request); }

        @Override
        public void closeOcb(Ocb ocb) { queue(ocb).close(ocb); }
    }
}
