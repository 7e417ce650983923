package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;

/// Decodes an I/O message, checks it, and has it done: by the [IoFunctions] of the name, or here where the attributes and the
/// OCB have the answer.
final class IoMessages {
    private static final int RIGHT_READ = 1;
    private static final int RIGHT_WRITE = 2;
    private static final int ROOT = 0;
    private static final Reply TOO_SHORT = new Reply.Fail(Errno.EMSGSIZE);

    private final KernelCalls k;
    private final Notifications notifications;

    IoMessages(KernelCalls k, Notifications notifications) {
        this.k = k;
        this.notifications = notifications;
    }

    Reply serve(Incoming in, Request request, Open open, Credentials who) {
        var io = open.io();
        var ocb = open.ocb();
        return switch (in.type()) {
            case Messages.IO_READ -> in.has(8) ? read(request, open, in.word(4)) : TOO_SHORT;
            case Messages.IO_WRITE -> in.has(8) ? write(in, request, open) : TOO_SHORT;
            case Messages.IO_DEVCTL -> {
                byte[] data = data(in, request);
                yield data == null ? TOO_SHORT : io.devctl(request, ocb, in.word(4), data);
            }
            case Messages.IO_STAT -> stat(open);
            case Messages.IO_NOTIFY -> in.has(24 + EventBytes.BYTES) ? notify(in, request, open) : TOO_SHORT;
            case Messages.IO_PATHCONF -> in.has(8) ? io.pathconf(request, ocb, in.word(4)) : TOO_SHORT;
            case Messages.IO_LSEEK -> in.has(16) ? io.lseek(request, ocb, in.quad(8), in.word(4)) : TOO_SHORT;
            case Messages.IO_CHMOD -> in.has(8) ? chmod(ocb.attr(), in.word(4), who) : TOO_SHORT;
            case Messages.IO_CHOWN -> in.has(12) ? chown(ocb.attr(), in.word(4), in.word(8), who) : TOO_SHORT;
            case Messages.IO_UTIME -> in.has(24) ? utime(ocb.attr(), in.quad(8), in.quad(16), who) : TOO_SHORT;
            case Messages.IO_FDINFO -> fdinfo(request, open);
            case Messages.IO_LOCK -> {
                byte[] data = data(in, request);
                yield data == null ? TOO_SHORT : io.lock(request, ocb, in.word(4), data);
            }
            case Messages.IO_SPACE -> in.has(24) ? space(in, request, open) : TOO_SHORT;
            case Messages.IO_SHUTDOWN -> in.has(8) ? io.shutdown(request, ocb, in.word(4)) : TOO_SHORT;
            case Messages.IO_MMAP -> in.has(16) ? io.mmap(request, ocb, in.word(4), in.quad(8)) : TOO_SHORT;
            case Messages.IO_MSG -> {
                byte[] data = data(in, request);
                yield data == null ? TOO_SHORT : io.msg(request, ocb, in.word(4), data);
            }
            case Messages.IO_SYNC -> io.sync(request, ocb);
            default -> new Reply.Fail(Errno.ENOSYS);
        };
    }

    private byte[] data(Incoming in, Request request) {
        return in.has(Messages.DEVCTL_HEADER) ? in.payload(k, request.rcvid(), Messages.DEVCTL_HEADER, in.word(8)) : null;
    }

    private static Reply read(Request request, Open open, int wanted) {
        if (!open.ocb().mayRead()) return new Reply.Fail(Errno.EBADF);
        int nbytes = Math.min(wanted, request.room());
        if (nbytes <= 0) return Reply.DONE;
        var reply = open.io().read(request, open.ocb(), nbytes);
        if (!(reply instanceof Reply.Fail)) open.ocb().attr().accessed();
        return reply;
    }

    private Reply write(Incoming in, Request request, Open open) {
        if (!open.ocb().mayWrite()) return new Reply.Fail(Errno.EBADF);
        byte[] bytes = in.payload(k, request.rcvid(), Messages.WRITE_HEADER, in.word(4));
        if (bytes == null) return TOO_SHORT;
        if (bytes.length == 0) return Reply.DONE;
        var reply = open.io().write(request, open.ocb(), bytes);
        if (!(reply instanceof Reply.Fail)) open.ocb().attr().modified();
        return reply;
    }

    private Reply notify(Incoming in, Request request, Open open) {
        int action = in.word(4);
        int conditions = in.word(8) & Condition.ALL;
        var event = in.event(24);
        if (action < 0 || action >= NotifyAction.values().length || event == null) return new Reply.Fail(Errno.EINVAL);
        return notifications.notify(request.rcvid(), open, NotifyAction.values()[action], conditions, in.quad(16), event);
    }

    private Reply stat(Open open) {
        var io = open.io();
        var ocb = open.ocb();
        io.stat(ocb);
        var attr = ocb.attr();
        attr.updateTimes(k);
        int rights = (ocb.mayRead() ? RIGHT_READ : 0) | (ocb.mayWrite() ? RIGHT_WRITE : 0);
        var bytes = new byte[Messages.STAT_REPLY];
        Messages.view(bytes).putInt(rights).putInt(attr.openCount()).putLong(io.available(ocb)).putInt(attr.mode())
                .putInt(attr.uid()).putInt(attr.gid()).putInt(attr.links()).putLong(attr.size()).putLong(attr.accessNs())
                .putLong(attr.modifyNs()).putLong(attr.changeNs());
        return new Reply.Data(bytes);
    }

    private static Reply chmod(Attr attr, int mode, Credentials who) {
        if (!isOwner(attr, who)) return new Reply.Fail(Errno.EPERM);
        attr.chmod(mode);
        return Reply.DONE;
    }

    /// POSIX with `_POSIX_CHOWN_RESTRICTED`: only root gives files away.
    private static Reply chown(Attr attr, int uid, int gid, Credentials who) {
        if (who.uid() != ROOT) return new Reply.Fail(Errno.EPERM);
        attr.chown(uid < 0 ? attr.uid() : uid, gid < 0 ? attr.gid() : gid);
        return Reply.DONE;
    }

    private static Reply utime(Attr attr, long accessNs, long modifyNs, Credentials who) {
        if (!isOwner(attr, who)) return new Reply.Fail(Errno.EPERM);
        attr.setTimes(accessNs, modifyNs);
        return Reply.DONE;
    }

    private static boolean isOwner(Attr attr, Credentials who) {
        return who.uid() == ROOT || who.uid() == attr.uid();
    }

    private static Reply space(Incoming in, Request request, Open open) {
        if (!open.ocb().mayWrite()) return new Reply.Fail(Errno.EBADF);
        if (in.quad(8) < 0 || in.quad(16) < 0) return new Reply.Fail(Errno.EINVAL);
        var reply = open.io().space(request, open.ocb(), in.quad(8), in.quad(16));
        if (!(reply instanceof Reply.Fail)) open.ocb().attr().modified();
        return reply;
    }

    /// The flags, the offset, and the path as far as it fits.
    private static Reply fdinfo(Request request, Open open) {
        var ocb = open.ocb();
        String name = open.name().attr().path();
        String path = ocb.rest().isEmpty() ? name : name.equals("/") ? "/" + ocb.rest() : name + "/" + ocb.rest();
        byte[] text = path.getBytes(UTF_8);
        int room = Math.clamp(request.room() - Messages.FDINFO_HEADER, 0, text.length);
        var bytes = new byte[Messages.FDINFO_HEADER + room];
        Messages.view(bytes).putInt(ocb.oflag()).putInt(room).putLong(ocb.offset()).put(text, 0, room);
        return new Reply.Data(bytes);
    }
}
