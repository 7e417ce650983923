package rtk.resmgr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;

/// The part of QNX's process manager that knows who serves which path: the first process (pid 1), on its first channel, to
/// which every process has the connection [KernelCalls#SYSMGR_COID].
///
/// Start it before all others and above them: who asks before it receives waits SEND-blocked. The prefixes of a process go
/// when it does. It sends to nobody, so that nothing can block it.
public final class PathManager implements Program {
    private final PathTable table = new PathTable();
    private final byte[] message = new byte[Messages.PATH_HEADER + 2 * Messages.PATH_MAX + 1];
    private final MsgInfo info = new MsgInfo();

    /// Serves for ever.
    @Override
    public int main(KernelCalls k, List<String> args) {
        int chid = k.channelCreate(ChannelFlag.DISCONNECT);
        for (;;) {
            int rcvid = k.msgReceive(chid, message, info);
            if (rcvid == 0) pulse(k, Pulse.in(message));
            else serve(k, rcvid);
        }
    }

    private void pulse(KernelCalls k, Pulse pulse) {
        if (pulse.code() != Pulse.CODE_DISCONNECT) return;
        table.detachAll(pulse.scoid());
        k.connectDetach(pulse.scoid());
    }

    private void serve(KernelCalls k, int rcvid) {
        try {
            switch (info.msgLength < 2 ? -1 : Messages.type(message)) {
                case Messages.PATH_ATTACH -> attach(k, rcvid);
                case Messages.PATH_DETACH -> detach(k, rcvid);
                case Messages.PATH_RESOLVE -> resolve(k, rcvid);
                case Messages.PATH_LIST -> list(k, rcvid);
                case Messages.PATH_LINK -> link(k, rcvid);
                default -> k.msgError(rcvid, Errno.ENOSYS);
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) throw e; // the client is gone, and so is its question
        }
    }

    private void attach(KernelCalls k, int rcvid) {
        String path = Messages.path(message, info.msgLength);
        var fields = Messages.view(message);
        int order = fields.getShort(2) & 0xffff;
        var wrong = order < MountOrder.values().length ? PathTable.check(path) : Errno.EINVAL;
        var prefix = wrong == Errno.EOK
                ? table.attach(path, MountOrder.values()[order], info.pid, fields.getInt(4), fields.getInt(8), info.scoid, null)
                : null;
        added(k, rcvid, wrong, prefix);
    }

    private void link(KernelCalls k, int rcvid) {
        String path = Messages.path(message, info.msgLength);
        String target = Messages.extraText(message, info.msgLength);
        var wrong = PathTable.check(path);
        if (wrong == Errno.EOK) wrong = PathTable.check(target);
        var prefix = wrong == Errno.EOK
                ? table.attach(path, MountOrder.NEWEST_FIRST, info.pid, 0, 0, info.scoid, target)
                : null;
        added(k, rcvid, wrong, prefix);
    }

    private static void added(KernelCalls k, int rcvid, Errno wrong, PathTable.Prefix prefix) {
        if (prefix != null) k.msgReply(rcvid, prefix.number());
        else k.msgError(rcvid, wrong == Errno.EOK ? Errno.ENOSPC : wrong);
    }

    private void list(KernelCalls k, int rcvid) {
        String path = Messages.path(message, info.msgLength);
        var wrong = PathTable.check(path);
        if (wrong != Errno.EOK) {
            k.msgError(rcvid, wrong);
            return;
        }
        var names = table.namesBelow(path);
        int from = Math.clamp(Messages.view(message).getInt(4), 0, names.size());
        var text = Messages.names(names.subList(from, names.size()), info.dstMsgLength);
        k.msgReply(rcvid, text.count(), text.bytes(), text.bytes().length);
    }

    private void detach(KernelCalls k, int rcvid) {
        boolean found = info.msgLength >= 8 && table.detach(Messages.view(message).getInt(4), info.pid);
        k.msgError(rcvid, found ? Errno.EOK : Errno.ENOENT);
    }

    private void resolve(KernelCalls k, int rcvid) {
        String path = Messages.path(message, info.msgLength);
        var wrong = PathTable.check(path);
        if (wrong != Errno.EOK) {
            k.msgError(rcvid, wrong);
            return;
        }
        var candidates = table.candidates(path);
        int wanted = Messages.view(message).getShort(2) & 0xffff;
        if (wanted >= candidates.size()) {
            k.msgError(rcvid, Errno.ENOENT);
            return;
        }
        var prefix = candidates.get(wanted);
        if (prefix.target() != null) {
            var elsewhere = (prefix.target() + path.substring(prefix.path().length())).getBytes(UTF_8);
            k.msgReply(rcvid, Messages.ELSEWHERE, elsewhere, elsewhere.length);
            return;
        }
        int matched = Math.min(path.length(), prefix.path().equals("/") ? 1 : prefix.path().length() + 1);
        var answer = new byte[Messages.RESOLVE_REPLY];
        Messages.view(answer).putInt(0, prefix.pid()).putInt(4, prefix.chid()).putInt(8, prefix.handle()).putInt(12, matched);
        k.msgReply(rcvid, 0, answer, answer.length);
    }
}
