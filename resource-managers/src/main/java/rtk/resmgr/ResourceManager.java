package rtk.resmgr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;

/// The framework that a resource manager runs in: QNX's dispatch and resmgr layers, with one thread.
///
/// It owns a channel, receives, decodes, finds the OCB by (client process, connection), checks rights, calls the
/// [IoFunctions] of the name, and replies. One thread serves clients and interrupts from one queue, by priority, so a manager needs no locks.
///
/// A client that wants out of a message answered [Reply.Later] (a signal, a timeout, its death) is let go with EINTR. When the
/// last connection of a process is gone, its held requests are forgotten, its OCBs closed and its scoid given back.
///
/// Not modelled: thread pools, combined messages, `_IO_NOTIFY`, seeking.
public final class ResourceManager {
    /// OCBs at a time, per manager.
    public static final int OCBS_MAX = 1024;
    /// Longest write or devctl taken, in bytes.
    public static final int MESSAGE_MAX = 65_536;
    private static final int RECEIVE_BYTES = 2_048;
    private static final int RIGHT_READ = 1;
    private static final int RIGHT_WRITE = 2;

    /// Called in the receive loop when a pulse of its code comes.
    @FunctionalInterface
    public interface PulseHandler {
        void pulse(int value);
    }

    private record Name(Attr attr, ConnectFunctions connect, IoFunctions io) {}

    private record Open(Name name, Ocb ocb) {}

    private record Held(Request request, Open open, int scoid) {}

    private final KernelCalls k;
    private final int chid;
    private final int ownCoid;
    private final List<Name> names = new ArrayList<>();
    private final PulseHandler[] pulseHandlers = new PulseHandler[Byte.MAX_VALUE + 1];
    private final Map<Long, Open> opens = new LinkedHashMap<>(); // by descriptor(scoid, coid)
    private final Map<Integer, Held> held = new LinkedHashMap<>(); // by rcvid
    private final byte[] buffer = new byte[RECEIVE_BYTES];
    private final MsgInfo info = new MsgInfo();
    private int nextPulseCode = 1;

    /// Creates the channel, in the calling process.
    public ResourceManager(KernelCalls k) {
        this.k = k;
        chid = k.channelCreate(ChannelFlag.UNBLOCK, ChannelFlag.DISCONNECT);
        ownCoid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
    }

    /// Serves `attr.path()` from now on, with [ConnectFunctions#DEFAULT].
    public void attach(Attr attr, IoFunctions io) { attach(attr, ConnectFunctions.DEFAULT, io); }

    /// Serves `attr.path()` and what is below it from now on.
    ///
    /// @throws ErrnoException as [PathManager] answers
    public void attach(Attr attr, ConnectFunctions connect, IoFunctions io) {
        names.add(new Name(attr, connect, io));
        PathSpace.attach(k, attr.path(), chid, names.size() - 1);
    }

    /// QNX's pulse_attach: a pulse to this manager.
    ///
    /// @param priority 1 to 255, or [SigEvent#CALLER]
    /// @return the event that brings it, for interrupts and timers
    public SigEvent.Pulse onPulse(int priority, PulseHandler handler) {
        int code = nextPulseCode++;
        pulseHandlers[code] = handler;
        return new SigEvent.Pulse(ownCoid, priority, code, 0);
    }

    /// Receives and serves, for ever.
    public void run() {
        for (;;) {
            int rcvid = k.msgReceive(chid, buffer, info);
            if (rcvid == 0) pulse(Pulse.in(buffer));
            else serve(rcvid);
        }
    }

    /// Answers a request that was answered [Reply.Later] before; nothing happens if its client has gone meanwhile.
    public void answer(Request request, Reply reply) {
        if (held.remove(request.rcvid()) != null) send(request, reply);
    }

    private void pulse(Pulse pulse) {
        switch (pulse.code()) {
            case Pulse.CODE_UNBLOCK -> unblock((int) pulse.value());
            case Pulse.CODE_DISCONNECT -> disconnect(pulse.scoid());
            default -> {
                var handler = pulse.code() < 0 ? null : pulseHandlers[pulse.code()];
                if (handler != null) handler.pulse((int) pulse.value());
            }
        }
    }

