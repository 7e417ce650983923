package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;

/// The framework that a resource manager runs in: QNX's dispatch and resmgr layers.
///
/// It owns a channel, receives, decodes, finds the OCB by (client process, connection), checks rights, locks the attributes, calls the
/// [IoFunctions] of the name, and replies. With one thread ([#run()]) clients and interrupts come from one queue, by priority,
/// and a manager needs no locks; with several ([#run(PoolSize)]) whatever the manager shares between names is its own to lock.
///
/// A client that wants out of a message answered [Reply.Later] (a signal, a timeout, its death) is let go with EINTR. When the
/// last connection of a process is gone, its held requests are forgotten, its OCBs closed and its scoid given back.
public final class ResourceManager {
    /// Descriptors open at a time, per manager.
    public static final int OCBS_MAX = 16_384;
    /// Longest write or devctl taken, in bytes.
    public static final int MESSAGE_MAX = Incoming.MESSAGE_MAX;

    /// Called in the receive loop when a pulse of its code comes.
    @FunctionalInterface
    public interface PulseHandler {
        void pulse(int value);
    }

    private final KernelCalls k;
    private final int chid;
    private final int ownCoid;
    private final List<Name> names = new ArrayList<>();
    private final PulseHandler[] pulseHandlers = new PulseHandler[Byte.MAX_VALUE + 1];
    private final Map<Integer, Pending> pendings = new LinkedHashMap<>(); // by rcvid
    private final Notifications notifications;
    private final OpenTable opens;
    private final IoMessages io;
    private IntFunction<Credentials> credentials = pid -> Credentials.ROOT;
    private int nextPulseCode = 1;

    /// Creates the channel, in the calling process.
    public ResourceManager(KernelCalls k) {
        this.k = k;
        chid = k.channelCreate(ChannelFlag.UNBLOCK, ChannelFlag.DISCONNECT);
        ownCoid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        notifications = new Notifications(k);
        opens = new OpenTable(notifications, k);
        io = new IoMessages(k, notifications);
    }

    /// Says whose the process of a pid is; without it all are root's.
    public void credentials(IntFunction<Credentials> ofPid) { credentials = ofPid; }

    /// Serves `attr.path()` from now on, with [ConnectFunctions#DEFAULT].
    public void attach(Attr attr, IoFunctions functions) { attach(attr, ConnectFunctions.DEFAULT, functions); }

    /// Serves `attr.path()` and what is below it from now on. A manager may serve any number of names.
    ///
    /// @return a number for [#detach]
    /// @throws ErrnoException as [PathManager] answers
    public int attach(Attr attr, ConnectFunctions connect, IoFunctions functions) {
        return attach(attr, MountOrder.NEWEST_FIRST, connect, functions);
    }

    /// As [#attach(Attr, ConnectFunctions, IoFunctions)], with a place among those who serve the same name.
    public int attach(Attr attr, MountOrder order, ConnectFunctions connect, IoFunctions functions) {
        names.add(new Name(attr, connect, functions));
        return PathSpace.attach(k, attr.path(), order, chid, names.size() - 1);
    }

    /// QNX's `resmgr_detach`: the name is served no more. What is open stays open.
    ///
    /// @throws ErrnoException ENOENT no such number
    public void detach(int number) { PathSpace.detach(k, number); }

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
    public void run() { run(PoolSize.ONE); }

    /// Receives and serves with several threads, for ever.
    public void run(PoolSize size) {
        if (size.maximum() > 1) opens.lockAttributes();
        new ThreadPool(k, size, new ThreadPool.Work() {
            @Override
            public int receive(Incoming in) { return k.msgReceive(chid, in.buffer, in.info); }

            @Override
            public void handle(int rcvid, Incoming in) {
                if (rcvid == 0) pulse(Pulse.in(in.buffer), in);
                else serve(rcvid, in);
                notifications.check();
            }
        }).run();
    }

    /// Answers a request that was answered [Reply.Later] before; nothing happens if its client has gone meanwhile.
    public void answer(Request request, Reply reply) {
        var pending = pendings.remove(request.rcvid());
        if (pending == null) return;
        switch (pending.after) {
            case NOTHING -> {}
            case LINK -> {
                if (isSuccess(reply)) opens.link(pending.descriptor, pending.open);
            }
            case CLOSE -> opens.end(pending.open);
        }
        send(request, reply);
    }

    private static boolean isSuccess(Reply reply) { return reply instanceof Reply.Count || reply instanceof Reply.Data; }

