package rtk.resmgr.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.SpawnAttr;
import rtk.trace.ThreadState;

/// Starts programs with descriptors, as `posix_spawn` does: who started one knows that its files are open, or why they are not, before
/// the program does anything.
///
/// The new process sends one message when it has opened what it was told to; nobody but the starter receives on this channel.
final class Starter {
    private static final int REPORT_MAX = 1200;
    /// How often to look whether a process that says nothing still lives.
    private static final long PATIENCE_NS = 100_000_000;

    private final KernelCalls k;
    private final int pid;
    private final int chid;

    Starter(KernelCalls k) {
        this.k = k;
        pid = k.getpid();
        chid = k.channelCreate(ChannelFlag.FIXED_PRIORITY);
    }

    /// @return pid; the process waits in its report for [#awaitReport]
    int start(String name, Program program, List<String> args, SpawnAttr attr, Descriptors descriptors) {
        return k.spawn(name, (calls, given) -> {
            String wrong = descriptors.openAll(calls);
            report(calls, wrong == null ? "" : wrong);
            return wrong == null ? program.main(calls, given) : Tool.FAILED;
        }, args, attr);
    }

    /// In the new process.
    private void report(KernelCalls calls, String text) {
        try {
            int coid = calls.connectAttach(pid, chid, KernelCalls.SIDE_CHANNEL);
            calls.msgSend(coid, text.getBytes(UTF_8), null);
            calls.connectDetach(coid);
        } catch (ErrnoException e) {
            calls.trace("start not reported", e.errno().number()); // whoever started it is gone
        }
    }

    /// Waits until process `child` has opened its files, or has died. Blocks: RECEIVE.
    ///
    /// @return what went wrong; null if nothing did
    String awaitReport(int child) {
        var buffer = new byte[REPORT_MAX];
        var info = new MsgInfo();
        for (;;) {
            try {
                k.timerTimeout(ClockId.MONOTONIC, new SigEvent.Unblock(), PATIENCE_NS, false, ThreadState.RECEIVE);
                int rcvid = k.msgReceive(chid, buffer, info);
                String report = new String(buffer, 0, info.msgLength, UTF_8);
                k.msgReply(rcvid, 0);
                if (info.pid == child) return report.isEmpty() ? null : report;
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ETIMEDOUT && e.errno() != Errno.EINTR && e.errno() != Errno.ESRCH) throw e;
            }
            if (k.processInfo(child).zombie()) return null;
        }
    }
}