    /// The pulse may be late: the request answered, and its rcvid in use again. The kernel knows.
    private void unblock(int rcvid) {
        var entry = held.get(rcvid);
        if (entry == null) return;
        try {
            k.msgInfo(rcvid, info);
            if (!info.unblockRequested) return;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) throw e;
        }
        entry.open.name.io.unblock(entry.request, entry.open.ocb);
        answer(entry.request, new Reply.Fail(Errno.EINTR));
    }

    private void disconnect(int scoid) {
        for (var entry : List.copyOf(held.values())) {
            if (entry.scoid == scoid) forget(entry);
        }
        for (long descriptor : List.copyOf(opens.keySet())) {
            if (descriptor >> 32 == scoid) close(descriptor);
        }
        k.connectDetach(scoid);
    }

    /// The client has left without an answer.
    private void forget(Held entry) {
        held.remove(entry.request.rcvid());
        entry.open.name.io.unblock(entry.request, entry.open.ocb);
    }

    private void serve(int rcvid) {
        var left = held.get(rcvid);
        if (left != null) forget(left); // its client timed out, and sends again
        var request = new Request(rcvid, info.pid, info.dstMsgLength);
        long descriptor = descriptor(info.coid);
        int type = info.msgLength < 2 ? -1 : Messages.type(buffer);
        if (type == Messages.IO_CONNECT) {
            send(request, connect(request, descriptor));
            return;
        }
        if (type == Messages.IO_DUP) {
            send(request, dup(descriptor));
            return;
        }
        var open = opens.get(descriptor);
        if (open == null) {
            send(request, new Reply.Fail(Errno.EBADF));
            return;
        }
        var reply = io(type, request, descriptor, open);
        if (reply instanceof Reply.Later) held.put(rcvid, new Held(request, open, info.scoid));
        else send(request, reply);
    }

    private Reply io(int type, Request request, long descriptor, Open open) {
        var io = open.name.io;
        var ocb = open.ocb;
        return switch (type) {
            case Messages.IO_READ -> {
                int nbytes = Math.min(Messages.view(buffer).getInt(4), request.room());
                if (!ocb.mayRead()) yield new Reply.Fail(Errno.EBADF);
                yield nbytes <= 0 ? Reply.DONE : io.read(request, ocb, nbytes);
            }
            case Messages.IO_WRITE -> {
                if (!ocb.mayWrite()) yield new Reply.Fail(Errno.EBADF);
                byte[] bytes = payload(request, Messages.WRITE_HEADER, Messages.view(buffer).getInt(4));
                yield bytes == null
                        ? new Reply.Fail(Errno.EMSGSIZE)
                        : bytes.length == 0 ? Reply.DONE : io.write(request, ocb, bytes);
            }
            case Messages.IO_DEVCTL -> {
                byte[] bytes = payload(request, Messages.DEVCTL_HEADER, Messages.view(buffer).getInt(8));
                yield bytes == null
                        ? new Reply.Fail(Errno.EMSGSIZE)
                        : io.devctl(request, ocb, Messages.view(buffer).getInt(4), bytes);
            }
            case Messages.IO_STAT -> stat(ocb, io.available(ocb));
            case Messages.IO_CLOSE -> {
                close(descriptor);
                yield Reply.DONE;
            }
            default -> new Reply.Fail(Errno.ENOSYS);
        };
    }

    private Reply connect(Request request, long descriptor) {
        String rest = Messages.path(buffer, info.msgLength);
        int handle = rest == null ? -1 : Messages.view(buffer).getInt(8);
        if (handle < 0 || handle >= names.size()) return new Reply.Fail(Errno.EINVAL);
        var name = names.get(handle);
        int subtype = Messages.view(buffer).getShort(2);
        if (subtype != 0) return name.connect.other(request, subtype, rest);
        if (opens.size() >= OCBS_MAX) return new Reply.Fail(Errno.ENFILE);
        var ocb = new Ocb(name.attr, Messages.view(buffer).getInt(4), request.pid(), rest);
        if ((ocb.mayRead() && !name.attr.readable()) || (ocb.mayWrite() && !name.attr.writable())) {
            return new Reply.Fail(Errno.EACCES);
        }
        var reply = name.connect.open(request, ocb);
        if (reply instanceof Reply.Fail) return reply;
        close(descriptor); // detached without a close, and the number used again
        name.attr.opened();
        link(descriptor, new Open(name, ocb));
        return reply;
    }

    private Reply dup(long descriptor) {
        var open = opens.get(descriptor(Messages.view(buffer).getInt(4)));
        if (open == null) return new Reply.Fail(Errno.EBADF);
        close(descriptor);
        link(descriptor, open);
        return Reply.DONE;
    }

    private void link(long descriptor, Open open) {
        opens.put(descriptor, open);
        open.ocb.linked();
    }

    private void close(long descriptor) {
        var open = opens.remove(descriptor);
        if (open == null || !open.ocb.unlinked()) return;
        open.name.io.closeOcb(open.ocb);
        open.name.attr.closed();
    }

    private static Reply stat(Ocb ocb, long available) {
        var bytes = new byte[Messages.STAT_REPLY];
        int rights = (ocb.mayRead() ? RIGHT_READ : 0) | (ocb.mayWrite() ? RIGHT_WRITE : 0);
        Messages.view(bytes).putInt(0, rights).putInt(4, ocb.attr().openCount()).putLong(8, available);
        return new Reply.Data(bytes);
    }

    /// What follows the header, the part that did not fit into the buffer included; null if there is less than the message
    /// says, or more than [#MESSAGE_MAX].
    private byte[] payload(Request request, int header, int nbytes) {
        if (nbytes < 0 || nbytes > MESSAGE_MAX || info.srcMsgLength < header + nbytes || info.msgLength < header) return null;
        if (header + nbytes <= info.msgLength) return Arrays.copyOfRange(buffer, header, header + nbytes);
        var bytes = new byte[nbytes];
        k.msgRead(request.rcvid(), bytes, header);
        return bytes;
    }

    private long descriptor(int coid) { return (long) info.scoid << 32 | (coid & 0xffff_ffffL); }

    private void send(Request request, Reply reply) {
        try {
            switch (reply) {
                case Reply.Data data -> k.msgReply(request.rcvid(), data.bytes().length, data.bytes(), data.bytes().length);
                case Reply.Count count -> k.msgReply(request.rcvid(), count.bytes());
                case Reply.Fail fail -> k.msgError(request.rcvid(), fail.errno());
                case Reply.Later later ->
                    throw new IllegalArgumentException("only a read, write or devctl can be answered later");
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) throw e; // the client is gone, and so is its question
        }
    }
}