    private void pulse(Pulse pulse, Incoming in) {
        switch (pulse.code()) {
            case Pulse.CODE_UNBLOCK -> unblock((int) pulse.value(), in);
            case Pulse.CODE_DISCONNECT -> disconnect(pulse.scoid());
            default -> {
                var handler = pulse.code() < 0 ? null : pulseHandlers[pulse.code()];
                if (handler != null) handler.pulse((int) pulse.value());
            }
        }
    }

    /// The pulse may be late: the request answered, and its rcvid in use again. The kernel knows.
    private void unblock(int rcvid, Incoming in) {
        var pending = pendings.get(rcvid);
        if (pending == null) return;
        try {
            k.msgInfo(rcvid, in.info);
            if (!in.info.unblockRequested) return;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) throw e;
        }
        if (pending.held) letGo(pending);
        else pending.wantsOut = true;
    }

    private void letGo(Pending pending) {
        unblock(pending);
        answer(pending.request, new Reply.Fail(Errno.EINTR));
    }

    private void unblock(Pending pending) {
        var open = pending.open;
        opens.lock(open);
        if (pending.after == Pending.After.LINK) open.name().connect().unblock(pending.request, open.ocb());
        else open.io().unblock(pending.request, open.ocb());
        open.io().unlockOcb(open.ocb());
    }

    private void disconnect(int scoid) {
        for (var pending : List.copyOf(pendings.values())) {
            if (pending.scoid == scoid && pending.held) forget(pending);
        }
        opens.closeAll(scoid);
        k.connectDetach(scoid);
    }

    /// The client has left without an answer.
    private void forget(Pending pending) {
        pendings.remove(pending.request.rcvid());
        unblock(pending);
        if (pending.after == Pending.After.CLOSE) opens.end(pending.open);
    }

    private void serve(int rcvid, Incoming in) {
        var left = pendings.get(rcvid);
        if (left != null) forget(left); // its client timed out, and sends again
        in.received();
        var request = new Request(rcvid, in.info.pid, in.info.dstMsgLength);
        switch (in.type()) {
            case Messages.IO_CONNECT -> connect(request, in);
            case Messages.IO_DUP -> send(request, dup(request, in));
            case Messages.IO_OPENFD -> send(request, openfd(request, in));
            case Messages.IO_CLOSE -> {
                long descriptor = in.descriptor(in.info.coid);
                boolean known = opens.get(descriptor) != null;
                opens.close(descriptor);
                send(request, known ? Reply.DONE : new Reply.Fail(Errno.EBADF));
            }
            default -> {
                var open = opens.get(in.descriptor(in.info.coid));
                if (open == null) send(request, new Reply.Fail(Errno.EBADF));
                else io(new Pending(request, open, in.info.scoid, 0, Pending.After.NOTHING), in);
            }
        }
    }

    private void io(Pending pending, Incoming in) {
        pendings.put(pending.request.rcvid(), pending);
        opens.lock(pending.open);
        finish(pending, io.serve(in, pending.request, pending.open, credentials.apply(pending.request.pid())));
        pending.open.io().unlockOcb(pending.open.ocb());
    }

    private void finish(Pending pending, Reply reply) {
        if (!(reply instanceof Reply.Later)) {
            answer(pending.request, reply);
            return;
        }
        pending.held = true;
        if (pending.wantsOut) letGo(pending);
    }

    private void connect(Request request, Incoming in) {
        String rest = Messages.path(in.buffer, in.info.msgLength);
        int handle = rest == null ? -1 : in.word(8);
        if (handle < 0 || handle >= names.size()) {
            send(request, new Reply.Fail(Errno.EINVAL));
            return;
        }
        var name = names.get(handle);
        opens.lock(name.attr());
        switch (in.half(2)) {
            case Messages.CONNECT_OPEN -> open(request, in, name, rest);
            case Messages.CONNECT_COMBINE_CLOSE -> combineClose(request, in, name, rest);
            default -> send(request, change(request, in, name.connect(), rest));
        }
        name.attr().unlock();
    }

    /// The connect messages that change names.
    private static Reply change(Request request, Incoming in, ConnectFunctions connect, String rest) {
        String extra = Messages.extraText(in.buffer, in.info.msgLength);
        if (extra == null) return new Reply.Fail(Errno.EINVAL);
        return switch (in.half(2)) {
            case Messages.CONNECT_UNLINK -> connect.unlink(request, rest);
            case Messages.CONNECT_RENAME -> connect.rename(request, rest, extra);
            case Messages.CONNECT_MKNOD -> connect.mknod(request, rest, in.word(4), extra);
            case Messages.CONNECT_READLINK -> connect.readlink(request, rest);
            case Messages.CONNECT_LINK -> connect.link(request, rest, extra);
            case Messages.CONNECT_MOUNT -> connect.mount(request, rest, extra);
            default -> connect.other(request, in.half(2), rest);
        };
    }

    private void open(Request request, Incoming in, Name name, String rest) {
        var open = newOpen(request, in, name, rest);
        long descriptor = in.descriptor(in.info.coid);
        var pending = new Pending(request, open, in.info.scoid, descriptor, Pending.After.LINK);
        pendings.put(request.rcvid(), pending);
        finish(pending, mayOpen(request, open));
    }

    /// `_IO_CONNECT_COMBINE_CLOSE`: open, one I/O message, close, with one answer.
    private void combineClose(Request request, Incoming in, Name name, String rest) {
        var open = newOpen(request, in, name, rest);
        var reply = mayOpen(request, open);
        if (!isSuccess(reply)) {
            send(request, reply instanceof Reply.Later ? new Reply.Fail(Errno.ENOSYS) : reply);
            return;
        }
        open.ocb().attr().opened();
        in.combined();
        var pending = new Pending(request, open, in.info.scoid, 0, Pending.After.CLOSE);
        pendings.put(request.rcvid(), pending);
        finish(pending, io.serve(in, request, open, open.ocb().owner()));
    }

    private Open newOpen(Request request, Incoming in, Name name, String rest) {
        int createMode = (in.word(4) & Posix.O_CREAT) != 0 && in.half(2) == Messages.CONNECT_OPEN
                ? in.half(Messages.PATH_HEADER + in.half(12))
                : 0;
        return new Open(name,
                new Ocb(name.attr(), in.word(4), request.pid(), credentials.apply(request.pid()), rest, createMode));
    }

    private Reply mayOpen(Request request, Open open) {
        if (opens.size() >= OCBS_MAX) return new Reply.Fail(Errno.ENFILE);
        var access = open.ocb().access(open.name().attr());
        return access == Errno.EOK ? open.name().connect().open(request, open.ocb()) : new Reply.Fail(access);
    }

    private Reply dup(Request request, Incoming in) {
        var open = in.has(8) ? opens.get(in.descriptor(in.word(4))) : null;
        if (open == null) return new Reply.Fail(Errno.EBADF);
        opens.lock(open);
        var reply = open.io().dup(request, open.ocb());
        if (isSuccess(reply)) opens.link(in.descriptor(in.info.coid), open);
        open.io().unlockOcb(open.ocb());
        return reply;
    }

    /// `openfd`: another open of what a descriptor leads to, with rights and an offset of its own.
    private Reply openfd(Request request, Incoming in) {
        var open = in.has(12) ? opens.get(in.descriptor(in.word(4))) : null;
        if (open == null) return new Reply.Fail(Errno.EBADF);
        if (opens.size() >= OCBS_MAX) return new Reply.Fail(Errno.ENFILE);
        var old = open.ocb();
        var ocb = new Ocb(old.attr(), in.word(8), request.pid(), credentials.apply(request.pid()), old.rest(), 0);
        var access = ocb.access(old.attr());
        if (access != Errno.EOK) return new Reply.Fail(access);
        opens.lock(open);
        var reply = open.io().openfd(request, old, ocb);
        if (isSuccess(reply)) opens.link(in.descriptor(in.info.coid), new Open(open.name(), ocb));
        open.io().unlockOcb(old);
        return reply;
    }

    private void send(Request request, Reply reply) {
        try {
            switch (reply) {
                case Reply.Data data -> k.msgReply(request.rcvid(), data.bytes().length, data.bytes(), data.bytes().length);
                case Reply.Count count -> k.msgReply(request.rcvid(), count.bytes());
                case Reply.Fail fail -> k.msgError(request.rcvid(), fail.errno());
                case Reply.Elsewhere elsewhere -> {
                    byte[] path = elsewhere.path().getBytes(UTF_8);
                    k.msgReply(request.rcvid(), Messages.ELSEWHERE, path, path.length);
                }
                case Reply.Later later ->
                    throw new IllegalArgumentException("only an open and an I/O message can be answered later");
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) throw e; // the client is gone, and so is its question
        }
    }
}
